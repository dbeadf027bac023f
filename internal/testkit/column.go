package testkit

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Column is a column of the overview's figures as internal/chart writes it, read to numbers; nil where there is none.
type Column []*float64

// UnmarshalJSON reads a list of numbers, or {"digits":4,"steps":[754849,-123,null]} to 75.4849, 75.4726 and nil.
func (c *Column) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '[' {
		return json.Unmarshal(raw, (*[]*float64)(c))
	}
	var packed struct {
		Digits int
		Steps  []*int64
	}
	if err := json.Unmarshal(raw, &packed); err != nil {
		return err
	}
	units := int64(0)
	*c = make(Column, len(packed.Steps))
	for i, step := range packed.Steps {
		if step == nil {
			continue
		}
		units += *step
		v, err := strconv.ParseFloat(fmt.Sprintf("%de-%d", units, packed.Digits), 64)
		if err != nil {
			return err
		}
		(*c)[i] = &v
	}
	return nil
}
