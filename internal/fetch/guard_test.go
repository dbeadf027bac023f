package fetch

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestGuardTakesPublicAddressesOnly(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		address string
		public  bool
	}{
		{"93.184.216.34", true}, {"8.8.8.8", true}, {"2606:4700::6810:84e5", true}, {"172.32.0.1", true}, {"100.128.0.1", true},
		{"127.0.0.1", false}, {"127.1.2.3", false}, {"10.0.0.1", false}, {"172.16.0.1", false}, {"192.168.1.1", false},
		{"169.254.169.254", false}, {"100.64.0.1", false}, {"0.0.0.0", false}, {"0.1.2.3", false}, {"224.0.0.1", false},
		{"255.255.255.255", false}, {"240.0.0.1", false}, {"198.18.0.1", false}, {"192.0.2.1", false},
		{"::1", false}, {"::", false}, {"fe80::1%eth0", false}, {"fc00::1", false}, {"fd12::1", false}, {"fec0::1", false},
		{"ff02::1", false}, {"::ffff:127.0.0.1", false}, {"::ffff:10.0.0.1", false}, {"::ffff:8.8.8.8", true},
		{"64:ff9b::7f00:1", false}, {"2002:7f00:1::", false}, {"2001:db8::1", false}, {"::127.0.0.1", false},
	} {
		err := Guard{}.Check(netip.MustParseAddr(tt.address))
		if (err == nil) != tt.public || (err != nil && !errors.Is(err, ErrPrivate)) {
			t.Errorf("%s: %v, want public %v", tt.address, err, tt.public)
		}
	}
	own := Guard{Allow: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}}
	if err := own.Check(netip.MustParseAddr("10.1.2.3")); err != nil {
		t.Error(err)
	}
	if err := own.Check(netip.MustParseAddr("10.2.0.1")); err == nil {
		t.Error("an address beside the allowed ones is taken")
	}
}

func guarded(g Guard) *Client {
	return New(Options{Now: time.Now, Transport: g.Transport(), Tries: 3, FirstWait: time.Millisecond, PerSecond: 1e6, Log: slog.New(slog.DiscardHandler)})
}

func TestGuardedClientRefusesALocalServer(t *testing.T) {
	t.Parallel()
	asked := false
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer server.Close()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	// the second is a name: what counts is the address it resolves to; the third is the same address in another notation
	for _, address := range []string{server.URL, "http://localhost:" + port, "http://[::ffff:127.0.0.1]:" + port} {
		reply, err := guarded(Guard{}).Get(t.Context(), Request{URL: address})
		if !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: %v, want ErrPrivate", address, err)
		}
		if len(reply.Fetches) != 1 {
			t.Errorf("%s: tried %d times", address, len(reply.Fetches))
		}
	}
	if asked {
		t.Error("the server was asked")
	}
	if _, err := guarded(Guard{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}).Get(t.Context(), Request{URL: server.URL}); err != nil || !asked {
		t.Errorf("an allowed address: %v, asked %v", err, asked)
	}
}

// A name that resolved to a public address when it was checked may resolve to a private one when it is dialled: the guard looks
// at the address that is dialled, whatever a resolver said before.
func TestGuardLooksAtTheDialledAddress(t *testing.T) {
	t.Parallel()
	answers := []string{"93.184.216.34:80", "127.0.0.1:80"}
	var refused []error
	for _, a := range answers {
		refused = append(refused, Guard{}.control("tcp4", a, nil))
	}
	if refused[0] != nil || !errors.Is(refused[1], ErrPrivate) {
		t.Errorf("%v", refused)
	}
	if err := (Guard{}).control("unix", "/run/docker.sock", nil); !errors.Is(err, ErrPrivate) {
		t.Errorf("a socket: %v", err)
	}
	if (Guard{}).Transport().Proxy != nil {
		t.Error("a proxy hides the address of the target")
	}
}

func TestConditionalGet(t *testing.T) {
	t.Parallel()
	const etag, modified = `"v1"`, "Mon, 07 Feb 2022 11:34:00 GMT"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", modified)
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") == modified {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write([]byte("news")) // the client may have gone
	}))
	defer server.Close()
	c := New(Options{Now: time.Now, PerSecond: 1e6})
	get := func(r Request) Reply {
		t.Helper()
		r.URL = server.URL
		reply, err := c.Get(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		return reply
	}
	first := get(Request{})
	if first.NotModified || string(first.Body) != "news" || first.ETag != etag || first.LastModified != modified {
		t.Errorf("%+v", first)
	}
	again := get(Request{IfNoneMatch: first.ETag, IfModifiedSince: first.LastModified})
	if !again.NotModified || len(again.Body) != 0 || again.Fetches[0].HTTPStatus != 304 || again.Fetches[0].Error != "" {
		t.Errorf("%+v", again)
	}
	unasked := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) }))
	defer unasked.Close()
	if _, err := c.Get(context.Background(), Request{URL: unasked.URL}); err == nil || !strings.Contains(err.Error(), "304") {
		t.Errorf("304 to a question without a condition: %v", err)
	}
}
