package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"detente/internal/runlog"
)

func TestLogNamesTheRun(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := logTo(&out, "json").With("source", "cbr")
	log.WarnContext(runlog.WithID(t.Context(), 7), "trying again")
	log.WarnContext(t.Context(), "not in a run")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	var in, outside map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &in); err != nil || in["run"] != 7.0 || in["source"] != "cbr" {
		t.Errorf("%v %v", in, err)
	}
	if err := json.Unmarshal([]byte(lines[1]), &outside); err != nil || outside["run"] != nil {
		t.Errorf("%v %v", outside, err)
	}
	out.Reset()
	logTo(&out, "text").InfoContext(runlog.WithID(t.Context(), 8), "collected")
	if !strings.HasSuffix(out.String(), "msg=collected run=8\n") {
		t.Errorf("%q", out.String())
	}
}
