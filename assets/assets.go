// Package assets embeds the browser bundle. The templates of the pages lie beside it: internal/pagegen makes Go of them.
//
// The bundle is built by npm into dist/ and is never committed, so a checkout compiles without it: dist.txt, which the
// embed pattern always finds, is then the message that says how to build it. The package serves nothing itself.
package assets

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

//go:embed dist*
var embedded embed.FS

// ErrNotBuilt is wrapped by the error of Load where the binary was built without the bundle.
var ErrNotBuilt = errors.New("the browser bundle is not built")

// Bundle is the built browser bundle. The zero Bundle is one that was not built: it has no files.
type Bundle struct {
	names map[string]string // plain name to hashed name
	files fs.FS
}

// Load reads the bundle's manifest. Without a bundle the error wraps ErrNotBuilt and says how to build it; the zero
// Bundle that comes with it may be used.
func Load() (Bundle, error) {
	raw, err := fs.ReadFile(embedded, "dist/manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return Bundle{}, fmt.Errorf("assets: %w: %s", ErrNotBuilt, NotBuilt())
	}
	if err != nil {
		return Bundle{}, fmt.Errorf("assets: manifest: %w", err)
	}
	b := Bundle{files: mustSub("dist")}
	if err := json.Unmarshal(raw, &b.names); err != nil {
		return Bundle{}, fmt.Errorf("assets: manifest: %w", err)
	}
	return b, nil
}

// NotBuilt says how to build the bundle, on one line.
func NotBuilt() string {
	text, err := embedded.ReadFile("dist.txt")
	if err != nil {
		panic("assets: dist.txt: " + err.Error()) // embedded at compile time
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

// Built tells whether there are files.
func (b Bundle) Built() bool { return b.files != nil }

// Name returns the content-hashed name of a file such as "app.js"; empty where there is none.
func (b Bundle) Name(plain string) string { return b.names[plain] }

// Read returns the bytes of a hashed name, or of its compressed form where encoding is "br" or "gzip". Names that are not
// of the bundle are fs.ErrNotExist; so is the brotli form of what only the server reads. The plain bytes are unpacked by
// each call.
func (b Bundle) Read(hashed, encoding string) ([]byte, error) {
	if b.files == nil || strings.ContainsRune(hashed, '/') {
		return nil, fs.ErrNotExist
	}
	if encoding == "br" {
		return fs.ReadFile(b.files, hashed+".br")
	}
	packed, err := fs.ReadFile(b.files, hashed+".gz")
	if err != nil || encoding == "gzip" {
		return packed, err
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("assets: %s: %w", hashed, err)
	}
	return io.ReadAll(plain)
}

func mustSub(dir string) fs.FS {
	sub, err := fs.Sub(embedded, dir)
	if err != nil {
		panic("assets: " + dir + ": " + err.Error()) // only an invalid path, which this is not
	}
	return sub
}
