package web

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/analysis"
	"detente/internal/fx"
	"detente/internal/inquiry"
)

//pagegen:template study.html
type studyPage struct {
	measuringPage
	Form  studyForm
	Study studyView
	JSON  string // address of the whole answer
	Fix   string // address of the form that fixes the question
}

// handleStudy measures how a series moved around the events of the filters.
func (s *Server) handleStudy(c echo.Context) error {
	st, err := parseStudyPage(c.QueryParams())
	if err != nil {
		return err
	}
	if st.Question.Series, err = s.elseStored(c, st.Question.Series); err != nil {
		return err
	}
	st.Table = ""
	plain := st.with(func(s *studyState) { s.view, s.Page = view{}, 0 })
	first := st.with(func(s *studyState) { s.Page = 0 })
	asked := asking{title: "Study", command: "study", state: st, first: first, events: st.query, plain: plain,
		unfiltered: first.with(func(s *studyState) { s.query = s.unfiltered() }).at("/study"),
		exports:    resultTakes(tableState{query: plain.query, Table: "study", study: &plain}, studyTables)}
	return s.answerMeasured(c, asked, func(ctx context.Context, around measuringPage) (sheet, error) {
		page := studyPage{measuringPage: around, JSON: plain.at("/study.json"), Fix: first.at("/study/fix")}
		if page.Empty {
			return page, nil
		}
		if page.Form, err = s.studyForm(ctx, st); err != nil {
			return page, err
		}
		if page.Study, err = s.viewStudy(ctx, st); page.Study.PathChart == nil {
			page.Pictures = nil
		}
		return page, err
	})
}

// viewStudy is the study of a state as its page prints it.
func (s *Server) viewStudy(ctx context.Context, st studyState) (studyView, error) {
	report, err := s.study(ctx, st.Question)
	if err != nil {
		return studyView{}, err
	}
	return newStudyView(report, st)
}

// studyTables are the tables of a study's answer.
var studyTables = []string{"events", "tests", "path", "regimes", "unexplained"}

// study answers a question, from memory where nothing has changed since it was asked last.
func (s *Server) study(ctx context.Context, q analysis.StudyQuestion) (analysis.StudyReport, error) {
	return measured(ctx, s, "study", q.Selection, q, func(ctx context.Context) (analysis.StudyReport, int, error) {
		in, err := inquiry.Study(ctx, s.Store, q)
		if err != nil {
			return analysis.StudyReport{}, 0, err
		}
		report, err := analysis.Study(in)
		return report, 10 + len(report.Events), err
	})
}

// studyForm is the question as the form shows it.
type studyForm struct {
	Series, Pools, Controls []choice
	Window, Estimation      string
	NeweyWest               string
	ControlLag              bool
	From, To, IDs           string
	Signed, NonOverlapping  bool
	Unclean                 bool
	Seed                    uint64
	Placebos                int
	Carry                   []field // the filters of the panel beside it
}

type choice struct {
	Value, Label string
	On           bool
}

// studyFields are the parameters that the form has fields for.
var studyFields = []string{"series", "pool", "control", "control-lag", "newey-west", "model", "window", "estimation", "signed", "non-overlapping", "clean-estimation", "seed", "placebo", "from", "to", "id", "page"}

func (s *Server) studyForm(ctx context.Context, st studyState) (studyForm, error) {
	q := st.Question
	form := studyForm{Window: spanText(q.Window), Estimation: spanText(q.Estimation), From: st.From.Words(), To: st.To.Words(), IDs: strings.Join(st.IDs, ", "),
		NeweyWest: lagText(q.NeweyWest), ControlLag: q.ControlLag == 1, Signed: q.Signed, NonOverlapping: q.NonOverlapping, Unclean: !q.Clean, Seed: q.Seed, Placebos: q.Placebos, Carry: hidden(st, studyFields...)}
	stored, err := s.measurable(ctx)
	if err != nil {
		return form, err
	}
	form.Series = seriesChoices(stored, q.Series, "")
	form.Pools = seriesChoices(slices.DeleteFunc(slices.Clone(stored), func(id fx.SeriesID) bool { return id == q.Series || id.Source() != q.Series.Source() }), q.Pooled, "none")
	form.Controls = seriesChoices(slices.DeleteFunc(slices.Clone(stored), func(id fx.SeriesID) bool { return id == q.Series || id == q.Pooled }), q.Control, "constant mean")
	for i := range form.Controls[1:] {
		form.Controls[i+1].Label = "market model: " + form.Controls[i+1].Label
	}
	return form, nil
}

// seriesChoices are the options of a select; none is the label of the empty one, which an empty none leaves out.
func seriesChoices(ids []fx.SeriesID, chosen fx.SeriesID, none string) []choice {
	var list []choice
	if none != "" {
		list = append(list, choice{"", none, chosen == ""})
	}
	for _, id := range ids {
		list = append(list, choice{string(id), pairText(id), id == chosen})
	}
	if chosen != "" && !slices.Contains(ids, chosen) {
		list = append(list, choice{string(chosen), pairText(chosen), true})
	}
	return list
}

// measurable lists the series with values that a study can take: official rates and daily candles.
func (s *Server) measurable(ctx context.Context) ([]fx.SeriesID, error) {
	version, err := s.Store.Version(ctx)
	if err != nil {
		return nil, err
	}
	return s.series.get(version, func() ([]fx.SeriesID, error) {
		coverage, err := s.Store.Coverage(context.WithoutCancel(ctx))
		var ids []fx.SeriesID
		for _, c := range coverage {
			if c.Count > 0 && (c.Series.Kind.Official() || c.Series.ID.Interval() == "1d") {
				ids = append(ids, c.Series.ID)
			}
		}
		return ids, err
	})
}

// elseStored is the series to measure: the one asked for, and where the address names none and the usual one is not stored the first that
// is. The page then answers at the address that names it; the usual one by name is refused, since its address names none.
func (s *Server) elseStored(c echo.Context, asked fx.SeriesID) (fx.SeriesID, error) {
	if asked != fx.CBRUSD {
		return asked, nil
	}
	stored, err := s.measurable(c.Request().Context())
	switch {
	case err != nil || len(stored) == 0 || slices.Contains(stored, asked):
		return asked, err
	case valueOf(c.QueryParams(), "series") != "":
		return asked, &badQuery{"series", fmt.Sprintf("%s holds no values: stored are %s", asked, strings.Join(texts(stored), ", "))}
	}
	return stored[0], nil
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// commandLine is the command that asks what a state asks.
func commandLine(command string, st state) string {
	parts := []string{"detente", command}
	v := st.values()
	if v.Get("series") == "" {
		parts = append(parts, "--series", string(fx.CBRUSD))
	}
	for _, name := range sortedKeys(v) {
		switch value := v.Get(name); value {
		case "true":
			parts = append(parts, "--"+name)
		case "false":
			parts = append(parts, "--no-"+name)
		default:
			parts = append(parts, "--"+name, quoted(value))
		}
	}
	return strings.Join(parts, " ")
}

// quoted makes a value one word of a shell.
func quoted(value string) string {
	if strings.Trim(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:,") == "" {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
