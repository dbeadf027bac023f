package main

import (
	"path/filepath"
	"strings"
	"testing"

	"detente/internal/testkit"
)

// The page of 7 February 2022 by way of the command: the drafts that the desk was asked for, and both quotes with their time.
func TestLiveblogOf7FebruaryByTheCommand(t *testing.T) {
	t.Parallel()
	page := testkit.Shared(t, "seed", "liveblog_2022-02-07.txt")
	path := filepath.Join(t.TempDir(), "detente.db")
	run := func(args ...string) string {
		t.Helper()
		out, err := detente(t.Context(), path, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	said := run("--empty", "import", "liveblog", page, "--date", "2022-02-07", "--tz", "UTC", "--source-name", "Al Jazeera", "--quotes")
	for _, quote := range []string{"press:USDRUB 75.44", "press:EURRUB 86.38"} {
		if i := strings.Index(said, quote); i < 0 || !strings.Contains(strings.SplitN(said[i:], "\n", 2)[0], "2022-02-07T11:34:00Z") {
			t.Errorf("no quote %s of 11:34 in\n%s", quote, said)
		}
	}
	list := run("event", "list", "--status", "draft")
	for name, title := range map[string]string{"talks": "is holding talks in Moscow", "German troops": "350 more soldiers to Lithuania", "British troops": "350 troops to Poland",
		"red lines": "red lines", "gas": "gas"} {
		if !strings.Contains(list, title) {
			t.Errorf("%s: no draft with %q in\n%s", name, title, list)
		}
	}
	if strings.Contains(list, "confirmed") {
		t.Error("a machine confirmed something")
	}
	if stored := run("export", "quotes", "--series", "press:USDRUB"); !strings.Contains(stored, "2022-02-07T11:34:00Z,minute,last,75.44") {
		t.Errorf("quotes: %s", stored)
	}
}
