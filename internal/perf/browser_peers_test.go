package perf

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"detente/internal/testkit"
)

// figures are what our page draws, in the form its peers take: instants in seconds, nulls where nothing was set.
type figures struct {
	Days   []int64    `json:"days"`
	USD    []*float64 `json:"usd"`
	EUR    []*float64 `json:"eur"`
	Events [][2]int64 `json:"events"` // instant and direction, ascending
	From   int64      `json:"from"`
	To     int64      `json:"to"`
}

var chartData = regexp.MustCompile(`(?s)<script[^>]*id="overview-chart"[^>]*>(.*?)</script>`)

// figuresOf reads the figures out of our page, so that all sides draw the same.
func figuresOf(t *testing.T, page []byte) (f figures) {
	t.Helper()
	found := chartData.FindSubmatch(page)
	if found == nil {
		t.Fatal("the page has no figures")
	}
	var source struct {
		Option struct {
			DataZoom []struct{ StartValue, EndValue int64 }
		}
		Data struct {
			Days     []int64
			USD, EUR testkit.Column
			Events   testkit.LaneEvents
		}
	}
	if err := json.Unmarshal(found[1], &source); err != nil {
		t.Fatal(err)
	}
	day := int64(0)
	for _, step := range source.Data.Days {
		day += step
		f.Days = append(f.Days, day*86_400)
	}
	for _, e := range source.Data.Events {
		f.Events = append(f.Events, [2]int64{e.At / 1000, int64(e.Dir)})
	}
	f.USD, f.EUR = source.Data.USD, source.Data.EUR
	f.From, f.To = source.Option.DataZoom[0].StartValue/1000, source.Option.DataZoom[0].EndValue/1000
	if len(f.Days) == 0 || len(f.USD) != len(f.Days) || len(f.Events) == 0 || f.To <= f.From {
		t.Fatalf("%d days, %d rates, %d events from %d to %d", len(f.Days), len(f.USD), len(f.Events), f.From, f.To)
	}
	return f
}

// peerPages serves a page of each peer that draws f. They draw our two lines and the events, but neither our index nor a table.
func peerPages(t *testing.T, f figures) *httptest.Server {
	t.Helper()
	packed, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	pages := http.NewServeMux()
	for _, name := range []string{"uplot", "dygraphs"} {
		frame, err := os.ReadFile(filepath.Join("peer", "pages", name+".html"))
		if err != nil {
			t.Fatal(err)
		}
		pages.Handle("/"+name, page(bytes.Replace(frame, []byte("FIGURES"), packed, 1)))
		dist := filepath.Join("..", "..", "assets", "peers", "node_modules", name, "dist")
		if _, err := os.Stat(dist); err != nil {
			t.Skip("the peers are not here: cd assets/peers && npm ci")
		}
		pages.Handle("/lib/"+name+"/dist/", http.StripPrefix("/lib/"+name+"/dist/", http.FileServer(http.Dir(dist))))
	}
	pages.Handle("/echarts", page(stockPage(t, f)))
	pages.Handle("/lib/echarts/", http.StripPrefix("/lib/echarts/", http.FileServer(http.Dir(filepath.Join("..", "..", "assets", "node_modules", "echarts", "dist")))))
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	return server
}

func page(body []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(body) // the browser may have gone
	})
}

// stockPage is the page as go-echarts renders it, with its whole bundle from here and without animation.
func stockPage(t *testing.T, f figures) []byte {
	t.Helper()
	line, events := charts.NewLine(), charts.NewScatter()
	first, last := float64(f.Days[0]), float64(f.Days[len(f.Days)-1])
	percent := func(at int64) float32 { return float32(100 * (float64(at) - first) / (last - first)) }
	start, end := max(percent(f.From), 0), min(percent(f.To), 100)
	line.SetGlobalOptions(
		charts.WithInitializationOpts(opts.Initialization{AssetsHost: "/lib/echarts/", Width: "1100px", Height: "620px"}),
		charts.WithXAxisOpts(opts.XAxis{Type: "time"}),
		charts.WithYAxisOpts(opts.YAxis{Scale: opts.Bool(true)}),
		charts.WithDataZoomOpts(opts.DataZoom{Type: "inside", Start: start, End: end}),
		charts.WithDataZoomOpts(opts.DataZoom{Type: "slider", Start: start, End: end}),
		charts.WithAnimation(false),
	)
	line.ExtendYAxis(opts.YAxis{Scale: opts.Bool(true)})
	for axis, values := range [][]*float64{f.USD, f.EUR} {
		rows := make([]opts.LineData, len(values))
		for i, v := range values {
			rows[i] = opts.LineData{Value: []any{f.Days[i] * 1000, v}}
		}
		line.AddSeries([]string{"USD", "EUR"}[axis], rows, charts.WithLineChartOpts(opts.LineChart{YAxisIndex: axis, ShowSymbol: opts.Bool(false)}))
	}
	marks := make([]opts.ScatterData, len(f.Events))
	for i, e := range f.Events {
		marks[i] = opts.ScatterData{Value: []any{e[0] * 1000, 20}}
	}
	events.AddSeries("Events", marks)
	line.Overlap(events)
	line.AddJSFuncs("bench.done()")
	var out bytes.Buffer
	if err := line.Render(&out); err != nil {
		t.Fatal(err)
	}
	if html := out.String(); !strings.Contains(html, `src="/lib/echarts/echarts.min.js"`) || !strings.Contains(html, `"animation":false`) {
		t.Fatalf("go-echarts renders another page than before:\n%.2000s", html)
	}
	return out.Bytes()
}
