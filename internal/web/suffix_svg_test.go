package web_test

import (
	"encoding/xml"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"detente/assets"
	"detente/internal/fx"
	"detente/internal/render"
	"detente/internal/store"
	"detente/internal/web"
)

// drawer is one renderer for the tests that draw.
var drawer = sync.OnceValues(func() (*render.Renderer, error) {
	bundle, err := assets.Load()
	if err != nil {
		return nil, err
	}
	js, err := bundle.Read(bundle.Name("ssr.js"), "")
	if err != nil {
		return nil, err
	}
	return render.New(js, render.Options{Timeout: time.Minute}) // under the race detector all takes many times longer
})

func newDrawingServer(t testing.TB) *web.Server {
	t.Helper()
	d, err := drawer()
	if err != nil {
		t.Skipf("the bundle is needed to draw: %v", err)
	}
	bundle, err := assets.Load()
	if err != nil {
		t.Skip(err)
	}
	server, err := web.New(web.Deps{Store: openEmbedded(t), Bundle: bundle, Drawer: d, Now: func() time.Time { return readAt }, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func TestPictures(t *testing.T) {
	t.Parallel()
	server := newDrawingServer(t)
	for _, tt := range []struct {
		path   string
		status int
		has    string
	}{
		{"/overlay.svg?from=2021-12-01&to=2022-03-15", 200, "Bank of Russia"},
		{"/overlay.svg?from=2021-12-01&to=2022-03-15&as-of=2022-02-07&theme=dark&width=600&height=400", 200, "As it was known on 7 Feb 2022"},
		{"/overlay.svg?from=2021-12-01&to=2022-03-15&as-of=2022-02-07&lang=ru", 200, "Как это было известно на 7 февраля 2022"},
		{"/overlay.svg?from=2021-12-01&to=2022-03-15&lang=ru", 200, "деэскалация"},
		{"/overlay.svg?from=2021-12-01&to=2022-03-15&lang=ru", 200, "17 янв"},
		{"/overlay.svg?from=2021-12-01&to=2022-03-15", 200, "17 Jan"}, // what a drawing in Russian said does not stay
		{"/study.svg?category=sanctions&from=2021-01-01&placebo=50", 200, "Average path"},
		{"/study.svg?category=sanctions&from=2021-01-01&placebo=50&figure=forest", 200, "episodes"},
		{"/correlation.svg?permutations=19&from=2021-11-01&to=2022-06-30", 200, "tension"},
		{"/correlation.svg?permutations=19&from=2021-11-01&to=2022-06-30&figure=lags", 200, "http://example.com/correlation?"},
		{"/events/" + macron + ".svg", 200, "Both rates around it"},
		{"/events/" + macron + ".svg?theme=dark&width=600", 200, "http://example.com/events/"},
		{"/events/nothing.svg", 404, "no such event"},
		{"/study.svg?figure=pie", 400, "path, forest"},
		{"/overlay.svg?width=9", 400, "240"},
		{"/overlay.svg?figure=pie", 400, "one chart"},
		{"/overlay.svg?from=2022-02-01&to=2022-02-28&units=pch", 200, "USD +11.98"}, // 93.5589 after 83.5485
		{"/overlay.svg?from=2022-02-01&to=2022-02-28&units=pch", 200, "EUR +11.62"}, // 104.4772 after 93.5993
		{"/overlay.svg?from=2022-02-01&to=2022-02-25&units=pc1", 200, "USD +13.71"}, // 83.5485 after 73.4747
		{"/compare.svg?figure=pie", 400, "one chart"},
		{"/overlay.svg?category=sanctions&from=2022-02-01&to=2022-02-28", 200, "Only events of the category sanctions."},
		{"/study.svg?category=sanctions&from=2021-01-01&placebo=50", 200, "Only events from 1 Jan 2021 on."},
		{"/overlay.svg?theme=pink", 400, "light or dark"},
		{"/overlay.svg?colour=red", 400, "colour"},
		{"/study.svg?text=xyzzy", 404, "nothing to draw"},
	} {
		w := get(t, server, tt.path, "Accept", "image/svg+xml")
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.has) {
			t.Errorf("%s: %d lacks %q: %.300s", tt.path, w.Code, tt.has, w.Body)
			continue
		}
		if w.Code != 200 {
			continue
		}
		if h := w.Header(); h.Get("Content-Type") != "image/svg+xml" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %v", tt.path, h)
		}
		wellFormed(t, tt.path, w.Body.String())
	}
	if w := get(t, newServer(t, openEmbedded(t)), "/overlay.svg"); w.Code != 503 {
		t.Errorf("without a drawer: %d", w.Code)
	}
	page := get(t, server, "/?from=2021-12-01&to=2022-03-15").Body.String()
	for _, want := range []string{`src="/overlay.svg?from=2021-12-01&amp;to=2022-03-15"`, `type="application/json&#43;oembed"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// wellFormed reads a picture as XML and finds nothing in it that runs or is fetched.
func wellFormed(t *testing.T, path, svg string) {
	t.Helper()
	for in := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := in.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "script" || e.Name.Local == "image" || e.Name.Local == "foreignObject") {
			t.Errorf("%s holds <%s>", path, e.Name.Local)
		}
	}
}

// The aims are 700 ms for the first chart and 5 ms for one that is kept.
func BenchmarkPicture(b *testing.B) {
	server := newDrawingServer(b)
	for _, path := range []string{"/overlay.svg?from=2021-12-01&to=2022-03-15", "/study.svg?category=sanctions&from=2021-01-01&placebo=50",
		"/correlation.svg?permutations=19&from=2021-11-01&to=2022-06-30", "/events/" + macron + ".svg"} {
		start := time.Now()
		get(b, server, path)
		first := time.Since(start)
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				if w := get(b, server, path); w.Code != 200 {
					b.Fatal(w.Code)
				}
			}
			b.ReportMetric(float64(first.Milliseconds()), "first-ms")
		})
	}
}

// The numbers of an axis have the decimals of its steps, whole ones too.
// The exchange's prices stand in a picture on their own days: of a short window no list may be drawn from its first year on.
func TestPictureDrawsTheExchangeOfItsWindow(t *testing.T) {
	t.Parallel()
	d, err := drawer()
	if err != nil {
		t.Skipf("the bundle is needed to draw: %v", err)
	}
	db := openOwn(t)
	price := fx.MustRate("150.0000") // far above every fixing of the window: the axis has to reach it
	for day := 7; day <= 11; day++ {
		candle := fx.Candle{Series: fx.MOEXUSDD, Start: time.Date(2022, 2, day-1, 21, 0, 0, 0, time.UTC), Open: price, High: price, Low: price, Close: price}
		if _, err := db.PutCandles(t.Context(), []fx.Candle{candle}, store.Origin{Author: "test"}, readAt); err != nil {
			t.Fatal(err)
		}
	}
	server, err := web.New(web.Deps{Store: db, Drawer: d, Now: func() time.Time { return readAt }, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	above := regexp.MustCompile(`>1[3-6]\d<`)
	for _, market := range []string{"close", "candles"} {
		body := get(t, server, "/overlay.svg?from=2022-02-01&pair=usd&to=2022-02-28&market="+market).Body.String()
		if !above.MatchString(body) || !strings.Contains(body, "Moscow Exchange") || strings.Contains(body, "No daily price") {
			t.Errorf("market=%s: the axis does not reach the exchange's 150, or nothing names it", market)
		}
	}
}

func TestNumbersOfAnAxisHaveEqualDecimals(t *testing.T) {
	t.Parallel()
	server := newDrawingServer(t)
	for _, path := range []string{"/overlay.svg?from=2022-02-01&to=2022-02-10", "/overlay.svg?from=2022-02-01&log=1&to=2022-02-10"} {
		drawn := get(t, server, path).Body.String()
		if !strings.Contains(drawn, ">76.0</text>") || !strings.Contains(drawn, ">75.5</text>") || strings.Contains(drawn, ">76</text>") {
			t.Errorf("%s: the dollar's axis is not 75.5, 76.0 and so on", path)
		}
	}
}
