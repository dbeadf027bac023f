package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/labstack/echo/v4"
)

// pageRoute is a page: its address, what answers, and for how long its clock stands still.
type pageRoute struct {
	path   string
	handle pageHandler
	span   time.Duration
}

func (s *Server) pageRoutes() []pageRoute {
	return []pageRoute{
		{"/", s.handleOverview, daily},
		{"/data", s.handleDownloads, daily},
		{"/sources", s.handleSources, time.Minute},
	}
}

// measuringRoutes are the pages whose addresses ask more than which events are meant.
func (s *Server) measuringRoutes() []route {
	return []route{
		{"/study", s.handleStudy},
		{"/study/fix", s.handleFix},
		{"/studies", s.handleSavedStudies},
		{"/studies/:id", s.handleSavedStudy},
		{"/correlation", s.handleCorrelation},
		{"/methods", s.handleMethods},
		{"/events/:id", s.handleEvent},
		{"/provenance", s.handleProvenance},
		{"/provenance/bytes", s.handleProvenanceBytes},
	}
}

func (s *Server) routes() http.Handler {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.handleError
	e.JSONSerializer = serialiser{}
	e.IPExtractor, e.SchemeExtractor = clientOf(s.Proxies), s.scheme
	e.Use(s.observe, s.recoverPanics, s.secureHeaders, legible, s.known, rememberLanguage, s.slowDown)

	get := func(path string, h echo.HandlerFunc) {
		e.GET(path, h)
		e.HEAD(path, h)
	}
	for _, p := range s.pageRoutes() {
		get(p.path, s.page(p.handle, p.span))
	}
	for _, x := range slices.Concat(s.measuringRoutes(), s.deskRoutes(), s.compareRoutes()) {
		get(x.path, x.handle)
	}
	s.register(e)
	e.POST("/studies", s.handleSaveStudy)
	for _, f := range s.deskForms() {
		e.POST(f.path, f.handle)
	}
	get("/static/:name", s.handleStatic)
	get("/favicon.ico", s.handleFavicon)
	e.GET("/live", s.handleLive)
	get("/healthz", s.handleHealth)
	get("/readyz", s.handleReady)
	get("/metrics", s.handleMetrics())
	s.patterns = map[string]bool{}
	for _, r := range e.Routes() {
		s.patterns[r.Path] = true
	}
	return s.keptFirst(compressed(e))
}

// compressed answers in gzip where that saves anything.
func compressed(h http.Handler) http.Handler {
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.SuffixETag(""),
		gzhttp.ContentTypeFilter(func(t string) bool { return compressible(t) }))
	if err != nil {
		panic("web: compression: " + err.Error()) // the options are constants
	}
	return compress(h)
}

type route struct {
	path   string
	handle echo.HandlerFunc
}
