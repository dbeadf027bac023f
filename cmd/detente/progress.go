package main

import (
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress is a bar on a terminal and nothing in a pipe. total below 0 is unknown.
type progress struct{ bar *progressbar.ProgressBar }

func (p *program) progress(what string, total int) progress {
	out := p.stderr
	if f, ok := out.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		out = io.Discard
	}
	return progress{progressbar.NewOptions(total, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())}
}

// Add moves the bar by n; a bar that cannot be drawn is no reason to stop the work.
func (p progress) Add(n int) { _ = p.bar.Add(n) }

// Close removes the bar from the terminal.
func (p progress) Close() { _ = p.bar.Finish() }
