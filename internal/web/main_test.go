package web_test

import (
	"os"
	"sync"
	"testing"
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
	code := m.Run()
	if db, err := embedded(); err == nil {
		db.Close()
	}
	os.RemoveAll(tempDir())
	os.Exit(code)
}
