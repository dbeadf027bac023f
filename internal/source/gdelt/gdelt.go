// Package gdelt reads the event files of the GDELT project: the daily files of GDELT 1.0 and the slots of a quarter of
// an hour of GDELT 2.0, and adds up what they say of pairs of states into daily comparison lines.
//
// The formats are described in http://data.gdeltproject.org/documentation/GDELT-Event_Codebook-V2.0.pdf and
// GDELT-Data_Format_Codebook.pdf. The package never fetches the list of all files, never counts a row as an event of the
// index, never puts the two editions into one line, and never takes a day without its files for a calm one.
package gdelt

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/source"
)

const (
	home   = "http://data.gdeltproject.org"
	parser = "gdelt/1"
	recent = 30 // days before today that a run without a date of its own looks at
)

// Edition says which files are read. Their counts differ, so each has comparison lines of its own.
type Edition string

// Editions, named as the lines are.
const (
	Daily Edition = "gdelt1" // one file a day, from 2013-04-01, posted the next morning in the United States
	Slots Edition = "gdelt2" // 96 files a day, from 2015-02-18T23:00Z
)

// Stored gives the comparison lines that are stored, and keeps what the files were that they come from; *store.DB fits.
type Stored interface {
	Gauge(ctx context.Context, name string, r fx.Range) ([]event.Gauge, error)
	Validators(ctx context.Context, key string) (etag, lastModified string, err error)
	PutValidators(ctx context.Context, key, etag, lastModified string, now time.Time) error
}

// Source reads GDELT. Client is required.
type Source struct {
	Client      *fetch.Client
	Base        string    // takes the place of http://data.gdeltproject.org
	Edition     Edition   // Daily where empty
	Translation bool      // of Slots: add the files made from media in other languages, Russian among them
	Filter      Filter    // DefaultFilter where it has no Home
	Stored      Stored    // days found in it are not asked again unless their files were reissued, and a day is compared with those before it; may be nil
	Sums        *Sums     // keeps the publisher's lists of md5 sums between days; nil asks for them each day
	Patience    *Patience // keeps from run to run which days were found wanting; nil asks for them each time
	Drafts      int       // how many rows of a day are offered as drafts, the most mentioned first; normally none
}

// Name is "gdelt".
func (Source) Name() string { return "gdelt" }

// Series is empty: the source gives comparison lines and, where asked, drafts.
func (Source) Series() []fx.SeriesID { return nil }

// posting is how long after the end of a day its files may still come: a day that lacks some is not closed before.
const posting = 36 * time.Hour

func (s Source) edition() Edition { return cmp.Or(s.Edition, Daily) }

// patience is how long after the end of a day files that fail are asked again, before the day is closed without them.
const patience = 7 * 24 * time.Hour

// line is the beginning of the names of the source's gauges.
func (s Source) line() string {
	if s.edition() == Slots && s.Translation {
		return string(Slots) + "t"
	}
	return string(s.edition())
}

// RowsGauge is the name of the line that counts the raw rows of each day.
func (s Source) RowsGauge() string { return s.line() + ":rows" }

func (s Source) filter() Filter {
	if len(s.Filter.Home) == 0 {
		return DefaultFilter()
	}
	return s.Filter
}

// Span ends yesterday: a day is read once it is whole. A run without a date of its own looks at the last thirty days.
func (s Source) Span(_ fx.SeriesID, now time.Time) source.Span {
	today := civil.Of(now.UTC())
	first := FirstDaily
	if s.edition() == Slots {
		first = civil.Of(FirstSlot).AddDays(1)
	}
	floor := today.AddDays(-recent)
	if floor.Before(first) {
		floor = first
	}
	return source.Span{First: first, Floor: floor, Last: today.AddDays(-1)}
}

// Windows asks day by day.
func (Source) Windows(id fx.SeriesID, from, to civil.Date) []source.Window {
	return source.Split(id, from, to, 1)
}

// Read reads the days of w that are not stored yet, and those of which the publisher's list names other files than were read. A file
// that is missing or damaged is a gap: it is named in Answer.Rejected and its day has no value, which is not the value zero. An error
// means that the publisher could not be asked.
func (s Source) Read(ctx context.Context, w source.Window, now time.Time) (source.Answer, error) {
	var answer source.Answer
	for day := w.From; !day.After(w.To); day = day.AddDays(1) {
		if err := s.readWanted(ctx, day, now, &answer); err != nil {
			return answer, fmt.Errorf("gdelt: %s: %w", day, err)
		}
	}
	return answer, nil
}

func (s Source) isStored(ctx context.Context, day civil.Date) (bool, error) {
	if s.Stored == nil {
		return false, nil
	}
	rows, err := s.Stored.Gauge(ctx, s.RowsGauge(), fx.Range{From: day, To: day})
	return len(rows) > 0, err
}

