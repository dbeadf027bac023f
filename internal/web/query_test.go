package web

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
)

func TestParseQuery(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		raw  string
		want query
		bad  string // the parameter the error names
	}{
		{"", query{}, ""},
		{"from=&to=&text=&category=", query{}, ""},
		{"from=7+Feb+2022&to=2022-03-01", query{From: civil.New(2022, 2, 7), To: civil.New(2022, 3, 1)}, ""},
		{"category=talks&category=sanctions,talks", query{Categories: []event.Category{"sanctions", "talks"}}, ""},
		{"actor=rus,usa", query{Actors: []string{"RUS", "USA"}}, ""},
		{"direction=neutral&min-importance=3", query{Directions: []event.Direction{"neutral"}, MinImportance: 3}, ""},
		{"as-of=2022-02-07", query{AsOfDay: civil.New(2022, 2, 7), AsOf: time.Date(2022, 2, 7, 23, 59, 59, 0, time.UTC)}, ""},
		{"as-of=2022-02-07T14:00:00%2B03:00", query{AsOf: time.Date(2022, 2, 7, 11, 0, 0, 0, time.UTC)}, ""},
		{"pair=usd&log=1&rebase=2022-01-01", query{Pair: "usd", Log: true, Rebase: civil.New(2022, 1, 1)}, ""},
		{"text=++two++words+", query{Text: "two words"}, ""},
		{"From=2022-01-01", query{}, "From"},
		{"from=2022-1-1", query{}, "from"},
		{"from=0001-01-01", query{}, "from"},
		{"to=2022-01-01&from=2022-01-02", query{}, "to"},
		{"category=weather", query{}, "category"},
		{"direction=up", query{}, "direction"},
		{"min-importance=6", query{}, "min-importance"},
		{"min-importance=2.5", query{}, "min-importance"},
		{"as-of=yesterday", query{}, "as-of"},
		{"event=../../etc", query{}, "event"},
		{"pair=gbp", query{}, "pair"},
		{"log=yes", query{}, "log"},
		{"text=%00", query{}, "text"},
		{"text=%ff", query{}, "text"},
		{"text=" + strings.Repeat("x", 201), query{}, "text"},
	} {
		t.Run(tt.raw, func(t *testing.T) {
			t.Parallel()
			values, err := url.ParseQuery(tt.raw)
			if err != nil {
				t.Fatal(err)
			}
			got, err := parseQuery(values)
			if tt.bad != "" {
				if bad, ok := err.(*badQuery); !ok || bad.Param != tt.bad {
					t.Fatalf("error %v, want one of parameter %q", err, tt.bad)
				}
				return
			}
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

// Whatever is understood has one address, which means the same again.
func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{"", "from=2022-02-07&to=7+Mar+2022", "category=talks,sanctions&actor=usa", "as-of=2022-02-07T12:00:00Z&text=a%2Cb",
		"id=a-1,b-2&min-importance=1&pair=eur", "rebase=2022-01-01&log=1&event=x", "text=%00&from=", "a=b;c=d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		values, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		q, err := parseQuery(values)
		if err != nil {
			if _, ok := err.(*badQuery); !ok {
				t.Fatalf("%q: %v does not name a parameter", raw, err)
			}
			return
		}
		address := encode(q)
		again, err := url.ParseQuery(address)
		if err != nil {
			t.Fatalf("%q became %q: %v", raw, address, err)
		}
		q2, err := parseQuery(again)
		if err != nil {
			t.Fatalf("%q became %q: %v", raw, address, err)
		}
		if encode(q2) != address || !canonical(address, q2) {
			t.Fatalf("%q became %q and then %q", raw, address, encode(q2))
		}
	})
}
