package fetch

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
)

var titleTag = regexp.MustCompile(`(?is)<title[^>]*>\s*(.{0,120}?)\s*</title`)

// HTML tells whether an answer is a web page, by its type or its first bytes, and gives the page's title or "untitled".
// Publishers and the guards before them send pages with status 200 where data were asked.
func HTML(contentType string, body []byte) (title string, ok bool) {
	kind, _, err := mime.ParseMediaType(contentType)
	head := bytes.ToLower(bytes.TrimLeft(body[:min(len(body), 512)], "\ufeff \t\r\n"))
	page := bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
	if !page && (err != nil || !strings.HasSuffix(kind, "html")) {
		return "", false
	}
	if m := titleTag.FindSubmatch(body[:min(len(body), 8192)]); m != nil && len(m[1]) > 0 {
		return strings.ToValidUTF8(string(m[1]), "?"), true
	}
	return "untitled", true
}
