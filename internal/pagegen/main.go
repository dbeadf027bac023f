// Command pagegen makes Go of the templates of the pages, so that the program itself executes none: an executor finds methods by name
// while it runs, and the linker then keeps every method there is.
//
// A struct is composed by the template that its comment names: //pagegen:template overview.html. What a template calls, t or plural, are
// the methods of the package's composer. html/template judges what is escaped how; types are those of go/types, so that a template that
// asks for what is not there is an error here and not on the page.
//
// Run it with make pages, or go generate ./internal/web, after a template or what it is given has changed.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// suffix ends the names of the files that are made.
const suffix = "_gen.go"

func main() {
	if err := run("../.."); err != nil { // go generate runs it in the package
		fmt.Fprintln(os.Stderr, "pagegen:", err)
		os.Exit(1)
	}
}

// run makes the files of every package anew and removes those that are no longer made.
func run(root string) error {
	for _, t := range targets {
		files, err := t.generate(root)
		if err != nil {
			return err
		}
		dir := filepath.Join(root, t.dir)
		old, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
		if err != nil {
			return err
		}
		for _, path := range old {
			if _, still := files[filepath.Base(path)]; !still {
				if err := os.Remove(path); err != nil {
					return err
				}
			}
		}
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// fileOf is the name of the file that is made of a template.
func fileOf(template string) string {
	return "page_" + strings.TrimSuffix(strings.ReplaceAll(template, "/", "_"), ".html") + suffix
}
