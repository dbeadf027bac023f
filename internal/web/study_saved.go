package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/analysis"
	"detente/internal/saved"
)

// Studies keep parameters that were fixed before their result was seen.
type Studies interface {
	// SaveStudy wraps saved.ErrTaken where the id is taken.
	SaveStudy(ctx context.Context, s saved.Study) error
	// SetStudyResult records the first result; later ones leave it as it is.
	SetStudyResult(ctx context.Context, id, sha256 string) error
	// Studies lists all, the last fixed first.
	Studies(ctx context.Context) ([]saved.Study, error)
}

const (
	maxStudyName = 120
	maxForm      = 64 << 10 // bytes
)

// fixPage is the form that fixes a question under a name.
//
//pagegen:template fix.html
type fixPage struct {
	deskFrame
	Name      string
	Trouble   *failure
	AskToken  bool
	FormCarry []field // the question, as the form sends it on
	Asked     []field // the same without what is said elsewhere
	Command   string
	Back      string
}

// handleFix shows the form: a page of its own, since it depends on who looks.
func (s *Server) handleFix(c echo.Context) error {
	st, err := parseStudyPage(c.QueryParams())
	if err != nil {
		return err
	}
	return s.showFix(c, st, fixPage{})
}

func (s *Server) showFix(c echo.Context, st studyState, page fixPage) (err error) {
	if page.deskFrame, err = s.desk(c, "Fix a study"); err != nil {
		return err
	}
	page.Here, page.Login = "/study", "/login?next="+url.QueryEscape(st.at("/study/fix"))
	page.AskToken = page.AskToken || page.User == ""
	plain := st.with(func(s *studyState) { s.view, s.Table = view{}, "" })
	page.FormCarry, page.Asked = hidden(plain), hidden(plain, "as-of")
	page.Command, page.Back = commandLine("study", plain), st.at("/study")
	status := http.StatusOK
	if page.Trouble != nil {
		status = page.Trouble.Status
	}
	return s.render(c, status, page)
}

// handleSaveStudy fixes the parameters of a study under a name, then computes it and keeps the hash of the result. As every
// other change it takes a token or a login. What cannot be done is said above the form, with what was typed.
func (s *Server) handleSaveStudy(c echo.Context) error {
	form, err := sentForm(c, maxForm)
	if err != nil {
		return err
	}
	name, asked := strings.Join(strings.Fields(form.Get("name")), " "), url.Values{}
	for param, values := range form {
		if param != "name" && param != "token" && param != "csrf" {
			asked[param] = values
		}
	}
	st, err := parseStudy(asked)
	if err != nil {
		return err
	}
	id, err := s.saveStudy(c, form, name, st.Question)
	var refused *refusal
	var bad *badQuery
	switch {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, "/studies/"+id)
	case wantsPage(c.Request()) && (errors.As(err, &refused) || errors.As(err, &bad)):
		trouble := failureOf(err)
		if bad != nil {
			trouble.Title = "That name cannot be taken"
		}
		return s.showFix(c, st, fixPage{Name: name, Trouble: &trouble, AskToken: trouble.Status == http.StatusUnauthorized || trouble.Status == http.StatusTooManyRequests})
	}
	return err
}

func (s *Server) saveStudy(c echo.Context, form url.Values, name string, q analysis.StudyQuestion) (string, error) {
	author, err := s.writer(c, form)
	if err != nil {
		return "", err
	}
	return s.fix(c.Request().Context(), saved.Study{Title: name, Author: author}, q)
}

// fix saves the question before it is computed: parameters come first, the result after.
func (s *Server) fix(ctx context.Context, one saved.Study, q analysis.StudyQuestion) (string, error) {
	name := one.Title
	one.ID, one.FixedAt = analysis.StudyID(name), s.Now().UTC().Truncate(time.Second)
	switch {
	case name == "":
		return "", &badQuery{"name", "is missing: give the study a name"}
	case len(name) > maxStudyName:
		return "", &badQuery{"name", fmt.Sprintf("is longer than %d bytes", maxStudyName)}
	case one.ID == "":
		return "", &badQuery{"name", fmt.Sprintf("%q has no Latin letter or digit to make an address of", clip(name))}
	}
	if q.AsOf.IsZero() {
		q.AsOf = one.FixedAt
	}
	one.AsOf = q.AsOf
	version, err := s.Store.Version(ctx)
	if err != nil {
		return "", err
	}
	if one.Parameters, err = json.Marshal(analysis.SavedStudy{StudyQuestion: q, DataVersion: version}); err != nil {
		return "", err
	}
	if err := s.Store.SaveStudy(ctx, one); err != nil {
		if errors.Is(err, saved.ErrTaken) {
			return "", &refusal{http.StatusConflict, "That name is taken", fmt.Sprintf("A study called %s was fixed before and stays as it is. Go back and choose another name; it is at /studies/%s.", one.ID, one.ID)}
		}
		return "", err
	}
	return one.ID, s.record(ctx, one.ID, q)
}

// record computes a saved study for the first time and keeps the hash of what came out.
func (s *Server) record(ctx context.Context, id string, q analysis.StudyQuestion) error {
	report, err := s.study(ctx, q)
	if err != nil {
		return err
	}
	hash, err := report.Hash()
	if err != nil {
		return err
	}
	return s.Store.SetStudyResult(ctx, id, hash)
}
