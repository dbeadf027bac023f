package web_test

import (
	"flag"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3filter"

	"detente/internal/web"
)

// tempDir is a folder that lives as long as the tests do.
var tempDir = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "detente-web-")
	if err != nil {
		panic(err)
	}
	return dir
})

func TestMain(m *testing.M) {
	openapi3filter.RegisterBodyDecoder("image/png", openapi3filter.FileBodyDecoder)
	flag.Parse()
	wrong := func() []string { return nil }
	if flag.Lookup("test.bench").Value.String() == "" { // each page is written several times
		wrong = web.ProveSheets()
	}
	code := m.Run()
	for _, w := range wrong() {
		fmt.Fprintln(os.Stderr, "FAIL:", w)
		code = 1
	}
	if db, err := onlyRead(); err == nil {
		db.Close()
	}
	os.RemoveAll(tempDir())
	os.Exit(code)
}
