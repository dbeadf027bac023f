package web

import (
	"cmp"
	"strconv"

	"detente/internal/provenance"
)

// tell fills in what is known of a figure.
func (p *provenancePage) tell(t provenance.Trail) {
	p.Facts = []fact{{Name: "Series", Value: string(t.Series.ID), Note: t.Series.Name}}
	if f := t.Fixing; f.Series != "" {
		p.Value = f.Value.String()
		p.Facts = append(p.Facts, fact{Name: "Set on", Value: f.Set.Words()}, fact{Name: "In force from", Value: f.Effective.Words()},
			fact{Name: "Nominal", Value: strconv.FormatInt(f.Nominal, 10)}, fact{Name: "Known here since", Value: clock(f.KnownFrom)})
	} else {
		k := t.Candle
		p.Value = k.Close.String()
		p.Facts = append(p.Facts, fact{Name: "Candle from", Value: clock(k.Start)}, fact{Name: "Opening price", Value: k.Open.String()},
			fact{Name: "Highest price", Value: k.High.String()}, fact{Name: "Lowest price", Value: k.Low.String()}, fact{Name: "Closing price", Value: k.Close.String()}, fact{Name: "Volume", Value: k.Volume.String()})
	}
	switch {
	case t.Fetch.ID != 0:
		p.fetched(t)
	case t.Place != nil:
		p.Sentence, p.Line = "It came with the program and was not fetched: the embedded file holds it.", t.Place.Text
		p.Facts = append(p.Facts, fact{Name: "File", Value: t.Place.File}, fact{Name: "Line", Value: strconv.Itoa(t.Place.Line)},
			fact{Name: "Version of the files", Value: t.Set}, fact{Name: "Publication", Value: t.Series.Publisher()})
	case t.Embedded():
		p.Sentence = "It came with the program and was not fetched."
	default:
		p.Sentence = "It was imported from a file and was not fetched."
		p.Facts = append(p.Facts, fact{Name: "Stored by", Value: t.By.Author})
	}
	if t.Fault != nil {
		p.Fault = t.Fault.Error()
	}
}

func (p *provenancePage) fetched(t provenance.Trail) {
	f := t.Fetch
	p.URL, p.Sentence = f.URL, "The stored bytes of the answer, read again, give the stored value."
	if t.Fault != nil {
		p.Sentence = "The stored bytes of the answer, read again, do not give the stored value."
	}
	dated := "never"
	if !f.HTTPDate.IsZero() {
		dated = clock(f.HTTPDate)
	}
	p.Facts = append(p.Facts, fact{Name: "Fetched", Value: clock(f.At)}, fact{Name: "HTTP status", Value: strconv.Itoa(f.HTTPStatus)}, fact{Name: "HTTP date", Value: dated},
		fact{Name: "Bytes", Value: count(len(f.Body))}, fact{Name: "Content type", Value: cmp.Or(f.ContentType, "none")}, fact{Name: "SHA-256", Value: f.SHA256},
		fact{Name: "Parser", Value: f.Parser}, fact{Name: "Read again", Value: cmp.Or(t.Again, "none")})
}

// origin is the address of where the rates in force from a day come from: of the dollar's, or the euro's where there is none.
func (h history) origin(d day, q query) string {
	switch {
	case d.USD >= 0:
		return originOf(h.USD, d.USD, q)
	case d.EUR >= 0:
		return originOf(h.EUR, d.EUR, q)
	}
	return ""
}

func originOf(p pair, i int, q query) string {
	return provenanceOf(p.Series.ID, p.Fixings[i].Effective.String(), q)
}
