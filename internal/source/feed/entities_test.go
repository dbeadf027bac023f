package feed

import (
	"strings"
	"testing"
)

func TestEntitiesAreNotFollowed(t *testing.T) {
	t.Parallel()
	at := strings.Index(rss, "<rss")
	for name, definition := range map[string]string{
		"a file":         `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>`,
		"billion laughs": `<!DOCTYPE rss [<!ENTITY a "hahahaha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;&b;">]>`,
	} {
		body := strings.Replace(rss[:at]+definition+rss[at:], "<title>France", "<title>&x;France", 1)
		stories, err := parse([]byte(body), "text/xml")
		for _, s := range stories {
			if strings.Contains(s.title, "root:") || strings.Contains(s.title, "hahahahaha") {
				t.Errorf("%s: followed: %.80q (%v)", name, s.title, err)
			}
		}
	}
}
