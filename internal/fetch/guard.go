package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// ErrPrivate is wrapped where an address given by a user leads to a machine that is not on the public internet.
var ErrPrivate = errors.New("address is not public")

// Guard lets connections out to public addresses only. It looks at the address that is dialled, after the name was
// resolved, so that a name that resolves to another address the second time gains nothing. Since Client follows no
// redirect, every hop of a caller that does is looked at too.
type Guard struct {
	Allow []netip.Prefix // addresses that are taken although they are not public, such as a feed of one's own network
}

// Transport returns a transport that is guarded. It uses no proxy: through one the address of the target is not seen.
func (g Guard) Transport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = nil
	t.DialContext = g.dialer().DialContext
	return t
}

// dialer asks about each address it is about to connect to, whatever name led there.
func (g Guard) dialer() *net.Dialer {
	return &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second, Control: g.control}
}

func (g Guard) control(network, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("fetch: %w: %s %q", ErrPrivate, network, address)
	}
	return g.Check(at.Addr())
}

// reserved are the special-purpose blocks of the IANA registries that netip has no name for. The last three of version 6
// hold an address of version 4 that is reached through a translator.
var reserved = prefixes("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4", "100::/64", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10", "::/96", "2001::/32", "2002::/16", "64:ff9b::/96", "64:ff9b:1::/48")

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, p := range list {
		out[i] = netip.MustParsePrefix(p)
	}
	return out
}

// Check returns an error wrapping ErrPrivate for an address that is private, shared by a carrier's customers, loopback,
// link-local, multicast or otherwise set apart, and nil for a public one and those of Allow.
func (g Guard) Check(a netip.Addr) error {
	a = a.Unmap().WithZone("")
	within := func(p netip.Prefix) bool { return p.Contains(a) }
	if slices.ContainsFunc(g.Allow, within) {
		return nil
	}
	if !a.IsValid() || !a.IsGlobalUnicast() || a.IsPrivate() || slices.ContainsFunc(reserved, within) {
		return fmt.Errorf("fetch: %w: %s is private, local or reserved; allow it in the configuration if it is meant", ErrPrivate, a)
	}
	return nil
}
