package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// full is a standard output whose disk has no room left.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// An answer that could not be written whole is no success, whichever command gave it.
func TestAFullStandardOutputIsAFailure(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "detente.db")
	for _, args := range []string{"records --series cbr:USDRUB", "event list", "check", "export rates", "study --series cbr:USDRUB --category talks --from 2022-01-01 --to 2022-02-10 --placebo 0", "version"} {
		var said bytes.Buffer
		p := &program{ctx: t.Context(), stdout: full{}, stderr: &said, now: time.Now}
		status := p.run(append([]string{"--db", path}, strings.Fields(args)...))
		if status != 1 || strings.Count(said.String(), "no space left") != 1 {
			t.Errorf("%s: status %d\n%s", args, status, &said)
		}
	}
}

// A pipe stays one, a link leads where it led, and a file keeps who may read it.
func TestExportsLeaveWhatIsThereWhatItIs(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	pipe, file, link := filepath.Join(folder, "pipe"), filepath.Join(folder, "file.csv"), filepath.Join(folder, "link.csv")
	if err := errors.Join(syscall.Mkfifo(pipe, 0o600), os.WriteFile(file, nil, 0o600), os.Chmod(file, 0o640), os.Symlink(file, link)); err != nil {
		t.Fatal(err)
	}
	p := &program{ctx: t.Context()}
	write := func(w io.Writer) error { _, err := io.WriteString(w, "rows"); return err }
	read := make(chan string)
	go func() {
		came, _ := os.ReadFile(pipe) // what did not come is seen below
		read <- string(came)
	}()
	if err := p.toFile(pipe, write); err != nil {
		t.Fatal(err)
	}
	if came := <-read; came != "rows" {
		t.Errorf("through the pipe came %q", came)
	}
	if err := p.toFile(link, write); err != nil {
		t.Fatal(err)
	}
	about, err := os.Lstat(link)
	if err != nil || about.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is a file now (%v)", err)
	}
	if about, err = os.Stat(file); err != nil || about.Mode().Perm() != 0o640 || about.Size() != 4 {
		t.Errorf("the file is %v of %d bytes (%v)", about.Mode(), about.Size(), err)
	}
	if err := p.toFile(folder, write); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("a folder: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(folder, "*.part*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}
