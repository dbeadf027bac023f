package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/export"
	"detente/internal/fx"
)

// compareRoutes are the page and its rows in every format.
func (s *Server) compareRoutes() []route {
	routes := []route{{"/compare", s.handleCompare}}
	for _, format := range export.Formats() {
		routes = append(routes, route{"/compare." + string(format), s.open(s.handleCompareFile(format))})
	}
	return append(routes, route{"/compare" + csvwSuffix, s.open(s.handleCompareMetadata)})
}

// files are the links to the rows of the page.
func (s compareState) files(drawn bool) []link {
	var links []link
	for _, k := range fileKinds {
		one := s
		one.Profile = k.profile
		links = append(links, link{k.label, one.at("/compare." + string(k.format)), k.about})
	}
	if drawn {
		links = append(links, link{"SVG", s.at("/compare.svg"), "The chart as a picture"}, link{"PNG", s.at("/compare.png"), "The chart as a bitmap"})
	}
	return links
}

// compareTable has a row an offset, both windows side by side.
func compareTable() export.Table {
	t := export.Table{Name: "compare", Title: "Official rates of the rouble in two windows aligned on day 0", Key: []string{"tau"},
		Columns: []export.Column{{Name: "tau", About: "Fixings from day 0, the first fixing set on the day that was asked for or after it", Type: export.Integer}}}
	for _, side := range []string{"a", "b"} {
		t.Columns = append(t.Columns,
			export.Column{Name: side + "_set_date", About: "Day the rates were set on, window " + side, Type: export.Date},
			export.Column{Name: side + "_effective_date", About: "Day they are in force from", Type: export.Date},
			export.Column{Name: side + "_usd_rub", About: "Bank of Russia's rate, as published", Type: export.Number, Unit: fx.USDRUB.Unit()},
			export.Column{Name: side + "_usd_index", About: "The rate as an index, 100 on day 0", Type: export.Number},
			export.Column{Name: side + "_eur_rub", About: "Bank of Russia's rate, as published", Type: export.Number, Unit: fx.EURRUB.Unit()},
			export.Column{Name: side + "_eur_index", About: "The rate as an index, 100 on day 0", Type: export.Number})
	}
	return t
}

// indexDecimals is what the published four decimals of a rate are worth in an index of 100.
const indexDecimals = 4

// compareCells are the rows of the table.
func compareCells(both [2]stretch, st compareState) [][]export.Cell {
	width := len(compareTable().Columns)
	rows := make([][]export.Cell, st.Window[1]-st.Window[0]+1)
	put := func(side, column int, p fx.Aligned) {
		i := p.Tau - st.Window[0]
		if rows[i] == nil {
			rows[i] = make([]export.Cell, width)
			rows[i][0] = export.Int(int64(p.Tau))
		}
		at := rows[i][1+side*(width-1)/2:]
		at[0], at[1] = export.Day(p.Set), export.Day(p.Effective)
		at[column], at[column+1] = export.Rate(p.Value), export.Fixed(p.Index, indexDecimals)
	}
	for side, s := range both {
		for _, p := range s.USD {
			put(side, 2, p)
		}
		for _, p := range s.EUR {
			put(side, 4, p)
		}
	}
	kept := rows[:0]
	for _, r := range rows {
		if r != nil {
			kept = append(kept, r)
		}
	}
	return kept
}

