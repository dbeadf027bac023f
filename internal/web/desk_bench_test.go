package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"detente/internal/event"
	"detente/internal/store"
)

// BenchmarkReviewPage is the first page of 1,000 drafts, as somebody sees it who may decide: each draft has looked-alike neighbours, so
// that all twins that are shown are searched for and drawn.
func BenchmarkReviewPage(b *testing.B) {
	db := openEmpty(b)
	drafts := make([]event.Event, 1000)
	for i := range drafts {
		drafts[i] = event.Event{ID: fmt.Sprintf("draft-%04d", i), OccurredAt: readAt.AddDate(0, 0, -i/20), Precision: event.PrecisionDay,
			Title: fmt.Sprintf("Ministers of round %d meet about subject %d of the agenda", i%7, i), Summary: strings.Repeat("A sentence of what a feed said about it. ", 3),
			Category: event.Talks, Cameo: "046", Goldstein: 7, Importance: 1, Actors: []string{"RUS", "USA"}, Status: event.StatusDraft, Origin: "feed:test"}
	}
	if _, err := db.AddDrafts(b.Context(), drafts, store.Origin{Author: "collect"}, readAt); err != nil {
		b.Fatal(err)
	}
	server, cookie := newServer(b, db), "detente_session="+session(b, db)
	defer processorTime(b)()
	for b.Loop() {
		if w := get(b, server, "/events?status=draft", "Cookie", cookie); w.Code != http.StatusOK || strings.Count(w.Body.String(), "telling twin") < 250 {
			b.Fatal(w.Code, w.Body.Len())
		}
	}
}

// session opens a session and returns its secret.
func session(b *testing.B, db *store.DB) string {
	token, _, err := db.CreateToken(b.Context(), "Anna", readAt)
	if err != nil {
		b.Fatal(err)
	}
	secret, _, err := db.OpenSession(b.Context(), token, readAt)
	if err != nil {
		b.Fatal(err)
	}
	return secret
}
