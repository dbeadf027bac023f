package words_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// entries reads the catalogue as it is written, file by file; a key that stands twice is an error.
func entries(t *testing.T) map[string]map[string]string {
	t.Helper()
	names, err := filepath.Glob("ru/*.json")
	if err != nil || len(names) == 0 {
		t.Fatal("no catalogue", err)
	}
	files, where := map[string]map[string]string{}, map[string]string{}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		area := map[string]string{}
		dec := json.NewDecoder(strings.NewReader(string(raw)))
		for i := 0; dec.More() || i == 0; i++ {
			tok, err := dec.Token()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			key, ok := tok.(string)
			if !ok {
				continue
			}
			var twin string
			if err := dec.Decode(&twin); err != nil {
				t.Fatalf("%s: %q: %v", name, key, err)
			}
			if other, again := where[key]; again {
				t.Errorf("%s: %q stands in %s already", name, key, other)
			}
			where[key], area[key] = name, twin
		}
		if n := strings.Count(string(raw), "\n"); n > 250 {
			t.Errorf("%s has %d lines: split it by area", name, n)
		}
		files[filepath.Base(name)] = area
	}
	return files
}

// Every key of the sources has its Russian, and no Russian is left of a key that is gone.
func TestEveryKeyHasItsTwin(t *testing.T) {
	t.Parallel()
	files, u := entries(t), sources(t)
	all := map[string]string{}
	for _, area := range files {
		for key, twin := range area {
			all[key] = twin
		}
	}
	for key, path := range u.keys {
		if _, ok := all[key]; !ok && key != "" {
			t.Errorf("%s: %q has no Russian: add it to internal/words/ru", path, key)
		}
		if twin := all[key]; verb.MatchString(key) && strings.Contains(anyVerb.ReplaceAllString(twin, ""), "%") {
			t.Errorf("%s: the Russian of %q has a lone %%: double it, fmt reads it: %q", path, key, twin)
		}
	}
	for key, path := range u.browser {
		if _, ok := files["browser.json"][key]; !ok {
			t.Errorf("%s: %q has no Russian: add it to internal/words/ru/browser.json", path, key)
		}
	}
	for key := range all {
		_, said := u.keys[key]
		_, shown := u.browser[key]
		if !said && !shown && !u.strings[key] && !u.composed(key) {
			t.Errorf("%q is said nowhere: take it out of internal/words/ru", key)
		}
	}
}

var verb = regexp.MustCompile(`%(\[\d+\])?[-+.0-9*]*[a-z]`)

// verbs lists the placeholders by the argument they stand for.
func verbs(s string) []string {
	var out []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(s, -1) {
		full := m[0]
		if m[1] != "" {
			full = "%" + strings.TrimPrefix(full, "%"+m[1])
			next = int(m[1][1]-'0') + 1
			out = append(out, string(m[1][1])+full)
			continue
		}
		out = append(out, string(rune('0'+next))+full)
		next++
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// places are the arguments alone.
func places(verbs []string) []string {
	var out []string
	for _, v := range verbs {
		out = append(out, v[:1])
	}
	return out
}

func TestPlaceholdersMatch(t *testing.T) {
	t.Parallel()
	u := sources(t)
	for name, area := range entries(t) {
		for key, twin := range area {
			if strings.TrimSpace(twin) == "" {
				t.Errorf("%s: %q has an empty twin", name, key)
			}
			one, many, counts := strings.Cut(key, "|")
			if !counts || strings.Contains(key, "|t|") {
				a, b := verbs(key), verbs(twin)
				if _, called := u.keys[key]; !called { // the arguments are found in the sentence, as text
					a, b = places(a), places(b)
				}
				if !slices.Equal(a, b) {
					t.Errorf("%s: %q has %v, its twin %v", name, key, a, b)
				}
				continue
			}
			forms := strings.Split(twin, "|")
			if len(forms) != 3 {
				t.Errorf("%s: %q wants three forms, has %d: %q", name, key, len(forms), twin)
			}
			for _, form := range forms {
				// A form may say where the number stands though the English does not.
				if a, b := verbs(many), verbs(form); !slices.Equal(a, b) && !slices.Equal(verbs(one), b) && !(len(a) == 0 && slices.Equal(b, []string{"1%s"})) {
					t.Errorf("%s: %q has %v, a form of its twin %v", name, key, a, b)
				}
			}
		}
	}
}
