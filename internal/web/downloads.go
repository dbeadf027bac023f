package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"detente/internal/export"
)

//pagegen:template data.html
type downloadsPage struct {
	frame
	Tables   []tableView
	Package  string // address of the descriptor of all tables
	Snippets []snippet
	Site     string
}

// tableView is a table that can be taken away, with its data dictionary.
type tableView struct {
	Name, Title, About string
	Links              []link
	Described          []link
	Columns            []export.Column
}

// aboutTables says what a row of each table is.
var aboutTables = []struct{ name, about string }{
	{"overlay", "A row a set date: both Bank of Russia rates, their log returns, the tension index and the events whose day 0 it is."},
	{"rates", "The Bank of Russia's rates by the day they are in force from, exactly as published. With series= any series of official rates, with units=, frequency= and aggregation= in the codes of FRED."},
	{"events", "A row an event, with its source. What is exported can be imported again."},
	{"tension", "A row a calendar day: flow and stock of tension and diplomacy."},
	{"candles", "A row a candle of the exchange, once it has been collected; series= names which."},
	{"gauges", "A row a day of a line that others publish, once it is stored: the Geopolitical Risk index, GDELT. gauge= names which."},
}

// handleDownloads says what can be downloaded, column by column, and how other programs read it.
func (s *Server) handleDownloads(c echo.Context, q query) error {
	page := downloadsPage{frame: s.frame(c, "Data", "/data").inState(q, q), Package: q.undrawn().at("/data/datapackage.json"), Site: s.site(c), Snippets: snippets(s.site(c))}
	candles, err := s.candleSeries(c.Request().Context())
	if err != nil {
		return err
	}
	line, err := s.someLine(c.Request().Context(), q)
	if err != nil {
		return err
	}
	for _, t := range aboutTables {
		state := tableState{query: q.undrawn(), Table: t.name}
		if t.name == "candles" {
			state.Series = candles[:min(1, len(candles))]
		}
		if t.name == "gauges" {
			state.Gauge = line
		}
		table, err := export.TableOf(t.name, state.asked())
		if err != nil {
			return err
		}
		view := tableView{Name: t.name, Title: table.Title, About: t.about, Columns: table.Columns}
		if (t.name != "candles" || len(candles) > 0) && (t.name != "gauges" || line != "") {
			view.Links = takeLinks(state)
			view.Described = []link{{"CSVW metadata", address("/"+t.name+csvwSuffix, state), ""},
				{"Data package", address("/data/datapackage.json", citation{state}), ""}, {"Cite", address("/cite", citation{state}), ""}}
		}
		page.Tables = append(page.Tables, view)
	}
	return s.render(c, http.StatusOK, page)
}

// snippet is how a program reads a table.
type snippet struct{ Name, About, Code string }

// snippets read the same rows in each program: the overlay of the story, of which the mean dollar rate is taken.
func snippets(site string) []snippet {
	rows := site + "/overlay.csv?from=2021-12-01&to=2022-03-15"
	return []snippet{
		{"R", "Base R reads it without a package.", lines(
			`d <- read.csv("`+rows+`", stringsAsFactors = FALSE)`,
			`d$set_date <- as.Date(d$set_date)`,
			`cat(nrow(d), sprintf("%.4f", mean(d$usd_rub, na.rm = TRUE)), "\n")`)},
		{"Python", "The standard library is enough; pandas.read_csv takes the same address.", lines(
			`import csv, io, urllib.request`,
			`url = "`+rows+`"`,
			`text = urllib.request.urlopen(url).read().decode("utf-8")`,
			`rows = list(csv.DictReader(io.StringIO(text)))`,
			`rates = [float(r["usd_rub"]) for r in rows if r["usd_rub"]]`,
			`print(len(rows), f"{sum(rates) / len(rates):.4f}")`)},
		{"Stata", "", lines(
			`import delimited "`+rows+`", varnames(1) clear`,
			`generate day = date(set_date, "YMD")`,
			`format day %td`,
			`tsset day`,
			`summarize usd_rub`)},
		{"Excel, Power Query", "Data, Get Data, From Other Sources, Blank Query, Advanced Editor.", lines(
			`let`,
			`    Source = Csv.Document(Web.Contents("`+rows+`"), [Delimiter=",", Encoding=65001]),`,
			`    Headed = Table.PromoteHeaders(Source),`,
			`    Typed = Table.TransformColumnTypes(Headed, {{"set_date", type date}, {"usd_rub", type number}, {"eur_rub", type number}}, "en-US")`,
			`in`,
			`    Typed`)},
		{"Excel, one cell", "The newest official dollar rate; the cell is asked again as the workbook is calculated. In Russian Excel the functions are ВЕБСЛУЖБА and ЧЗНАЧ.", lines(
			`=NUMBERVALUE(WEBSERVICE("` + site + `/api/v1/latest?series=cbr:USDRUB"), ".")`)},
		{"curl", "With the number of rows and the hash behind the body, as trailers.", lines(
			`curl -sS -D - -o overlay.csv "`+rows+`"`,
			`curl -sS "`+site+`/api/v1/fixings?series=cbr:USDRUB&from=2022-02-07&to=2022-02-07"`)},
		{"Picture", "The chart for a slide or a message: .png is a bitmap of 1200 × 630 pixels unless the address names another size, .svg a drawing that may be enlarged. The OpenAPI description names the parameters.", lines(
			`curl -sS -o chart.png "`+site+`/overlay.png?from=2021-12-01&to=2022-03-15"`,
			`curl -sS -o study.svg "`+site+`/study.svg?category=sanctions&figure=forest"`)},
	}
}

func lines(all ...string) string { return strings.Join(all, "\n") + "\n" }
