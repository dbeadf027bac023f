package web_test

import (
	"bytes"
	"html"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"strings"
	"testing"
)

// Each chart comes as a bitmap of the size that messengers show, in both languages, and is described as such.
func TestPicturesAsBitmaps(t *testing.T) {
	t.Parallel()
	server := newDrawingServer(t)
	_, router := openAPI(t, server)
	for _, tt := range []struct {
		path string
		w, h int
	}{
		{"/overlay.png?from=2021-12-01&to=2022-03-15", 1200, 630},
		{"/overlay.png?from=2021-12-01&to=2022-03-15&lang=ru&theme=dark", 1200, 630},
		{"/overlay.png?from=2021-12-01&to=2022-03-15&width=480&height=360&scale=1", 480, 360},
		{"/study.png?category=sanctions&from=2021-01-01&placebo=50", 1200, 630},
		{"/study.png?category=sanctions&from=2022-01-01&to=2022-03-01&placebo=50&figure=forest&height=800", 1200, 800},
		{"/correlation.png?permutations=19&from=2021-11-01&to=2022-06-30&figure=rolling&lang=ru", 1200, 630},
		{"/compare.png?a=2022-02-24&b=2014-03-03&height=630", 1200, 630},
		{"/events/" + macron + ".png", 1200, 630},
	} {
		w := checked(t, server, router, tt.path)
		if w.Code != 200 || w.Header().Get("Content-Type") != "image/png" {
			t.Errorf("%s: %d %.300s", tt.path, w.Code, w.Body)
			continue
		}
		drawn, err := png.Decode(bytes.NewReader(w.Body.Bytes()))
		if err != nil {
			t.Fatalf("%s: %v", tt.path, err)
		}
		if size := drawn.Bounds().Size(); size != image.Pt(tt.w, tt.h) {
			t.Errorf("%s: %s, want %d by %d", tt.path, size, tt.w, tt.h)
		}
		if n := coloursOf(drawn); n < 20 {
			t.Errorf("%s: %d colours: it is empty", tt.path, n)
		}
		if again := get(t, server, tt.path, "If-None-Match", w.Header().Get("ETag")); again.Code != 304 {
			t.Errorf("%s: asked again: %d", tt.path, again.Code)
		}
	}
}

// coloursOf counts the colours of a picture.
func coloursOf(drawn image.Image) int {
	seen := map[color.Color]bool{}
	for y := range drawn.Bounds().Dy() {
		for x := range drawn.Bounds().Dx() {
			seen[drawn.At(x, y)] = true
		}
	}
	return len(seen)
}

func TestPicturesThatAreRefused(t *testing.T) {
	t.Parallel()
	server := newDrawingServer(t)
	for path, want := range map[string]string{
		"/overlay.png?width=9":                  "336",
		"/overlay.png?width=300&height=300":     "336",
		"/overlay.png?width=4000&height=4000":   "8 million",
		"/overlay.png?width=5000":               "4000",
		"/overlay.png?scale=7":                  "1 to 3",
		"/overlay.png?scale=NaN":                "1 to 3",
		"/overlay.png?theme=pink":               "light or dark",
		"/overlay.svg?scale=2":                  "scale",
		"/study.png?figure=pie":                 "path, forest",
		"/events/" + macron + ".png?colour=red": "colour",
	} {
		if w := get(t, server, path); w.Code != 400 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d lacks %q: %.300s", path, w.Code, want, w.Body)
		}
	}
	if w := get(t, newServer(t, openEmbedded(t)), "/overlay.png"); w.Code != 503 {
		t.Errorf("without a drawer: %d", w.Code)
	}
}

// Every page with a chart names the bitmap that those show who are sent a link to it.
func TestPicturesThatPagesName(t *testing.T) {
	t.Parallel()
	server := newDrawingServer(t)
	if w := get(t, server, "/oembed?url=http://example.com/%3Ffrom=2022-02-01"); !strings.Contains(w.Body.String(), `"thumbnail_url":"http://example.com/overlay.png?from=2022-02-01&height=630"`) {
		t.Errorf("oEmbed: %s", w.Body)
	}
	for path, want := range map[string]string{
		"/?from=2021-12-01&to=2022-03-15":      "/overlay.png?from=2021-12-01&amp;height=630&amp;to=2022-03-15",
		"/study?category=sanctions&placebo=50": "/study.png?category=sanctions&amp;height=630&amp;placebo=50",
		"/correlation?permutations=19":         "/correlation.png?height=630&amp;permutations=19",
		"/compare?a=2022-02-24":                "/compare.png?a=2022-02-24&amp;height=630",
		"/events/" + macron:                    "/events/" + macron + ".png?height=630",
		"/events/" + macron + "?lang=ru":       "/events/" + macron + ".png?height=630&amp;lang=ru",
	} {
		page := get(t, server, path).Body.String()
		for _, line := range []string{`property="og:image" content="http://example.com` + want + `"`, `property="og:image:type" content="image/png"`, `name="twitter:card" content="summary_large_image"`} {
			if !strings.Contains(page, line) {
				t.Errorf("%s lacks %s", path, line)
			}
		}
	}
}

// A page whose question leaves nothing to draw offers no picture; every picture that one offers is there, and says what it shows.
func TestPagesOfferPicturesThatCanBeDrawn(t *testing.T) {
	t.Parallel()
	server := newDrawingServer(t)
	picture := regexp.MustCompile(`"(?:http://example\.com)?(/[^"]*\.(?:png|svg)[^"]*)"`)
	for path, want := range map[string]int{"/study?text=xyzzy": 0, "/study?series=ecb:EURRUB&from=2022-03-01": 0, "/correlation?target=level": 0, "/correlation?from=2022-02-01&to=2022-02-10": 0,
		"/compare?a=2030-01-01&b=2031-01-01": 0, "/compare?a=2030-01-01": 6, "/study?category=talks&from=2022-01-01&to=2022-06-30": 4} {
		found := 0
		for _, m := range picture.FindAllStringSubmatch(get(t, server, path).Body.String(), -1) {
			if strings.HasPrefix(m[1], "/static/") {
				continue
			}
			found++
			if w := get(t, server, html.UnescapeString(m[1])); w.Code != 200 {
				t.Errorf("%s offers %s: %d", path, m[1], w.Code)
			}
		}
		if found != want {
			t.Errorf("%s offers %d pictures, want %d", path, found, want)
		}
	}
	if title := "counted from 3 Mar 2014<"; !strings.Contains(get(t, server, "/compare?a=2030-01-01").Body.String(), title) || strings.Contains(get(t, server, "/compare.svg?a=2030-01-01").Body.String(), "1 Jan 2030") {
		t.Errorf("the chart of one window does not say %q", title)
	}
}

// Refusals say what there is instead, in the address's own words.
func TestRefusalsNameWhatThereIs(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for path, want := range map[string]string{
		"/rates.pdf":                    "/rates comes as .csv, .json, .ndjson, .xlsx.",
		"/overlay.gif":                  "/overlay comes as .csv, .json, .ndjson, .png, .svg, .xlsx.",
		"/events.csv?category=nonsense": `Parameter \"category\": \"nonsense\": want one of sanctions`,
		"/nowhere.csv":                  "The address may be mistyped",
	} {
		if w := get(t, server, path, "Accept", "*/*"); !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s, want %q", path, w.Code, w.Body, want)
		}
	}
	if w := get(t, newDrawingServer(t), "/overlay.png?colour=red", "Accept", "*/*"); !strings.Contains(w.Body.String(), "rebase, scale, text, theme, to, units, width, zone") {
		t.Errorf("the known parameters: %s", w.Body)
	}
}
