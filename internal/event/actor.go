package event

import "fmt"

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
