package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
)

// mostMarks is how many marks the library draws on a bar.
//
// Reference: charting library, IDatafeedChartApi.getMarks: at most ten marks a bar, each at the very time of a bar.
const mostMarks = 10

// barOfEvents is a bar with the events that it is the first to know of, the most important first; never empty.
type barOfEvents struct {
	at     int64
	events event.Timeline
}

// longestWait is more than the days between an event and the first bar that knows of it.
const longestWait = 21

// udfEvents puts the events on the bars of the symbol, ascending: a mark beside the bars would not be drawn. The bar of an
// event is its day 0, of minutes the first that ends after it; an event that no bar has followed yet is on none.
func (s *Server) udfEvents(c echo.Context) ([]barOfEvents, error) {
	ctx := c.Request().Context()
	x, err := s.udfSeries(ctx, c.QueryParam("symbol"))
	if err != nil {
		return nil, err
	}
	r, err := udfAsked(c)
	if err != nil {
		return nil, err
	}
	wide := udfRange{from: r.from.AddDate(0, 0, -longestWait), to: r.to}
	bars, err := s.udfBarsOf(ctx, x, wide)
	if err != nil {
		return nil, err
	}
	events, err := s.Store.Events(ctx, event.Filter{From: civil.Of(wide.from), To: civil.Of(wide.to)})
	if err != nil {
		return nil, err
	}
	return onBars(x, bars.T, events, r), nil
}

func onBars(x fx.Series, bars []int64, events event.Timeline, r udfRange) []barOfEvents {
	follows := firstBar(x, bars)
	var all []barOfEvents
	for _, e := range events {
		i, ok := follows(e.OccurredAt)
		if !ok || bars[i] < r.from.Unix() || bars[i] >= r.to.Unix() {
			continue
		}
		at := sort.Search(len(all), func(j int) bool { return all[j].at >= bars[i] })
		if at == len(all) || all[at].at != bars[i] {
			all = slices.Insert(all, at, barOfEvents{at: bars[i]})
		}
		all[at].events = append(all[at].events, e)
	}
	for _, b := range all {
		slices.SortStableFunc(b.events, func(a, b event.Event) int { return cmp.Compare(b.Importance, a.Importance) })
	}
	return all
}

// firstBar finds the first bar that knows of an instant; what came before all bars is known to none.
func firstBar(x fx.Series, bars []int64) func(at time.Time) (int, bool) {
	if x.ID.Interval() == "1m" {
		return func(at time.Time) (int, bool) {
			i := sort.Search(len(bars), func(j int) bool { return bars[j]+60 > at.Unix() })
			return i, i < len(bars) && (i > 0 || at.Unix() >= bars[0])
		}
	}
	days := make([]civil.Date, len(bars))
	for i, at := range bars {
		days[i] = civil.Of(time.Unix(at, 0).UTC())
	}
	return func(at time.Time) (int, bool) {
		i, ok := fx.CalendarOf(x.ID).Day0(days, at)
		return i, ok && (i > 0 || civil.Of(at.UTC()) == days[0])
	}
}

// udfColours are the words of the library for the directions.
var udfColours = map[event.Direction]string{event.Escalation: "red", event.DeEscalation: "green", event.Neutral: "blue"}

// handleUDFMarks puts the events on the bars, in columns. Where a bar has more than are drawn, the last mark names the rest.
func (s *Server) handleUDFMarks(c echo.Context) error {
	bars, err := s.udfEvents(c)
	if err != nil {
		return udfError(c, err)
	}
	ids, times, colours, texts, labels, inks, sizes := []string{}, []int64{}, []string{}, []string{}, []string{}, []string{}, []int{}
	for _, b := range bars {
		for i, e := range b.events[:min(mostMarks, len(b.events))] {
			text := e.When() + ": " + e.Title
			if rest := b.events[min(mostMarks, len(b.events)):]; i == mostMarks-1 && len(rest) > 0 {
				text += fmt.Sprintf(" (and %d more: %s)", len(rest), strings.Join(titlesOf(rest), "; "))
			}
			ids, times, colours = append(ids, e.ID), append(times, b.at), append(colours, udfColours[e.Direction()])
			texts, labels, inks = append(texts, plainText(text)), append(labels, udfLabel(e)), append(inks, "white")
			sizes = append(sizes, 8+4*e.Importance)
		}
	}
	return c.JSON(http.StatusOK, object{"id": ids, "time": times, "color": colours, "text": texts, "label": labels, "labelFontColor": inks, "minSize": sizes})
}

func titlesOf(events event.Timeline) []string {
	titles := make([]string, len(events))
	for i, e := range events {
		titles[i] = e.Title
	}
	return titles
}

func udfLabel(e event.Event) string { return strings.ToUpper(string(e.Category)[:1]) }

// handleUDFTimescaleMarks puts one mark on the time scale for each bar with events: of the most important one, whose tooltip
// has a line for each of the others.
func (s *Server) handleUDFTimescaleMarks(c echo.Context) error {
	bars, err := s.udfEvents(c)
	if err != nil {
		return udfError(c, err)
	}
	marks := []object{}
	for _, b := range bars {
		e := b.events[0]
		tooltip := []string{plainText(e.Title), e.Lasting(), plainText(e.SourceName)}
		for _, title := range titlesOf(b.events[1:]) {
			tooltip = append(tooltip, plainText(title))
		}
		marks = append(marks, object{"id": e.ID, "time": b.at, "color": udfColours[e.Direction()], "label": udfLabel(e), "tooltip": tooltip})
	}
	return c.JSON(http.StatusOK, marks)
}
