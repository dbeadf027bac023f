package collect_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/collect"
	"detente/internal/event"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/source/cbr"
	"detente/internal/source/ecb"
	"detente/internal/source/moex"
	"detente/internal/source/sourcetest"
)

// oracle stands where rows are stored and compares each with the recorded one of its key. It holds what was stored before
// the days of half, as a database that was collected until then.
type oracle struct {
	collect.Store
	fixings []fx.Fixing
	candles []fx.Candle
	half    civil.Date
	wrong   []string
	stored  int
}

func (o *oracle) Fixings(_ context.Context, _ fx.SeriesID, r fx.Range) (out []fx.Fixing, _ error) {
	for _, f := range o.fixings {
		if f.Effective.Before(o.half) && !f.Effective.Before(r.From) && !f.Effective.After(r.To) {
			out = append(out, f)
		}
	}
	return out, nil
}

func (o *oracle) Candles(_ context.Context, _ fx.SeriesID, from, to, _ time.Time) (out []fx.Candle, _ error) {
	for _, k := range o.candles {
		if k.Start.Before(o.half.UTC()) && !k.Start.Before(from) && k.Start.Before(to) {
			out = append(out, k)
		}
	}
	return out, nil
}

func (o *oracle) PutFixings(_ context.Context, rows []fx.Fixing, _ runlog.Origin, _ time.Time) (runlog.Counts, error) {
	for _, f := range rows {
		i := slices.IndexFunc(o.fixings, func(g fx.Fixing) bool { return g.Effective == f.Effective })
		if i < 0 || !o.fixings[i].Value.Equal(f.Value) || f.Nominal != 1 || f.Set != o.fixings[i].Set {
			o.wrong = append(o.wrong, fmt.Sprintf("%s %s %s/%d", f.Series, f.Effective, f.Value, f.Nominal))
		}
	}
	o.stored += len(rows)
	return runlog.Counts{New: len(rows)}, nil
}

func (o *oracle) PutCandles(_ context.Context, rows []fx.Candle, _ runlog.Origin, _ time.Time) (runlog.Counts, error) {
	for _, k := range rows {
		i := slices.IndexFunc(o.candles, func(g fx.Candle) bool { return g.Start.Equal(k.Start) })
		if i < 0 || !sameBar(o.candles[i], k) {
			o.wrong = append(o.wrong, fmt.Sprintf("%+v", k))
		}
	}
	o.stored += len(rows)
	return runlog.Counts{New: len(rows)}, nil
}

func (o *oracle) AddDrafts(context.Context, []event.Event, runlog.Origin, time.Time) (runlog.Counts, error) {
	return runlog.Counts{}, nil
}

// StartRun and the others keep no record: what is recorded of bad answers is tried in sourcetest.
func (o *oracle) StartRun(context.Context, runlog.Run) (int64, error)     { return 1, nil }
func (o *oracle) FinishRun(context.Context, runlog.Run) error             { return nil }
func (o *oracle) AddFetch(context.Context, runlog.Fetch) (int64, error)   { return 1, nil }
func (o *oracle) Runs(context.Context, string, int) ([]runlog.Run, error) { return nil, nil }
func (o *oracle) Claim(string) (func(), bool, error)                      { return func() {}, true, nil }

// mutant is one series with a true answer for the days asked.
type mutant struct {
	make    func(c *fetch.Client) collect.Source
	series  fx.SeriesID
	kind    string // content type
	body    []byte
	fixings []fx.Fixing
	candles []fx.Candle
	most    int // of ten thousand: answers of the publisher's own form with other digits that bounds cannot tell
}

// single is a source that fills one series.
type single struct {
	collect.Source
	id fx.SeriesID
}

func (s single) Series() []fx.SeriesID { return []fx.SeriesID{s.id} }

func sameBar(a, b fx.Candle) bool {
	return a.Start.Equal(b.Start) && a.Open.Equal(b.Open) && a.High.Equal(b.High) && a.Low.Equal(b.Low) && a.Close.Equal(b.Close)
}

