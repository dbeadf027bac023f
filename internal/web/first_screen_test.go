package web_test

import (
	"testing"

	"detente/internal/testkit/browser"
)

// firstScreen is where everything to the chart stands and what it looks like, but for what is not seen.
const firstScreen = `JSON.stringify([...document.querySelectorAll('.masthead, .masthead *, main > :not(.desk), main > :not(.desk) *, figure, figcaption, figcaption *, .plot, .plot *')]
	.filter((e) => e.checkVisibility({ opacityProperty: true }) && !e.closest('.pop-body')).map((e) => {
		const b = e.getBoundingClientRect(), { color, backgroundColor, fontSize, borderTopWidth } = getComputedStyle(e);
		return [e.tagName, b.x, b.y, b.width, b.height, color, backgroundColor, fontSize, borderTopWidth];
	}))`

// The first screen is as it stays before the rest of the style has come.
func TestTheFirstScreenHasItsStyle(t *testing.T) {
	t.Parallel()
	p := openSite(t, openEmbedded(t))
	for _, width := range browser.Widths {
		for _, path := range []string{shortStory, shortStory + "&lang=ru", "/?as-of=2022-03-07"} {
			p.Size(width, 900)
			p.Block("/static/app-*", "/static/rest-*")
			p.Go(path)
			before := evaluate[string](p, firstScreen)
			p.Block("/static/app-*")
			p.Go(path)
			if after := evaluate[string](p, firstScreen); after != before || len(after) < 1000 {
				t.Errorf("%s at %d px: with the first part of the style\n%s\nwith all of it\n%s", path, width, before, after)
			}
		}
	}
}
