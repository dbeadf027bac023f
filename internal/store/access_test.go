package store

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"detente/internal/event"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	if must[bool](t)(db.HasToken(ctx)) {
		t.Error("a new file has a token")
	}
	secret, made, err := db.CreateToken(ctx, "Anna", noon)
	if err != nil || len(secret) < 60 || made.Name != "Anna" || !strings.Contains(secret, made.ID) {
		t.Fatalf("%q %+v %v", secret, made, err)
	}
	got := must[Token](t)(db.CheckToken(ctx, secret, noon.Add(time.Hour)))
	if got.ID != made.ID || !got.Used.Equal(noon.Add(time.Hour)) {
		t.Errorf("checked: %+v", got)
	}
	must[Token](t)(db.CheckToken(ctx, secret, noon.Add(time.Hour+30*time.Second)))
	if list := must[[]Token](t)(db.Tokens(ctx)); len(list) != 1 || !list[0].Used.Equal(noon.Add(time.Hour)) {
		t.Errorf("a use within the minute was written: %+v", list)
	}
	for _, wrong := range []string{"", "detente_", made.ID, "detente_" + made.ID + "_", secret + "x", secret[:len(secret)-1], strings.ToUpper(secret), "detente_0000000000000000_" + secret[25:], "' OR 1=1 --"} {
		if _, err := db.CheckToken(ctx, wrong, noon); !errors.Is(err, ErrDenied) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	other, _, err := db.CreateToken(ctx, "Anna", noon)
	if err != nil || other == secret {
		t.Errorf("a second token: %v", err)
	}
	if err := db.RevokeToken(ctx, made.ID, noon.Add(2*time.Hour)); err != nil {
		t.Error(err)
	}
	if _, err := db.CheckToken(ctx, secret, noon.Add(3*time.Hour)); !errors.Is(err, ErrDenied) {
		t.Errorf("revoked: %v", err)
	}
	if !must[bool](t)(db.HasToken(ctx)) {
		t.Error("the other token holds")
	}
	if err := db.RevokeToken(ctx, made.ID, noon); !errors.Is(err, event.ErrInvalid) {
		t.Errorf("revoked twice: %v", err)
	}
	if err := db.RevokeToken(ctx, "absent", noon); !errors.Is(err, ErrNotFound) {
		t.Errorf("absent: %v", err)
	}
	for _, name := range []string{"", "import", "a\nb", strings.Repeat("x", 101)} {
		if _, _, err := db.CreateToken(ctx, name, noon); !errors.Is(err, event.ErrInvalid) {
			t.Errorf("name %q: %v", name, err)
		}
	}
}

func TestSecretsAreNotInTheFile(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	secret, _, err := db.CreateToken(ctx, "Anna", noon)
	if err != nil {
		t.Fatal(err)
	}
	cookie, _, err := db.OpenSession(ctx, secret, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{db.Path(), db.Path() + "-wal"} {
		content := must[[]byte](t)(os.ReadFile(name))
		for _, s := range []string{secret, cookie} {
			if bytes.Contains(content, []byte(s[len(s)-20:])) {
				t.Errorf("%s holds a secret", name)
			}
		}
	}
}

func TestSessions(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	token, made, err := db.CreateToken(ctx, "Anna", noon)
	if err != nil {
		t.Fatal(err)
	}
	version := must[int64](t)(db.Version(ctx))
	cookie, opened, err := db.OpenSession(ctx, token, noon)
	if err != nil {
		t.Fatal(err)
	}
	got := must[Session](t)(db.CheckSession(ctx, cookie, noon.Add(SessionLifetime-time.Second)))
	if got.Token.Name != "Anna" || got.CSRF != opened.CSRF || !got.Expires.Equal(noon.Add(SessionLifetime)) {
		t.Errorf("%+v, opened %+v", got, opened)
	}
	if !got.ValidCSRF(opened.CSRF) || got.ValidCSRF("") || (Session{}).ValidCSRF("") || got.ValidCSRF(opened.CSRF+"x") {
		t.Error("the forms' value is not checked")
	}
	denied := func(name, secret string, now time.Time) {
		t.Helper()
		if _, err := db.CheckSession(ctx, secret, now); !errors.Is(err, ErrDenied) {
			t.Errorf("%s: %v", name, err)
		}
	}
	denied("expired", cookie, noon.Add(SessionLifetime))
	denied("a token as a cookie", token, noon)
	denied("empty", "", noon)
	denied("spoilt", cookie+"x", noon)
	if _, _, err := db.OpenSession(ctx, cookie, noon); !errors.Is(err, ErrDenied) {
		t.Errorf("a cookie as a token: %v", err)
	}
	for range 2 {
		if err := db.CloseSession(ctx, cookie, noon); err != nil {
			t.Error(err)
		}
		denied("closed", cookie, noon)
	}
	cookie, _, err = db.OpenSession(ctx, token, noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.RevokeToken(ctx, made.ID, noon); err != nil {
		t.Fatal(err)
	}
	denied("token revoked", cookie, noon)
	if got := must[int64](t)(db.Version(ctx)); got != version {
		t.Errorf("a login changes the version of the figures: %d, was %d", got, version)
	}
}
