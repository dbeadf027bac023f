package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/analysis"
	"detente/internal/saved"
)

type savedPage struct {
	frame
	Saved    []savedRow
	ID       string
	Title    string
	Fixed    []fact
	Verdict  string // whether anything differs since
	Same     bool
	Then     string // the conclusion on the figures of then
	Now      string // the conclusion on the newest figures, where it differs
	Changes  []changeView
	Warnings []warningView
	Setting  []fact  // everything but which events
	Asked    []field // which events
	OpenThen string
	OpenNow  string
	Command  string
}

type savedRow struct{ ID, Title, Fixed, Author string }

// changeView is a number of then and of now.
type changeView struct{ Name, Then, Now string }

// handleSavedStudies lists the saved studies.
func (s *Server) handleSavedStudies(c echo.Context) error {
	page, err := s.savedFrame(c, "Saved studies")
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "studies.html", page)
}

func (s *Server) savedFrame(c echo.Context, title string) (savedPage, error) {
	c.Response().Header().Set("Cache-Control", "no-store")
	page := savedPage{frame: s.frame(c, title, "/study")}
	all, err := s.Store.Studies(c.Request().Context())
	for _, one := range all {
		page.Saved = append(page.Saved, savedRow{one.ID, one.Title, clock(one.FixedAt), one.Author})
	}
	return page, err
}

// handleSavedStudy shows what was fixed and when, and whether anything differs since.
func (s *Server) handleSavedStudy(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := s.Store.Studies(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.ID != c.Param("id") {
			continue
		}
		page, err := s.savedFrame(c, one.Title)
		if err != nil {
			return err
		}
		if err := s.compare(ctx, &page, one); err != nil {
			return err
		}
		return s.render(c, http.StatusOK, "studies.html", page)
	}
	return echo.ErrNotFound
}

// compare answers the question again, on the figures of then and on the newest ones.
func (s *Server) compare(ctx context.Context, page *savedPage, one saved.Study) error {
	fixed, err := analysis.ParseSavedStudy(one.Parameters)
	if err != nil {
		return fmt.Errorf("web: saved study %s: %w", one.ID, err)
	}
	then, err := s.study(ctx, fixed.StudyQuestion)
	if err != nil {
		return err
	}
	today := fixed.StudyQuestion
	today.AsOf = time.Time{}
	now, err := s.study(ctx, today)
	if err != nil {
		return err
	}
	version, err := s.Store.Version(ctx)
	if err != nil {
		return err
	}
	page.ID, page.Title = one.ID, one.Title
	st := studyOf(fixed.StudyQuestion)
	page.OpenThen, page.OpenNow, page.Command = st.at("/study"), studyOf(today).at("/study"), commandLine("study", st)
	page.Setting, page.Asked = studySetting(then), hidden(st.query, "as-of")
	page.Fixed = []fact{
		{Name: "Fixed", Value: clock(one.FixedAt), Note: "by " + one.Author + ", before the result was computed"},
		{Name: "Figures", Value: "as known " + clock(one.AsOf), Note: fmt.Sprintf("data version %d then, %d now", fixed.DataVersion, version)},
		{Name: "Seed", Value: fmt.Sprint(fixed.Seed)},
	}
	return page.judge(one, then, now)
}

// judge compares the hash that was kept with those of the study run again.
func (p *savedPage) judge(one saved.Study, then, now analysis.StudyReport) error {
	thenHash, err := then.Hash()
	if err != nil {
		return err
	}
	nowHash, err := now.Hash()
	if err != nil {
		return err
	}
	kept := one.ResultSHA256
	p.Fixed = append(p.Fixed, fact{Name: "Result", Value: orUsual(kept, "not recorded"), Note: "SHA-256"})
	p.Then, p.Warnings = typeset(then.Conclusion), warningViews(then.Warnings)
	switch {
	case kept == "":
		p.Verdict = "The parameters are fixed; the first result was not recorded."
	case kept != thenHash:
		p.Verdict = "Run again on the figures of then, the result differs from the one recorded: the program or the record of those figures has changed."
	case kept == nowHash:
		p.Same, p.Verdict = true, "Nothing differs: run again on the newest figures, the result is the same to the last digit."
	default:
		p.Verdict = "Run again on the figures of then, the result is the same to the last digit. On the newest figures it differs."
	}
	if thenHash != nowHash {
		p.Now = typeset(now.Conclusion)
		p.Changes = changes(then, now)
	}
	return nil
}

func changes(then, now analysis.StudyReport) []changeView {
	rows := []changeView{
		{"Values of the series", count(then.NFixings), count(now.NFixings)},
		{"Events", count(then.NEvents), count(now.NEvents)},
		{"Episodes used", count(then.NUsed), count(now.NUsed)},
		{"CAAR, %", pct(then.CAAR), pct(now.CAAR)},
		{"95 % CI", between(then.CAARCI[0], then.CAARCI[1], 2), between(now.CAARCI[0], now.CAARCI[1], 2)},
	}
	for _, name := range then.Headline {
		a, _ := then.Test(name)
		b, _ := now.Test(name)
		rows = append(rows, changeView{analysis.TestLabel(name) + ", p", pText(a.P), pText(b.P)})
	}
	return rows
}
