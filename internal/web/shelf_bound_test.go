package web

import (
	"fmt"
	"testing"
)

func TestShelfIsBounded(t *testing.T) {
	t.Parallel()
	s := newShelf(1000)
	for i := range 50 {
		s.put(fmt.Sprint(i), make([]byte, 100))
		s.get("0")
	}
	s.put("large", make([]byte, 600))
	if s.held != 1000 || len(s.byKey) != 10 || s.order.Len() != 10 {
		t.Errorf("%d bytes in %d answers", s.held, len(s.byKey))
	}
	if s.get("0") == nil || s.get("49") == nil || s.get("1") != nil || s.get("large") != nil {
		t.Error("not those asked for last were kept")
	}
}
