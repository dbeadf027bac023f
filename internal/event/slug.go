package event

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"detente/internal/civil"
)

const maxTitleSlug = 60

// Slug makes an id from an event's UTC day and title: "20220207-macron-arrives-in-moscow". The same day and title give the
// same id every time; different titles may give the same one, so the caller keeps ids unique. A title without Latin
// letters or digits is named by the first digits of its hash.
func Slug(day civil.Date, title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-") && r != '\'' && r != '’':
			b.WriteByte('-')
		}
		if b.Len() >= maxTitleSlug {
			break
		}
	}
	words := strings.TrimRight(b.String(), "-")
	if words == "" {
		sum := sha256.Sum256([]byte(title))
		words = hex.EncodeToString(sum[:4])
	}
	return day.UTC().Format("20060102") + "-" + words
}
