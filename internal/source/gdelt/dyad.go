package gdelt

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"detente/internal/civil"
	"detente/internal/event"
)

// DyadDay is what the news of one day say of one pair.
type DyadDay struct {
	Day       civil.Date
	Dyad      string // the two codes, home first: "RUS-UKR"
	Events    int
	Mentions  int
	Goldstein float64 // sum over the events
	Weighted  float64 // sum of Goldstein times mentions
}

// Mean is the mean Goldstein value of the events; ok is false where there is none.
func (d DyadDay) Mean() (mean float64, ok bool) {
	if d.Events == 0 {
		return 0, false
	}
	return d.Goldstein / float64(d.Events), true
}

// Day adds up the files of one UTC day, which is the day the rows were added.
type Day struct {
	Date    civil.Date
	filter  Filter
	codes   [][]byte
	seen    map[sameEvent]bool
	dyads   map[string]*DyadDay
	tally   tally
	keep    int // how many rows are kept for drafts
	ranking []Row
	unread  int    // files that are there, perhaps, and could not be read
	unknown int    // files that no list of md5 sums tells of
	why     string // of the last of them
	was     earlier
	sum     string   // md5 of the last file that was read
	sums    []string // of the files, in the order of their addresses; empty for one that could not be had
}

func (d *Day) unverified(why string) { d.unknown, d.why = d.unknown+1, why }

// sameEvent is what the several rows of one event in one article share.
type sameEvent struct{ url, actor1, actor2, root string }

// NewDay returns an empty day.
func NewDay(date civil.Date, f Filter) *Day {
	return &Day{Date: date, filter: f, codes: f.rawCodes(), seen: map[sameEvent]bool{}, dyads: map[string]*DyadDay{}}
}

// Rows is how many raw rows were read.
func (d *Day) Rows() int { return d.tally.Lines }

// AddZip reads one archive. Where it fails part-way nothing of it counts.
func (d *Day) AddZip(body []byte) error {
	in, err := unzip(body)
	if err != nil {
		return err
	}
	var rows []Row
	var strays []string
	looked := 0
	read := d.tally
	read.Bad = slices.Clone(read.Bad)
	err = scan(in, d.codes, &read, func(r Row) {
		looked++
		if r.Added != d.Date {
			strays = append(strays, r.ID)
		} else if _, _, ok := d.filter.Pair(r); ok {
			rows = append(rows, r)
		}
	})
	if err := errors.Join(err, in.Close()); err != nil {
		return err
	}
	if 2*len(strays) > looked {
		return fmt.Errorf("%d of %d rows were added on another day than %s: it is another day's file", len(strays), looked, d.Date)
	}
	for _, id := range strays {
		read.reject(0, []byte(id), "the row was added on another day than the file's")
	}
	d.tally = read
	for _, r := range rows {
		d.add(r)
	}
	return nil
}

// add counts a row that passes the filter.
func (d *Day) add(r Row) {
	home, partner, _ := d.filter.Pair(r) // AddZip has asked whether it counts
	if r.URL != "" {                     // without an address nothing tells two reports of one event from two events
		same := sameEvent{r.URL, r.Actor1.Code, r.Actor2.Code, r.Root}
		if d.seen[same] {
			return
		}
		d.seen[same] = true
	}
	d.count(home+"-"+partner, r)
	if slices.Contains(d.filter.West, partner) {
		d.count(home+"-WEST", r)
	}
	d.rank(r)
}

func (d *Day) count(name string, r Row) {
	sum, ok := d.dyads[name]
	if !ok {
		sum = &DyadDay{Day: d.Date, Dyad: name}
		d.dyads[name] = sum
	}
	sum.Events++
	sum.Mentions += r.Mentions
	sum.Goldstein += r.Goldstein
	sum.Weighted += r.Goldstein * float64(r.Mentions)
}

// Dyads returns every pair of the filter in the order of its lists, those without an event with zeros.
func (d *Day) Dyads() []DyadDay {
	var list []DyadDay
	for _, home := range d.filter.Home {
		for _, partner := range d.filter.partners() {
			if partner == home {
				continue
			}
			one := DyadDay{Day: d.Date, Dyad: home + "-" + partner}
			if sum, ok := d.dyads[one.Dyad]; ok {
				one = *sum
				one.Goldstein, one.Weighted = tenths(one.Goldstein), tenths(one.Weighted)
			}
			list = append(list, one)
		}
	}
	return list
}

