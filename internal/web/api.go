package web

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"
)

//go:embed openapi.json
var openapi []byte

// apiRoot is where the first version of the API is; another version would stand beside it.
const apiRoot = "/api/v1"

// apiRoutes are the addresses of the API, each described in openapi.json.
func (s *Server) apiRoutes() []route {
	return []route{
		{apiRoot, s.open(s.handleAPIIndex)},
		{apiRoot + "/openapi.json", s.open(s.handleOpenAPI)},
		{apiRoot + "/series", volatile(s, readersOf(seriesReaders), s.apiSeries)},
		{apiRoot + "/fixings", answer(s, readersOf(fixingsReaders), s.apiFixings)},
		{apiRoot + "/latest", answer(s, readersOf(latestReaders), s.apiLatest)},
		{apiRoot + "/observations", answer(s, readersOf(observationsReaders), s.apiObservations)},
		{apiRoot + "/candles", answer(s, readersOf(candlesReaders), s.apiCandles)},
		{apiRoot + "/events", answer(s, readersOf(eventsReaders), s.apiEvents)},
		{apiRoot + "/events/:id", s.open(s.handleAPIEvent)},
		{apiRoot + "/tension", answer(s, readersOf(tensionReaders), s.apiTension)},
		{apiRoot + "/study", answer(s, parseStudyQuestion, s.apiStudy)},
		{apiRoot + "/correlation", answer(s, parseCorrelationQuestion, s.apiCorrelation)},
		{apiRoot + "/intraday", answer(s, readersOf(intradayReaders), s.apiIntraday)},
		{apiRoot + "/records", answer(s, readersOf(recordsReaders), s.apiRecords)},
		{apiRoot + "/runs", volatile(s, readersOf(runsReaders), s.apiRuns)},
	}
}

func (s *Server) handleOpenAPI(c echo.Context) error {
	if known, err := s.unchanged(c); known || err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/json", openapi)
}

// reply is an answer of the API; next is the cursor of the page after it, empty on the last.
type reply struct {
	body any
	next string
}

// object is a JSON object with "schema", and "next" where it is one page of several.
type object map[string]any

// answer makes a handler of a parser and of what is said, for answers that change only with the stored figures.
func answer[S any](s *Server, parse func(url.Values) (S, error), say func(context.Context, S) (reply, error)) echo.HandlerFunc {
	return s.open(func(c echo.Context) error {
		asked, err := parse(c.QueryParams())
		if err != nil {
			return err
		}
		if known, err := s.unchanged(c); known || err != nil {
			return err
		}
		said, err := say(c.Request().Context(), asked)
		if err != nil {
			return err
		}
		body, err := said.encode(c)
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, "application/json", body)
	})
}

// volatile is answer for what changes with every collection, also one that finds nothing new: its tag is made of its bytes.
func volatile[S any](s *Server, parse func(url.Values) (S, error), say func(context.Context, S) (reply, error)) echo.HandlerFunc {
	return s.open(func(c echo.Context) error {
		asked, err := parse(c.QueryParams())
		if err != nil {
			return err
		}
		said, err := say(c.Request().Context(), asked)
		if err != nil {
			return err
		}
		body, err := said.encode(c)
		if err != nil {
			return err
		}
		sum := fnv.New64a()
		sum.Write(body)
		if known, err := s.tagged(c, fmt.Sprintf(`W/"%x"`, sum.Sum64())); known || err != nil {
			return err
		}
		return c.Blob(http.StatusOK, "application/json", body)
	})
}

// encode writes the body, and links the page after it.
func (r reply) encode(c echo.Context) ([]byte, error) {
	if list, ok := r.body.(object); ok {
		list["schema"] = 1
		list["next"] = nil
		if r.next != "" {
			v := c.QueryParams()
			v.Set("cursor", r.next)
			next := c.Request().URL.Path + "?" + readable.Replace(v.Encode())
			list["next"] = next
			c.Response().Header().Add("Link", "<"+next+`>; rel="next"`)
		}
		return list.encode()
	}
	return encodeJSON(r.body)
}

func encodeJSON(v any) ([]byte, error) {
	var body bytes.Buffer
	out := json.NewEncoder(&body)
	out.SetEscapeHTML(false) // the type and nosniff keep it from being a page
	err := out.Encode(v)
	return bytes.TrimSpace(body.Bytes()), err
}

// encode writes the members by their names. Rows, nearly all of a list, stand in it as they are: the library would read every
// byte of them again.
func (o object) encode() (body []byte, err error) {
	for _, rows := range o {
		if rows, ok := rows.(rowsJSON); ok {
			body = make([]byte, 0, len(rows)+256)
		}
	}
	for i, name := range sortedKeys(o) {
		value, ok := o[name].(rowsJSON)
		if !ok {
			if value, err = encodeJSON(o[name]); err != nil {
				return nil, err
			}
		}
		body = append(append(append(body, "{,"[min(i, 1)], '"'), name...), '"', ':')
		body = append(body, value...)
		if ok {
			rowsPool.Put(&value)
		}
	}
	return append(body, '}'), nil
}

// readersOf is a parser that knows nothing but its readers.
func readersOf[S any](all readers[S]) func(url.Values) (S, error) { return all.read }

// carrying adds to own the named parameters of the pages.
func carrying[S any](of func(*S) *query, own readers[S], names ...string) readers[S] {
	for _, name := range names {
		read := pageReaders[name]
		own[name] = func(s *S, v string) error {
			q := of(s)
			if err := read(q, v); err != nil {
				return err
			}
			return q.check()
		}
	}
	return own
}

// asOfJSON is when the rows are as of, null for now.
func (q query) asOfJSON() *time.Time {
	if q.AsOf.IsZero() {
		return nil
	}
	return &q.AsOf
}

// APIPaths lists the addresses of the API as they are routed, for what describes them.
func (s *Server) APIPaths() []string {
	var paths []string
	for _, r := range s.apiRoutes() {
		paths = append(paths, r.path)
	}
	return paths
}

// serialiser writes JSON as every answer here has it: <, > and & stand as they are, since the type and nosniff keep an
// answer from being a page.
type serialiser struct{ echo.DefaultJSONSerializer }

// Serialize writes i; indent is empty.
func (serialiser) Serialize(c echo.Context, i any, indent string) error {
	out := json.NewEncoder(c.Response())
	out.SetEscapeHTML(false)
	out.SetIndent("", indent)
	return out.Encode(i)
}
