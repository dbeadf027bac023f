package main

import (
	"fmt"
	"net/netip"
	"net/url"
)

// siteFlag is where readers reach the pages: links in citations, calendars and feeds begin with it, so that a wrong one would
// be printed.
type siteFlag string

// UnmarshalText takes an address of the web and nothing behind its path.
func (s *siteFlag) UnmarshalText(text []byte) error {
	u, err := url.Parse(string(text))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%q: want the address that readers use, such as https://rates.example.org", text)
	}
	*s = siteFlag(u.String())
	return nil
}

// proxyFlag is the address of a reverse proxy, or a range of them.
type proxyFlag struct{ netip.Prefix }

// UnmarshalText takes 10.0.0.5 as 10.0.0.5/32.
func (p *proxyFlag) UnmarshalText(text []byte) (err error) {
	if one, err := netip.ParseAddr(string(text)); err == nil {
		p.Prefix = netip.PrefixFrom(one, one.BitLen())
		return nil
	}
	if p.Prefix, err = netip.ParsePrefix(string(text)); err != nil {
		return fmt.Errorf("%q: want an address such as 10.0.0.5, or a range such as 10.0.0.0/24", text)
	}
	return nil
}

func prefixes(flags []proxyFlag) []netip.Prefix {
	out := make([]netip.Prefix, len(flags))
	for i, f := range flags {
		out[i] = f.Prefix
	}
	return out
}
