package web

import "net/http"

// anyVersion answers "If-None-Match: *" (RFC 9110, 13.1.2): what there is, in whatever version, is "not modified". Whether it
// is there is known only when it has been answered.
func anyVersion(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == "*" && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
			w = &unsent{ResponseWriter: w}
		}
		next.ServeHTTP(w, r)
	})
}

// unsent turns an answer that has a tag into a 304 and drops its body; any other answer passes.
type unsent struct {
	http.ResponseWriter
	begun, drop bool
}

func (u *unsent) WriteHeader(status int) {
	u.begun = true
	if u.drop = status == http.StatusOK && u.Header().Get("ETag") != ""; u.drop {
		u.Header().Del("Content-Length")
		status = http.StatusNotModified
	}
	u.ResponseWriter.WriteHeader(status)
}

func (u *unsent) Write(body []byte) (int, error) {
	if !u.begun {
		u.WriteHeader(http.StatusOK)
	}
	if u.drop {
		return len(body), nil
	}
	return u.ResponseWriter.Write(body)
}

// Unwrap is for http.ResponseController.
func (u *unsent) Unwrap() http.ResponseWriter { return u.ResponseWriter }