func (f Filter) partners() []string {
	if len(f.West) == 0 {
		return f.Partners
	}
	return append(slices.Clone(f.Partners), "WEST")
}

// tenths takes off what adding in binary leaves: the scale has one decimal.
func tenths(x float64) float64 { return math.Round(x*10) / 10 }

// Gauges returns the day's values of the comparison lines, whose names begin with line: of each pair the number of
// events, the sum of their Goldstein values and that sum weighted by mentions; and the number of raw rows of the day.
func (d *Day) Gauges(line string) []event.Gauge {
	list := []event.Gauge{{Name: line + ":rows", Day: d.Date, Value: float64(d.Rows())}}
	for _, p := range d.Dyads() {
		name := line + ":" + p.Dyad
		list = append(list,
			event.Gauge{Name: name + ":events", Day: p.Day, Value: float64(p.Events)},
			event.Gauge{Name: name + ":goldstein", Day: p.Day, Value: p.Goldstein},
			event.Gauge{Name: name + ":weighted", Day: p.Day, Value: p.Weighted})
	}
	return list
}

// IsThin tells whether a day of so many raw rows is missing rather than calm: it has fewer than a quarter of the median of the
// days before. Fewer than seven days before tell nothing.
func IsThin(rows float64, before []float64) bool {
	if len(before) < 7 {
		return false
	}
	sorted := slices.Sorted(slices.Values(before))
	return 4*rows < sorted[len(sorted)/2]
}

// rank keeps the most mentioned rows.
func (d *Day) rank(r Row) {
	if d.keep <= 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(d.ranking, r, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.ID, b.ID))
	})
	d.ranking = slices.Insert(d.ranking, at, r)
	d.ranking = d.ranking[:min(len(d.ranking), d.keep)]
}

// Drafts returns the rows kept for drafts, the most mentioned first. They are machine coded from machine-read news, and often
// wrong: none is anything before a person has read the source.
func (d *Day) Drafts() []event.Event {
	var list []event.Event
	for _, r := range d.ranking {
		if e := draft(r); e.Validate() == nil {
			list = append(list, e)
		}
	}
	return list
}

// draft words a row.
func draft(r Row) event.Event {
	act, ok := event.Describe(r.Code)
	if !ok {
		act = "Event " + r.Code
	}
	a, b := r.Actor1.State(), r.Actor2.State()
	e := event.Event{
		ID: "gdelt-" + r.ID, OccurredAt: r.Day.UTC(), Precision: event.PrecisionDay, Title: fmt.Sprintf("%s to %s: %s", a, b, act),
		Summary: fmt.Sprintf("Coded by machine from a news text: code %s, %d mentions in %d sources, mean tone %.1f. Read the source before confirming.",
			r.Code, r.Mentions, r.Sources, r.Tone),
		Category: category(r.Code), Goldstein: r.Goldstein, Cameo: r.Code, Importance: 1, Location: r.Place.Name, Actors: []string{a, b},
		Status: event.StatusDraft, Origin: "gdelt", SourceName: "GDELT", SourceURL: r.URL, CodedBy: "gdelt",
	}
	if a == b {
		e.Actors = e.Actors[:1]
	}
	if bad := e; bad.SourceURL != "" && bad.Validate() != nil {
		e.SourceURL = "" // GDELT also names printed and broadcast sources there
	}
	return e
}

// roots are the categories of CAMEO's twenty kinds of event.
var roots = map[string]event.Category{
	"03": event.Talks, "04": event.Talks, "05": event.Talks, "06": event.Treaty, "08": event.Treaty, "14": event.Protest,
	"15": event.MilitaryPosture, "17": event.Incident, "18": event.Incident, "19": event.MilitaryAction, "20": event.MilitaryAction,
}

func category(code string) event.Category {
	switch {
	case code == "163", code == "1312", code == "085":
		return event.Sanctions
	case code == "0871":
		return event.Ceasefire
	case code == "057":
		return event.Treaty
	case roots[code[:2]] != "":
		return roots[code[:2]]
	}
	return event.Statement
}
