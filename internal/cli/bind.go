package cli

import (
	"encoding"
	"reflect"
	"strings"
	"unicode"

	"github.com/spf13/pflag"
)

// bind makes the commands, arguments and flags of a struct's fields.
func (c *Command) bind(in reflect.Value) {
	for i := range in.NumField() {
		f := in.Type().Field(i)
		_, command := f.Tag.Lookup("cmd")
		_, argument := f.Tag.Lookup("arg")
		switch {
		case f.Anonymous:
			c.bind(in.Field(i))
		case !f.IsExported():
		case command:
			c.commands = append(c.commands, c.below(in.Field(i), f))
		case argument:
			c.arguments = append(c.arguments, &field{target: in.Field(i), tag: f.Tag, name: named(f)})
		default:
			c.own = append(c.own, flagsOf(in.Field(i), f)...)
		}
	}
}

// below is a command of which nothing but its name is known yet: see bound.
func (c *Command) below(target reflect.Value, f reflect.StructField) *Command {
	name := named(f)
	return &Command{path: c.path + " " + name, name: name, help: f.Tag.Get("help"), target: target, env: c.env}
}

// bound makes what a command below has, once.
func (c *Command) bound(below *Command) *Command {
	if below.shared == nil {
		below.shared = c.flags()
		below.bind(below.target)
	}
	return below
}

// flagsOf are a field's flag and the one that denies it.
func flagsOf(target reflect.Value, f reflect.StructField) []*pflag.Flag {
	usage := f.Tag.Get("help")
	_, negatable := f.Tag.Lookup("negatable")
	if negatable {
		usage += " --no-" + named(f) + " turns it off."
	}
	if env := f.Tag.Get("env"); env != "" {
		usage += " [$" + strings.ReplaceAll(env, ",", ", $") + "]"
	}
	value := &field{target: target, tag: f.Tag, name: named(f)}
	value.reset()
	out := []*pflag.Flag{{Name: value.name, Shorthand: f.Tag.Get("short"), Usage: usage, Value: value, DefValue: f.Tag.Get("default")}}
	if negatable {
		out = append(out, &pflag.Flag{Name: "no-" + value.name, Value: &field{target: target, tag: f.Tag, name: value.name, denied: true}, Hidden: true})
	}
	if target.Kind() == reflect.Bool {
		for _, flag := range out {
			flag.NoOptDefVal = "true"
		}
	}
	return out
}

// named is the name of a field as it is typed: MinImportance is min-importance.
func named(f reflect.StructField) string {
	if name := f.Tag.Get("name"); name != "" {
		return name
	}
	var out strings.Builder
	var before rune
	for _, r := range f.Name {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			out.WriteByte('-')
		}
		out.WriteRune(unicode.ToLower(r))
		before = r
	}
	return out.String()
}

// readsText tells whether a value reads text itself.
func readsText(v reflect.Value) (encoding.TextUnmarshaler, bool) {
	u, ok := v.Addr().Interface().(encoding.TextUnmarshaler)
	return u, ok
}
