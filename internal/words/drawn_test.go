package words

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// said is what JSON is to say of a decoded value, found by walking it.
func said(l Language, value any, data bool) any {
	switch v := value.(type) {
	case []any:
		for i, x := range v {
			if text, ok := x.(string); ok && data {
				v[i] = l.row(text)
			} else {
				v[i] = said(l, x, false)
			}
		}
	case map[string]any:
		for key, x := range v {
			if text, ok := x.(string); ok && slices.Contains(shown, key) {
				v[key] = l.label(text)
			} else {
				v[key] = said(l, x, key == "data")
			}
		}
	}
	return value
}

func TestJSONSaysWhatIsShownAndLeavesTheRest(t *testing.T) {
	t.Parallel()
	in := `{"name":"escalation","id":"escalation","data":["neutral","7 Feb 2022  A \\"quoted\\" title, 7 Feb 2022",["neutral",1.50,-0],{"text":"de-escalation"}],
	"series":[{"unit":"roubles","text":"7 Feb 2022","n":"neutral"}] , "neutral": {"data": "neutral", "name" : null}}`
	got, err := Russian.JSON([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer(`"name":"escalation"`, `"name":"`+Russian.label("escalation")+`"`, `["neutral","7 Feb 2022  A`, `["`+Russian.row("neutral")+`","`+Russian.Field("7 Feb 2022")+`  A`,
		`"text":"de-escalation"`, `"text":"`+Russian.label("de-escalation")+`"`, `"unit":"roubles"`, `"unit":"`+Russian.label("roubles")+`"`,
		`"text":"7 Feb 2022"`, `"text":"`+Russian.Field("7 Feb 2022")+`"`).Replace(in)
	if string(got) != want || want == in {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if _, err := Russian.JSON([]byte(`{"name":"esc`)); err == nil {
		t.Error("a string without an end is taken")
	}
}

// Values of every form, made at random, are said as a walk through what they decode to says them.
func TestJSONOfAnyForm(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	texts := append([]string{"escalation", "neutral", "7 Feb 2022", "7 Feb 2022  a title", "data", "a,b:{[\"\\]}", "</script>", "\u2028", "ё", ""}, shown...)
	var made func(depth int) any
	made = func(depth int) any {
		kind := random.IntN(6)
		if depth == 0 {
			kind %= 4
		}
		switch kind {
		case 0, 1:
			return texts[random.IntN(len(texts))]
		case 2:
			return random.IntN(2) == 0
		case 3:
			return json.Number(fmt.Sprint(random.IntN(1000)))
		case 4:
			list := make([]any, random.IntN(4))
			for i := range list {
				list[i] = made(depth - 1)
			}
			return list
		}
		object := map[string]any{}
		for range random.IntN(5) {
			object[texts[random.IntN(len(texts))]] = made(depth - 1)
		}
		return object
	}
	decode := func(raw []byte) (v any) {
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatalf("%v: %s", err, raw)
		}
		return v
	}
	for range 2000 {
		raw, err := json.Marshal(made(5))
		if err != nil {
			t.Fatal(err)
		}
		got, err := Russian.JSON(raw)
		if err != nil {
			t.Fatal(err)
		}
		if want := said(Russian, decode(raw), false); !reflect.DeepEqual(decode(got), want) {
			t.Fatalf("%s\nis said as %s\nwant %v", raw, got, want)
		}
	}
}
