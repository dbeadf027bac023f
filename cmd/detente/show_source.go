package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"time"

	"detente/internal/provenance"
	"detente/internal/runlog"
	"detente/internal/store"
)

type showSourceCommand struct {
	Series string      `arg:"" help:"Series, such as cbr:USDRUB." placeholder:"SERIES"`
	Date   string      `arg:"" help:"Day the rate is in force from; of a candle its day, or its start as 2022-02-07T07:00:00Z." placeholder:"DATE"`
	AsOf   pastInstant `help:"As it was known then: a date or an RFC 3339 time." placeholder:"T"`
	Body   string      `short:"o" type:"path" placeholder:"FILE" help:"Write the stored bytes there."`
}

// Help shows an example.
func (showSourceCommand) Help() string {
	return "Prints where a stored value comes from: the request, its time, the server's date, the hash of the bytes and the parser; and reads\nthe stored bytes once more. Exit status 1 where they no longer give the stored value.\n\nExample:\n  detente show-source cbr:USDRUB 2022-02-08\n  detente show-source moex:USDRUB:1d 2022-02-07 -o answer.json"
}

// Run prints where the value comes from.
func (c *showSourceCommand) Run(p *program) error {
	id, err := oneSeries(c.Series)
	if err != nil {
		return err
	}
	return p.with(func(db *store.DB) error {
		trail, err := provenance.Of(p.ctx, db, id, c.Date, c.AsOf.Time)
		var refused *provenance.Refusal
		if errors.As(err, &refused) && refused.Param != "" {
			return misuse{err}
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, trail)
		if trail.Fetch.ID == 0 {
			return withoutFetch(p, trail)
		}
		return c.withFetch(p, trail)
	})
}

// withoutFetch says where a value comes from that was not collected.
func withoutFetch(p *program, t provenance.Trail) error {
	fmt.Fprintf(p.stdout, "stored by   %s, without a request\n", t.By.Author)
	if t.Place != nil {
		fmt.Fprintf(p.stdout, "file        %s, line %d, of the embedded set %s\nline        %s\n", t.Place.File, t.Place.Line, t.Set, t.Place.Text)
	}
	return t.Fault
}

func (c *showSourceCommand) withFetch(p *program, t provenance.Trail) error {
	f := t.Fetch
	fmt.Fprintf(p.stdout, "stored by   %s, fetch %d of run %d\nURL         %s\nretrieved   %s\nHTTP        %d, dated %s\nbytes       %d, %s\nsha256      %s\nparser      %s\n",
		t.By.Author, f.ID, f.RunID, f.URL, f.At.UTC().Format(time.RFC3339), f.HTTPStatus, cmp.Or(httpDate(f), "never"), len(f.Body), f.ContentType, f.SHA256, f.Parser)
	if t.Fault != nil {
		return t.Fault
	}
	fmt.Fprintf(p.stdout, "read again  %s: the stored value\n", t.Again)
	if c.Body == "" {
		return nil
	}
	return os.WriteFile(c.Body, f.Body, 0o644)
}

func httpDate(f runlog.Fetch) string {
	if f.HTTPDate.IsZero() {
		return ""
	}
	return f.HTTPDate.UTC().Format(time.RFC3339)
}
