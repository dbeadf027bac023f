package main

import (
	"context"
	"io"
	"log/slog"

	"detente/internal/runlog"
)

// logTo makes every line say which run it belongs to. format is "text" or "json".
func logTo(w io.Writer, format string) *slog.Logger {
	if format == "json" {
		return slog.New(ofRun{slog.NewJSONHandler(w, nil)})
	}
	return slog.New(ofRun{slog.NewTextHandler(w, nil)})
}

// ofRun adds the run of a line's context.
type ofRun struct{ slog.Handler }

// Handle writes the line.
func (h ofRun) Handle(ctx context.Context, r slog.Record) error {
	if id, ok := runlog.IDOf(ctx); ok {
		r.AddAttrs(slog.Int64("run", id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the handler in place.
func (h ofRun) WithAttrs(attrs []slog.Attr) slog.Handler { return ofRun{h.Handler.WithAttrs(attrs)} }

// WithGroup keeps the handler in place.
func (h ofRun) WithGroup(name string) slog.Handler { return ofRun{h.Handler.WithGroup(name)} }
