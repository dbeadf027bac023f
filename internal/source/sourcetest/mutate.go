package sourcetest

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"unicode/utf16"
)

// A mutation spoils an answer in one place, or as a whole.
type mutation struct {
	name  string
	spoil func(r *rand.Rand, body []byte) []byte
}

var (
	numberText = regexp.MustCompile(`-?[0-9]+(?:[.,][0-9]+)?`)
	digits     = regexp.MustCompile(`[0-9]+[ \t\r\n]*`) // a last digit that became a blank is a shorter number
	fieldText  = regexp.MustCompile(`[^\s,;<>"\[\]\t]+`)
)

var mutations = []mutation{
	{"cut at the end", func(r *rand.Rand, b []byte) []byte { return b[:r.IntN(len(b))] }},
	{"cut at the start", func(r *rand.Rand, b []byte) []byte { return b[1+r.IntN(len(b)-1):] }},
	{"bit flipped", func(r *rand.Rand, b []byte) []byte {
		b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		return b
	}},
	{"byte changed", func(r *rand.Rand, b []byte) []byte {
		b[r.IntN(len(b))] = byte(r.IntN(256))
		return b
	}},
	{"fields swapped", swapFields},
	{"wrong charset", wrongCharset},
	{"a page instead", func(r *rand.Rand, b []byte) []byte {
		return append([]byte("<!DOCTYPE html><html><head><title>Error</title></head><body><pre>"), b...)
	}},
	{"a page after the cut", func(r *rand.Rand, b []byte) []byte {
		return append(b[:r.IntN(len(b))], "<html><head><title>502 Bad Gateway</title></head></html>"...)
	}},
	{"a huge number", func(r *rand.Rand, b []byte) []byte {
		huge := []string{"1e308", "99999999999999999999", "9223372036854775807", "-75.6806", "0", "NaN", "Infinity", "1e-9", "756806", "0.0075", "7,568.06", "٧٥.٦٨٠٦", "0x4B"}
		return replaceOne(r, b, numberText, huge[r.IntN(len(huge))])
	}},
	{"a part repeated", func(r *rand.Rand, b []byte) []byte {
		from := r.IntN(len(b))
		to := from + r.IntN(len(b)-from)
		return bytes.Join([][]byte{b[:to], b[from:to], b[to:]}, nil)
	}},
}

// Mutate returns a copy of body that is spoiled in a way drawn from r, which is named. It may by chance be body itself.
func Mutate(r *rand.Rand, body []byte) (spoiled []byte, name string) {
	m := mutations[r.IntN(len(mutations))]
	return m.spoil(r, bytes.Clone(body)), m.name
}

// SameForm tells whether two answers differ in the digits of their numbers alone, or how many there are: such an answer is one that the publisher
// could give, and nothing in it says that it is wrong.
func SameForm(a, b []byte) bool {
	return bytes.Equal(digits.ReplaceAll(a, []byte("0")), digits.ReplaceAll(b, []byte("0")))
}

func replaceOne(r *rand.Rand, b []byte, what *regexp.Regexp, with string) []byte {
	places := what.FindAllIndex(b, -1)
	if len(places) == 0 {
		return b
	}
	at := places[r.IntN(len(places))]
	return bytes.Join([][]byte{b[:at[0]], []byte(with), b[at[1]:]}, nil)
}

// swapFields swaps a field with one of the next eight.
func swapFields(r *rand.Rand, b []byte) []byte {
	places := fieldText.FindAllIndex(b, -1)
	if len(places) < 10 {
		return b
	}
	i := r.IntN(len(places) - 9)
	first, second := places[i], places[i+1+r.IntN(8)]
	return bytes.Join([][]byte{b[:first[0]], b[second[0]:second[1]], b[first[1]:second[0]], b[first[0]:first[1]], b[second[1]:]}, nil)
}

// wrongCharset is UTF-16 in either order, or text that went through a wrong conversion twice.
func wrongCharset(r *rand.Rand, b []byte) []byte {
	var out []byte
	switch r.IntN(3) {
	case 0:
		for _, u := range utf16.Encode([]rune(string(b))) {
			out = binary.LittleEndian.AppendUint16(out, u)
		}
	case 1:
		for _, u := range utf16.Encode([]rune(string(b))) {
			out = binary.BigEndian.AppendUint16(out, u)
		}
	default:
		for _, c := range b {
			out = append(out, string(rune(c)|rune(r.IntN(2))<<7)...)
		}
	}
	return out
}

// Answers is a round trip that gives Body to every question, as ContentType, but Rest to one for the pages after the first;
// nothing leaves the program.
type Answers struct {
	ContentType string
	Body, Rest  []byte
}

// RoundTrip answers.
func (a Answers) RoundTrip(r *http.Request) (*http.Response, error) {
	if start := r.URL.Query().Get("start"); start != "" && start != "0" {
		a.Body = a.Rest
	}
	return &http.Response{StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {a.ContentType}}, Body: io.NopCloser(bytes.NewReader(a.Body)), ContentLength: int64(len(a.Body))}, nil
}
