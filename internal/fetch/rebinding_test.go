package fetch

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// rebinding is a resolver whose server gives a name a public address once and the loopback address ever after.
func rebinding(t *testing.T) *net.Resolver {
	t.Helper()
	server, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	var asked atomic.Int32
	go func() {
		for packet := make([]byte, 512); ; {
			n, from, err := server.ReadFrom(packet)
			if err != nil {
				return // closed
			}
			var m dnsmessage.Message
			if m.Unpack(packet[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			m.Response = true
			m.Additionals = nil
			if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
				address := [4]byte{127, 0, 0, 1}
				if asked.Add(1) == 1 {
					address = [4]byte{93, 184, 216, 34}
				}
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: address}}}
			}
			if reply, err := m.Pack(); err == nil {
				_, _ = server.WriteTo(reply, from) // who asked may have gone
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp4", server.LocalAddr().String())
	}}
}

// A name is public when it is looked at and leads home when it is dialled.
func TestGuardRefusesARebindingName(t *testing.T) {
	t.Parallel()
	var asked atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Store(true) }))
	defer server.Close()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	dialer := Guard{}.dialer()
	dialer.Resolver = rebinding(t)
	first, err := dialer.Resolver.LookupNetIP(t.Context(), "ip4", "news.test.")
	if err != nil || len(first) != 1 || (Guard{}).Check(first[0]) != nil {
		t.Fatalf("%v %v: the first answer has to be public", first, err)
	}
	transport := Guard{}.Transport()
	transport.DialContext = dialer.DialContext
	client := New(Options{Now: time.Now, Transport: transport, Tries: 1, PerSecond: 1e6, Log: slog.New(slog.DiscardHandler)})
	if _, err := client.Get(t.Context(), Request{URL: "http://news.test.:" + port + "/feed"}); !errors.Is(err, ErrPrivate) {
		t.Errorf("%v, want ErrPrivate", err)
	}
	if asked.Load() {
		t.Error("the server at home was asked")
	}
}
