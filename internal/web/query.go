package web

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"detente/internal/civil"
	"detente/internal/event"
)

// query is the state of a page, as its URL holds it. The zero query is the page as it opens.
type query struct {
	From, To      civil.Date // the window, both days included; zero is the page's own choice
	Categories    []event.Category
	Actors        []string
	Directions    []event.Direction
	MinImportance int
	Text          string
	IDs           []string
	AsOf          time.Time  // zero is now
	AsOfDay       civil.Date // set where the URL gave a day and not an instant
	Event         string     // the selected event
	Pair          string     // "usd" or "eur" where only one is drawn
	Log           bool
	Rebase        civil.Date // index of 100 on that day
	view
	Faults map[string]fault // by parameter; of no address
}

// badQuery is a parameter that cannot be understood; it becomes a 400 that names it.
type badQuery struct{ Param, Problem string }

func (e *badQuery) Error() string { return fmt.Sprintf("parameter %q: %s", clip(e.Param), e.Problem) }

const (
	maxText   = 200
	maxListed = 500
)

// readers read one parameter each into a state; the value is never empty.
type readers[S any] map[string]func(state *S, value string) error

// pageReaders are the parameters of the overview and the list of events.
var pageReaders = readers[query]{
	"from":           func(q *query, v string) (err error) { q.From, err = parseDay(v); return err },
	"to":             func(q *query, v string) (err error) { q.To, err = parseDay(v); return err },
	"category":       func(q *query, v string) error { q.Categories = split[event.Category](v); return nil },
	"actor":          func(q *query, v string) error { q.Actors = upper(split[string](v)); return nil },
	"direction":      func(q *query, v string) error { q.Directions = split[event.Direction](v); return nil },
	"min-importance": readImportance,
	"text":           readText,
	"id":             func(q *query, v string) error { q.IDs = split[string](v); return nil },
	"as-of":          readAsOf,
	"event":          readEvent,
	"pair":           readPair,
	"log":            readLog,
	"rebase":         func(q *query, v string) (err error) { q.Rebase, err = parseDay(v); return err },
	"zone":           readZone,
	"units":          readUnits,
	"market":         readMarket,
	"gauge":          readGaugeName,
	"clock":          readClock,
}

// parseQuery reads the parameters of a URL. A parameter that is repeated is a list; an empty one is none. Unknown
// parameters, values outside their vocabulary and ranges that end before they begin are a *badQuery.
func parseQuery(values url.Values) (query, error) {
	q, err := pageReaders.read(values)
	if err != nil {
		return query{}, err
	}
	return q, q.check()
}

// unknown says which parameters there are, where one is asked for that is not.
func (all readers[S]) unknown() string {
	if len(all) == 0 {
		return "there is none of that name: this address takes none"
	}
	return noneOfThatName + strings.Join(sortedKeys(all), ", ")
}

const noneOfThatName = "there is none of that name: known are "

// read reads every parameter into a zero state; parameters it does not know are a *badQuery, as are those it cannot read.
func (all readers[S]) read(values url.Values) (state S, err error) {
	for _, name := range sortedKeys(values) {
		reader, ok := all[name]
		if teller, page := any(&state).(inLanguages); !ok && page && name == langParam {
			reader, ok = func(_ *S, v string) error { return teller.tell(v) }, true
		}
		if !ok {
			return state, &badQuery{name, all.unknown()}
		}
		value := valueOf(values, name)
		if value == "" {
			continue
		}
		if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
			return state, &badQuery{name, "is not text"}
		}
		if err := reader(&state, value); err != nil {
			if bad := (*badQuery)(nil); errors.As(err, &bad) { // it names the parameter itself, which may be another one
				return state, bad
			}
			return state, &badQuery{name, err.Error()}
		}
	}
	return state, nil
}

// valueOf is a parameter as the readers have it: repeated it is a list, which a parameter of one value then refuses.
func valueOf(values url.Values, name string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(values[name]), func(v string) bool { return strings.TrimSpace(v) == "" }), ",")
}

func (q query) check() error {
	if !q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From) {
		return &badQuery{"to", fmt.Sprintf("%s is before from, %s", q.To, q.From)}
	}
	for _, list := range []struct {
		param string
		f     event.Filter
	}{
		{"category", event.Filter{Categories: q.Categories}},
		{"direction", event.Filter{Directions: q.Directions}},
	} {
		if err := list.f.Validate(); err != nil {
			_, text, _ := strings.Cut(err.Error(), event.ErrInvalid.Error()+": ")
			return &badQuery{list.param, strings.TrimPrefix(text, list.param+" ")}
		}
	}
	if len(q.IDs) > maxListed || len(q.Actors) > maxListed {
		return &badQuery{"id", fmt.Sprintf("at most %d values can be listed", maxListed)}
	}
	return nil
}

// filter returns the events that are meant, within the window [from, to].
func (q query) filter(from, to civil.Date) event.Filter {
	return event.Filter{From: from, To: to, Categories: q.Categories, Actors: q.Actors, Directions: q.Directions,
		MinImportance: q.MinImportance, Text: q.Text, IDs: q.IDs, AsOf: q.AsOf}
}

// filtered tells whether some events are filtered out, the window aside.
func (q query) filtered() bool {
	return len(q.Categories)+len(q.Actors)+len(q.Directions)+len(q.IDs) > 0 || q.MinImportance > 1 || q.Text != ""
}

// draws tells whether a pair is on the chart.
func (q query) draws(pair string) bool { return q.Pair == "" || q.Pair == pair }

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
