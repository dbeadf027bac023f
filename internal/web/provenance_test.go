package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
	"detente/internal/runlog"
	"detente/internal/store"
)

func TestProvenanceOfEmbeddedRates(t *testing.T) {
	t.Parallel()
	server := newServer(t, openEmbedded(t))
	for path, want := range map[string]struct {
		status int
		says   string
	}{
		"/provenance?date=2022-02-08&series=cbr:USDRUB":       {200, "2022-02-08,75.6806,86.5181"},
		"/provenance?date=2022-02-08&series=cbr:EURRUB":       {200, "data/rates/cbr.csv"},
		"/provenance?date=2022-02-24&series=cbr:USDRUB":       {404, "No rate of cbr:USDRUB is in force from 2022-02-24"},
		"/provenance?date=yesterday&series=cbr:USDRUB":        {400, "yesterday"},
		"/provenance?date=2022-02-08&series=cbr:XXXRUB":       {400, "is not stored"},
		"/provenance?date=2022-02-08&series=press:USDRUB":     {400, "quotes of the press"},
		"/provenance?date=2022-02-08":                         {400, "is missing"},
		"/provenance?series=cbr:USDRUB":                       {400, "is missing"},
		"/provenance/bytes?date=2022-02-08&series=cbr:USDRUB": {404, "There are no stored bytes"},
		"/?from=2022-02-01&to=2022-02-14":                     {200, `href="/provenance?date=2022-02-08&amp;series=cbr:USDRUB">7 Feb 2022</a>`},
		"/events/" + macron:                                   {200, `href="/provenance?date=2022-02-09&amp;series=cbr:USDRUB">8 Feb 2022</a>`},
	} {
		w := get(t, server, path)
		if w.Code != want.status || !strings.Contains(w.Body.String(), want.says) {
			t.Errorf("%s: %d, want %d with %q", path, w.Code, want.status, want.says)
		}
	}
}

// The body is what the Bank of Russia answered; it is stored with a right rate and with one that it does not hold.
func TestProvenanceOfFetchedRates(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile("../source/cbr/testdata/cbr_XML_dynamic_R01235_2026-03-01_05.xml")
	if err != nil {
		t.Fatal(err)
	}
	db := openEmbeddedCopy(t)
	fetch, err := db.AddFetch(t.Context(), runlog.Fetch{URL: "https://www.cbr.ru/scripts/XML_dynamic.asp?date_req1=01/03/2026&date_req2=05/03/2026&VAL_NM_RQ=R01235",
		At: readAt, HTTPStatus: 200, HTTPDate: readAt.Add(-time.Second), ContentType: "application/xml", Body: body, Parser: "cbr/1"})
	if err != nil {
		t.Fatal(err)
	}
	wrong := fx.Fixing{Series: fx.CBRUSD, Set: civil.New(2026, 3, 3), Effective: civil.New(2026, 3, 4), Value: fx.Rate{Unscaled: 990001, Scale: 4}, Nominal: 1}
	if _, err := db.PutFixings(t.Context(), []fx.Fixing{wrong}, store.Origin{Author: "collector", FetchID: fetch}, readAt); err != nil {
		t.Fatal(err)
	}
	server := newServer(t, db)
	const at = "?date=2026-03-04&series=cbr:USDRUB"
	if got := get(t, server, "/provenance"+at).Body.String(); !strings.Contains(got, "do not give the stored value") || !strings.Contains(got, "99.0001") {
		t.Error("a rate that the bytes do not hold is not told")
	}
	right := wrong
	right.Value = fx.Rate{Unscaled: 776093, Scale: 4} // as the answer has it
	if _, err := db.PutFixings(t.Context(), []fx.Fixing{right}, store.Origin{Author: "collector", FetchID: fetch}, readAt.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	before := get(t, server, "/provenance?as-of=2026-09-12T09:30:00Z&date=2026-03-04&series=cbr:USDRUB").Body.String()
	for _, want := range []string{"99.0001", "do not give the stored value", "show-source cbr:USDRUB 2026-03-04 --as-of 2026-09-12T09:30:00Z"} {
		if !strings.Contains(before, want) {
			t.Errorf("as of the time before the revision the page lacks %q", want)
		}
	}
	if w := get(t, server, "/?as-of=2026-09-12T09:30:00Z&from=2026-03-01&to=2026-03-05"); !strings.Contains(w.Body.String(), `/provenance?as-of=2026-09-12T09:30:00Z&amp;date=2026-03-04&amp;series=cbr:USDRUB`) {
		t.Error("the table as of a time leads to the figure of now")
	}
	sum := sha256.Sum256(body)
	got := get(t, server, "/provenance"+at).Body.String()
	for _, want := range []string{"read again, give the stored value", "XML_dynamic.asp", hex.EncodeToString(sum[:]), "cbr/1", "12 Sep 2026, 08:59 UTC", "/provenance/bytes"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	w := get(t, server, "/provenance/bytes"+at)
	h := w.Header()
	if w.Code != http.StatusOK || w.Body.String() != string(body) || h.Get("Content-Type") != "application/octet-stream" ||
		h.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment; filename=cbr-") {
		t.Errorf("bytes: %d, %d of %d bytes, %v", w.Code, w.Body.Len(), len(body), h)
	}
}