// TestMutatedAnswers gives each source of rates 10,000 spoiled answers, seeded, in a database that holds the first of two
// weeks. No value is stored that was not published, with one exception that is counted and bounded: an answer in the
// publisher's own form, which differs from the true one in digits alone. Nothing in such an answer says that it is wrong;
// what it may hold is bounded by believable, and the next collection, which asks the same days again, corrects it. The
// Bank of Russia gives each rate twice, so that its changed digits are found.
func TestMutatedAnswers(t *testing.T) {
	t.Parallel()
	const from, to = "2022-02-01", "2022-02-11"
	usd, ecbUSD, traded := workdays(fx.CBRUSD, from, to), workdays(fx.ECBUSD, from, to), bars(10)
	for name, m := range map[string]mutant{
		"cbr": {func(c *fetch.Client) collect.Source { return &cbr.Source{Client: c} }, fx.CBRUSD, "application/xml; charset=windows-1251",
			sourcetest.CBRXML("R01235", civil.MustParse(from), civil.MustParse(to), usd), usd, nil, 0},
		"ecb":  {func(c *fetch.Client) collect.Source { return &ecb.Source{Client: c} }, fx.ECBUSD, "text/csv", sourcetest.ECBCSV("D.USD.EUR.SP00.A", ecbUSD), ecbUSD, nil, 20},
		"moex": {func(c *fetch.Client) collect.Source { return &moex.Source{Client: c} }, fx.MOEXUSDD, "application/json; charset=utf-8", sourcetest.MOEXJSON(traded), nil, traded, 80},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m.run(t, name)
		})
	}
}

func (m mutant) run(t *testing.T, name string) {
	seed := fnv.New64()
	seed.Write([]byte(name))
	random, tried := rand.New(rand.NewPCG(seed.Sum64(), 1)), map[string]int{}
	digits, stored, rounds := 0, 0, sourcetest.Mutants(t)
	if o := m.collect(t, m.body); o.stored != len(m.fixings)+len(m.candles) || len(o.wrong) > 0 {
		t.Fatalf("of the true answer %d rows are stored, wrong %v", o.stored, o.wrong)
	}
	for range rounds {
		body, kind := sourcetest.Mutate(random, m.body)
		o := m.collect(t, body)
		tried[kind]++
		stored += o.stored
		switch {
		case len(o.wrong) == 0:
		case sourcetest.SameForm(body, m.body):
			digits++
		default:
			t.Errorf("%s: stored %v of\n%.600q", kind, o.wrong, body)
		}
	}
	if digits > m.most*max(1, rounds/10_000)+rounds/50_000 {
		t.Errorf("%d answers with other digits passed, at most %d are expected", digits, m.most)
	}
	t.Logf("%d answers, %d rows stored, all true but in %d that differ in digits alone; %v", rounds, stored, digits, tried)
}

var friday = time.Date(2022, 2, 11, 21, 0, 0, 0, time.UTC)

// collect asks once, with body as the answer to everything.
func (m mutant) collect(t *testing.T, body []byte) *oracle {
	o := &oracle{fixings: m.fixings, candles: m.candles, half: civil.MustParse("2022-02-05")}
	client := fetch.New(fetch.Options{Now: at(friday), Log: quiet(), Tries: 1, PerSecond: 1e9, Transport: sourcetest.Answers{ContentType: m.kind, Body: body, Rest: sourcetest.MOEXJSON(nil)}})
	c := collect.New(o, []collect.Source{single{m.make(client), m.series}}, collect.Options{Now: at(friday), Log: quiet()})
	ask := collect.Ask{Since: civil.MustParse("2022-02-01"), Until: civil.MustParse("2022-02-11")}
	_, _ = c.Collect(t.Context(), m.make(client).Name(), ask) // most fail; what counts is what was stored
	return o
}

func workdays(id fx.SeriesID, from, to string) (rows []fx.Fixing) {
	random := rand.New(rand.NewPCG(7, 7))
	unscaled := int64(756806)
	if id == fx.ECBUSD {
		unscaled = 11447
	}
	for d := civil.MustParse(from); !d.After(civil.MustParse(to)); d = d.AddDays(1) {
		if w := d.Weekday(); w == time.Sunday || (w == time.Saturday && id == fx.ECBUSD) || (w == time.Monday && id != fx.ECBUSD) {
			continue
		}
		unscaled += random.Int64N(unscaled/50) - unscaled/100
		rows = append(rows, fx.Fixing{Series: id, Effective: d, Set: fx.CalendarOf(id).SetDate(d), Value: fx.Rate{Unscaled: unscaled, Scale: 4}, Nominal: 1})
	}
	return rows
}

func bars(n int) (rows []fx.Candle) {
	random := rand.New(rand.NewPCG(7, 8))
	price, start := int64(754400), time.Date(2022, 2, 1, 7, 0, 0, 0, time.UTC)
	rate := func(v int64) fx.Rate { return fx.Rate{Unscaled: v, Scale: 4} }
	for i := range n {
		open, last := price, price+random.Int64N(400)-200
		high, low := max(open, last)+random.Int64N(100), min(open, last)-random.Int64N(100)
		rows = append(rows, fx.Candle{Series: fx.MOEXUSDD, Start: start.AddDate(0, 0, i).Add(-10 * time.Hour), Open: rate(open), High: rate(high), Low: rate(low), Close: rate(last), Volume: rate(int64(i+1) * 10_000)})
		price = last
	}
	return rows
}
