package analysis_test

import "detente/internal/civil"

func day(s string) civil.Date { return civil.MustParse(s) }
