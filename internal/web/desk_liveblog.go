package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"detente/internal/civil"
	"detente/internal/event"
	"detente/internal/fx"
	"detente/internal/runlog"
)

// LiveblogPage is what the text of a live-blog does not say of itself.
type LiveblogPage struct {
	Date                  civil.Date
	Zone                  *time.Location
	Actors                []event.Actor
	SourceName, SourceURL string
}

// LiveblogOffer is what a text offers: drafts and press quotes, prices whose day it does not state, and what is in no draft.
type LiveblogOffer struct {
	Drafts  []event.Event
	Quotes  []fx.Quote
	Undated []string
	Skipped []string
}

// maxPaste is the size of the paste form: the largest text there may be, escaped for a form.
const maxPaste = 2 << 20

//pagegen:template liveblog.html
type liveblogPage struct {
	deskFrame
	Text, Date, TextZone, SourceName, SourceURL string
	ZoneNames                                   []string
	Wrong                                       []wrongField
	Errors                                      map[string]string
	Trouble                                     *refusal
	AskToken                                    bool
	Read                                        bool // the offer below is of this text
	Drafts                                      []offeredDraft
	Fresh                                       int
	Quotes                                      []offeredQuote
	Undated, Skipped                            []string
}

type offeredDraft struct {
	tellingView
	Known bool // stored already
	Kept  bool
}

type offeredQuote struct {
	Key, Pair, Value, When, Basis string
	Kept                          bool
}

// handleLiveblog shows the empty form.
func (s *Server) handleLiveblog(c echo.Context) error {
	if _, ok, err := s.session(c); err != nil || !ok {
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/login?next="+url.QueryEscape(c.Request().URL.Path))
	}
	return s.showLiveblog(c, http.StatusOK, liveblogPage{})
}

func (s *Server) showLiveblog(c echo.Context, status int, page liveblogPage) (err error) {
	if page.deskFrame, err = s.desk(c, "From a live-blog"); err != nil {
		return err
	}
	page.ZoneNames = commonZones
	return s.render(c, status, page)
}

// handleLiveblogForm reads a text and shows what it offers; only a second click, on the offer, stores what is ticked.
func (s *Server) handleLiveblogForm(c echo.Context) error {
	form, err := sentForm(c, maxPaste)
	if err != nil {
		return err
	}
	page := liveblogPage{Text: form.Get("text"), Date: form.Get("date"), TextZone: form.Get("zone"), SourceName: form.Get("source_name"), SourceURL: form.Get("source_url")}
	by, err := s.writer(c, form)
	if trouble, ok := troubleOf(err); ok && wantsPage(c.Request()) {
		page.Trouble, page.AskToken = &trouble, trouble.Status == http.StatusUnauthorized || trouble.Status == http.StatusTooManyRequests
		return s.showLiveblog(c, trouble.Status, page)
	}
	if err != nil {
		return err
	}
	offer, err := s.readPaste(c.Request().Context(), &page)
	if err != nil {
		return err
	}
	if len(page.Wrong) > 0 {
		return s.showLiveblog(c, http.StatusUnprocessableEntity, page)
	}
	if form.Get("act") == "store" {
		return s.storeOffer(c, offer, form, by)
	}
	if err := s.fillOffer(c.Request().Context(), &page, offer); err != nil {
		return err
	}
	return s.showLiveblog(c, http.StatusOK, page)
}

