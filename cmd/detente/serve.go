package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os/exec"
	"runtime"
	"time"

	"detente/assets"
	"detente/data"
	"detente/internal/store"
	"detente/internal/web"
)

type serveCommand struct {
	Addr    string   `default:"127.0.0.1:8080" help:"Address to listen on." placeholder:"HOST:PORT"`
	Collect bool     `default:"true" negatable:"" help:"Keep collecting by the schedule."`
	Open    bool     `help:"Open the page in the browser."`
	Site    siteFlag `help:"Where readers reach the pages, for links in citations, calendars and frames; without it the host they ask." placeholder:"URL"`
	Pace    int      `default:"120" help:"How many results, drawings and files one client may ask for a minute; 0 is no bound." placeholder:"N"`

	TrustProxy []proxyFlag `name:"trust-proxy" help:"Addresses of reverse proxies whose X-Forwarded-For names the client; nobody else's is believed." placeholder:"CIDR,.."`
	sourceFlags
}

// Help shows an example.
func (serveCommand) Help() string {
	return "Listens on this machine alone unless --addr says otherwise. Stops on interrupt, with every answer finished that is read within ten seconds.\n\nExample:\n  detente serve --addr 127.0.0.1:9090 --collect=false"
}

// Validate refuses a bound that is none by mistake.
func (c *serveCommand) Validate() error {
	if c.Pace < 0 {
		return fmt.Errorf("--pace %d: want 1 or more a minute, or 0 for no bound", c.Pace)
	}
	return nil
}

// grace is how long running answers have to finish.
const grace = 10 * time.Second

// Run serves until the program is told to stop.
func (c *serveCommand) Run(p *program) error {
	growFreely()
	go data.Version() // while the database is opened
	first := newFirstPage(p.cli.DB, p.configPath(), fmt.Sprintf("%+v %+v", *c, *p.cli))
	var page []byte
	defer func() { first.write(page) }() // when the database is closed
	return p.with(func(db *store.DB) error {
		w, err := p.worker(db, c.BaseURL)
		if err != nil {
			return err
		}
		bundle, err := assets.Load()
		if err != nil {
			slog.Warn("charts are left out", "error", err)
		}
		drawer, resting, closing := pictures()
		defer closing()
		site, err := web.New(web.Deps{Drawer: drawer, Site: string(c.Site), Store: db, Bundle: bundle, Now: p.now, Log: slog.Default(), NextDue: c.due(w), Liveblog: readLiveblog,
			Pace: web.Pace{PerMinute: c.Pace, Burst: c.Pace}, Proxies: prefixes(c.TrustProxy), Ahead: p.ctx, Kept: first.read(), Release: release(), EmbeddedSet: data.Version()})
		if err != nil {
			return err
		}
		listener, err := net.Listen("tcp", c.Addr)
		if err != nil {
			return fmt.Errorf("--addr %s: %w", c.Addr, err)
		}
		if err := p.expose(db, listener); err != nil {
			return errors.Join(err, listener.Close())
		}
		defer func() { page = site.Keep(context.WithoutCancel(p.ctx)) }()
		return c.serve(p, w, site, listener, func() { resting(); db.Rest() }) // the database last, which gives back what the others let go
	})
}

func (c *serveCommand) serve(p *program, w *worker, site *web.Server, listener net.Listener, rest func()) error {
	address := "http://" + listener.Addr().String()
	fmt.Fprintf(p.stdout, "Détente is at %s (stop with Ctrl-C)\n", address)
	if c.Open {
		browse(address)
	}
	ctx, stop := context.WithCancel(p.ctx)
	defer stop()
	go keepSmall(ctx, rest)
	collected := make(chan struct{})
	go func() {
		defer close(collected)
		if why := w.writable(); why != nil || !c.Collect {
			if why != nil {
				slog.Warn("what is stored can be read, and nothing is collected", "error", why)
			}
			return
		}
		if err := w.watch(ctx, w.collector.Names()); err != nil {
			slog.Error("collecting has ended", "error", err)
		}
	}()
	err := untilDone(ctx, site.HTTPServer(c.Addr), listener, grace)
	stop()
	<-collected
	return err
}

// untilDone serves until ctx ends, then gives running answers their grace. Who has not read one to its end by then sees it cut:
// that one reader was slow is no failure of the program.
func untilDone(ctx context.Context, server *http.Server, listener net.Listener, grace time.Duration) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	switch err := server.Shutdown(ending); {
	case errors.Is(err, context.DeadlineExceeded):
		slog.Warn("answers that were still being read were cut", "after", grace)
		return server.Close()
	case err != nil && !errors.Is(err, http.ErrServerClosed):
		return errors.Join(fmt.Errorf("stopping: %w", err), server.Close())
	}
	return nil
}

// browse opens the desktop's browser; where there is none the address is on the terminal anyway.
func browse(address string) {
	command := map[string][]string{"darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}}[runtime.GOOS]
	if command == nil {
		command = []string{"xdg-open"}
	}
	if err := exec.Command(command[0], append(command[1:], address)...).Start(); err != nil {
		slog.Warn("no browser could be opened", "address", address, "error", err)
	}
}

// due says when a source is asked next; nothing does where this program does not collect.
func (c *serveCommand) due(w *worker) func(string, time.Time) (time.Time, bool) {
	if !c.Collect || w.writable() != nil {
		return nil
	}
	return w.nextDue
}
