package cbr

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"detente/internal/civil"
	"detente/internal/fetch"
	"detente/internal/fx"
	"detente/internal/source"
)

// document is the ValCurs of XML_dynamic.asp.
type document struct {
	XMLName xml.Name `xml:"ValCurs"`
	ID      string   `xml:"ID,attr"`
	From    string   `xml:"DateRange1,attr"`
	To      string   `xml:"DateRange2,attr"`
	Text    string   `xml:",chardata"`
	Records []record `xml:"Record"`
}

type record struct {
	Date    string   `xml:"Date,attr"`
	ID      string   `xml:"Id,attr"`
	Nominal []string `xml:"Nominal"`
	Value   []string `xml:"Value"`
	Unit    []string `xml:"VunitRate"` // missing in answers before about 2020
}

// decode reads the reply to w into answer. The error says why none of it can be used.
func decode(reply fetch.Reply, w source.Window, answer *source.Answer) error {
	if title, page := fetch.HTML(reply.ContentType, reply.Body); page {
		return fmt.Errorf("a web page titled %q came instead of XML", title)
	}
	doc, err := parse(reply.Body)
	if err != nil {
		return err
	}
	if err := doc.check(w); err != nil {
		return err
	}
	var rows []fx.Fixing
	for _, r := range doc.Records {
		f, err := r.fixing(w)
		if err != nil {
			answer.Reject(w.Series, r.String(), err.Error())
			continue
		}
		rows = append(rows, f)
	}
	if len(doc.Records) == 0 && w.WorkingWeek() {
		answer.RejectEmpty(w, "rate")
	}
	return answer.Ascending(rows)
}

func parse(body []byte) (doc document, err error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.CharsetReader = charset
	if err := d.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return doc, errors.New("the answer is empty")
		}
		return doc, fmt.Errorf("the answer is no whole XML document of rates: %w", err)
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return doc, nil
		}
		if text, blank := token.(xml.CharData); err != nil || !blank || len(bytes.TrimSpace(text)) > 0 {
			return doc, errors.New("the answer goes on after the end of its document")
		}
	}
}

// charset knows the bank's own encoding and no other: in a wrong one the digits may look right.
func charset(label string, in io.Reader) (io.Reader, error) {
	if strings.EqualFold(label, "windows-1251") {
		return charmap.Windows1251.NewDecoder().Reader(in), nil
	}
	return nil, fmt.Errorf("encoding %q: want windows-1251", label)
}

// check compares the document with the question.
func (d document) check(w source.Window) error {
	if text := strings.TrimSpace(d.Text); text != "" {
		return fmt.Errorf("the bank says: %s", source.Cut(text, 200))
	}
	for _, attribute := range []struct{ name, got, want string }{
		{"ID", d.ID, codes[w.Series]},
		{"DateRange1", d.From, w.From.UTC().Format(dots)},
		{"DateRange2", d.To, w.To.UTC().Format(dots)},
	} {
		if attribute.got != attribute.want {
			return fmt.Errorf("another question is answered: %s is %q, asked was %q", attribute.name, attribute.got, attribute.want)
		}
	}
	return nil
}

// String is the row as it is shown where it is rejected.
func (r record) String() string {
	return fmt.Sprintf("Date=%s Id=%s Nominal=%s Value=%s VunitRate=%s", r.Date, r.ID,
		strings.Join(r.Nominal, "|"), strings.Join(r.Value, "|"), strings.Join(r.Unit, "|"))
}

func (r record) fixing(w source.Window) (f fx.Fixing, err error) {
	day, err := time.Parse(dots, r.Date)
	if err != nil {
		return f, fmt.Errorf("date %q: want DD.MM.YYYY", r.Date)
	}
	effective := civil.Of(day)
	switch {
	case r.ID != codes[w.Series]:
		return f, fmt.Errorf("the row is of currency %q, asked was %s", r.ID, codes[w.Series])
	case !w.Contains(effective):
		return f, fmt.Errorf("%s lies outside the days asked", effective)
	case len(r.Nominal) != 1 || len(r.Value) != 1 || len(r.Unit) > 1:
		return f, errors.New("nominal and value must stand exactly once, the rate per unit at most once")
	}
	nominal, err := strconv.ParseInt(r.Nominal[0], 10, 64)
	if err != nil || nominal <= 0 {
		return f, fmt.Errorf("nominal %q: want a whole number above zero", r.Nominal[0])
	}
	value, err := decimal(r.Value[0])
	if err != nil {
		return f, err
	}
	if len(r.Unit) == 1 {
		if err := sameRate(value.Float()/float64(nominal), r.Unit[0]); err != nil {
			return f, err
		}
	}
	f = fx.Fixing{Series: w.Series, Effective: effective, Set: fx.CBRCalendar().SetDate(effective), Value: value, Nominal: nominal}
	return f, f.Validate()
}

// decimal reads a number with the bank's decimal comma: "75,6806" is 75.6806. A point is an error, for the bank writes none.
func decimal(s string) (fx.Rate, error) {
	if strings.Contains(s, ".") {
		return fx.Rate{}, fmt.Errorf("value %q: want a decimal comma", s)
	}
	return fx.ParseRate(strings.Replace(s, ",", ".", 1))
}
