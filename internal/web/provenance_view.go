package web

import (
	"cmp"
	"strconv"

	"detente/internal/provenance"
)

// tell fills in what is known of a figure.
func (p *provenancePage) tell(t provenance.Trail) {
	p.Facts = []figureFact{{Name: "Series", Value: string(t.Series.ID), Note: t.Series.Name, Raw: true}}
	if f := t.Fixing; f.Series != "" {
		p.Value = f.Value.String()
		p.Facts = append(p.Facts, figureFact{Name: "Set on", Value: f.Set.Words()}, figureFact{Name: "In force from", Value: f.Effective.Words()},
			figureFact{Name: "Nominal", Value: strconv.FormatInt(f.Nominal, 10)}, figureFact{Name: "Known here since", Value: clock(f.KnownFrom)})
	} else {
		k := t.Candle
		p.Value = k.Close.String()
		p.Facts = append(p.Facts, figureFact{Name: "Candle from", Value: clock(k.Start)}, figureFact{Name: "Opening price", Value: k.Open.String()},
			figureFact{Name: "Highest price", Value: k.High.String()}, figureFact{Name: "Lowest price", Value: k.Low.String()}, figureFact{Name: "Closing price", Value: k.Close.String()}, figureFact{Name: "Volume", Value: k.Volume.String()})
	}
	switch {
	case t.Fetch.ID != 0:
		p.fetched(t)
	case t.Place != nil:
		p.Sentence, p.Line = "It came with the program and was not fetched: the embedded file holds it.", t.Place.Text
		p.Facts = append(p.Facts, figureFact{Name: "File", Value: t.Place.File, Raw: true}, figureFact{Name: "Line", Value: strconv.Itoa(t.Place.Line)},
			figureFact{Name: "Version of the files", Value: t.Set, Raw: true}, figureFact{Name: "Publication", Value: t.Series.Publisher()})
	case t.Embedded():
		p.Sentence = "It came with the program and was not fetched."
	default:
		p.Sentence = "It was imported from a file and was not fetched."
		p.Facts = append(p.Facts, figureFact{Name: "Stored by", Value: t.By.Author, Raw: true})
	}
	if !t.AsOf.IsZero() {
		p.Facts = append(p.Facts, figureFact{Name: "As of", Value: clock(t.AsOf)})
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
	p.Facts = append(p.Facts, figureFact{Name: "Fetched", Value: clock(f.At)}, figureFact{Name: "HTTP status", Value: strconv.Itoa(f.HTTPStatus)}, figureFact{Name: "HTTP date", Value: dated},
		figureFact{Name: "Bytes", Value: count(len(f.Body))}, figureFact{Name: "Content type", Value: cmp.Or(f.ContentType, "none"), Raw: true}, figureFact{Name: "SHA-256", Value: f.SHA256, Raw: true},
		figureFact{Name: "Parser", Value: f.Parser, Raw: true}, figureFact{Name: "Read again", Value: cmp.Or(t.Again, "none")})
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
