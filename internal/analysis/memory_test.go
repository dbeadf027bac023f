package analysis_test

import (
	"runtime"
	"testing"

	"detente/internal/analysis"
)

// spent is how many bytes a study asks for in all, its garbage too: an upper bound of what it ever holds.
func spent(t *testing.T, in analysis.StudyInput, placebos int) uint64 {
	t.Helper()
	in.Question.Placebos = placebos
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := analysis.Study(in); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Twenty times the placebo dates take no more memory than their averages, 8 bytes each, twice: over the whole series and
// over the time of the events. It counts the memory of the whole process, so nothing runs beside it.
func TestMemoryIsFlatInPlacebos(t *testing.T) {
	fixings := history(3000, 1)
	in := rouble(fixings, happenings(fixings, 200, 200, 2))
	spent(t, in, 1000) // what is made once in the life of a process
	few, many := spent(t, in, 1000), spent(t, in, 20_000)
	if extra := int64(many) - int64(few); extra > 2*8*19_000+int64(few/20) {
		t.Errorf("%d bytes with 1,000 placebo dates, %d with 20,000", few, many)
	}
}
