package web

// method explains one number: what it is in two sentences, how it is computed, and where that comes from.
type method struct {
	ID, Name, Text string
	Formula        string // plain text, one line a formula
	Paper          string
}

// methodSection is a group of methods under one heading.
type methodSection struct {
	ID, Title, Lead string
	Methods         []method
}

// methods are in the order in which a reader meets them.
var methods = []methodSection{
	{"figures", "Figures and days", "What goes into every result before anything is tested.", []method{
		{"return", "Return", "The natural logarithm of a rate over the one before it, times 100, whatever the number of days between. Above zero the foreign currency costs more: the rouble is weaker.",
			"r(t) = 100 · ln(P(t) / P(t−1))", ""},
		{"rouble", "“Rouble +0.9 %”", "The change in what one rouble buys, which is not the mirror image of the change in the dollar’s price. A dollar going from 83.5 to 119.0 roubles is the dollar up 42 % and the rouble down 30 %.",
			"100 · (P(before) / P(after) − 1)", ""},
		{"day0", "Day 0", "The first fixing whose cut-off lies strictly after the event. An event in the last second before the cut-off belongs to that fixing, one at the cut-off to the next; weekends and holidays need no rule of their own.",
			"day 0 = the first set date s with event < cut-off(s)", ""},
		{"normal", "Normal return", "What the fixings before the event let expect: their average, or the line of the series on a control. It is fitted on the estimation window, from which the days around other events are left out unless that is switched off.",
			"r(t) = a + e(t)      or      r(t) = a + b·c(t) + e(t)", "Campbell, Lo and MacKinlay (1997), The Econometrics of Financial Markets, chapter 4"},
		{"episode", "Episode", "All events whose day 0 is the same fixing: the rate moved once, so they are measured once. The earliest of them carries the figures and the others are listed as merged.", "", ""},
		{"tension", "Tension and diplomacy", "Every confirmed event has a Goldstein value from −10 to +10; those below zero add to tension, those above to diplomacy. On the overview both fade by half in 14 calendar days.",
			"T(d) = 2^(−1/14) · T(d−1) + Σ max(0, −g)", "Goldstein (1992), Journal of Conflict Resolution 36"},
		{"flow", "Flow and stock", "The flow of a fixing is the sum of minus the Goldstein values of the events whose day 0 it is, the market’s own events left at zero. The stock lets that flow fade by half over a chosen number of fixings, which makes it move slowly by construction.",
			"flow(t) = Σ −g,     stock(t) = 2^(−1/h) · stock(t−1) + flow(t)", ""},
	}},
	{"event-study", "Event study", "How far a rate moved around events from what the days before let expect, and how often dates without events do the same.", []method{
		{"ar", "AR, abnormal return", "The return of a day less its normal return. It says how unusual the day was, not what made it so.", "AR(t) = r(t) − normal(t)", "Brown and Warner (1985), Journal of Financial Economics 14"},
		{"car", "CAR and its t", "The sum of the abnormal returns over the window of one episode. Its t divides by the standard error of a prediction, so a short or restless estimation window makes the interval wider.",
			"t = CAR / (s · √V),     V = L + L²/M for the constant mean", "Campbell, Lo and MacKinlay (1997), equation 4.4.10"},
		{"caar", "CAAR", "The mean of the episodes’ CARs. The interval is that of a mean by Student’s t; where windows overlap it is widened by what the adjusted BMP divides by.", "CAAR = Σ CAR(i) / N,     ± t(N−1, 0.975) · sd / √N", "Brown and Warner (1980), Journal of Financial Economics 8"},
		{"path", "Average path", "The average abnormal return of each day of the window, cumulated from its first day. The band holds for each day by itself, not for the path as a whole.", "path(τ) = Σ AAR(≤ τ)", ""},
		{"bootstrap", "Bootstrap interval", "Episodes are drawn again with replacement, and the middle 95 % of their means is shown. With fewer than eight episodes there is none.", "", "Efron and Tibshirani (1993), An Introduction to the Bootstrap"},
		{"bmp_t", "BMP", "Each CAR is divided by its own standard error, and the mean of these is tested against their own scatter. It stays honest when events make the rate more restless, where older tests reject far too often.",
			"t = √N · mean(SCAR) / sd(SCAR),  N − 1 degrees of freedom", "Boehmer, Musumeci and Poulsen (1991), Journal of Financial Economics 30"},
		{"kp_t", "BMP adjusted for overlap", "The BMP statistic made smaller by the correlation that episodes with shared days must have. It is the one to read whenever windows overlap.",
			"t(KP) = t(BMP) · √((1 − ρ) / (1 + (N−1)·ρ)),  ρ from the days shared", "Kolari and Pynnönen (2010), Review of Financial Studies 23"},
		{"sign_flip_exact", "Sign-flip", "If events had nothing to do with the rate, each CAR could as well have had the other sign; the p-value is the share of all such worlds in which the mean is as large. With few episodes even the smallest possible p is not small: 0.0625 for five.",
			"p = #{|Σ ±CAR| ≥ |Σ CAR|} / 2^N;  above 20 episodes from random flips", "Fisher (1935), The Design of Experiments"},
		{"placebo", "Placebo dates", "The same average is taken at dates drawn at random that are clear of every event studied, again and again; days of events that were not selected may be drawn, for without them only quiet days would be left. The p-value is the share of these draws that are at least as large, the real one counted among them. It does not allow for events that come at wilder times than other dates; a warning then says so.",
			"p = (1 + #{|placebo| ≥ |CAAR|}) / (1 + draws)", "Brown and Warner (1980)"},
		{"placebo_spaced", "Placebo dates, distances kept", "Where windows share days, all episodes are moved to another time as one, so that they share as many days there; where fewer than 199 places hold them all, each group of overlapping windows is moved on its own. Dates drawn one by one hardly ever overlap: their averages vary less, and the p-value is too small.",
			"p = (1 + #{|moved| ≥ |CAAR|}) / (1 + draws)", "after Brown and Warner (1980); the moving as one is our choice"},
		{"sign_flip_grouped", "Sign-flip, overlapping windows together", "The sign-flip test with one sign for each group of episodes whose windows share days, since the CARs of a group move together. Few groups allow no small p-value.",
			"p = #{|Σ ±group| ≥ |Σ CAR|} / 2^G", "after Fisher (1935); the grouping is our choice"},
		{"generalized_sign_exact", "Generalised sign, exact", "Counts the episodes with a CAR above zero and compares with the share of such days in the estimation windows. The p-value is the exact two-sided one of the binomial distribution.", "w ~ Binomial(N, p̂)", "Cowan (1992), Review of Quantitative Finance and Accounting 2"},
		{"generalized_sign_z", "Generalised sign z", "The same count by the normal approximation. Below 30 episodes read the exact one.", "z = (w − N·p̂) / √(N·p̂·(1 − p̂))", "Cowan (1992)"},
		{"cross_sectional_t", "Cross-sectional t", "The mean of the CARs over their own scatter, none of them scaled. Restless episodes weigh as much as calm ones.", "t = √N · mean(CAR) / sd(CAR)", "Brown and Warner (1980)"},
		{"patell_z", "Patell z", "The mean of scaled CARs, supposing that the event window is as calm as the days before. Where it is not, this test rejects far too often: about one time in four instead of one in twenty when the variance is four times as large.", "z = Σ CSAR(i) / √(Σ L·Q(i))", "Patell (1976), Journal of Accounting Research 14"},
		{"adjusted_patell_z", "Patell z adjusted for overlap", "Patell’s statistic made smaller by the correlation between episodes with shared days. It keeps the weakness of the original against restless windows.", "z · 1 / √(1 + (N−1)·ρ)", "Kolari and Pynnönen (2010)"},
		{"time_series_t", "Time-series t", "The average abnormal return over the scatter of such averages in the estimation window. It supposes that the event window is no more restless than those days.", "t = Σ AAR / (s · √L)", "Brown and Warner (1980)"},
		{"corrado_rank_z", "Corrado rank", "Ranks the window’s days among those of the estimation window and asks whether they stand high or low. Outliers count for no more than their rank.", "z = Σ Z(τ) / √L", "Corrado (1989), Journal of Financial Economics 23"},
		{"corrado_zivney_z", "Corrado-Zivney rank", "The rank test on abnormal returns that were first scaled by the scatter of the event day. That makes it less misled by restless windows.", "", "Corrado and Zivney (1992), Journal of Financial and Quantitative Analysis 27"},
		{"grank_t", "Generalised rank", "Ranks each episode’s whole scaled CAR among its standardised days of estimation. With fewer than ten episodes it rejects somewhat too often.", "t = Z · √((T−2) / (T−1−Z²))", "Kolari and Pynnönen (2011), Journal of Empirical Finance 18"},
		{"wilcoxon_exact", "Wilcoxon signed rank", "Ranks the CARs by size and adds up the ranks of those above zero. The distribution is exact, ties included.", "W = Σ rank(|CAR|) over CAR > 0", "Wilcoxon (1945), Biometrics Bulletin 1"},
		{"q", "q-value", "The share of false finds to expect if every episode with a q as small were called unusual. It is taken over all episodes, or periods, of the page that have a p, before anything is picked; of a period’s three robust p it takes the largest.",
			"q(i) = min over j ≥ i of m·p(j) / j", "Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57"},
		{"percentile", "Placebo percentile", "The share of dates without events on which the move over the same window was smaller in size. At 97, three dates in a hundred moved as much with nothing on the list.", "", ""},
		{"calendar", "Calendar-time regression", "All returns of the series are regressed on a dummy for the days inside a window, so that days shared by episodes count once. Its error is Newey-West’s, and with fewer than 20 event days it is not shown.", "r(t) = a + b·c(t) + γ·D(t) + u(t)", "Newey and West (1987)"},
		{"unexplained", "Unexplained moves", "The study in reverse: the most unusual days with no known event whose window holds them. They are large because they were picked for it, and a missing event may only mean that nobody wrote it down.", "", ""},
		{"periods", "By period", "The same averages between the dates on which the market or the making of the rate changed. Figures on the two sides of such a date are not like with like.", "", ""},
	}},
	{"correlation", "Correlation", "How a rate and tension move together. Both are taken as changes or flows: two trending levels correlate whether or not they have anything in common.", []method{
		{"pearson", "Pearson r", "The straight-line correlation of the same fixing, from −1 to +1. Its naive p-value supposes that every day is independent of the one before, which neither series is.", "r = Σ (x−x̄)(y−ȳ) / (n·s(x)·s(y))", ""},
		{"n_eff", "Effective number of days", "How many independent days would be as informative as the sample, given how slowly both series move. The p-value and the interval that count use this number in place of n.",
			"n(eff) = n / (1 + 2 Σ (1−k/n)·r(x,k)·r(y,k))", "Bartlett (1935); Pyper and Peterman (1998); Bretherton and others (1999)"},
		{"p_shift", "Circular shift", "One series is turned against the other by every possible number of days, which keeps the memory of both and breaks only their link. The p-value is the share of turns with a correlation at least as large.", "p = (1 + #{|r(shift)| ≥ |r|}) / n", ""},
		{"p_hac", "Newey-West p", "The p-value of the slope with an error that allows for memory and changing volatility. With two slow series it still rejects too often, so it is never read alone.", "", "Newey and West (1987), Econometrica 55"},
		{"spearman", "Spearman ρ", "Pearson’s r of the ranks: whether both go up together, not by how much. Its naive p supposes independent days; the other p-values are Pearson’s, taken of the ranks.", "", "Bonett and Wright (2000), Psychometrika 65, for the interval"},
		{"kendall", "Kendall τ-b", "The share of pairs of days in the same order in both series less the share in opposite order, ties allowed for. Its naive p supposes independent days; the effective one widens its variance by n over the effective number of the ranks, and the circular shift takes at most 99 turns, evenly spaced, since one τ is slow to count.", "z(eff) = z · √(n(eff) / n)", "Kendall (1938), Biometrika 30; Hamed and Rao (1998), Journal of Hydrology 204"},
		{"ccf", "Correlation by lag", "The correlation with one series moved by k fixings. Above zero tension leads; below zero the rate leads, which is to say that events follow moves.", "c(k) = Σ (x(t+k)−x̄)(y(t)−ȳ) / (n·s(x)·s(y))", ""},
		{"ccf_max", "Largest of all lags", "The largest correlation of all lags, compared with the largest of all lags after the days were put in random order or turned. Looking at many lags finds something by chance; these p-values have paid for the looking. Both suppose that the size of moves has nothing to do with tension; the third, by Newey-West at each lag and times the number of lags, does not.", "", "Holm (1979), Scandinavian Journal of Statistics 6"},
		{"prewhitened", "Pre-whitened", "Both series pass through the autoregression that describes the rate, and what is left is correlated by lag. A correlation that disappears here was memory, not a link.", "", "Box and Jenkins (1970), Time Series Analysis"},
		{"rolling", "Rolling correlation", "The correlation of the last so many fixings, moved along day by day. Neighbouring windows share nearly all their days, so a long stretch on one side of zero is one observation and not many.", "", ""},
		{"ols", "Regression", "The target on the tension of the same fixing and the control if there is one, with Newey-West errors. Their lag is 4(n/100)^(2/9), rounded down, unless another is asked for. Fixed-b inference, which is stricter with slow series, stands beside it.",
			"y(t) = a + b·T(t) + g·c(t) + u(t)", "Newey and West (1987); Kiefer and Vogelsang (2005), Econometric Theory 21; Lazarus and others (2018), JBES 36"},
		{"granger", "Granger", "Whether past values of one series help predict the other beyond its own past. Helping to predict is a matter of order in time: rates can run ahead of events that markets expect. F supposes moves of one size; the p with HC3 errors allows for changing volatility.",
			"F = ((RSS(r) − RSS(u)) / p) / (RSS(u) / (T−2p−1)),  p by AIC", "Granger (1969), Econometrica 37; MacKinnon and White (1985), Journal of Econometrics 29"},
		{"local_projection", "Local projection", "For each horizon the cumulated move is regressed on today’s tension, with four lags of both series held constant. Each band is for its horizon alone.",
			"100·ln(P(t+h) / P(t−1)) = a + β(h)·T(t) + lags + u", "Jordà (2005), American Economic Review 95"},
		{"adf", "ADF", "Asks whether a series wanders without a mean; a small p speaks against wandering. The number of lags is chosen by AIC.", "Δy(t) = a + γ·y(t−1) + lags + e;  t of γ", "Dickey and Fuller (1979), JASA 74; MacKinnon (1994), JBES 12"},
		{"kpss", "KPSS", "Asks the opposite: a small p speaks against a steady mean. Levels are correlated only where both tests say that the series is steady.", "", "Kwiatkowski, Phillips, Schmidt and Shin (1992), Journal of Econometrics 54"},
		{"chow", "Chow", "Whether the regression is the same before and from a date that was named beforehand. Without a date it is 28 February 2022.", "F = ((RSS − RSS₁ − RSS₂) / k) / ((RSS₁ + RSS₂) / (n−2k))", "Chow (1960), Econometrica 28"},
		{"cusum", "OLS-CUSUM", "Whether the residuals of the regression, added up, stray further from zero than a steady relation allows. It names no date beforehand.", "max |Σ e| / (s·√n)", "Ploberger and Krämer (1992), Econometrica 60"},
		{"bai_perron", "Bai-Perron", "The dates that best cut the mean of the target into pieces, their number chosen by BIC. A cut near an event is no evidence about the event: the search used the same figures.", "", "Bai and Perron (2003), Journal of Applied Econometrics 18"},
		{"volatility", "Volatility", "Realised: the root mean square of the last 20 returns, times the root of 252. Exponentially weighted (λ = 0.94) and GARCH(1,1) give a forecast for the next return.", "√252 · √(Σ r² / 20)", "Bollerslev (1986), Journal of Econometrics 31"},
	}},
	{"other", "Minutes and records", "", []method{
		{"intraday", "Response by the minute", "From the close of the last finished minute before the event to that of the horizon; the same clock time on earlier sessions says how usual such a move is, and of an event while the market was closed the opens of earlier sessions. A bar that contains the event is never the price before it.", "100 · ln(p(e+h) / p(e))", ""},
		{"record", "“Strongest since”", "The last earlier day on which the rouble was at least as strong in the same series. Fixings are compared with fixings and trades with trades, never one with the other.", "", ""},
	}},
	{"warnings", "Warnings", "Each stands above the numbers it qualifies and travels with them in every export.", warningMethods},
}

