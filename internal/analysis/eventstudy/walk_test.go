package eventstudy

import (
	"math"
	"reflect"

	"detente/internal/analysis/stat"
)

// reporter is what a test of either kind offers.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// checkNoNaN walks through results: no float may be NaN or infinite, and a missing result must give its reason.
func checkNoNaN(t reporter, results ...any) {
	t.Helper()
	for _, r := range results {
		if path, why := badValue(reflect.ValueOf(r), reflect.TypeOf(r).Name()); why != "" {
			t.Errorf("%s: %s", path, why)
		}
	}
}

func badValue(v reflect.Value, path string) (where, why string) {
	switch v.Kind() {
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			return path, "is not finite"
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if where, why = badValue(v.Index(i), path+"[]"); why != "" {
				return where, why
			}
		}
	case reflect.Struct:
		if m, ok := v.Interface().(stat.Maybe); ok && !m.OK && (m.Reason == "" || m.Value != 0) {
			return path, "is missing without a reason"
		}
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				if where, why = badValue(v.Field(i), path+"."+field.Name); why != "" {
					return where, why
				}
			}
		}
	}
	return "", ""
}
