package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
)

// saidCookie carries one sentence from a change to the page after it.
const saidCookie = "detente_said"

func say(c echo.Context, text string) {
	c.SetCookie(&http.Cookie{Name: saidCookie, Value: url.QueryEscape(text), Path: "/", MaxAge: 30, HttpOnly: true, SameSite: http.SameSiteStrictMode})
}

func takeSaid(c echo.Context) string {
	cookie, err := c.Cookie(saidCookie)
	if err != nil {
		return ""
	}
	c.SetCookie(&http.Cookie{Name: saidCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	text, err := url.QueryUnescape(cookie.Value)
	if err != nil {
		return ""
	}
	return clip(text)
}
