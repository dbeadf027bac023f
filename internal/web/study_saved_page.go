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

//pagegen:template studies.html
type savedPage struct {
	frame
	Saved    []savedRow
	Exports  takes // of the list
	Result   takes // of one study, on the figures of then
	ID       string
	Fixed    []fact
	Verdict  string // whether anything differs since
	Same     bool
	Then     string // the conclusion on the figures of then
	Now      string // the conclusion on the newest figures, where it differs
	Changes  []analysis.Change
	Warnings []warningView
	Setting  []fact  // everything but which events
	Asked    []field // which events
	OpenThen string
	OpenNow  string
	Command  string
}

type savedRow struct{ ID, Title, Fixed, Author string }

// handleSavedStudies lists the saved studies.
func (s *Server) handleSavedStudies(c echo.Context) error {
	page, err := s.savedFrame(c, "Saved studies")
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, page)
}

func (s *Server) savedFrame(c echo.Context, title string) (savedPage, error) {
	c.Response().Header().Set("Cache-Control", "no-store")
	page := savedPage{frame: s.frame(c, title, "/study")}
	page.Exports = rowTakes([]tableState{{Table: "studies"}}, nil)
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
		return s.render(c, http.StatusOK, page)
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
	page.ID = one.ID
	st := studyOf(fixed.StudyQuestion)
	page.Result = resultTakes(tableState{query: st.query, Table: "study", study: &st}, studyTables)
	page.OpenThen, page.OpenNow, page.Command = st.at("/study"), studyOf(today).at("/study"), commandLine("study", st)
	page.Setting, page.Asked = studySetting(then), hidden(st.query, "as-of")
	page.Fixed = []fact{
		{Name: "Fixed", Value: clock(one.FixedAt), Note: "by " + one.Author + ", before the result was computed"},
		{Name: "Figures", Value: "as known " + clock(one.AsOf), Note: fmt.Sprintf("data version %d then, %d now", fixed.DataVersion, version)},
		{Name: "Seed", Value: fmt.Sprint(fixed.Seed)},
	}
	return page.judge(one, then, now)
}

// judge compares the result that was kept with those of the study run again.
func (p *savedPage) judge(one saved.Study, then, now analysis.StudyReport) error {
	again, err := analysis.Compare(one.ResultSHA256, then, now)
	if err != nil {
		return err
	}
	p.Fixed = append(p.Fixed, fact{Name: "Result", Value: orUsual(one.ResultSHA256, "not recorded"), Note: "SHA-256"})
	p.Then, p.Warnings, p.Verdict, p.Same = typeset(then.Conclusion), warningViews(then.Warnings), again.Conclusion, again.Same
	if again.Differs {
		p.Now = typeset(now.Conclusion)
		for _, c := range again.Changes {
			p.Changes = append(p.Changes, analysis.Change{Name: c.Name, Then: typeset(c.Then), Now: typeset(c.Now)})
		}
	}
	return nil
}
