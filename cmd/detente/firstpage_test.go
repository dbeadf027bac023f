package main

import (
	"bytes"
	"errors"
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
	return firstBy(t, os.Args[0], path, func() {}, args...)
}

// firstBy asks a copy of the program, and does something while that runs.
func firstBy(t *testing.T, program, path string, meanwhile func(), args ...string) (tag, page string) {
	t.Helper()
	server, address := servingBy(t, program, path, append([]string{"--site", "https://rates.example.org"}, args...)...)
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
	meanwhile()
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

// An upgrade puts a program in the place of one that runs, and stops that afterwards: the page which the old one keeps is not of the
// new one, whose scripts have other names. So with a configuration that is written meanwhile.
func TestAnUpgradeDoesNotShowThePageOfTheOldProgram(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("nothing is kept here")
	}
	t.Parallel()
	dir := t.TempDir()
	path, program, config := filepath.Join(dir, "detente.db"), filepath.Join(dir, "detente"), filepath.Join(dir, "detente.toml")
	body, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	write := func(path string, body []byte) {
		t.Helper()
		if err := errors.Join(os.WriteFile(path+"-new", body, 0o700), os.Rename(path+"-new", path)); err != nil {
			t.Fatal(err)
		}
	}
	write(program, body)
	nothing := func() {}
	firstBy(t, program, path, nothing) // makes the database
	tag, _ := firstBy(t, program, path, nothing)
	for _, change := range []struct {
		what string
		how  func()
	}{
		{"the program was replaced", func() { write(program, body) }},
		{"the configuration was written", func() { write(config, []byte("# nothing yet\n")) }},
	} {
		if again, _ := firstBy(t, program, path, change.how); again != tag {
			t.Fatalf("nothing had happened, and the page was made anew")
		}
		after, _ := firstBy(t, program, path, nothing)
		if after == tag {
			t.Errorf("%s while the program ran, and the next start shows the page from before", change.what)
		}
		tag = after
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
