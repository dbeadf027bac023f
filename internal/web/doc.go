// Package web serves the pages, the exports and the browser bundle.
//
// Every page is rendered wholly on the server and can be read without JavaScript; its state is in its URL, so a link
// says what its reader will see. Handlers parse, read, compute through analysis, tension and chart, and render; they
// hold no SQL and no statistics. The package never collects, never writes to the store and never reads the clock.
package web
