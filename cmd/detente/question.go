package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"detente/internal/analysis"
)

// asked turns an error about a question into a misuse, which it is the caller's.
func asked(err error) error {
	if errors.Is(err, analysis.ErrInvalid) {
		return misuse{err}
	}
	return err
}

// offsets is a closed range of fixings around day 0: -130:-11.
type offsets [2]int

// UnmarshalText reads FROM:TO.
func (o *offsets) UnmarshalText(text []byte) error {
	from, to, _ := strings.Cut(string(text), ":")
	for i, part := range []string{from, to} {
		n, err := strconv.Atoi(part)
		if err != nil {
			return fmt.Errorf("%q is not a range of fixings: want FROM:TO such as -130:-11", text)
		}
		o[i] = n
	}
	return nil
}
