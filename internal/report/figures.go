package report

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"detente/internal/analysis"
	"detente/internal/analysis/stat"
	"detente/internal/chart"
	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/export"
	"detente/internal/fx"
	"detente/internal/tension"
)

// Store is where the figures come from; *store.DB fits it.
type Store interface {
	export.Source
	export.Catalogue
	Breaks(ctx context.Context) ([]fx.Break, error)
	Quotes(ctx context.Context, id fx.SeriesID, r fx.Range) ([]fx.Quote, error)
	Coverage(ctx context.Context) ([]fx.Coverage, error)
}

// Question is what a report is about. The days of Filter bound what is shown, both included; open ends are filled by Read.
type Question struct {
	Filter  event.Filter
	Tension tension.Options
}

// Figures are all that a report shows. Study is computed by the caller, for the events of the window.
type Figures struct {
	Question
	From, To    civil.Date
	Made        time.Time
	Embedded    string // version of the embedded set of the program
	DataVersion string
	Cite        string

	USD, EUR chart.Rates
	Quotes   []fx.Quote
	Breaks   []fx.Break     // of the window
	Timeline event.Timeline // that the filter means, of all time
	Index    []tension.Day

	Overlay, Events       export.Grid
	OverlaySum, EventsSum string // SHA-256 of the tables as CSV
	Coverage              []fx.Coverage
	Study                 analysis.StudyReport
}

// usualSpan is how many months are shown where the window's beginning is open.
const usualSpan = 12

// Read reads the figures of q as they are at now, except Study. An open end of the window is the last set date of the
// Bank of Russia's dollar, an open beginning lies a year before the end. No fixing at all is an error.
func Read(ctx context.Context, from Store, q Question, now time.Time) (f Figures, err error) {
	f = Figures{Question: q, Made: now}
	asOf := q.Filter.AsOf
	for _, pair := range []struct {
		id fx.SeriesID
		to *chart.Rates
	}{{fx.CBRUSD, &f.USD}, {fx.CBREUR, &f.EUR}} {
		pair.to.Series, _ = fx.Known(pair.id)
		if pair.to.Fixings, err = from.Fixings(ctx, pair.id, fx.Range{AsOf: asOf}); err != nil {
			return f, err
		}
	}
	if len(f.USD.Fixings) == 0 {
		return f, errors.New("report: there are no rates yet: run detente collect")
	}
	f.window()
	for _, id := range []fx.SeriesID{fx.PressUSD, fx.PressEUR} {
		quotes, err := from.Quotes(ctx, id, fx.Range{From: f.From, To: f.To, AsOf: asOf})
		if err != nil {
			return f, err
		}
		f.Quotes = append(f.Quotes, quotes...)
	}
	slices.SortStableFunc(f.Quotes, func(a, b fx.Quote) int { return a.At.Compare(b.At) })
	breaks, err := from.Breaks(ctx)
	if err != nil {
		return f, err
	}
	f.Breaks = slices.DeleteFunc(breaks, func(b fx.Break) bool {
		return (b.Series != "" && b.Series.Source() != "cbr") || b.Date.Before(f.From) || b.Date.After(f.To)
	})
	all := q.Filter
	all.From, all.To = civil.Date{}, civil.Date{}
	if f.Timeline, err = from.Events(ctx, all); err != nil {
		return f, err
	}
	f.Index = tension.Index(f.Timeline, civil.Date{}, f.To, q.Tension)
	return f, f.tables(ctx, from)
}

func (f *Figures) window() {
	f.From, f.To = f.Filter.From, f.Filter.To
	if f.To.IsZero() {
		f.To = f.USD.Fixings[len(f.USD.Fixings)-1].Set
	}
	if f.From.IsZero() {
		f.From = f.To.AddMonths(-usualSpan)
	}
	f.Filter.From, f.Filter.To = f.From, f.To
}

