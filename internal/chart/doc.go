// Package chart builds what the browser draws: one ECharts option and its figures a chart, both as JSON.
//
// go-echarts is used as a builder of option values and for nothing else: its Render lets event text out as script and
// draws nothing at all where one number is NaN. The package computes no statistic and reads no store; it is given
// figures and lays them out. No function, no colour and no HTML is ever in its JSON.
//
// # What a page holds
//
//	<script type="application/json" id="{ID}-chart">{"id":…,"option":…,"data":…}</script>
//
// The bytes are safe inside that element: <, >, & and U+2028, U+2029 are escaped. A missing number is null, never NaN.
//
// # What the bundle adds to every chart
//
//  1. Colours. A string of the option that begins with "--" names a CSS custom property; replace it by the property's
//     value, and again when the colour scheme changes. Tokens lists all that occur.
//  2. Points. Each series of the option has an id and no data. For a study chart its rows are data.points[id], ready
//     for ECharts. The overview has columns instead, see below. A row [null, null] ends one stroke and begins another.
//  3. Formatters. Axes, tooltips and labels come without: real minus signs, dates as "7 Feb 2022", thin spaces.
//     data.unit, where it is there, is the unit of the tooltip's numbers. Tooltips are drawn with renderMode "richText",
//     as the option says: the HTML tooltip breaks the content security policy.
//  4. Words. option.title is filled but not shown (show: false): the page prints Chart.Title as a heading and gives
//     Chart.Label to the canvas as its aria-label; ECharts' own aria text is off, since it would read out epoch
//     milliseconds. An exporter of SVG shows the title and moves every grid down by 28 px.
//
// A study chart says in data.height how many pixels it needs, where that depends on its rows; elsewhere CSS decides.
//
// # The overview
//
// Times in the option are milliseconds since 1970 in UTC; days in the data are days since 1970 and become day*86400000.
// useUTC is set: other zones are the bundle's own labels.
//
//	data = {
//	  "days":[8216,2,…],                   set dates, ascending: the first, then the days from each to the next
//	  "effective":[1,3,…],                 how many days after its set date a rate is in force from
//	  "effective_eur":[…],                 only where the two pairs are in force from different days, null without a fixing: then effective is the dollar's
//	  "usd":{"digits":4,"steps":[754849,-123,null,…]}, "eur":{…},   per set date, as published, in units of the last digit: the first, then
//	                                       how far each lies above the one before; absent where the pair is not drawn. A column
//	                                       with a price that is no decimal is a list, [75.4849,null,…]
//	  "rebase":null | {"usd":75.1,"usd_day":18999,"eur":84.9,"eur_day":18999},   then plot 100*value/rebase.usd, and show value in the tooltip
//	  "shown":null | {"code":"cch","unit":"…","usd":[…],"eur":[…]},   per set date: what the lines or bars show in place of the rates
//	  "market":null | {"usd":[…],"eur":[…],"candles":{"usd":[[open,close,low,high],null,…],"eur":[…]}},
//	                                       per set date, the exchange's close on that Moscow day; candles only where they are drawn
//	  "events":{"id":["…"|0,…],"title":[…],"at":[ms,…],"dir":[-1|0|1,…],"imp":[1..5,…],"cat":[…],"cats":["talks",…],
//	            "timed":[i,…],"scheduled":[i,…],"end":[[i,ms],…]},   a column each, in the order of time; an id of 0 is event.Slug of the day and the title; at is the first instant, then the steps to
//	                                       the next; cat is a position in cats; timed and scheduled list those that are; "hourly" lists the timed ones
//	                                       known to the hour only and is absent where there is none; end lists those that lasted
//	  "selected":"id"|null, "important":[i,…],
//	  "tension":{"days":[…],"t":{"digits":2,"steps":[…]},"d":{…}},   days and steps as above
//	  "gauge":null | {"name":…,"short":…,"title":…,"unit":…,"days":[…],"v":[…]},   a line that others publish; a day left out is a hole
//	  "breaks":[{"day":…,"text":…,"source":…}],
//	  "quotes":[{"at":ms,"pair":"usd"|"eur","value":75.44,"text":…}],
//	  "narrow":{"usd":…,"eur":…}           names of the axes for a narrow screen
//	}
//
// Series, by id:
//
//	usd, eur             line; rows [day*86400000, value]. null breaks the line: a day one pair has and the other has not is a
//	                     hole, nothing is filled. endLabel stands there with the pair's name; its formatter may add the value.
//	events               custom, in the grid of its own with a hidden y axis from 0 to 1. encode is x: [0, 1], y: 2, so its one
//	                     item is [firstMs, lastMs, 0.5]; renderItem draws the visible part of data.events. dir -1 is an
//	                     escalation: --escalation, 1 --de-escalation, 0 --neutral, with a shape each; a scheduled event is
//	                     hollow. An event with timed false stands at noon of its day, UTC, as its vertical line does.
//	tension, diplomacy   line; rows [day*86400000, t or d].
//	usd-market,          line of closes, or usd-candles, eur-candles: candlestick; rows [day*86400000, ...]. Absent where "market" is
//	eur-market           null. usd and eur are bars in place of lines where "shown" is a change since the fixing before.
//	gauge                line in the tension panel, only where data.gauge is; endLabel says data.gauge.short. Its axis,
//	                     gauge, is on the right. A day left out ends the line.
//	usd-name, eur-name   unseen lines through the tops of bars, for their direct labels; the rows of usd and eur.
//	quotes               scatter on the rates' grid; rows [at, value], on the axis of its pair: the series is quotes (usd) or
//	                     quotes-eur. Both are divided by rebase like the lines.
//	breaks, hairlines    line series without points; they carry mark lines that are complete. hairlines holds the important
//	                     events, and the selected one last, stronger; the bundle adds a line of the same kind for the hovered.
//
// Axes, by id: xAxis x-rates, x-lane, x-tension (time, equal min and max, so that they zoom as one); yAxis usd, eur (absent
// where the pair is not drawn, or rebased: then one axis, index), lane, tension. dataZoom ids inside and slider:
// weakFilter, over all three x axes, startValue and endValue are the window. With filterMode "filter" the events' one
// item would vanish on the first zoom. Wheel zoom needs Ctrl, so that the page scrolls; a click may lift that.
// Grids, by id: rates grows, lane and tension have a fixed height; the whole wants at least 420 px. On the right there is a
// gutter of 64 px inside the right axis for the direct labels.
// Narrow screens (under 700 px): the bundle shortens the axes' names to data.narrow.usd and data.narrow.eur, and gives the
// forest a left margin of 40 %.
//
// # The study charts
//
// Rows by series id; the series marks (marks-usd, marks-eur) has none and carries zero lines and bounds, complete.
//
//	caar              placebo [tau, %] in strokes, band-low and band-width [tau, %], caar [tau, %]
//	forest            interval in strokes, car and mean [CAR %, position, low, high]; the y axis holds the labels
//	ccf               ccf [position, r]; the x axis holds the lags
//	scatter           pairs [x, y, position in the input, day where it is known], fit
//	around            usd, eur [tau, %, set day, value as published]
//	compare           a-usd, b-usd, a-eur, b-eur [tau, index, set day, value as published], a grid a pair; marks-usd, marks-eur
//	rolling           band-low, band-width, value [ms, value]
//	local-projection  wide-low, wide-width, inner-low, inner-width, beta [horizon, %]
//
// A band is two stacked lines, the second being the distance from low to high: the tooltip shows low and low + width. None
// of these charts needs a renderItem.
package chart
