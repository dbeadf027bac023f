package web

import (
	"net/url"
	"testing"

	"detente/internal/export"
)

// reads is what every parser of parameters promises: an error names the parameter; what is understood has one address,
// which means the same again.
func reads[S state](t *testing.T, raw string, parse func(url.Values) (S, error)) {
	t.Helper()
	values, err := url.ParseQuery(raw)
	if err != nil {
		return
	}
	s, err := parse(values)
	if err != nil {
		if _, ok := err.(*badQuery); !ok {
			t.Fatalf("%q: %v does not name a parameter", raw, err)
		}
		return
	}
	address := encode(s)
	again, err := url.ParseQuery(address)
	if err != nil {
		t.Fatalf("%q became %q: %v", raw, address, err)
	}
	if s, err = parse(again); err != nil || encode(s) != address {
		t.Fatalf("%q became %q and then %q (%v)", raw, address, encode(s), err)
	}
}

func FuzzParseCorrelation(f *testing.F) {
	for _, seed := range []string{"", "target=abs-return&tension=stock", "half-life=0.5&max-lag=250&window=10", "break-at=2022-02-24&control=ecb:EURRUB",
		"half-life=1e-300&permutations=1&seed=0", "series=cbr:EURRUB&horizon=60&as-of=2022-02-07", "half-life=0x1p-2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) { reads(t, raw, parseCorrelation) })
}

func FuzzParseTable(f *testing.F) {
	for _, seed := range []string{"", "series=cbr:USDRUB,cbr:EURRUB&units=cch&frequency=monthly&aggregation=end", "series=moex:USDRUB:1d&profile=excel-ru",
		"half-life=7&category=talks", "as-of=2022-02-07&from=2022-01-01", "series=,&profile=", "half-life=1e-9"} {
		for table := range tables {
			f.Add(uint8(table), uint8(table), seed)
		}
	}
	f.Fuzz(func(t *testing.T, table, format uint8, raw string) {
		name, as := tables[int(table)%len(tables)], export.Formats()[int(format)%len(export.Formats())]
		reads(t, raw, func(v url.Values) (tableState, error) { return parseTable(name, as, v) })
	})
}

func FuzzParseCited(f *testing.F) {
	for _, seed := range []string{"", "table=rates&format=xlsx&series=cbr:USDRUB", "table=candles&series=moex:USDRUB:1d&format=json", "table=nothing", "format=pdf", "table=events&table=rates"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) { reads(t, raw, parseCited) })
}
