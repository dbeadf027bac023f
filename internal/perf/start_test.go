package perf

import (
	"fmt"
	"os"
	"testing"
	"time"

	"detente/internal/chart"
	"detente/internal/fx"
)

// size is that of the stripped program.
func (b *bench) size(t *testing.T) []row {
	about, err := os.Stat(b.detente)
	if err != nil {
		t.Fatal(err)
	}
	return []row{atMost("the stripped program with its bundle and embedded set", float64(about.Size())/1e6, 30, "MB")}
}

// start is the time from starting the program again on its database, at its address, to its first page: one that waits since it was
// stopped, and one that has to be made.
func (b *bench) start(t *testing.T) []row {
	db, addr := b.in("embedded.db"), freePort(t)
	cold := func() float64 {
		s := b.detenteOn(t, addr, db)
		s.stop()
		return s.cold.Seconds() * 1e3
	}
	cold()
	var ours, made, theirs []float64
	if b.peer != "" {
		b.pocketbaseAt(t, b.in("pb"), 500).stop()
	}
	for range 2**turns + 1 {
		ours = append(ours, cold())
		if err := os.Remove(db + "-page"); err != nil {
			t.Fatal(err)
		}
		made = append(made, cold())
		if b.peer == "" {
			continue
		}
		p := serve(t, "/api/collections/events/records?perPage=100&skipTotal=1", nil, b.peer, "serve", "--dir", b.in("pb"), "--http", "ADDR")
		p.stop()
		theirs = append(theirs, p.cold.Seconds()*1e3)
	}
	rows := []row{atMost("from the start to the first page, on the database and at the address of before", median(ours), 100, "ms")}
	if b.peer != "" {
		rows = append(rows, against("the same", "PocketBase 0.39, to its first list", median(ours), median(theirs), 1, "ms", false),
			stated("the same, where the page has to be made", "PocketBase 0.39, to its first list", median(made), median(theirs), "ms"))
	}
	return rows
}

// memory is the proportional set size of a server that has answered a page and then waited for ten seconds.
func (b *bench) memory(t *testing.T) []row {
	at := func(db string) float64 {
		s := b.detenteAt(t, db)
		defer s.stop()
		time.Sleep(10 * time.Second) // the program gives memory back a few seconds after its last answer
		return s.pss(t)
	}
	return []row{
		atMost("memory of an idle server, embedded set (PSS)", at(b.in("embedded.db")), 25, "MB"),
		atMost(fmt.Sprintf("the same with %d candles and 100,000 events", 2**candles), at(b.big(t)), 150, "MB"),
	}
}

// option builds the option of the overview of two lines of 2,000 points and 1,000 events.
func (b *bench) option(t *testing.T) []row {
	in := chart.OverviewInput{Events: Events(1000)}
	for i, to := range []*chart.Rates{&in.USD, &in.EUR} {
		to.Series, _ = fx.Known([]fx.SeriesID{fx.CBRUSD, fx.CBREUR}[i])
		for _, f := range Fixings(8000) {
			if f.Series == to.Series.ID {
				to.Fixings = append(to.Fixings, f)
			}
		}
	}
	var ms []float64
	for range *turns {
		r := testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				if _, err := chart.Overview(in); err != nil {
					b.Fatal(err)
				}
			}
		})
		ms = append(ms, float64(r.NsPerOp())/1e6)
	}
	return []row{atMost("option of an uncached chart, 2 × 2,000 points and 1,000 events", median(ms), 1, "ms")}
}