// readPaste checks the fields and reads the text; what is wrong is on the page.
func (s *Server) readPaste(ctx context.Context, page *liveblogPage) (offer LiveblogOffer, err error) {
	page.Errors = map[string]string{}
	wrong := func(field, label, reason string) {
		page.Errors[field] = reason
		page.Wrong = append(page.Wrong, wrongField{field, label, reason})
	}
	day, err := parseDay(page.Date)
	if err != nil {
		wrong("date", "Date", "Give the day of the page, such as 7 Feb 2022.")
	}
	zone, err := time.LoadLocation(page.TextZone)
	if err != nil || page.TextZone == "" || page.TextZone == "Local" {
		wrong("zone", "Time zone", "Name the zone of the page's clock times, such as UTC or Europe/London.")
	}
	if page.SourceURL != "" && !linkable(page.SourceURL) {
		wrong("source_url", "Address", "Give an http or https address, or leave it empty.")
	}
	if len(page.Wrong) > 0 {
		return offer, nil
	}
	actors, err := s.Store.Actors(ctx)
	if err != nil {
		return offer, err
	}
	offer, err = s.Liveblog(page.Text, LiveblogPage{day, zone, actors, page.SourceName, page.SourceURL})
	if err != nil {
		wrong("text", "Text", capital(err.Error())+".")
	}
	return offer, nil
}

func linkable(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func (s *Server) fillOffer(ctx context.Context, page *liveblogPage, offer LiveblogOffer) error {
	h, err := s.load(ctx, query{})
	if err != nil {
		return err
	}
	stored, err := s.storedOf(ctx, offer.Drafts)
	if err != nil {
		return err
	}
	page.Read, page.Undated, page.Skipped = true, offer.Undated, offer.Skipped
	for _, e := range offer.Drafts {
		known := stored[e.ID]
		page.Drafts = append(page.Drafts, offeredDraft{h.telling(e), known, !known})
		if !known {
			page.Fresh++
		}
	}
	for i, q := range offer.Quotes {
		page.Quotes = append(page.Quotes, offeredQuote{Key: quoteKey(i, q), Pair: q.Series.Pair().String(), Value: q.Value.String(), When: quoteTime(q), Basis: string(q.Basis)})
	}
	return nil
}

// storedOf tells which of the drafts are stored, whatever became of them.
func (s *Server) storedOf(ctx context.Context, drafts []event.Event) (map[string]bool, error) {
	out := map[string]bool{}
	if len(drafts) == 0 {
		return out, nil
	}
	ids := make([]string, len(drafts))
	for i, e := range drafts {
		ids[i] = e.ID
	}
	list, err := s.Store.Events(ctx, event.Filter{IDs: ids, Statuses: event.Statuses()})
	for _, e := range list {
		out[e.ID] = true
	}
	return out, err
}

// quoteKey names a quote of an offer, so that a text changed after the preview stores nothing that was not seen.
func quoteKey(i int, q fx.Quote) string {
	return fmt.Sprintf("%d:%s:%s:%d", i, q.Series, q.Value, q.At.Unix())
}

func quoteTime(q fx.Quote) string {
	if q.DayOnly {
		return civil.Of(q.At.UTC()).Words()
	}
	return clock(q.At)
}

// storeOffer stores the drafts and quotes that are ticked.
func (s *Server) storeOffer(c echo.Context, offer LiveblogOffer, form url.Values, by string) error {
	var drafts []event.Event
	for _, e := range offer.Drafts {
		if slices.Contains(form["draft"], e.ID) {
			drafts = append(drafts, e)
		}
	}
	var quotes []fx.Quote
	for i, q := range offer.Quotes {
		if slices.Contains(form["quote"], quoteKey(i, q)) {
			quotes = append(quotes, q)
		}
	}
	if len(drafts)+len(quotes) == 0 {
		return &refusal{http.StatusUnprocessableEntity, "Nothing of the text is ticked", "Go back, read the text again and tick what is to be stored."}
	}
	ctx, origin := c.Request().Context(), runlog.Origin{Author: by}
	counts, err := s.Store.AddDrafts(ctx, drafts, origin, s.Now())
	if err != nil {
		return err
	}
	told, err := s.Store.PutQuotes(ctx, quotes, origin, s.Now())
	if err != nil {
		return err
	}
	say(c, fmt.Sprintf("%s and %s stored.", plural(counts.New, "draft", "drafts"), plural(told.New, "quote", "quotes")))
	return changed(c, queuePath, drafts...)
}
