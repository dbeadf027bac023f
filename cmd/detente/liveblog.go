package main

import (
	"errors"
	"fmt"
	"strings"

	"detente/internal/source/liveblog"
	"detente/internal/web"
)

// readLiveblog reads a pasted text for the pages.
func readLiveblog(text string, page web.LiveblogPage) (web.LiveblogOffer, error) {
	r, err := liveblog.ParsePage(text, liveblog.Page{Date: page.Date, Zone: page.Zone, Actors: page.Actors, SourceName: page.SourceName, SourceURL: page.SourceURL})
	if err != nil {
		return web.LiveblogOffer{}, errors.New(strings.TrimPrefix(err.Error(), "liveblog: "))
	}
	offer := web.LiveblogOffer{Drafts: r.Drafts, Quotes: r.Quotes}
	for _, u := range r.Undated {
		offer.Undated = append(offer.Undated, fmt.Sprintf("%s %s, %s: %s", u.Quote.Series.Pair(), u.Quote.Value, u.Phrase, u.Text))
	}
	for _, s := range r.Skipped {
		offer.Skipped = append(offer.Skipped, fmt.Sprintf("Line %d, %s: %s", s.Line, s.Reason, s.Text))
	}
	return offer, nil
}