func (s Source) readDay(ctx context.Context, day civil.Date, was earlier, now time.Time, answer *source.Answer) error {
	d := NewDay(day, s.filter())
	d.keep, d.was = s.Drafts, was
	missing, addresses := 0, s.addresses(day)
	for _, address := range addresses {
		found, err := s.readFile(ctx, address, now, d, answer)
		if err != nil {
			return err
		}
		if !found {
			missing++
			d.sum = ""
		}
		d.sums = append(d.sums, d.sum)
	}
	if d.unknown > 0 {
		answer.Notes = append(answer.Notes, fmt.Sprintf("gdelt: read unverified on %[3]s: %[1]d of %[2]d files: %[4]s", d.unknown, len(addresses), day, d.why))
	}
	if missing > 0 && now.Sub(day.AddDays(1).UTC()) < posting {
		answer.Notes = append(answer.Notes, fmt.Sprintf("gdelt: %s: %s, which may still be posted", day, lacking(missing, len(addresses))))
		return nil
	}
	if d.unread > 0 && now.Sub(day.AddDays(1).UTC()) < patience {
		answer.Reject("", day.String(), fmt.Sprintf("%d of %d files of the day could not be read: the next run reads them all", d.unread, len(addresses)))
		return nil
	}
	for _, r := range d.tally.Bad {
		answer.Reject("", r.Row, fmt.Sprintf("%s line %d: %s", day, r.Line, r.Reason))
	}
	if more := d.tally.Rejected - len(d.tally.Bad); more > 0 {
		answer.Reject("", day.String(), fmt.Sprintf("%d more rows of the day were kept out", more))
	}
	return s.finish(ctx, d, missing, now, answer)
}

// refuse leaves a day without a value, and says when it is asked again.
func (s Source) refuse(day civil.Date, now time.Time, why string, answer *source.Answer) {
	answer.Reject("", day.String(), why)
	s.Patience.hold(day, now, why)
}

// finish puts the day's values into the answer, unless too little of it is there.
func (s Source) finish(ctx context.Context, d *Day, missing int, now time.Time, answer *source.Answer) error {
	files := len(s.addresses(d.Date))
	before, err := s.before(ctx, d.Date)
	switch {
	case err != nil:
		return err
	case d.was.others > 0 && missing > d.was.lacked:
		s.refuse(d.Date, now, lacking(missing, files)+" now that the publisher's list names others: the day keeps the figures it has", answer)
		return nil
	case missing > 0 && 4*missing >= files:
		s.refuse(d.Date, now, lacking(missing, files)+": the day has no value", answer)
		return nil
	case IsThin(float64(d.Rows()), before):
		s.refuse(d.Date, now, fmt.Sprintf("the day has %d rows, far fewer than the days before: it is missing, not calm", d.Rows()), answer)
		return nil
	case missing > 0:
		answer.Reject("", d.Date.String(), lacking(missing, files)+": its figures are of the others")
	}
	answer.Gauges = append(answer.Gauges, d.Gauges(s.line())...)
	answer.Events = append(answer.Events, d.Drafts()...)
	return s.remember(ctx, d, now, answer)
}

func lacking(missing, files int) string {
	switch {
	case files == 1:
		return "the file of the day is missing"
	case missing == 1:
		return fmt.Sprintf("1 of %d files of the day is missing", files)
	}
	return fmt.Sprintf("%d of %d files of the day are missing", missing, files)
}

// before returns the row counts of the stored days of the four weeks before day.
func (s Source) before(ctx context.Context, day civil.Date) ([]float64, error) {
	if s.Stored == nil {
		return nil, nil
	}
	rows, err := s.Stored.Gauge(ctx, s.RowsGauge(), fx.Range{From: day.AddDays(-28), To: day.AddDays(-1)})
	counts := make([]float64, len(rows))
	for i, r := range rows {
		counts[i] = r.Value
	}
	return counts, err
}

// Latest reads the newest slot by way of lastupdate.txt, checks its size and md5, and returns its rows that pass the filter,
// de-duplicated, as drafts: at most limit, the most mentioned first.
func (s Source) Latest(ctx context.Context, limit int) (source.Answer, error) {
	var answer source.Answer
	base := strings.TrimSuffix(cmp.Or(s.Base, home), "/")
	raw, err := s.get(ctx, base+"/gdeltv2/lastupdate.txt", &answer)
	if err != nil {
		return answer, fmt.Errorf("gdelt: %w", err)
	}
	entry, err := latest(bytes.NewReader(raw))
	forget(&answer, err)
	if err != nil {
		return answer, fmt.Errorf("gdelt: lastupdate.txt: %w", answer.Unusable(err))
	}
	slot, _ := entry.slot()
	body, err := s.get(ctx, base+slotFolder+entry.Name, &answer)
	if err != nil {
		return answer, fmt.Errorf("gdelt: %w", err)
	}
	d := NewDay(civil.Of(time.Time(slot)), s.filter())
	d.keep = limit
	if err = entry.Verify(body); err == nil {
		err = d.AddZip(body)
	}
	forget(&answer, err)
	if err != nil {
		return answer, fmt.Errorf("gdelt: %w", answer.Unusable(err))
	}
	answer.Events = d.Drafts()
	return answer, nil
}
