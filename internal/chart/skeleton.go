package chart

import (
	"encoding/json"
	"regexp"
)

// hole is a place in an option that differs from one chart to the next of the same kind. It marshals as a string that no
// text of this package contains; only constants are ever marshalled beside it.
type hole string

var holePattern = regexp.MustCompile(`"@@([a-z-]+)@@"`)

// MarshalText makes h recognisable to split, also where it is a key.
func (h hole) MarshalText() ([]byte, error) { return []byte("@@" + string(h) + "@@"), nil }

// skeleton is a marshalled option cut at its holes: piece, hole, piece, ..., piece.
type skeleton struct {
	pieces []string
	holes  []hole
}

func split(option json.RawMessage) skeleton {
	var s skeleton
	last := 0
	for _, m := range holePattern.FindAllSubmatchIndex(option, -1) {
		s.pieces = append(s.pieces, string(option[last:m[0]]))
		s.holes = append(s.holes, hole(option[m[2]:m[3]]))
		last = m[1]
	}
	s.pieces = append(s.pieces, string(option[last:]))
	return s
}

// fill writes the option with each hole filled by what values holds for it, which must be JSON; null where it holds nothing.
func (s skeleton) fill(values map[hole][]byte) json.RawMessage {
	var out []byte
	for i, h := range s.holes {
		out = append(out, s.pieces[i]...)
		if value := values[h]; len(value) > 0 {
			out = append(out, value...)
		} else {
			out = append(out, "null"...)
		}
	}
	return append(out, s.pieces[len(s.pieces)-1]...)
}
