package web

import (
	"fmt"
	"strconv"
	"strings"

	"detente/internal/fx"
)

func readSeries(v string) (fx.SeriesID, error) {
	id, err := fx.ParseSeriesID(v)
	if err != nil {
		return "", fmt.Errorf("%q is not a series: want source:PAIR such as %s", clip(v), fx.CBRUSD)
	}
	return id, nil
}

// readSpan reads FROM:TO, offsets in fixings.
func readSpan(v string) (span [2]int, err error) {
	from, to, _ := strings.Cut(strings.ReplaceAll(v, minus, "-"), ":")
	for i, part := range []string{from, to} {
		if span[i], err = strconv.Atoi(strings.TrimSpace(part)); err != nil {
			return span, fmt.Errorf("%q is not a range of fixings: want FROM:TO such as -130:-11", clip(v))
		}
	}
	return span, nil
}

func spanText(w [2]int) string { return fmt.Sprintf("%d:%d", w[0], w[1]) }

// mostEpisodePages is far beyond the last page of any list of events.
const mostEpisodePages = 10_000

func readEpisodePage(s *studyState, v string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > mostEpisodePages {
		return fmt.Errorf("%q: want a whole number from 1 to %d", clip(v), mostEpisodePages)
	}
	s.Page = n - 1
	return nil
}

func readSwitch(v string) (bool, error) {
	on, err := strconv.ParseBool(v)
	if err != nil {
		return false, fmt.Errorf("%q: want true or false", clip(v))
	}
	return on, nil
}

func readSeed(v string) (uint64, error) {
	n, err := strconv.ParseUint(v, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q: want a whole number from 0 to 18446744073709551615", clip(v))
	}
	return n, nil
}

func readWhole(v string) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil {
		return 0, fmt.Errorf("%q: want a whole number", clip(v))
	}
	return n, nil
}

// readPixels reads a length; zero, which a drawing takes for the usual one, is refused.
func readPixels(v string) (int, error) {
	n, err := readWhole(v)
	if err == nil && n < 1 {
		err = fmt.Errorf("%d: want a number of pixels above zero", n)
	}
	return n, err
}
