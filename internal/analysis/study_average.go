package analysis

import (
	"slices"

	"detente/internal/analysis/eventstudy"
	"detente/internal/analysis/resample"
	"detente/internal/analysis/stat"
)

// average takes over the averages and their tests.
func (s *study) average() {
	r, result := &s.report, s.result
	r.CAAR, r.CAARCI, r.RBar = result.CAAR, [2]stat.Maybe{result.Lo, result.Hi}, result.RBar
	boot := resample.Mean(s.measured.CARs(s.options()), resample.Plan{Draws: bootstrapDraws, Level: 0.95, Rng: resample.New(s.in.Question.Seed)})
	r.Bootstrap = [2]stat.Maybe{boot.Lo, boot.Hi}
	if len(result.Overlaps) > 0 && boot.Lo.OK {
		shared := stat.None(sharedDays)
		r.Bootstrap = [2]stat.Maybe{shared, shared}
	}
	if s.result.Episodes < eventstudy.MinEpisodes && r.CAARCI[0].OK {
		few := stat.None(fewEpisodes)
		r.CAARCI = [2]stat.Maybe{few, few}
	}
	r.Adjusted = result.Wide
	if len(result.Overlaps) == 0 {
		none := stat.None("no windows share days")
		r.Adjusted = [2]stat.Maybe{none, none}
	}
	if s.result.Episodes < eventstudy.MinEpisodes && r.Adjusted[0].OK {
		few := stat.None(fewEpisodes)
		r.Adjusted = [2]stat.Maybe{few, few}
	}
	r.CAARReason = firstReason(r.CAAR, r.CAARCI[0], r.Bootstrap[0])
	r.Path = []PathPoint{}
	for _, d := range result.Path {
		if s.result.Episodes < eventstudy.MinEpisodes && d.Lo.OK {
			d.Lo, d.Hi = stat.None(fewEpisodes), stat.None(fewEpisodes)
		}
		r.Path = append(r.Path, PathPoint{Tau: d.Tau, AAR: d.AAR, CAAR: d.CAAR, Lo: d.Lo, Hi: d.Hi, N: d.N, Reason: firstReason(d.CAAR, d.Lo)})
	}
	r.Overlaps = [][2]int{}
	for _, pair := range result.Overlaps {
		r.Overlaps = append(r.Overlaps, [2]int{s.rows[pair[0]], s.rows[pair[1]]})
	}
	s.tests()
	s.cloud()
	s.placeboSpan()
}

// fewEnough is the number of episodes below which estimates are a description: METHODS 13, W-N.
const fewEnough = 10

// sharedDays is why there is no bootstrap: it would be too narrow, as the other interval is without its widening.
const sharedDays = "windows overlap, and a bootstrap draws episodes as if they were independent"

const fewEpisodes = "needs at least three episodes"

// spreadTests divide by how far the episodes lie apart, of which two say next to nothing: with two, the ranks of Corrado-Zivney and
// GRANK-T reject 17 and 25 percent of 3,000 draws without an effect at 5 percent.
var spreadTests = []string{eventstudy.CrossSectionalT, eventstudy.BMPT, eventstudy.KPT, eventstudy.CorradoZivneyZ, eventstudy.GRankT}

// tests puts the tests in reading order: METHODS 4.11.
func (s *study) tests() {
	r := &s.report
	r.Headline = []string{eventstudy.BMPT, eventstudy.SignFlipExact, eventstudy.PlaceboTest, eventstudy.GeneralizedSignExact}
	if s.dependent() {
		r.Headline[0] = eventstudy.KPT
	}
	r.Tests = []TestRow{}
	all := append(slices.Clone(s.result.Tests), s.placeboTest())
	if s.shareDays() {
		r.Headline[1], r.Headline[2] = eventstudy.SignFlipGrouped, eventstudy.PlaceboSpaced
		all = append(all, s.spaced.Test())
	}
	if s.result.N > 1 && s.result.Episodes < eventstudy.MinEpisodes { // one episode in two series is one
		for i, t := range all {
			if slices.Contains(spreadTests, t.Name) {
				few := stat.None(fewEpisodes)
				all[i] = eventstudy.Test{Name: t.Name, Statistic: few, DF: few, P: few}
			}
		}
	}
	for _, name := range r.Headline {
		for _, t := range all {
			if t.Name == name {
				r.Tests = append(r.Tests, testRow(t))
			}
		}
	}
	for _, t := range all {
		if !slices.Contains(r.Headline, t.Name) {
			r.Tests = append(r.Tests, testRow(t))
		}
	}
}

