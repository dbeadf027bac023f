package gdelt

import (
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"detente/internal/store"
)

// generated makes a file's text in the recorded shape: lines of about 400 bytes, one in twelve of which names Russia.
func generated(rows int, make func(map[int]string) string, seed uint64) string {
	random := rand.New(rand.NewPCG(seed, 1))
	states := []string{"USA", "GBR", "CHN", "IND", "AUS", "CAN", "UKR", "RUS", "DEU", "FRA", "ISR", ""}
	var b strings.Builder
	for i := range rows {
		a, c := states[random.IntN(len(states))], states[random.IntN(len(states))]
		b.WriteString(make(map[int]string{0: strconv.Itoa(i), 5: a, 6: a, 7: a, 15: c, 16: c, 17: c, 25: strconv.Itoa(random.IntN(2)), 32: strconv.Itoa(1 + random.IntN(3)),
			36: "New York, United States", 37: "US", 44: "New York, United States", 45: "US", 52: "New York, United States", 53: "US",
			60: "https://www.example.org/news/world/" + strconv.Itoa(random.IntN(rows/3+1)) + "/a-title-of-the-length-that-addresses-have"}))
	}
	return b.String()
}

// The target is 100 ms for a slot that is read, filtered and stored.
func BenchmarkSlotOf2000Rows(b *testing.B) {
	body := pack(b, "a.CSV", generated(2000, row, 7))
	db := openStore(b)
	date := monday
	for b.Loop() {
		d := NewDay(monday, DefaultFilter())
		if err := d.AddZip(body); err != nil {
			b.Fatal(err)
		}
		d.Date = date // each time new rows
		date = date.AddDays(1)
		counts, err := db.PutGauges(b.Context(), d.Gauges("gdelt2"), store.Origin{Author: "collect"}, later)
		if err != nil || counts.New == 0 {
			b.Fatal(err, counts)
		}
	}
}

// A daily file of 100,000 rows: a year has 365 of them, so that 164 ms of processor time are 60 s a year. It is repeated in
// seconds, which the year is not.
func BenchmarkOneDay(b *testing.B) {
	body := pack(b, "a.CSV", generated(100_000, oldRow, 7))
	b.ReportAllocs()
	for b.Loop() {
		d := NewDay(monday, DefaultFilter())
		if err := d.AddZip(body); err != nil {
			b.Fatal(err)
		}
	}
}

// The target is a year in 60 s with flat memory. One file of 100,000 rows is read for every day: days of their own would measure
// the making of them.
func BenchmarkYearOfDailyFiles(b *testing.B) {
	text := generated(100_000, oldRow, 7)
	body := pack(b, "a.CSV", text)
	b.Logf("a day has %d MB, %d MB packed", len(text)>>20, len(body)>>20)
	text = ""
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	peak := uint64(0)
	for b.Loop() {
		for i := range 365 {
			d := NewDay(monday, DefaultFilter())
			if err := d.AddZip(body); err != nil {
				b.Fatal(err)
			}
			if i%30 == 0 {
				runtime.ReadMemStats(&after)
				peak = max(peak, after.HeapInuse)
			}
		}
	}
	b.ReportMetric(float64(peak-min(peak, before.HeapInuse))/(1<<20), "MB-above-start")
}
