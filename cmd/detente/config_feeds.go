package main

import (
	"fmt"
	"net/netip"
	"slices"

	"detente/internal/source/feed"
)

// readFeeds lays each feed of the file over the one of its name, or adds it.
func (c configReader) readFeeds(file configFile, out *config) error {
	named := map[string]bool{}
	for n, f := range file.Feeds {
		if named[f.Name] {
			return c.reject("feed", n, "name", fmt.Sprintf("%q stands twice", f.Name))
		}
		named[f.Name] = true
		i := slices.IndexFunc(out.Feeds, func(d feed.Config) bool { return d.Name == f.Name })
		if f.Off {
			if i >= 0 {
				out.Feeds = slices.Delete(out.Feeds, i, i+1)
			}
			continue
		}
		if i < 0 {
			out.Feeds, i = append(out.Feeds, feed.Config{Name: f.Name}), len(out.Feeds)
		}
		f.over(&out.Feeds[i])
		if err := out.Feeds[i].Validate(); err != nil {
			return c.reject("feed", n, c.wrongKey(out.Feeds[i]), err.Error())
		}
		if tier := out.Feeds[i].Tier; tier != "" && tier != "official" && tier != "press" {
			return c.reject("feed", n, "tier", fmt.Sprintf("%q: want official or press", tier))
		}
	}
	return nil
}

func (f feedFile) over(out *feed.Config) {
	for _, field := range []struct {
		to   *string
		from *string
	}{{&out.URL, f.URL}, {&out.Title, f.Title}, {&out.Tier, f.Tier}} {
		if field.from != nil {
			*field.to = *field.from
		}
	}
	if f.AnyOf != nil {
		out.AnyOf = f.AnyOf
	}
	if f.NoneOf != nil {
		out.NoneOf = f.NoneOf
	}
}

// wrongKey finds the key that a feed's own check refuses, by trying it with the others set right.
func (c configReader) wrongKey(f feed.Config) string {
	for key, alone := range map[string]feed.Config{
		"name":    {Name: f.Name, URL: "https://example.org/"},
		"url":     {Name: "x", URL: f.URL},
		"any-of":  {Name: "x", URL: "https://example.org/", AnyOf: f.AnyOf},
		"none-of": {Name: "x", URL: "https://example.org/", NoneOf: f.NoneOf},
	} {
		if alone.Validate() != nil {
			return key
		}
	}
	return "name"
}

func (c configReader) readAllow(file configFile, out *config) error {
	for _, text := range file.Allow {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return c.reject("", 0, "allow", fmt.Sprintf("%q: want a network such as 10.1.0.0/16", text))
		}
		out.Allow = append(out.Allow, prefix)
	}
	return nil
}
