package feed

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"detente/internal/fetch"
	"detente/internal/source"
)

func TestRedirects(t *testing.T) {
	t.Parallel()
	var hops atomic.Int32
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/feed", http.StatusMovedPermanently)
		case "/feed":
			answer("text/xml", []byte(rss))(w, r)
		case "/circle":
			http.Redirect(w, r, "/circle2", http.StatusFound)
		case "/circle2":
			http.Redirect(w, r, "/circle", http.StatusFound)
		case "/private":
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case "/nowhere":
			w.WriteHeader(http.StatusFound)
		default:
			http.Redirect(w, r, fmt.Sprint("/far", hops.Add(1)), http.StatusFound)
		}
	})
	if a := read(t, of(address+"/moved")); len(a.Events) == 0 || len(a.Fetches) != 2 {
		t.Errorf("%+v", a)
	}
	for path, says := range map[string]string{
		"/circle":  "in a circle",
		"/private": "not public",
		"/file":    "no address of the web",
		"/nowhere": "no address of the web",
		"/far":     "more than 5 times",
	} {
		_, err := of(address+path).Read(t.Context(), source.Window{}, now)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want an error that says %q", path, err, says)
		}
	}
	if _, err := of(address+"/private").Read(t.Context(), source.Window{}, now); !errors.Is(err, fetch.ErrPrivate) {
		t.Errorf("%v, want ErrPrivate", err)
	}
}

func TestTheDefaultClientRefusesPrivateAddresses(t *testing.T) {
	t.Parallel()
	s := of(serve(t, answer("text/xml", []byte(rss))))
	s.Client = NewClient(func() time.Time { return now }, slog.New(slog.DiscardHandler), nil)
	if _, err := s.Read(t.Context(), source.Window{}, now); !errors.Is(err, fetch.ErrPrivate) {
		t.Errorf("%v, want ErrPrivate", err)
	}
}
