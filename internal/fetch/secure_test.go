package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// The server speaks HTTP/2 too; the program is built without it (make's BUILD) and asks in HTTP/1.1.
func TestOverTLS(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write([]byte("75,6806"))
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	known := x509.NewCertPool()
	known.AddCert(server.Certificate())
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: known}
	defer transport.CloseIdleConnections()
	c := New(Options{Now: time.Now, Transport: transport, Tries: 1, PerSecond: 1e6})
	reply, err := c.Get(t.Context(), Request{URL: server.URL})
	if err != nil || string(reply.Body) != "75,6806" || reply.ETag != `"1"` {
		t.Fatalf("%q, %q, %v", reply.Body, reply.ETag, err)
	}
	if again, err := c.Get(t.Context(), Request{URL: server.URL, IfNoneMatch: reply.ETag}); err != nil || !again.NotModified {
		t.Errorf("%+v, %v", again, err)
	}
}
