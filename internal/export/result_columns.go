package export

import (
	"strings"

	"detente/internal/analysis"
)

// resultColumns are the columns of studies and correlations, in the order of their tables. Percent columns end in _pct.
var resultColumns = []Column{
	{"id", "The event, as in its address here.", Plain, ""},
	{"occurred_at", "When it happened, in UTC; midnight where only the day is known.", DateTime, ""},
	{"title", "What happened, as in the list of events.", Plain, ""},
	{"category", "Kind of event.", Plain, ""},
	{"series", "Series that was measured.", Plain, ""},
	{"episode", "Number of the episode in time, from 0.", Integer, ""},
	{"day0", "Place of day 0 among the fixings of the series, from 0.", Integer, ""},
	{"set_date", "Day the fixing was set.", Date, ""},
	{"effective_date", "Day it was in force from.", Date, ""},
	{"status", "What became of the event: used, merged, overlap, too_few_observations, outside_series, no_day0 or mixed_signs.", Plain, ""},
	{"reason", "Why it was not used, or why a number is missing.", Plain, ""},
	{"sign", "+1 escalation, −1 de-escalation, 0 neither or both.", Integer, ""},
	{"m", "Days the normal return was fitted on.", Integer, ""},
	{"l", "Days of the window that were observed.", Integer, ""},
	{"s_pct", "Standard deviation of the residuals of the estimation window.", Number, "percent"},
	{"car_pct", "Cumulated abnormal return of the window.", Number, "percent"},
	{"car_lo_pct", "Lower end of its 95 % interval.", Number, "percent"},
	{"car_hi_pct", "Upper end of its 95 % interval.", Number, "percent"},
	{"t", "CAR, or coefficient, over its standard error.", Number, ""},
	{"p", "Two-sided p-value.", Number, ""},
	{"q", "The p-value after Benjamini and Hochberg over all rows that have one.", Number, ""},
	{"q_robust", "Of a period, the same of the largest of p_neff, p_shift and p_newey_west: the one to read, since p_neff alone is too small where volatility changes.", Number, ""},
	{"placebo_percentile", "Share of dates without events with a smaller move, in per cent.", Number, "percent"},
	{"ar_tau_pct", "Abnormal return of one day of the window; tau is its offset from day 0, as in ar_+1_pct.", Number, "percent"},
	{"warnings", "Codes of the warnings that the number travels with.", Plain, ""},
	{"name", "Test, or regressor.", Plain, ""},
	{"statistic", "Value of the test.", Number, ""},
	{"df", "Degrees of freedom; empty where the distribution has none.", Number, ""},
	{"tau", "Fixings from day 0.", Integer, ""},
	{"aar_pct", "Average abnormal return of that day.", Number, "percent"},
	{"caar_pct", "Average cumulated abnormal return.", Number, "percent"},
	{"lo_pct", "Lower end of the 95 % interval.", Number, "percent"},
	{"hi_pct", "Upper end of the 95 % interval.", Number, "percent"},
	{"n", "Observations behind the row.", Integer, ""},
	{"from", "First day of the period.", Date, ""},
	{"to", "Last day of the period, included.", Date, ""},
	{"since", "What changed on its first day.", Plain, ""},
	{"bmp_p", "p-value of BMP within the period, adjusted for overlap where windows overlap.", Number, ""},
	{"overlap_adjusted", "Whether windows of the period share days.", Boolean, ""},
	{"sign_flip_p", "p-value of the sign-flip test within the period; overlapping windows are flipped together.", Number, ""},
	{"return_pct", "Log return of the day.", Number, "percent"},
	{"ar_pct", "Abnormal return of the day.", Number, "percent"},
	{"n_searched", "Days among which the largest were picked.", Integer, ""},
	{"measure", "Which correlation.", Plain, ""},
	{"value", "The correlation.", Number, ""},
	{"lo", "Lower end of the 95 % interval.", Number, ""},
	{"hi", "Upper end of the 95 % interval.", Number, ""},
	{"p_naive", "p-value as if days were independent.", Number, ""},
	{"p_neff", "p-value with the effective number of days.", Number, ""},
	{"p_shift", "p-value by circular shift.", Number, ""},
	{"p_newey_west", "p-value by Newey-West, which allows for changing volatility.", Number, ""},
	{"p_robust", "p-value with HC3 errors, which allow for changing volatility.", Number, ""},
	{"n_eff", "Effective number of days.", Number, ""},
	{"lag", "Fixings by which tension leads; below zero the rate leads. In the Granger table, the number of lags.", Integer, ""},
	{"r", "Pearson’s correlation.", Number, ""},
	{"white_bound", "95 % bound of one lag for white noise.", Number, ""},
	{"bartlett_bound", "The same, allowing for the memory of both series.", Number, ""},
	{"date", "Last set date of the window.", Date, ""},
	{"coef", "Coefficient.", Number, ""},
	{"se", "Its Newey-West standard error.", Number, ""},
	{"direction", "Which series helps predict which.", Plain, ""},
	{"f", "F statistic.", Number, ""},
	{"df1", "Degrees of freedom of the numerator.", Integer, ""},
	{"df2", "Degrees of freedom of the denominator.", Number, ""},
	{"h", "Fixings after.", Integer, ""},
	{"beta", "Response to one point of tension.", Number, ""},
	{"lo90", "Lower end of the 90 % band.", Number, ""},
	{"hi90", "Upper end of the 90 % band.", Number, ""},
	{"lo95", "Lower end of the 95 % band.", Number, ""},
	{"hi95", "Upper end of the 95 % band.", Number, ""},
	{"tension", "Tension of the fixing, in points.", Number, ""},
	{"target", "The rate’s side of the pair.", Number, ""},
}

// ResultColumns lists the columns of studies and correlations, each once; ar_tau_pct stands for one column a day of the
// window.
func ResultColumns() []Column { return resultColumns }

// columnsOf are the columns of a result. A name without an entry is text, so that a new one is never taken for a number.
func columnsOf(t analysis.Table) []Column {
	known := map[string]Column{}
	for _, c := range resultColumns {
		known[c.Name] = c
	}
	var out []Column
	for _, name := range t.Columns {
		c, ok := known[name]
		if offset, of := strings.CutPrefix(name, "ar_"); of && !ok {
			c = known["ar_tau_pct"]
			c.About = "Abnormal return of the fixing " + strings.TrimSuffix(offset, "_pct") + " from day 0."
		}
		if c.Name = name; c.Type == "" {
			c.Type = Plain
		}
		out = append(out, c)
	}
	return out
}
