package web

// pageRoute is a page: its address and what answers.
type pageRoute struct {
	path   string
	handle pageHandler
}

func (s *Server) pageRoutes() []pageRoute {
	return []pageRoute{
		{"/", s.handleOverview},
		{"/events", s.handleEvents},
		{"/data", s.handleDownloads},
		{"/sources", s.handleSources},
	}
}
