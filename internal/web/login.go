package web

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/access"
)

// Access tells who may write. An error that wraps access.ErrDenied says no.
type Access interface {
	HasToken(ctx context.Context) (bool, error)
	CheckToken(ctx context.Context, secret string, now time.Time) (access.Token, error)
	OpenSession(ctx context.Context, token string, now time.Time) (secret string, s access.Session, err error)
	CheckSession(ctx context.Context, secret string, now time.Time) (access.Session, error)
	CloseSession(ctx context.Context, secret string, now time.Time) error
}

const sessionCookie = "detente_session"

// Who guesses at tokens is refused after so many failures within a span.
const (
	guesses   = 10
	guessSpan = 15 * time.Minute
)

// elsewhere finds forms that another site made a browser send here.
var elsewhere = http.NewCrossOriginProtection()

// session returns the login of a browser; ok is false where there is none.
func (s *Server) session(c echo.Context) (one access.Session, ok bool, err error) {
	cookie, err := c.Cookie(sessionCookie)
	if err != nil {
		return one, false, nil // no cookie
	}
	one, err = s.Store.CheckSession(c.Request().Context(), cookie.Value, s.Now())
	if errors.Is(err, access.ErrDenied) {
		return one, false, nil
	}
	return one, err == nil, err
}

// writer returns the name of who sends a form: by a token in the Authorization header, by the login of the browser and
// the form's own csrf value, or by a token in the form, which logs the browser in. Anybody else is refused, with a reason.
func (s *Server) writer(c echo.Context, form url.Values) (string, error) {
	if err := elsewhere.Check(c.Request()); err != nil {
		return "", &refusal{http.StatusForbidden, "That form came from elsewhere", "It was sent by a page of another site. Open the page here and send it from there."}
	}
	if secret, ok := strings.CutPrefix(c.Request().Header.Get("Authorization"), "Bearer "); ok {
		return s.bearer(c, secret)
	}
	if secret := form.Get("token"); secret != "" {
		one, err := s.login(c, secret)
		return one.Token.Name, err
	}
	one, ok, err := s.session(c)
	switch {
	case err != nil:
		return "", err
	case !ok:
		c.Response().Header().Set("WWW-Authenticate", "Bearer")
		return "", &refusal{http.StatusUnauthorized, "You are not logged in", "Reading is open; changing something needs a token. Nothing was stored."}
	case !one.ValidCSRF(form.Get("csrf")):
		return "", &refusal{http.StatusForbidden, "That form is not of your login", "It was opened before you logged in, or by somebody else. Nothing was stored: look at it and send it again."}
	}
	return one.Token.Name, nil
}

// bearer checks the token of a program.
func (s *Server) bearer(c echo.Context, secret string) (string, error) {
	var t access.Token
	err := s.guess(c, secret, func(secret string) (err error) {
		t, err = s.Store.CheckToken(c.Request().Context(), secret, s.Now())
		return err
	})
	return t.Name, err
}

// login opens a session for the browser and gives it the cookie.
func (s *Server) login(c echo.Context, token string) (one access.Session, err error) {
	var secret string
	err = s.guess(c, token, func(token string) (err error) {
		secret, one, err = s.Store.OpenSession(c.Request().Context(), token, s.Now())
		return err
	})
	if err == nil {
		c.SetCookie(cookieOf(c, secret, int(access.SessionLifetime.Seconds())))
	}
	return one, err
}

// cookieOf is out of reach of scripts and of other sites; behind TLS it never travels without. Its end is an age and not a
// time: the reader's clock may be wrong.
func cookieOf(c echo.Context, secret string, age int) *http.Cookie {
	return &http.Cookie{Name: sessionCookie, Value: secret, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: c.IsTLS()}
}

// guess checks a secret. Wrong ones are counted by the network of their sender, who is told to wait after too many. A right
// one always passes: it has 256 random bits, so that no number of guesses finds it, and whoever shares the network of a
// guesser is not kept out.
func (s *Server) guess(c echo.Context, secret string, check func(secret string) error) error {
	err := check(strings.TrimSpace(secret))
	if !errors.Is(err, access.ErrDenied) {
		return err
	}
	from, now := network(c.RealIP()), s.Now()
	if wait := s.throttle.Wait(from, now); wait > 0 {
		c.Response().Header().Set("Retry-After", fmt.Sprint(int(math.Ceil(wait.Seconds()))))
		return &refusal{http.StatusTooManyRequests, "Too many wrong tokens", fmt.Sprintf("Try again in %s.", plural(int(math.Ceil(wait.Minutes())), "minute", "minutes"))}
	}
	s.throttle.Fail(from, now)
	return &refusal{http.StatusUnauthorized, "That token does not hold", "It is mistyped, or was revoked. detente token list shows which hold, detente token create NAME makes another."}
}

//pagegen:template login.html
type loginPage struct {
	deskFrame
	Next    string
	NoToken bool // nobody can log in yet
	Problem *refusal
}

// handleLogin shows the form, or who is logged in.
func (s *Server) handleLogin(c echo.Context) error {
	return s.showLogin(c, http.StatusOK, loginPage{Next: localPath(c.QueryParam("next"))})
}

func (s *Server) showLogin(c echo.Context, status int, page loginPage) (err error) {
	if page.deskFrame, err = s.desk(c, "Log in"); err != nil {
		return err
	}
	has, err := s.Store.HasToken(c.Request().Context())
	if err != nil {
		return err
	}
	page.NoToken = !has
	return s.render(c, status, page)
}

// handleLoginForm logs in, and goes on to where the reader was going.
func (s *Server) handleLoginForm(c echo.Context) error {
	form, err := sentForm(c, maxForm)
	if err != nil {
		return err
	}
	next := localPath(form.Get("next"))
	if err := elsewhere.Check(c.Request()); err != nil {
		return &refusal{http.StatusForbidden, "That form came from elsewhere", "Log in from the page here."}
	}
	if form.Get("token") == "" {
		return s.showLogin(c, http.StatusUnprocessableEntity, loginPage{Next: next, Problem: &refusal{Title: "The token is missing", Detail: "Paste what detente token create printed."}})
	}
	_, err = s.login(c, form.Get("token"))
	var refused *refusal
	if errors.As(err, &refused) && wantsPage(c.Request()) {
		return s.showLogin(c, refused.Status, loginPage{Next: next, Problem: refused})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// handleLogout ends the login.
func (s *Server) handleLogout(c echo.Context) error {
	form, err := sentForm(c, maxForm)
	if err != nil {
		return err
	}
	form.Del("token") // leaving needs no way in
	if _, err := s.writer(c, form); err != nil {
		return err
	}
	if cookie, err := c.Cookie(sessionCookie); err == nil {
		if err := s.Store.CloseSession(c.Request().Context(), cookie.Value, s.Now()); err != nil {
			return err
		}
	}
	c.SetCookie(cookieOf(c, "", -1))
	return c.Redirect(http.StatusSeeOther, "/login")
}

// localPath keeps a way back on this site: anything else becomes the queue.
func localPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.ContainsAny(next, "\\\r\n\t") || strings.HasPrefix(next, "//") {
		return queuePath
	}
	return u.RequestURI()
}
