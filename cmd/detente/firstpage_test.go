package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
)

// firstOf starts the program, asks for the first page as a browser does, stops it, and returns the page and its name. Every run of the
// program gives the pages that it makes names of its own.
func firstOf(t *testing.T, path string, args ...string) (tag, page string) {
	t.Helper()
	server, address := serving(t, path, append([]string{"--site", "https://rates.example.org"}, args...)...)
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Accept-Encoding", "gzip")
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	unpacked, err := gzip.NewReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	if _, err := body.ReadFrom(unpacked); err != nil {
		t.Fatal(err)
	}
	_ = server.Process.Signal(os.Interrupt)
	if err := server.Wait(); err != nil {
		t.Fatal(err)
	}
	return answer.Header.Get("ETag"), body.String()
}

// The first page waits for the next start, as long as that would make the same page: not where the file of the database was changed by
// another program, whatever that says of the time, nor where the program is started otherwise or the page is damaged.
func TestTheFirstPageIsKeptForTheNextStart(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("nothing is kept here")
	}
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	firstOf(t, path) // makes the database, whose file may be written after the page
	tag, page := firstOf(t, path)
	if again, same := firstOf(t, path); again != tag || same != page {
		t.Errorf("the next start made a page %s where %s was kept; the same: %v", again, tag, same == page)
	}
	if other, _ := firstOf(t, path, "--pace", "7"); other == tag {
		t.Error("a program that was started otherwise shows the page of the other")
	}

	_, page = firstOf(t, path)
	title := regexp.MustCompile(`<bdi lang="en">([A-Za-z ]{20,})</bdi>`).FindStringSubmatch(page)
	if title == nil {
		t.Fatal("no event is on the first page")
	}
	about, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	change(t, path, title[1], strings.ToUpper(title[1]))
	if err := os.Chtimes(path, about.ModTime(), about.ModTime()); err != nil {
		t.Fatal(err)
	}
	tag, page = firstOf(t, path)
	if !strings.Contains(page, strings.ToUpper(title[1])) {
		t.Errorf("%q was changed by hand in the database, and the page shows what it was", title[1])
	}

	if err := os.Truncate(path+"-page", 2000); err != nil {
		t.Fatal(err)
	}
	if other, _ := firstOf(t, path); other == tag {
		t.Error("half a page was shown")
	}
}

// change writes new in the place of old, which is as long, wherever it stands in a file.
func change(t *testing.T, path, before, after string) {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(bytes.ReplaceAll(body, []byte(before), []byte(after)), 0); err != nil {
		t.Fatal(err)
	}
}
