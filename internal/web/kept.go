package web

import (
	"maps"
	"net/http"
	"strings"
)

// keptFirst answers with a page that is kept where sending it is all there is to do: nine of ten requests are for one, and
// finding a route and putting its handlers together takes several times as long. Everything else goes on to next. What the
// handlers of every route do is done here too: naming the request, counting it and letting it go before tables; the headers are kept
// with the page, since some routes have their own.
func (s *Server) keptFirst(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.sendKept(w, r) {
			next.ServeHTTP(w, r)
		}
	})
}

// sendKept tells whether it has answered.
func (s *Server) sendKept(w http.ResponseWriter, r *http.Request) bool {
	if !sharing(r) || costly(r.URL.Path) || strings.Contains(r.URL.RawQuery, langParam+"=") { // what is dear is counted, a language is remembered
		return false
	}
	began := s.Now()
	version, err := s.Store.Version(r.Context())
	if err != nil {
		return false // whoever makes the page says why
	}
	var space [256]byte
	page := s.shelf.get(s.pageKey(space[:0], r))
	if page == nil || !page.stands(version, began) {
		return false
	}
	s.courtesy.enter(began)
	defer s.courtesy.leave()
	h := w.Header()
	maps.Copy(h, page.header)
	h[requestID] = []string{newRequestID()}
	timing := page.sent
	if holds(r, page.tag[0]) {
		timing = page.same
		w.WriteHeader(http.StatusNotModified)
	} else {
		h["Content-Type"], h["Content-Encoding"], h["Content-Length"] = htmlType, gzipped, page.length
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write(page.body) // the reader may have gone
	}
	timing.Observe(s.Now().Sub(began))
	return true
}

// htmlType is shared by all answers: nobody writes into it.
var htmlType = []string{"text/html; charset=UTF-8"}
