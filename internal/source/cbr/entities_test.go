package cbr

import (
	"strings"
	"testing"

	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/source"
)

// entities are documents that would read a file, or grow to gigabytes, in a reader that follows their definitions.
var entities = map[string]string{
	"a file":         `<!DOCTYPE ValCurs [<!ENTITY x SYSTEM "file:///etc/passwd">]>`,
	"another server": `<!DOCTYPE ValCurs [<!ENTITY x SYSTEM "http://127.0.0.1:1/">]>`,
	"billion laughs": `<!DOCTYPE ValCurs [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;&b;&b;">]>`,
}

func TestEntitiesAreNotFollowed(t *testing.T) {
	t.Parallel()
	whole := string(recorded(t, "cbr_XML_dynamic_R01235_2026-03-01_05.xml"))
	at := strings.Index(whole, "<ValCurs")
	for name, definition := range entities {
		body := strings.Replace(whole[:at]+definition+whole[at:], "<Value>77,", "<Value>&x;77,", 1)
		var a source.Answer
		err := decode(fetch.Reply{Body: []byte(body)}, march(fx.CBRUSD), &a)
		if err == nil || len(a.Fixings) > 0 {
			t.Errorf("%s: %d rows, %v", name, len(a.Fixings), err)
		}
	}
}
