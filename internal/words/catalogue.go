package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"sync"
)

//go:embed ru/*.json
var files embed.FS

// russian is every key, its apostrophes unset, with its twin, read when the first is wanted. Nothing changes it.
var russian = sync.OnceValue(load)

// load reads the catalogue. A file that cannot be read is a mistake of the programmer: the test finds it before anybody else.
func load() map[string]string {
	all := map[string]string{}
	names, _ := fs.Glob(files, "ru/*.json")
	for _, name := range names {
		for key, twin := range area(name) {
			all[unset(key)] = twin
		}
	}
	return all
}

// unset is an English text with the apostrophes that Go's sentences are typed with: pages set them.
func unset(s string) string { return strings.ReplaceAll(s, "’", "'") }

func area(name string) map[string]string {
	raw, err := files.ReadFile(name)
	var area map[string]string
	if err == nil {
		err = json.Unmarshal(raw, &area)
	}
	if err != nil {
		panic(fmt.Sprintf("words: %s: %v", name, err))
	}
	return area
}

// Scripts are the words that the browser's scripts say, by their English, for those who run them elsewhere; nil for English.
func (l Language) Scripts() map[string]string {
	if l == English {
		return nil
	}
	return area("ru/browser.json")
}

// Mark returns its key: it says that a string is said in other languages too, where only its name shows that.
func Mark(key string) string { return key }
