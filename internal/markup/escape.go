package markup

import "strings"

// entities are the bytes that text has other words for. Reference: package html/template, which the test compares with.
var entities = [256]string{0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

func appendText(dst []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		if entity := entities[text[i]]; entity != "" {
			dst = append(append(dst, text[from:i]...), entity...)
			from = i + 1
		}
	}
	return append(dst, text[from:]...)
}

// nowhere is what an address that might run something becomes.
const nowhere = "#ZgotmplZ"

// safe tells that an address has no scheme, or one that only leads somewhere.
func safe(address string) bool {
	scheme, _, ok := strings.Cut(address, ":")
	if !ok || strings.Contains(scheme, "/") {
		return true
	}
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto")
}

const (
	hex      = "0123456789abcdef"
	reserved = "!#$&*+,/:;=?@[]" // what has a meaning in an address, and is written so in a whole one
)

// appendURL writes an address, whole or one part of it, within a quoted attribute.
func appendURL(dst []byte, address string, whole bool) []byte {
	for i := range len(address) {
		c := address[i]
		switch {
		case unreserved(c), whole && c == '%' && escaped(address[i:]):
			dst = append(dst, c)
		case whole && strings.IndexByte(reserved, c) >= 0:
			if entity := entities[c]; entity != "" {
				dst = append(dst, entity...)
			} else {
				dst = append(dst, c)
			}
		default:
			dst = append(dst, '%', hex[c>>4], hex[c&15])
		}
	}
	return dst
}

// unreserved are the bytes that stand for themselves everywhere. Reference: RFC 3986, section 2.3.
func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

// escaped tells that s begins with an escape.
func escaped(s string) bool { return len(s) > 2 && isHex(s[1]) && isHex(s[2]) }

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }
