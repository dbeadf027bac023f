package sourcetest

import (
	"fmt"
	"strings"
	"time"

	"detente/internal/civil"
	"detente/internal/fx"
)

// CBRXML writes rows as XML_dynamic.asp answers them.
func CBRXML(code string, from, to civil.Date, rows []fx.Fixing) []byte {
	const dots = "02.01.2006"
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="windows-1251"?><ValCurs ID="%s" DateRange1="%s" DateRange2="%s" name="Foreign Currency Market Dynamic">`,
		code, from.UTC().Format(dots), to.UTC().Format(dots))
	for _, f := range rows {
		value := strings.Replace(f.Value.String(), ".", ",", 1)
		fmt.Fprintf(&b, `<Record Date="%s" Id="%s"><Nominal>%d</Nominal><Value>%s</Value>`, f.Effective.UTC().Format(dots), code, f.Nominal, value)
		if f.Nominal == 1 {
			fmt.Fprintf(&b, `<VunitRate>%s</VunitRate>`, value)
		}
		b.WriteString(`</Record>`)
	}
	b.WriteString(`</ValCurs>`)
	return []byte(b.String())
}

const ecbHeader = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,OBS_CONF,OBS_PRE_BREAK,OBS_COM," +
	"TIME_FORMAT,BREAKS,COLLECTION,COMPILING_ORG,DISS_ORG,DOM_SER_IDS,PUBL_ECB,PUBL_MU,PUBL_PUBLIC,UNIT_INDEX_BASE,COMPILATION,COVERAGE," +
	"DECIMALS,NAT_TITLE,SOURCE_AGENCY,SOURCE_PUB,TITLE,TITLE_COMPL,UNIT,UNIT_MULT\n"

// ECBCSV writes rows as csvdata with its 32 columns.
func ECBCSV(key string, rows []fx.Fixing) []byte {
	currency := strings.Split(key, ".")[1]
	var b strings.Builder
	b.WriteString(ecbHeader)
	for _, f := range rows {
		fmt.Fprintf(&b, `EXR.%s,D,%s,EUR,SP00,A,%s,%s,A,F,,,P1D,,A,,,,,,,99Q1=100,,,4,,4F0,,%s/Euro ECB reference exchange rate,"ECB reference exchange rate, %s/Euro, 2.15 pm (C.E.T.)",%s,0`+"\n",
			key, currency, f.Effective, f.Value, currency, currency, currency)
	}
	return []byte(b.String())
}

// MOEXJSON writes rows as the candles table of ISS, in the order of columns that ISS itself gives.
func MOEXJSON(rows []fx.Candle) []byte {
	var b strings.Builder
	b.WriteString(`{"candles": {"columns": ["open", "close", "high", "low", "value", "volume", "begin", "end"], "data": [`)
	for i, c := range rows {
		if i > 0 {
			b.WriteString(",")
		}
		begin := c.Start.In(fx.CalendarOf(c.Series).Zone)
		end := begin.Add(59 * time.Second).Format(time.DateTime)
		if c.Series.Interval() == "1d" {
			end = begin.Format(time.DateOnly) + " 23:59:59"
		}
		fmt.Fprintf(&b, "\n\t"+`[%s, %s, %s, %s, 0, %s, "%s", "%s"]`, c.Open, c.Close, c.High, c.Low, c.Volume, begin.Format(time.DateTime), end)
	}
	b.WriteString("\n]}}")
	return []byte(b.String())
}
