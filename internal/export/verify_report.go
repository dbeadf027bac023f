package export

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"strings"
)

// verifyReport compares a whole report line by line. A report says as of when it was asked, so that line may differ where
// the file itself is as it was written.
func verifyReport(ctx context.Context, path string, m Meta, from Source, q Query) (Verdict, error) {
	v := Verdict{AsOf: q.Filter.AsOf}
	raw, err := os.ReadFile(path)
	if err != nil {
		return v, err
	}
	sealed := newSeal(io.Discard)
	_, _ = sealed.Write(raw) // a hash never fails
	v.Touched = m.Receipt.SHA256 != "" && sealed.sum() != m.Receipt.SHA256
	var again bytes.Buffer
	if _, err := Deliver(ctx, &again, Options{Format: JSON}, m.Table.Name, from, q); err != nil {
		return v, err
	}
	file, want := reportLines(raw), reportLines(again.Bytes())
	v.Rows, v.Want = len(file), len(want)
	for i := range max(len(file), len(want)) {
		var a, b string
		if i < len(file) {
			a = file[i]
		}
		if i < len(want) {
			b = want[i]
		}
		if a != b && !(asOfLine(a) && asOfLine(b)) {
			v.add(Difference{Row: i + 1, InFile: strings.TrimSpace(a), Expected: strings.TrimSpace(b)})
		}
	}
	if v.Touched && len(v.Differences) == 0 {
		v.add(Difference{Row: 0, InFile: "the same values with other bytes between them", Expected: "the bytes as exported"})
	}
	v.Same = len(v.Differences) == 0
	return v, nil
}

func asOfLine(line string) bool { return strings.HasPrefix(line, `  "as_of": `) }

func reportLines(raw []byte) []string {
	var out []string
	in := bufio.NewScanner(bytes.NewReader(raw))
	in.Buffer(nil, longestLine)
	for in.Scan() {
		out = append(out, in.Text())
	}
	return out
}
