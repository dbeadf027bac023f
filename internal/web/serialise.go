package web

import (
	"encoding/json"

	"github.com/labstack/echo/v4"
)

// serialiser writes JSON as every answer here has it: <, > and & stand as they are, since the type and nosniff keep an
// answer from being a page.
type serialiser struct{ echo.DefaultJSONSerializer }

// Serialize writes i; indent is empty.
func (serialiser) Serialize(c echo.Context, i any, indent string) error {
	out := json.NewEncoder(c.Response())
	out.SetEscapeHTML(false)
	out.SetIndent("", indent)
	return out.Encode(i)
}
