package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// ErrTooLarge is wrapped where an answer has more bytes than the caller takes.
var ErrTooLarge = errors.New("answer too large")

// StatusError is an answer with a status other than 200. A redirect is one: it is never followed.
type StatusError struct {
	URL      string
	Code     int
	Location string // of a redirect
	Title    string // of an HTML page
}

// Error names the status and, where they help, the redirect's target or the page's title.
func (e *StatusError) Error() string {
	text := fmt.Sprintf("fetch: %s answered %d %s", e.URL, e.Code, http.StatusText(e.Code))
	switch {
	case e.Code >= 300 && e.Code < 400:
		return text + fmt.Sprintf(": a redirect to %q, which is not followed; if the publisher has moved, give its new --base-url", e.Location)
	case e.Title != "":
		return text + fmt.Sprintf(" with a page titled %q", e.Title)
	}
	return text
}

// temporary tells whether the same request may succeed later.
func (e *StatusError) temporary() bool {
	return e.Code == http.StatusTooManyRequests || e.Code >= 500
}

// retryAfter reads the header of RFC 9110 section 10.2.3: seconds or an HTTP date. ok is false where there is none.
func retryAfter(header string, now time.Time) (wait time.Duration, ok bool) {
	header = strings.TrimSpace(header)
	if seconds, err := strconv.ParseInt(header, 10, 32); err == nil && seconds >= 0 {
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(at.Sub(now), 0), true
	}
	return 0, false
}
