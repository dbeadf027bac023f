package runlog

import (
	"context"
	"errors"
)

type idKey struct{}

// WithID returns a context of the run id: what is logged in it names the run.
func WithID(ctx context.Context, id int64) context.Context {
	return context.WithValue(ctx, idKey{}, id)
}

// IDOf returns the run that ctx belongs to; ok is false where it belongs to none.
func IDOf(ctx context.Context) (id int64, ok bool) {
	id, ok = ctx.Value(idKey{}).(int64)
	return id, ok
}

type ofRun struct {
	error
	id int64
}

func (o ofRun) Unwrap() error { return o.error }

// Of marks an error as that of a run; nil stays nil, and the text what it is.
func Of(id int64, err error) error {
	if err == nil {
		return nil
	}
	return ofRun{err, id}
}

// Within returns a context of the run that an error is marked with; ctx itself where it is marked with none.
func Within(ctx context.Context, err error) context.Context {
	var marked ofRun
	if !errors.As(err, &marked) {
		return ctx
	}
	return WithID(ctx, marked.id)
}