// tables reads what is printed in full, with the hashes that a CSV of it has.
func (f *Figures) tables(ctx context.Context, from Store) (err error) {
	q := export.Query{Filter: f.Filter, Tension: f.Tension}
	var overlay, events export.Receipt
	if f.Overlay, overlay, err = export.ReadGrid(ctx, "overlay", from, q); err != nil {
		return err
	}
	if f.Events, events, err = export.ReadGrid(ctx, "events", from, export.Query{Filter: f.Filter}); err != nil {
		return err
	}
	f.OverlaySum, f.EventsSum = overlay.SHA256, events.SHA256
	meta, err := export.Describe(ctx, from, "overlay", export.Options{}, q, f.Made)
	if err != nil {
		return err
	}
	meta.Receipt = overlay
	f.Cite, f.DataVersion = meta.Cite(), meta.DataVersion
	f.Coverage, err = from.Coverage(ctx)
	f.Coverage = slices.DeleteFunc(f.Coverage, func(c fx.Coverage) bool { return c.Count == 0 })
	return err
}

const hairlines = 4

func (f Figures) overview() chart.OverviewInput {
	return chart.OverviewInput{USD: f.USD, EUR: f.EUR, Quotes: f.Quotes, Breaks: f.Breaks, Events: f.Timeline, Tension: f.Index,
		TensionOptions: f.Tension, From: f.From, To: f.To, Important: chart.MostImportant(f.Timeline, f.From, f.To, hairlines)}
}

// path is the study's average path.
func (f Figures) path() (chart.Chart, error) {
	r := f.Study
	in := chart.CAARInput{Placebo: r.Cloud.Paths, Band: chart.Band{Name: "95 % interval"}, Caption: chart.Caption{
		Title: fmt.Sprintf("Average path of %s around %s", r.Series, episodes(r.NUsed)), X: "fixings from day 0", Y: "CAAR, % (" + r.Direction + ")"}}
	for _, d := range r.Path {
		in.Tau = append(in.Tau, float64(d.Tau))
		in.CAAR = append(in.CAAR, orNaN(d.CAAR))
		in.Band.Low, in.Band.High = append(in.Band.Low, orNaN(d.Lo)), append(in.Band.High, orNaN(d.Hi))
	}
	return chart.CAARPath(in)
}

func orNaN(v stat.Maybe) float64 {
	if !v.OK {
		return math.NaN()
	}
	return v.Value
}

// AsOf is the instant whose knowledge is shown.
func (f Figures) AsOf() time.Time {
	if !f.Filter.AsOf.IsZero() {
		return f.Filter.AsOf
	}
	return f.Made
}

func (f Figures) sourceLine() string {
	return "Source: Bank of Russia, official rates by set date; events of Détente's timeline. Data version " + f.DataVersion + ", as of " + f.AsOf().UTC().Format(time.RFC3339) + "."
}

// TensionCaption says how the index was computed.
func (f Figures) TensionCaption() string { return f.Tension.Caption() }

// FilterWords says which events are meant, beyond the window.
func (f Figures) FilterWords() string {
	filter := f.Filter
	filter.From, filter.To = civil.Date{}, civil.Date{}
	return export.Query{Filter: filter}.Words()
}

// repeat are the commands that give the report's tables again.
func (f Figures) repeat() string {
	flags := " --from " + f.From.String() + " --to " + f.To.String() + " --as-of " + f.AsOf().UTC().Format(time.RFC3339)
	for _, list := range []struct {
		flag   string
		values []string
	}{
		{"--category", plain(f.Filter.Categories)}, {"--actor", f.Filter.Actors}, {"--direction", plain(f.Filter.Directions)}, {"--id", f.Filter.IDs},
	} {
		if len(list.values) > 0 {
			flags += " " + list.flag + " " + strings.Join(list.values, ",")
		}
	}
	if f.Filter.MinImportance > 1 {
		flags += fmt.Sprintf(" --min-importance %d", f.Filter.MinImportance)
	}
	if f.Filter.Text != "" {
		flags += fmt.Sprintf(" --text %q", f.Filter.Text)
	}
	return "detente export overlay" + flags + " -o overlay.csv --metadata\ndetente export events" + flags + " -o events.csv --metadata\ndetente study --series " + string(f.Study.Series) + flags
}

func plain[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

func episodes(n int) string {
	if n == 1 {
		return "1 episode"
	}
	return fmt.Sprintf("%d episodes", n)
}
