package web_test

import (
	"os"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3filter"
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
	code := m.Run()
	if db, err := embedded(); err == nil {
		db.Close()
	}
	os.RemoveAll(tempDir())
	os.Exit(code)
}
