// Command detente records rouble rates and diplomatic events, draws them over each other, and says how sure one can be
// that they have to do with one another.
//
// This package is the only one that reads flags, the environment and the clock. Exit status: 0 done, 1 failed, 2 misused.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"reflect"
	"slices"
	"syscall"
	"time"

	"golang.org/x/term"

	"detente/internal/cli"
)

// everywhere are the flags of every command.
type everywhere struct {
	DB     string `name:"db" help:"Database file; a missing one is made and filled with the embedded set." default:"data/detente.db" env:"DETENTE_DB" type:"path" placeholder:"PATH"`
	Config string `help:"Configuration of feeds and GDELT; detente.toml beside the database without it." env:"DETENTE_CONFIG" type:"path" placeholder:"FILE"`
	Log    string `help:"Form of the log on stderr: text or json." enum:"text,json" default:"text" env:"DETENTE_LOG" placeholder:"FORM"`
	Empty  bool   `help:"Leave the embedded set out of a database that is made now."`
}

type commands struct {
	everywhere

	Serve      serveCommand      `cmd:"" help:"Serve the dashboard and keep collecting."`
	Collect    collectCommand    `cmd:"" help:"Collect what is newer, or back-fill a range."`
	Import     importCommand     `cmd:"" help:"Take rates, candles or events from files."`
	Export     exportCommand     `cmd:"" help:"Write rates, candles, quotes, events, the overlay or a result to a file."`
	Verify     verifyCommand     `cmd:"" help:"Compare an exported file with the database."`
	ShowSource showSourceCommand `cmd:"" name:"show-source" help:"Print the request a stored value comes from, and read its bytes again."`
	Report     reportCommand     `cmd:"" help:"Write one HTML file with charts, tables, methods and sources."`
	Event      eventCommand      `cmd:"" help:"List, add, review and change events."`
	Token      tokenCommand      `cmd:"" help:"Make, list and revoke the tokens that allow writing through the pages."`
	Records    recordsCommand    `cmd:"" help:"Say since when the rouble was not stronger, or weaker."`
	Study      studyCommand      `cmd:"" help:"Measure how a rate moved around events, and whether it could be chance."`
	Correlate  correlateCommand  `cmd:"" help:"Correlate a rate with the tension of the events."`
	Intraday   intradayCommand   `cmd:"" help:"Measure how a price moved in the minutes after events."`
	Backup     backupCommand     `cmd:"" help:"Copy the database to a new file while it is in use."`
	Restore    restoreCommand    `cmd:"" help:"Put a backup in the place of the database."`
	Check      checkCommand      `cmd:"" help:"Check the database's integrity; list gaps and where sources disagree."`
	Version    versionCommand    `cmd:"" help:"Print the version of the program and of the embedded set."`
}

// Help shows an example.
func (commands) Help() string {
	return "Example:\n  detente serve\n  detente export overlay --from 2022-01-01 --to 2022-03-31 -o overlay.csv"
}

// program is what a command is given: the world outside, so that tests can put another in its place.
type program struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	cli            *everywhere
	chosen         *cli.Command
}

// misuse marks an error of the caller: exit status 2.
type misuse struct{ error }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second one ends the program at once, as if it were killed
	p := &program{ctx: ctx, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now}
	status := p.run(os.Args[1:])
	stop()
	os.Exit(status)
}

// run parses args, does what they say and returns the exit status.
func (p *program) run(args []string) int {
	slog.SetDefault(logTo(p.stderr, "text"))
	if slices.Equal(args, []string{"--version"}) { // no flag of the grammar: event edit has one of that name
		args = []string{"version"}
	}
	all := &commands{}
	p.cli = &all.everywhere
	chosen, err := cli.Program{Name: "detente", Grammar: all, LookupEnv: os.LookupEnv,
		About: "A market-tension dashboard for the rouble: official rates, diplomatic events, and what can be said of the two together."}.Parse(args)
	switch {
	case errors.Is(err, cli.ErrHelp):
		return p.outcome(chosen.WriteHelp(p.stdout, columns(p.stdout)))
	case err != nil:
		fmt.Fprintf(p.stderr, "detente: %v\nSee detente --help, or detente COMMAND --help for an example.\n", err)
		return 2
	}
	slog.SetDefault(logTo(p.stderr, p.cli.Log))
	p.chosen = chosen
	return p.outcome(p.obey())
}

// command is what every command of the grammar does.
type command interface{ Run(p *program) error }

// obey does what was chosen.
func (p *program) obey() error {
	if flag := emptied(p.chosen); flag != "" {
		return misuse{fmt.Errorf("--%s chooses nothing: leave it out, or see whether a variable of the script is set", flag)}
	}
	if err := ahead(p.chosen, p.now()); err != nil {
		return err
	}
	run := p.chosen.Target().(command).Run
	if _, lasts := p.chosen.Target().(*serveCommand); lasts { // it serves, though nobody reads where
		return run(p)
	}
	return p.said(run)
}

// columns is how wide help is: no wider than can be read, or than the terminal is.
func columns(out io.Writer) int {
	const most = 100
	if f, ok := out.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return min(width, most)
		}
	}
	return most
}

// said runs a command whose answer must be said whole: one of which the end is missing looks like a whole one.
func (p *program) said(run func(*program) error) error {
	out := &said{Writer: p.stdout}
	p.stdout = out
	if err := run(p); err != nil {
		return err
	}
	return out.err
}

// said remembers that something could not be said.
type said struct {
	io.Writer
	err error
}

// Write writes, unless it failed before.
func (s *said) Write(text []byte) (n int, err error) {
	if s.err == nil {
		n, s.err = s.Writer.Write(text)
	}
	return n, s.err
}

// choosing are the flags that choose what is read, of which an empty value would silently choose all.
var choosing = []string{"from", "to", "as-of", "since", "until", "at", "series", "category", "actor", "direction", "id", "status", "text", "min-importance", "model"}

// emptied is a flag that was given and chooses nothing; empty where there is none.
func emptied(chosen *cli.Command) string {
	for name, v := range chosen.Given {
		if slices.Contains(choosing, name) && (v.IsZero() || (v.Kind() == reflect.Slice && v.Len() == 0)) {
			return name
		}
	}
	return ""
}

func (p *program) outcome(err error) int {
	var wrong misuse
	switch {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled) && p.ctx.Err() != nil:
		fmt.Fprintln(p.stderr, "detente: stopped")
		return 1
	case errors.As(err, &wrong):
		fmt.Fprintf(p.stderr, "detente: %v\n", err)
		return 2
	}
	fmt.Fprintf(p.stderr, "detente: %v\n", err)
	return 1
}
