package web

import (
	"fmt"
	"strings"
	"testing"
)

func TestShelfIsBounded(t *testing.T) {
	t.Parallel()
	s := newShelf(1000)
	get := func(key string) *shelved { return s.get([]byte(key)) }
	for i := range 50 {
		s.put(&shelved{key: fmt.Sprint(i), body: make([]byte, 100)})
		get("0")
	}
	s.put(&shelved{key: "large", body: make([]byte, 600)})
	s.put(&shelved{key: strings.Repeat("k", 600), body: make([]byte, 1)}) // the address is the reader's to choose
	if s.held != 917 || len(s.byKey) != 9 || s.order.Len() != 9 {
		t.Errorf("%d bytes in %d answers", s.held, len(s.byKey))
	}
	if get("0") == nil || get("49") == nil || get("1") != nil || get("large") != nil {
		t.Error("not those asked for last were kept")
	}
}
