package web

import (
	"fmt"
	"math"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"
)

// Pace is how often one client may ask for what is dear: results that are computed, drawings and whole tables. The zero Pace
// sets no bound.
type Pace struct {
	PerMinute int
	Burst     int
}

// pacer keeps one allowance a client. A client is an address; of version 6 the network of 64 bits, which one household has.
type pacer struct {
	pace    Pace
	mu      sync.Mutex
	clients map[string]*rate.Limiter
}

// maxClients bounds the memory: beyond it all allowances begin anew, which costs at most a burst each.
const maxClients = 10_000

// wait returns how long a client must wait, zero where it is served now.
func (p *pacer) wait(address string, now time.Time) time.Duration {
	if p.pace.PerMinute <= 0 {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	key := network(address)
	one, ok := p.clients[key]
	if !ok {
		if p.clients == nil || len(p.clients) >= maxClients {
			p.clients = map[string]*rate.Limiter{}
		}
		one = rate.NewLimiter(rate.Limit(p.pace.PerMinute)/60, max(p.pace.Burst, 1))
		p.clients[key] = one
	}
	held := one.ReserveN(now, 1)
	delay := held.DelayFrom(now)
	if delay > 0 {
		held.CancelAt(now) // it is refused, and so costs nothing
	}
	return delay
}

func network(address string) string {
	at, err := netip.ParseAddr(address)
	if err != nil || at.Unmap().Is4() {
		return address
	}
	within, err := at.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return within.String()
}

// dear are the beginnings of the addresses that cost much; a suffix that makes a file costs as much anywhere.
var (
	dear      = []string{"/study", "/correlation", "/studies", "/api/v1/study", "/api/v1/correlation", "/grafana/query"}
	dearFiles = []string{".xlsx", ".svg", ".png", ".csv", ".ndjson"}
)

func costly(path string) bool {
	if strings.HasPrefix(path, "/static/") {
		return false
	}
	for _, d := range dear {
		if strings.HasPrefix(path, d) {
			return true
		}
	}
	for _, d := range dearFiles {
		if strings.HasSuffix(path, d) {
			return true
		}
	}
	return false
}

// slowDown refuses who asks for too much that is dear, and says when to come back; everything else is served.
func (s *Server) slowDown(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !costly(c.Request().URL.Path) {
			return next(c)
		}
		if wait := s.pacer.wait(c.RealIP(), s.Now()); wait > 0 {
			seconds := int(math.Ceil(wait.Seconds()))
			c.Response().Header().Set("Retry-After", fmt.Sprint(seconds))
			return &refusal{http.StatusTooManyRequests, "Too many requests", fmt.Sprintf("Results, drawings and files are made for one reader %d times a minute here. Try again in %s.", s.Pace.PerMinute, plural(seconds, "second", "seconds"))}
		}
		return next(c)
	}
}

// clientOf finds who asks. A header is believed where a proxy of the operator's sent it, and nowhere else.
func clientOf(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		_, block, err := net.ParseCIDR(p.Masked().String())
		if err == nil { // a prefix that was parsed prints as one
			trust = append(trust, echo.TrustIPRange(block))
		}
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}
