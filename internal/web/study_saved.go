package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
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

// handleSaveStudy fixes the parameters of a study under a name, then computes it and keeps the hash of the result.
func (s *Server) handleSaveStudy(c echo.Context) error {
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, maxForm)
	form, err := c.FormParams()
	if err != nil {
		return &badQuery{"name", "the form cannot be read: send it again from the page of the study"}
	}
	author, err := s.studyAuthor(c, form)
	if err != nil {
		return err
	}
	name := strings.Join(strings.Fields(form.Get("name")), " ")
	for _, own := range []string{"name", "token", "csrf"} {
		form.Del(own)
	}
	st, err := parseStudy(form)
	if err != nil {
		return err
	}
	id, err := s.fix(c.Request().Context(), saved.Study{Title: name, Author: author}, st.Question)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/studies/"+id)
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

// studyAuthor returns who fixes a study. Once a token was made a token is asked for; before that the forms of these pages
// write from this machine.
func (s *Server) studyAuthor(c echo.Context, form url.Values) (string, error) {
	asks, err := s.Store.HasToken(c.Request().Context())
	if err != nil {
		return "", err
	}
	if asks {
		return s.writer(c, form)
	}
	return "web", mayWrite(c.Request())
}

// mayWrite lets a form of these pages write from this machine, and nobody else. A page of another site can make a browser
// send a form here, but not make it say that the form is of this origin.
func mayWrite(r *http.Request) error {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return &refusal{http.StatusForbidden, "Writing is not open from here", "A study can be fixed from the machine the server runs on: in its browser, or with detente study --save NAME."}
	}
	site, origin := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
	own := origin == "http://"+r.Host || origin == "https://"+r.Host
	if site == "same-origin" || (site == "" && own) {
		return nil
	}
	return &refusal{http.StatusForbidden, "That form came from elsewhere", "A study is fixed by the form on its own page. Open the page of the study and send it from there."}
}
