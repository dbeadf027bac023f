package web_test

import (
	"html"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

var snippetOf = regexp.MustCompile(`(?s)<pre class="snippet" tabindex="0" aria-label="([^"]+)"><code>(.*?)</code></pre>`)

// The snippets of the page run as they stand there, against the server that printed them. Both count the 67 fixings of the
// story and give their mean, which the CSV gives too.
func TestSnippetsRun(t *testing.T) {
	t.Parallel()
	site := onPort(t, openEmbedded(t))
	code := snippetsOf(t, site)
	if len(code) != 7 {
		t.Fatalf("%d snippets", len(code))
	}
	for name, command := range map[string][]string{"R": {"Rscript", "-e"}, "Python": {"python3", "-c"}, "curl": {"sh", "-c"}} {
		t.Run(name, func(t *testing.T) { runSnippet(t, name, command, code[name]) })
	}
}

// snippetsOf reads the snippets by their names off the page.
func snippetsOf(t *testing.T, site *httptest.Server) map[string]string {
	t.Helper()
	answer, err := site.Client().Get(site.URL + "/data")
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	if err := answer.Write(&page); err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	code := map[string]string{}
	for _, m := range snippetOf.FindAllStringSubmatch(page.String(), -1) {
		code[m[1]] = html.UnescapeString(m[2])
	}
	return code
}

func runSnippet(t *testing.T, name string, command []string, code string) {
	program := command[0]
	if name == "curl" {
		program = name
	}
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("%s is not installed", program)
	}
	run := exec.CommandContext(t.Context(), command[0], command[1], code)
	run.Dir = t.TempDir()
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want := "67 81.0264" // 67 rates in force from 2 December 2021 to 16 March 2022 in data/rates, and their mean
	if name == "curl" {
		want = `"value":75.6806`
	}
	if !strings.Contains(string(out), want) {
		t.Errorf("%s says %s, want %s", name, out, want)
	}
}