var warningMethods = []method{
	{"W-LEVEL", "W-LEVEL", "Neither side is shown to be steady. Two wandering series correlate for no reason at all: a level is then not shown, and for volatility against the stock of tension the p-values may be too small.", "", "Granger and Newbold (1974), Journal of Econometrics 2"},
	{"W-AC", "W-AC", "The naive p is small and the robust ones are not. The apparent find comes from counting days that repeat each other, or from wild days that happen to be busy ones.", "", ""},
	{"W-DISAGREE", "W-DISAGREE", "Some of the tests to be read fall below 0.05 and others do not. The question is then open, whichever of them one likes better.", "", ""},
	{"W-SIZE", "W-SIZE", "A p-value printed here is below 0.05 more often than five times in a hundred though nothing happened, since volatility was not the same throughout, many returns are zero, or episodes near each other share the days of their models. The warning says how often, measured on the rate’s own moves with their signs drawn at random, on dates drawn at random, and on drawn returns with zeros among them, or worked out from the days shared.", "", ""},
	{"W-N", "W-N", "Fewer than ten episodes, or days with tension; by the minute, fewer than twenty earlier sessions to compare with. What is shown describes them; it does not carry over to others.", "", ""},
	{"W-OVERLAP", "W-OVERLAP", "Windows share days, so their episodes are not independent. The adjusted statistic, the interval of the average, and the sign-flip and placebo tests that keep overlapping windows together allow for it; the other tests do not. The unwidened interval is in the JSON.", "", ""},
	{"W-MT", "W-MT", "Many tests at once: one in twenty falls below 0.05 by chance. Read the q-values, or the p of the largest of all lags.", "", ""},
	{"W-SEL", "W-SEL", "Events were picked one by one, or are themselves moves of the price, or wait for somebody to confirm or reject them. A list made after the prices were seen finds what it was made to find.", "", ""},
	{"W-LOOK", "W-LOOK", "The judgement of an event, the event itself, or the control’s value is later than the fixing it is paired with. A claim to predict must use lag one or more, and codings made in advance.", "", ""},
	{"W-STAMP", "W-STAMP", "The price had already moved, or the clock time is less exact than the horizon. The news may have been out before its stamp.", "", ""},
	{"W-STALE", "W-STALE", "The last trade before the event is old. The response holds whatever happened since that trade.", "", ""},
	{"W-CUTOFF", "W-CUTOFF", "The event fell while the rate was being averaged, has no clock time, or is near a change of the cut-off. Day 0 may hold only part of the news; the window [0,+1] holds the rest.", "", ""},
	{"W-PARTIAL", "W-PARTIAL", "A value is missing inside a window. The episode, or the day, is left out and never filled in. Days of a sample before the first event or after the last have no tension; where they are more than a tenth of it, they are counted here.", "", ""},
	{"W-EST", "W-EST", "The normal return rests on few days, or on days before and after a change of the market. What counts as unusual is then itself uncertain.", "", ""},
	{"W-REGIME", "W-REGIME", "The sample spans a change of the market or of how the rate is made. Since the capital controls of February 2022 the rate is partly administered, so that calm is no evidence of calm.", "", ""},
	{"W-DUAL", "W-DUAL", "The official rate and the market’s were more than two per cent apart. They are prices of different things.", "", ""},
	{"W-THIN", "W-THIN", "Little was traded on a day of the sample: a weekend, or less than a quarter of the usual volume. One trade can then make the rate.", "", ""},
	{"W-ECB", "W-ECB", "The European Central Bank last published a rouble rate on 1 March 2022. No later value is made up.", "", ""},
	{"W-FIX", "W-FIX", "The series is an official rate: a mean over hours, or a reading once a day. Nobody could trade at it.", "", ""},
	{"W-CAUSE", "W-CAUSE", "Two series move together, or one runs ahead. Oil, interest rates and the dollar at large move both, and are not all held constant.", "", ""},
}
