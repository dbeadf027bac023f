package event

import (
	"fmt"
	"slices"
	"strings"

	"detente/internal/near"
)

// Kinds of actor.
const (
	ActorCountry      = "country"
	ActorOrganisation = "organisation"
)

// Actor is a state or an organisation that events name by its code.
type Actor struct {
	Code string // ISO 3166 alpha-3, or an organisation's code such as NATO
	Name string
	Kind string // ActorCountry or ActorOrganisation
}

// Validate says which field of a breaks which rule, wrapping ErrInvalid, or nil.
func (a Actor) Validate() error {
	switch {
	case !actorCode.MatchString(a.Code):
		return fmt.Errorf("event: %w: actor %q: want an ISO 3166 code of three letters, or an organisation's code such as NATO", ErrInvalid, a.Code)
	case a.Name == "":
		return fmt.Errorf("event: %w: actor %s has no name", ErrInvalid, a.Code)
	case a.Kind != ActorCountry && a.Kind != ActorOrganisation:
		return fmt.Errorf("event: %w: actor %s: kind %q: want %s or %s", ErrInvalid, a.Code, a.Kind, ActorCountry, ActorOrganisation)
	}
	return nil
}

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
