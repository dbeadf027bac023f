package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// field is a field of the grammar that a word is read into: a pflag.Value, or an argument.
type field struct {
	target reflect.Value
	tag    reflect.StructTag
	name   string
	denied bool // it is set to the contrary
	taken  bool // a value was set that is not the default
}

// Type is the placeholder of the value in the help; bool is pflag's word for none.
func (f *field) Type() string {
	switch held := f.tag.Get("placeholder"); {
	case f.target.Kind() == reflect.Bool:
		return "bool"
	case held != "":
		return held
	case f.target.CanInt(), f.target.CanUint(), f.target.CanFloat():
		return "N"
	}
	return strings.ToUpper(f.name)
}

// String is the default as it is written.
func (f *field) String() string { return f.tag.Get("default") }

func (f *field) reset() {
	if def := f.String(); def != "" {
		if err := read(f.target, f.tag, def); err != nil {
			panic(fmt.Sprintf("cli: the default of --%s: %v", f.name, err))
		}
	}
}

// Set reads a value. The first replaces the default; later ones are added to a list or a map, and replace anything else.
func (f *field) Set(text string) error {
	if values := f.enum(); values != nil && !slices.Contains(values, text) {
		return fmt.Errorf("want one of %s, not %q", strings.Join(slices.DeleteFunc(values, func(v string) bool { return v == "" }), ", "), text)
	}
	if !f.taken {
		f.target.SetZero()
		f.taken = true
	}
	if err := read(f.target, f.tag, text); err != nil {
		return err
	}
	if f.denied {
		f.target.SetBool(!f.target.Bool())
	}
	return nil
}

func (f *field) enum() []string {
	if all, ok := f.tag.Lookup("enum"); ok {
		return strings.Split(all, ",")
	}
	return nil
}

// read reads text into v.
func read(v reflect.Value, tag reflect.StructTag, text string) (err error) {
	if u, ok := readsText(v); ok {
		return u.UnmarshalText([]byte(text))
	}
	switch v.Kind() {
	case reflect.String:
		text, err = located(tag.Get("type"), text)
		v.SetString(text)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		err = read(v.Elem(), tag, text)
	case reflect.Slice:
		err = readList(v, tag, text)
	case reflect.Map:
		err = readMap(v, tag, text)
	default:
		err = readNumber(v, text)
	}
	return err
}

func readNumber(v reflect.Value, text string) error {
	switch v.Kind() {
	case reflect.Bool:
		return readBool(v, text)
	case reflect.Int:
		n, err := strconv.ParseInt(text, 0, v.Type().Bits())
		v.SetInt(n)
		return number(err, text, "a whole number")
	case reflect.Uint64:
		n, err := strconv.ParseUint(text, 0, 64)
		v.SetUint(n)
		return number(err, text, "a whole number from 0")
	case reflect.Float64:
		n, err := strconv.ParseFloat(text, 64)
		v.SetFloat(n)
		return number(err, text, "a number")
	}
	panic(fmt.Sprintf("cli: a flag cannot be a %s", v.Type()))
}

func number(err error, text, want string) error {
	switch {
	case errors.Is(err, strconv.ErrRange):
		return fmt.Errorf("%s is out of range", text)
	case err != nil:
		return fmt.Errorf("%q is not %s", text, want)
	}
	return nil
}

func readBool(v reflect.Value, text string) error {
	switch strings.ToLower(text) {
	case "true", "1", "yes":
		v.SetBool(true)
	case "false", "0", "no":
		v.SetBool(false)
	default:
		return fmt.Errorf("want true or false, not %q", text)
	}
	return nil
}

func readList(v reflect.Value, tag reflect.StructTag, text string) error {
	for _, part := range split(text) {
		one := reflect.New(v.Type().Elem()).Elem()
		if err := read(one, tag, part); err != nil {
			return err
		}
		v.Set(reflect.Append(v, one))
	}
	return nil
}

// readMap reads KEY=VALUE,...: of strings, which is all that is needed.
func readMap(v reflect.Value, tag reflect.StructTag, text string) error {
	into := v.Addr().Interface().(*map[string]string)
	if *into == nil {
		*into = map[string]string{}
	}
	for _, part := range split(text) {
		key, value, ok := strings.Cut(part, "=")
		if !ok {
			return fmt.Errorf("%q: want %s", part, strings.TrimSuffix(tag.Get("placeholder"), ",.."))
		}
		(*into)[key] = value
	}
	return nil
}

// split cuts a list at its commas; one behind a backslash belongs to the word it is in, and an empty end is no word.
func split(text string) (out []string) {
	const held = "\x00"
	for _, part := range strings.Split(strings.ReplaceAll(text, `\,`, held), ",") {
		out = append(out, strings.ReplaceAll(part, held, ","))
	}
	if out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// located is a path as its type wants it; - stays, which is a standard stream.
func located(kind, path string) (string, error) {
	if kind == "" || path == "-" || (kind == "path" && path == "") {
		return path, nil
	}
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			path = filepath.Join(home, rest)
		}
	}
	path, err := filepath.Abs(path)
	if err != nil || kind != "existingfile" {
		return path, err
	}
	if is, err := os.Stat(path); err != nil {
		return path, err
	} else if is.IsDir() {
		return path, fmt.Errorf("%s is a directory: want a file", path)
	}
	return path, nil
}

// many tells whether the field holds more than one value.
func (f *field) many() bool { return f.target.Kind() == reflect.Slice }

func (f *field) required() bool {
	_, ok := f.tag.Lookup("required")
	return ok
}

// take reads arguments, whose commas are their own.
func (f *field) take(words []string) error {
	if !f.many() {
		return read(f.target, f.tag, words[0])
	}
	for _, word := range words {
		one := reflect.New(f.target.Type().Elem()).Elem()
		if err := read(one, f.tag, word); err != nil {
			return err
		}
		f.target.Set(reflect.Append(f.target, one))
	}
	return nil
}
