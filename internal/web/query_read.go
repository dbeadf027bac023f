package web

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/words"
)

// parseDay reads 2022-02-07, 7 Feb 2022, 7 февраля 2022 and 07.02.2022.
func parseDay(v string) (civil.Date, error) {
	v = strings.TrimSpace(v)
	for _, layout := range []string{"2 Jan 2006", "2 January 2006", "Jan 2, 2006", "January 2, 2006"} {
		if t, err := time.Parse(layout, v); err == nil {
			return inCalendar(civil.Of(t))
		}
	}
	if d, ok := words.ParseDay(v); ok {
		return inCalendar(d)
	}
	d, err := civil.Parse(v)
	if err != nil {
		if unclear := civil.Unclear(v); unclear != "" {
			return civil.Date{}, errors.New(unclear)
		}
		return civil.Date{}, fmt.Errorf("%q is not a date: want 2022-02-07 or 7 Feb 2022", clip(v))
	}
	return inCalendar(d)
}

// inCalendar keeps dates where arithmetic on them makes sense.
func inCalendar(d civil.Date) (civil.Date, error) {
	if d.Before(civil.New(1900, 1, 1)) || d.After(civil.New(2199, 12, 31)) {
		return civil.Date{}, fmt.Errorf("%s is outside 1900 to 2199", d)
	}
	return d, nil
}

func readImportance(q *query, v string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > 5 {
		return fmt.Errorf("%q: want a whole number from 1 to 5", clip(v))
	}
	q.MinImportance = n
	return nil
}

func readText(q *query, v string) error {
	if len(v) > maxText {
		return fmt.Errorf("is longer than %d bytes", maxText)
	}
	q.Text = strings.Join(strings.Fields(v), " ")
	return nil
}

// readAsOf reads an instant, or a day meaning its last second in UTC.
func readAsOf(q *query, v string) error {
	if t, err := time.Parse(time.RFC3339, v); err == nil {
		if _, err := inCalendar(civil.Of(t.UTC())); err != nil {
			return err
		}
		q.AsOf = t.UTC().Truncate(time.Second)
		return nil
	}
	d, err := parseDay(v)
	if err != nil && civil.Unclear(v) != "" {
		return err
	}
	if err != nil {
		return fmt.Errorf("%q is no time: want a date such as 2022-02-07 or an instant such as 2022-02-07T12:00:00Z", clip(v))
	}
	q.AsOfDay, q.AsOf = d, d.AddDays(1).UTC().Add(-time.Second)
	return nil
}

func readEvent(q *query, v string) error {
	if !slugLike(v) {
		return fmt.Errorf("%q is not the id of an event", clip(v))
	}
	q.Event = v
	return nil
}

func readPair(q *query, v string) error {
	switch v {
	case "usd", "eur":
		q.Pair = v
	case "usd,eur", "eur,usd":
	default:
		return fmt.Errorf("%q: want usd or eur, or nothing for both", clip(v))
	}
	return nil
}

func readLog(q *query, v string) error {
	if v != "1" {
		return fmt.Errorf("%q: want 1, or nothing", clip(v))
	}
	q.Log = true
	return nil
}

func slugLike(s string) bool {
	return len(s) <= 120 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && s != ""
}

// split parts a list, each value once, in ascending order.
func split[T ~string](v string) []T {
	var list []T
	for part := range strings.SplitSeq(v, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, T(part))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func upper(list []string) []string {
	for i := range list {
		list[i] = strings.ToUpper(list[i])
	}
	return list
}

// clip keeps an error message short.
func clip(s string) string { return clipTo(60, s) }

func clipTo(most int, s string) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
