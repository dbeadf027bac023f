package web

// pageRoute is a page: its address and what answers.
type pageRoute struct {
	path   string
	handle pageHandler
}

func (s *Server) pageRoutes() []pageRoute {
	return []pageRoute{
		{"/", s.handleOverview},
		{"/data", s.handleDownloads},
		{"/sources", s.handleSources},
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