// placeboTest is missing where the series has too few dates that could be drawn.
func (s *study) placeboTest() eventstudy.Test {
	test := s.placebo.Test()
	if test.P.OK && s.placebo.Eligible < datesEach*s.result.Episodes {
		few := stat.None(fewDates)
		test.Statistic, test.DF, test.P = few, few, few
	}
	return test
}

// dependent tells whether episodes share days, so that the adjusted statistic is the one to read.
func (s *study) dependent() bool {
	return len(s.result.Overlaps) > 0 || (s.in.Pooled != nil && s.result.RBar.OK && s.result.RBar.Value != 0)
}

// shareDays tells whether windows of episodes overlap, so that the tests to read keep such episodes together.
func (s *study) shareDays() bool { return len(s.result.Overlaps) > 0 }

func testRow(t eventstudy.Test) TestRow {
	return TestRow{Name: t.Name, Statistic: t.Statistic, DF: t.DF, P: t.P, Reason: firstReason(t.Statistic, t.P)}
}

// firstReason is the reason of the first missing value, empty where all are present.
func firstReason(values ...stat.Maybe) string {
	for _, v := range values {
		if !v.OK {
			return v.Reason
		}
	}
	return ""
}

func (s *study) cloud() {
	draw := s.measured.Cloud
	if s.shareDays() {
		draw = s.measured.SpacedCloud
	}
	cloud := draw(min(cloudDraws, s.in.Question.Placebos), cloudPaths, resample.New(s.in.Question.Seed))
	s.report.Cloud = PlaceboCloud{Draws: cloud.Draws, Paths: filled(cloud.Paths), Lo: filled(cloud.Lo), Hi: filled(cloud.Hi), Reason: cloud.Reason}
}

// datesEach is how many eligible dates an episode needs: a choice. Draws without replacement from fewer are largely the same dates
// again: the spread of their averages shrinks by sqrt(1 - N/dates), to 0.89 at five each, and with two episodes and five dates, as in
// one half of a year, 500 draws of ten different pairs gave p = 0.002.
const datesEach = 5

const fewDates = "fewer than five eligible dates for each episode"

// placeboSpan repeats the placebo test on the dates between the first and the last used episode, by the draw that the headline takes.
func (s *study) placeboSpan() {
	events, first, last := s.measured.Events(), len(s.panel.sets), -1
	for _, i := range s.result.Averaged {
		first, last = min(first, events[i].T0), max(last, events[i].T0)
	}
	within := slices.DeleteFunc(s.measured.Eligible(), func(t int) bool { return t < first || t > last })
	r := &s.report.Placebo
	*r = PlaceboRows{Eligible: s.placebo.Eligible, SD: s.placebo.SD, SpanEligible: len(within), Spaced: s.spacedRows()}
	if n := s.result.Episodes; n > 0 && len(within) >= n && len(within) < datesEach*n {
		none := stat.None(fewDates)
		r.SpanSD, r.SpanP, r.SpanReason = none, none, fewDates
		return
	}
	if s.shareDays() {
		span := s.measured.Spaced(filled(within), s.in.Question.Placebos, resample.New(s.in.Question.Seed))
		r.SpanSD, r.SpanP, r.SpanReason = span.SD, span.P, firstReason(span.P)
		return
	}
	span := s.measured.Placebo(filled(within), s.in.Question.Placebos, resample.New(s.in.Question.Seed))
	r.SpanSD, r.SpanP, r.SpanReason = span.SD, span.P, firstReason(span.P)
}

func (s *study) spacedRows() SpacedRows {
	out := SpacedRows{Groups: s.result.Groups, Places: s.spaced.Places, Draws: s.spaced.Draws, SD: s.spaced.SD, Reason: firstReason(s.spaced.P)}
	switch {
	case !s.spaced.P.OK:
	case s.spaced.Whole:
		out.Moved = movedWhole
	default:
		out.Moved = movedGroups
	}
	return out
}

// filled makes a nil list an empty one, which is [] in JSON.
func filled[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
