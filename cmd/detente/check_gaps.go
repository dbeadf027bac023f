package main

import (
	"fmt"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/store"
)

// gapsShown is how many holes of a series a check lists; of the others the number is said.
const gapsShown = 20

func (p *program) listCoverage(db *store.DB) error {
	coverage, err := db.Coverage(p.ctx)
	if err != nil {
		return err
	}
	for _, c := range coverage {
		if c.Count == 0 {
			fmt.Fprintf(p.stdout, "%-18s nothing stored\n", c.Series.ID)
			continue
		}
		fmt.Fprintf(p.stdout, "%-18s %7d rows  %s to %s\n", c.Series.ID, c.Count, c.First, c.Last)
		for _, g := range c.Gaps[:min(len(c.Gaps), gapsShown)] {
			fmt.Fprintf(p.stdout, "%-18s gap: nothing between %s and %s%s\n", "", g.From, g.To, again(c.Series.ID, g.From, g.To))
		}
		if more := len(c.Gaps) - gapsShown; more > 0 {
			fmt.Fprintf(p.stdout, "%-18s gap: %d more: detente export sources lists all\n", "", more)
		}
		if err := p.listParts(db, c.Series.ID); err != nil {
			return err
		}
	}
	return nil
}

// listParts lists the days of a series of minutes that hold a part of them, and how to fill it: a run looks thirty days back.
func (p *program) listParts(db *store.DB, id fx.SeriesID) error {
	short, err := db.ShortDays(p.ctx, id, time.Time{}, time.Time{})
	if err != nil {
		return err
	}
	shown, zone := 0, fx.CalendarOf(id).Zone
	for _, d := range short {
		if d.Count == 0 {
			continue // a gap
		}
		if shown++; shown > gapsShown {
			continue
		}
		fmt.Fprintf(p.stdout, "%-18s part of a day: %s has %d minutes from %s to %s and not all that its daily candle sums up%s\n", "",
			d.Day, d.Count, d.First.In(zone).Format("15:04"), d.Last.In(zone).Format("15:04"), again(id, d.Day, d.Day))
	}
	if more := shown - gapsShown; more > 0 {
		fmt.Fprintf(p.stdout, "%-18s part of a day: %d more: detente export sources lists all\n", "", more)
	}
	return nil
}

// again is how to ask for a stretch of a series once more, empty where it has no collector of its own.
func again(id fx.SeriesID, from, to civil.Date) string {
	switch source := id.Source(); source {
	case "cbr", "ecb", "moex":
		return fmt.Sprintf(": detente collect --source %s --since %s --until %s", source, from, to)
	}
	return ""
}
