// Package sourcetest holds what every source must do, as a suite that each source runs against a server that behaves as
// publishers have been seen to behave, and an upstream that answers from given figures.
//
// Only tests import it. It never asks a real publisher.
package sourcetest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
)

// Book is the figures an upstream answers from. Candles and fixings of a series are ascending.
type Book struct {
	Fixings []fx.Fixing
	Candles []fx.Candle
}

// Upstream answers as the Bank of Russia (/scripts/XML_dynamic.asp), the European Central Bank (/service/data/EXR/KEY)
// and the Moscow Exchange (/iss/.../candles.json) do; another path is 404. Give its address to detente with
// --base-url cbr=ADDRESS,ecb=ADDRESS,moex=ADDRESS.
type Upstream struct{ book Book }

// NewUpstream returns an upstream that answers from b.
func NewUpstream(b Book) *Upstream { return &Upstream{book: b} }

// Serve starts h on a free port of 127.0.0.1 and returns its address; it is stopped when the test ends.
func Serve(t testing.TB, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

var (
	cbrSeries  = map[string]fx.SeriesID{"R01235": fx.CBRUSD, "R01239": fx.CBREUR}
	ecbSeries  = map[string]fx.SeriesID{"D.USD.EUR.SP00.A": fx.ECBUSD, "D.RUB.EUR.SP00.A": fx.ECBRUB}
	moexSeries = map[string]fx.SeriesID{
		"USD000UTSTOM/1": fx.MOEXUSD1, "USD000UTSTOM/24": fx.MOEXUSDD,
		"EUR_RUB__TOM/1": fx.MOEXEUR1, "EUR_RUB__TOM/24": fx.MOEXEURD,
	}
)

// ServeHTTP answers one question.
func (u *Upstream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case path == "/scripts/XML_dynamic.asp":
		u.cbr(w, r)
	case strings.HasPrefix(path, "/service/data/EXR/"):
		u.ecb(w, r)
	case strings.HasPrefix(path, "/iss/") && strings.HasSuffix(path, "/candles.json"):
		u.moex(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (u *Upstream) cbr(w http.ResponseWriter, r *http.Request) {
	code := r.FormValue("VAL_NM_RQ")
	from, err := time.Parse("02/01/2006", r.FormValue("date_req1"))
	to, err2 := time.Parse("02/01/2006", r.FormValue("date_req2"))
	w.Header().Set("Content-Type", "application/xml; charset=windows-1251")
	if cbrSeries[code] == "" || err != nil || err2 != nil {
		fmt.Fprint(w, `<?xml version="1.0" encoding="windows-1251" ?><ValCurs>Error in parameters</ValCurs>`)
		return
	}
	_, _ = w.Write(CBRXML(code, civil.Of(from), civil.Of(to), u.fixings(cbrSeries[code], civil.Of(from), civil.Of(to)))) // the client may have gone
}

func (u *Upstream) ecb(w http.ResponseWriter, r *http.Request) {
	key := strings.TrimPrefix(r.URL.Path, "/service/data/EXR/")
	from, err := civil.Parse(r.FormValue("startPeriod"))
	to, err2 := civil.Parse(r.FormValue("endPeriod"))
	if err != nil || err2 != nil || r.FormValue("format") != "csvdata" {
		http.Error(w, "Invalid parameters", http.StatusBadRequest)
		return
	}
	rows := u.fixings(ecbSeries[key], from, to)
	if len(rows) == 0 {
		http.Error(w, "No results found.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/csv")
	_, _ = w.Write(ECBCSV(key, rows)) // the client may have gone
}

func (u *Upstream) moex(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(r.URL.Path, "/")
	id := moexSeries[parts[len(parts)-2]+"/"+r.FormValue("interval")]
	zone := fx.CalendarOf(id).Zone
	var rows []fx.Candle
	for _, c := range u.book.Candles {
		day := civil.Of(c.Start.In(zone)).String()
		if c.Series == id && day >= r.FormValue("from") && day <= r.FormValue("till") {
			rows = append(rows, c)
		}
	}
	start, _ := strconv.Atoi(r.FormValue("start")) // ISS takes what is no number for zero
	rows = rows[min(max(start, 0), len(rows)):]
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(MOEXJSON(rows[:min(len(rows), 500)])) // the client may have gone
}

func (u *Upstream) fixings(id fx.SeriesID, from, to civil.Date) (rows []fx.Fixing) {
	for _, f := range u.book.Fixings {
		if f.Series == id && !f.Effective.Before(from) && !f.Effective.After(to) {
			rows = append(rows, f)
		}
	}
	return rows
}
