package web

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"detente/assets"
)

// inline is what stands in every page itself: the style sheet, and the script that runs before anything is painted. A page that
// had to ask for them would show nothing until they came. The overview asks for what lies below its chart, behind the chart: the
// browser shows what it has while it waits for that. The policy names both by their hashes and allows no other.
type inline struct {
	Early  template.JS
	Style  template.CSS // the whole sheet
	First  template.CSS // the part of it that a page needs for its first screen, where the rest is asked for behind the chart
	Framed template.CSS // of a chart alone in a frame, instead of Style
}

// inlineOf reads what a bundle has for every page; a bundle that was not built has nothing.
func inlineOf(b assets.Bundle) (in inline, err error) {
	if !b.Built() {
		return in, nil
	}
	read := func(name string) string {
		body, e := b.Read(b.Name(name), "")
		if e != nil && err == nil {
			err = fmt.Errorf("web: %s: %w", name, e)
		}
		return strings.TrimSpace(string(body))
	}
	first := read("first.css") // all are the project's own files
	in = inline{Early: template.JS(read("early.js")), Style: template.CSS(first + read("rest.css")), First: template.CSS(first), Framed: template.CSS(read("embed.css"))}
	return in, err
}

// policy allows what this server itself serves and nothing else: no other host, and inside a page only what is inline.
func (in inline) policy(rest string, styles ...template.CSS) string {
	allowed := ""
	for _, style := range styles {
		allowed += allowing(string(style))
	}
	return "default-src 'none'; script-src 'self'" + allowing(string(in.Early)) + "; style-src 'self'" + allowed +
		"; img-src 'self' data:; connect-src 'self'; base-uri 'none'; " + rest
}

// allowing is the word of a policy that allows one text; nothing for none.
func allowing(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// What pages may do with forms and frames: a page that every site may show in a frame can do less.
const (
	pageRules  = "form-action 'self'; frame-ancestors 'none'"
	frameRules = "form-action 'none'; frame-ancestors *"
)

// themeCookie keeps what the reader chose with the button of the page, whose script sets it.
const themeCookie = "detente_theme"

// themeOf is light or dark as the reader chose; empty follows the reader's system.
func themeOf(r *http.Request) string {
	cookie, err := r.Cookie(themeCookie)
	if err != nil || cookie.Value != "light" && cookie.Value != "dark" {
		return ""
	}
	return cookie.Value
}
