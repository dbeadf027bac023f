package event

import (
	"crypto/sha256"
	"encoding/hex"
	"unicode"

	"detente/internal/civil"
)

const maxTitleSlug = 60

// Slug makes an id from an event's UTC day and title: "20220207-macron-arrives-in-moscow". The same day and title give the
// same id every time; different titles may give the same one, so the caller keeps ids unique. A title without Latin
// letters or digits is named by the first digits of its hash.
func Slug(day civil.Date, title string) string { return string(AppendSlug(nil, day, title)) }

// AppendSlug appends the Slug.
func AppendSlug(dst []byte, day civil.Date, title string) []byte {
	dst = append(day.UTC().AppendFormat(dst, "20060102"), '-')
	words := len(dst)
	gap := false // before the next letter
	for _, r := range title {
		r = unicode.ToLower(r)
		switch {
		case r < 'a' && (r < '0' || r > '9') || r > 'z':
			gap = gap || len(dst) > words && r != '\'' && r != '’'
			continue
		case gap && len(dst)-words < maxTitleSlug-1:
			dst, gap = append(dst, '-'), false
		case gap:
			return dst // no letter follows the last hyphen
		}
		if dst = append(dst, byte(r)); len(dst)-words == maxTitleSlug {
			return dst
		}
	}
	if len(dst) == words {
		sum := sha256.Sum256([]byte(title))
		dst = hex.AppendEncode(dst, sum[:4])
	}
	return dst
}
