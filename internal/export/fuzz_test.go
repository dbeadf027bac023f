package export

import (
	"bytes"
	"testing"
)

// A description of a table that is read can be acted on: its table is one there is.
func FuzzReadPackage(f *testing.F) {
	f.Add([]byte(`{"resources":[{"bytes":12,"detente":{"schema":1,"table":"rates","format":"csv","rows":1,"sha256":"00"}}]}`))
	f.Add([]byte(`{"resources":[{"detente":{"schema":1,"table":"candles","format":"xlsx","profile":"excel"}}]}`))
	f.Add([]byte(`{"resources":[{}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := ReadPackage(bytes.NewReader(raw), func(string, string, string) bool { return true })
		if err == nil && (m.Table.Name == "" || m.Options.Validate() != nil) {
			t.Fatalf("%q became %+v", raw, m)
		}
	})
}
