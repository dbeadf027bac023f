package event

import (
	"slices"
	"strings"

	"detente/internal/near"
)

// ActorsLike are the actors whose code or name resembles code, as "UKR (Ukraine)", the likest first.
func ActorsLike(code string, actors []Actor) []string {
	names := map[string]string{}
	var said []string
	for _, a := range actors {
		shown := a.Code + " (" + a.Name + ")"
		names[a.Code], names[strings.ToUpper(a.Name)] = shown, shown
		said = append(said, a.Code, strings.ToUpper(a.Name))
	}
	var alike []string
	for _, word := range near.Words(strings.ToUpper(code), said) {
		if !slices.Contains(alike, names[word]) {
			alike = append(alike, names[word])
		}
	}
	return alike
}
