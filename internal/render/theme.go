package render

// Theme is a set of colours.
type Theme string

// Themes.
const (
	Light Theme = "light"
	Dark  Theme = "dark"
)

// family is the font of every text. A picture is looked at where we do not know which fonts there are. The names stand
// without quotes: ECharts puts them into attributes as they are.
const family = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Noto Sans, Liberation Sans, Arial, sans-serif"

// palettes are the tokens of the style sheet, which a picture cannot ask; a test compares them with it.
var palettes = map[Theme]map[string]string{
	Light: {
		"--surface": "#ffffff", "--panel": "#f6f5f2", "--ink": "#17202a", "--muted": "#56616d", "--line": "#dcdfe3", "--strong-line": "#8a939d",
		"--accent": "#1d5a96", "--focus": "#b3541e", "--usd": "#0f6b5c", "--eur": "#7a3e9d", "--escalation": "#c23b22",
		"--de-escalation": "#1f6fb2", "--neutral": "#6c757d", "--caution": "#8a4b08", "--caution-panel": "#fdf3e1", "--marked": "#fff6d6",
	},
	Dark: {
		"--surface": "#12171c", "--panel": "#1a2128", "--ink": "#e6eaee", "--muted": "#a2adb8", "--line": "#2f3943", "--strong-line": "#73808c",
		"--accent": "#7fb8ee", "--focus": "#f0a165", "--usd": "#4cc2ad", "--eur": "#c99be8", "--escalation": "#f27a60",
		"--de-escalation": "#6cb2f0", "--neutral": "#99a4ae", "--caution": "#f0b968", "--caution-panel": "#2c2416", "--marked": "#322c17",
	},
}