// handleCompareFile writes the rows of the page.
func (s *Server) handleCompareFile(format export.Format) echo.HandlerFunc {
	return func(c echo.Context) error {
		st, err := parseCompare(c.QueryParams())
		if err != nil {
			return err
		}
		if known, err := s.unchanged(c); known || err != nil {
			return err
		}
		body, meta, err := s.compareFile(c.Request().Context(), st, format)
		if err != nil {
			return err
		}
		h := c.Response().Header()
		h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="detente-compare-%s-%s.%s"`, st.A, st.B, format))
		h.Set("Detente-Data-Version", meta.DataVersion)
		h.Set(export.TrailerRows, strconv.Itoa(meta.Receipt.Rows))
		h.Set(export.TrailerSHA256, meta.Receipt.SHA256)
		if format == export.CSV {
			describedAt(h, st.at("/compare"+csvwSuffix))
		}
		return c.Blob(http.StatusOK, format.ContentType(), body)
	}
}

// handleCompareMetadata describes the CSV of the same parameters.
func (s *Server) handleCompareMetadata(c echo.Context) error {
	st, err := parseCompare(c.QueryParams())
	if err != nil {
		return err
	}
	if known, err := s.unchanged(c); known || err != nil {
		return err
	}
	_, meta, err := s.compareFile(c.Request().Context(), st, export.CSV)
	if err != nil {
		return err
	}
	return sendCSVW(c, export.Item{Meta: meta, Path: st.at("/compare.csv")})
}

// compareFile is the file of a state, with what it says about itself.
func (s *Server) compareFile(ctx context.Context, st compareState, format export.Format) ([]byte, export.Meta, error) {
	options := export.Options{Format: format, Profile: st.Profile}
	if err := options.Validate(); err != nil {
		return nil, export.Meta{}, &badQuery{"profile", strings.TrimPrefix(err.Error(), "export: ")}
	}
	meta, err := s.compareMeta(ctx, st, options)
	if err != nil {
		return nil, export.Meta{}, err
	}
	h, err := s.load(ctx, st.query)
	if err != nil {
		return nil, export.Meta{}, err
	}
	options.Meta = &meta
	rows := compareCells(h.stretches(st), st)
	var body bytes.Buffer
	if err := writeCompare(&body, rows, options); err != nil {
		return nil, export.Meta{}, err
	}
	sum := sha256.Sum256(body.Bytes())
	meta.Receipt = export.Receipt{Rows: len(rows), Bytes: int64(body.Len()), SHA256: hex.EncodeToString(sum[:])}
	return body.Bytes(), meta, nil
}

func writeCompare(body *bytes.Buffer, rows [][]export.Cell, o export.Options) error {
	out, err := export.New(body, compareTable(), o)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := out.Row(r...); err != nil {
			return err
		}
	}
	return out.Close()
}

// compareMeta is what a file says about itself.
func (s *Server) compareMeta(ctx context.Context, st compareState, o export.Options) (export.Meta, error) {
	version, err := s.Store.Version(ctx)
	if err != nil {
		return export.Meta{}, err
	}
	m := export.Meta{Table: compareTable(), Options: o, Retrieved: s.Now().UTC(), DataVersion: strconv.FormatInt(version, 10),
		Filter: "day 0 of a: " + st.A.String() + ", of b: " + st.B.String() + ", fixings " + spanText(st.Window),
		Method: "index, 100 on day 0"}
	m.Query.Filter.AsOf = st.AsOf
	for _, id := range []fx.SeriesID{fx.CBRUSD, fx.CBREUR} {
		if series, ok := fx.Known(id); ok {
			m.Series = append(m.Series, series)
		}
	}
	return m, nil
}

func (s *Server) comparePicture(ctx context.Context, p pictureState, values url.Values) (shownChart, error) {
	if err := p.single(); err != nil {
		return shownChart{}, err
	}
	st, err := parseCompare(values)
	if err != nil {
		return shownChart{}, err
	}
	h, err := s.load(ctx, st.query)
	if err != nil {
		return shownChart{}, err
	}
	f, err := compareFigure(h.stretches(st), st)
	if err != nil {
		return shownChart{}, err
	}
	if f == nil {
		return shownChart{}, &refusal{http.StatusNotFound, "There is nothing to draw", "Neither window has a fixing: the page says why."}
	}
	return shownChart{f.Chart, []string{asOfWords(st.query), f.Foot}, st.at("/compare"), f.Height}, nil
}
