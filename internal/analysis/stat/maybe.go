package stat

import (
	"encoding/json"
	"math"
)

// Maybe is a result that may be missing. Where OK is false, Value is zero and Reason says why in words a reader understands.
type Maybe struct {
	Value  float64
	OK     bool
	Reason string
}

// Some returns v as a present result. A value that is not finite becomes a missing one, so that NaN never travels further.
func Some(v float64) Maybe {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return None("not a finite number")
	}
	return Maybe{Value: v, OK: true}
}

// None returns a missing result with its reason.
func None(reason string) Maybe { return Maybe{Reason: reason} }

// MarshalJSON writes the number, or null where it is missing.
func (m Maybe) MarshalJSON() ([]byte, error) {
	if !m.OK {
		return []byte("null"), nil
	}
	return json.Marshal(m.Value)
}
