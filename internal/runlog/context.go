package runlog

import "context"

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
