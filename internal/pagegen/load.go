package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// loaded is a package as far as its types are known without the files that are made here.
type loaded struct {
	types  *types.Package
	given  map[string]*types.Named // what each template is given
	speaks map[string]*types.Func  // what templates call
}

// load reads the types of a package. What its own files use of those that are made here is unknown, and no error.
func load(root, dir string) (*loaded, error) {
	files := token.NewFileSet()
	parsed, err := parseDir(files, filepath.Join(root, dir))
	if err != nil {
		return nil, err
	}
	imports, err := exports(root, parsed)
	if err != nil {
		return nil, err
	}
	open := func(path string) (io.ReadCloser, error) {
		if file := imports[path]; file != "" {
			return os.Open(file)
		}
		return nil, fmt.Errorf("nothing is known of %s", path)
	}
	check := types.Config{Importer: importer.ForCompiler(files, "gc", open), Error: func(error) {}}
	pkg, _ := check.Check("detente/"+dir, files, parsed, nil) // the compiler is the judge of the rest
	l := &loaded{types: pkg, given: map[string]*types.Named{}, speaks: map[string]*types.Func{}}
	return l, errors.Join(l.readGiven(parsed), l.readSpeaks())
}

func parseDir(files *token.FileSet, dir string) (parsed []*ast.File, err error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, suffix) {
			continue
		}
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, file)
	}
	return parsed, nil
}

// exports are the files in which the compiler keeps the types of what is imported.
func exports(root string, parsed []*ast.File) (map[string]string, error) {
	arguments := []string{"list", "-export", "-deps", "-json=ImportPath,Export", "fmt"}
	for _, file := range parsed {
		for _, i := range file.Imports {
			if path, err := strconv.Unquote(i.Path.Value); err == nil && !slices.Contains(arguments, path) {
				arguments = append(arguments, path)
			}
		}
	}
	list := exec.Command("go", arguments...)
	list.Dir, list.Stderr = root, os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	all := map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var one struct{ ImportPath, Export string }
		if err := dec.Decode(&one); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all[one.ImportPath] = one.Export
	}
}

// directive begins the line of a struct's comment that names its template.
const directive = "//pagegen:template "

func (l *loaded) readGiven(parsed []*ast.File) error {
	for _, file := range parsed {
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Doc == nil || len(gen.Specs) != 1 {
				continue
			}
			spec, ok := gen.Specs[0].(*ast.TypeSpec)
			if !ok {
				continue
			}
			for _, line := range gen.Doc.List {
				if name, ok := strings.CutPrefix(line.Text, directive); ok {
					if l.given[name] != nil {
						return fmt.Errorf("%s is given two structs: %s and %s", name, l.given[name].Obj().Name(), spec.Name.Name)
					}
					l.given[name] = l.types.Scope().Lookup(spec.Name.Name).Type().(*types.Named)
				}
			}
		}
	}
	return nil
}

// composerName is the type that writes the pages of a package.
const composerName = "composer"

func (l *loaded) readSpeaks() error {
	composer, ok := l.types.Scope().Lookup(composerName).(*types.TypeName)
	if !ok {
		return fmt.Errorf("%s has no type %s", l.types.Path(), composerName)
	}
	for method := range composer.Type().(*types.Named).Methods() {
		l.speaks[method.Name()] = method
	}
	return nil
}
