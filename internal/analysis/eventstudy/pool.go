package eventstudy

import "detente/internal/analysis/stat"

// pool is the averaged events of a study, signs applied.
type pool struct {
	spec      Spec
	at        []int // places in Study.Events
	events    []*Event
	signs     []float64 // +1 throughout unless the study is signed
	car, scar []float64
}

func (s *Study) pool() pool {
	p := pool{spec: s.spec}
	for i := range s.events {
		e := &s.events[i]
		if !s.averaged(e) {
			continue
		}
		sign := 1.0
		if s.spec.Signed {
			sign = float64(e.Sign)
		}
		p.at = append(p.at, i)
		p.events = append(p.events, e)
		p.signs = append(p.signs, sign)
		p.car = append(p.car, sign*e.CAR.Value)
		p.scar = append(p.scar, sign*e.SCAR.Value)
	}
	return p
}

func (s *Study) averaged(e *Event) bool {
	switch {
	case e.Status != Used:
		return false
	case e.Partial() && !s.spec.KeepPartial:
		return false
	}
	return !s.spec.Signed || e.Sign != 0
}

func (p pool) n() int { return len(p.events) }

// day returns the abnormal returns, raw and standardised, of the events observed on day d of the window, and which events they are.
func (p pool) day(d int) (ar, sar []float64, who []int) {
	for i, e := range p.events {
		if day := e.Days[d]; day.OK {
			ar = append(ar, p.signs[i]*day.AR)
			sar = append(sar, p.signs[i]*day.T.Value)
			who = append(who, i)
		}
	}
	return ar, sar, who
}

// path averages day by day. It is empty of values, never of days, where no event is averaged.
func (p pool) path(b band, rbar stat.Maybe, ranks, rescaled ranking, signs signs, series timeSeries) []PathDay {
	var out []PathDay
	running := make([]float64, p.n())
	total, broken := 0.0, ""
	for d := range p.spec.length() {
		ar, sar, who := p.day(d)
		for i, e := range who {
			running[e] += ar[i]
		}
		day := PathDay{Tau: p.spec.Window[0] + d, N: len(ar), Positive: signs.positive(ar)}
		day.AAR, _, _, _ = interval(ar)
		if !day.AAR.OK && broken == "" {
			broken = "no event was observed on a day of the window"
		}
		total += day.AAR.Value
		day.CAAR, day.Lo, day.Hi = b.cumulated(total, running, broken)
		bmp := student(BMPT, sar)
		day.Tests = []Test{
			student(CrossSectionalT, ar), p.patellDay(sar, who), bmp, kolariPynnonen(bmp, rbar, p.n()),
			series.day(day.AAR), ranks.day(CorradoRankZ, d), rescaled.day(CorradoZivneyZ, d), signs.z(ar),
		}
		if len(ar) < 2 {
			for i, t := range day.Tests {
				day.Tests[i] = missingTest(t.Name, needsTwo)
			}
		}
		out = append(out, day)
	}
	return out
}

func (b band) cumulated(total float64, running []float64, broken string) (caar, lo, hi stat.Maybe) {
	if broken != "" {
		none := stat.None(broken)
		return none, none, none
	}
	mean, _, low, high := b.interval(running)
	if !low.OK {
		return stat.Some(total), low, high
	}
	return stat.Some(total), stat.Some(total + low.Value - mean.Value), stat.Some(total + high.Value - mean.Value)
}
