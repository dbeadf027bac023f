package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/runlog"
)

// A program that was off for longer than GDELT is looked back on leaves a hole: the check names it, and how to fill it.
func TestCheckListsTheHolesOfGDELT(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	db := openFor(t, path)
	var rows []event.Gauge
	for _, day := range []int{1, 2, 3, 40, 41} {
		rows = append(rows, event.Gauge{Name: "gdelt1:rows", Day: civil.New(2026, 1, 1).AddDays(day - 1), Value: 100_000})
	}
	if _, err := db.PutGauges(t.Context(), rows, runlog.Origin{Author: "collect"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	p := &program{ctx: t.Context(), stdin: strings.NewReader(""), stdout: &out, stderr: &out, now: time.Now}
	status := p.run([]string{"--db", path, "check"})
	if want := "gdelt1:rows        gap: nothing from 2026-01-04 to 2026-02-08: detente collect --source gdelt --since 2026-01-04 --until 2026-02-08\n"; status != 0 ||
		strings.Count(out.String(), "gdelt1:rows") != 1 || !strings.Contains(out.String(), want) {
		t.Errorf("%d, want %s\n%s", status, want, &out)
	}
}
