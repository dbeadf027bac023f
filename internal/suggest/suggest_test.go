package suggest

import (
	"slices"
	"testing"

	"detente/internal/event"
)

func TestEveryRuleHasACodeOfTheTable(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range rules() {
		if _, ok := event.Goldstein(r.cameo); !ok {
			t.Errorf("rule %q: code %q is not in the CAMEO table", r.name, r.cameo)
		}
		if !slices.Contains(event.Categories(), r.category) {
			t.Errorf("rule %q: category %q", r.name, r.category)
		}
		if r.category == event.Market || r.category == event.MonetaryPolicy {
			if r.cameo != "010" {
				t.Errorf("rule %q: %s must be 010, so that the index does not contain the market", r.name, r.category)
			}
		}
		if seen[r.name] {
			t.Errorf("rule %q stands twice", r.name)
		}
		seen[r.name] = true
	}
}

func TestEveryActorCodeIsValid(t *testing.T) {
	t.Parallel()
	for _, a := range aliases {
		if a.code == "" {
			continue
		}
		if err := (event.Actor{Code: a.code, Name: "x", Kind: event.ActorCountry}).Validate(); err != nil {
			t.Error(err)
		}
	}
}

// The sentences are made up for this test; the codes follow the conventions of the curated table.
func TestCode(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text     string
		category event.Category
		cameo    string
	}{
		{"The European Union adopted a tenth package of sanctions against Moscow", event.Sanctions, "163"},
		{"Washington threatens new sanctions if tanks cross the border", event.Sanctions, "1312"},
		{"The US lifted sanctions on a fertiliser maker", event.Sanctions, "085"},
		{"Prague expelled eighteen Russian diplomats", event.Statement, "166"},
		{"The two presidents spoke by telephone for an hour", event.Talks, "041"},
		{"The ministers signed an agreement on grain exports", event.Treaty, "057"},
		{"Both sides agreed on a ceasefire from midnight", event.Ceasefire, "0871"},
		{"Each army accused the other after shelling broke the truce", event.MilitaryAction, "196"},
		{"Canada is sending 200 soldiers to Latvia", event.MilitaryPosture, "150"},
		{"The alliance weighs a permanent presence in the Baltics", event.MilitaryPosture, "014"},
		{"Units withdrew their troops from the border after drills", event.MilitaryPosture, "087"},
		{"A missile strike hit the port of Odesa", event.MilitaryAction, "195"},
		{"Kyiv rejected the proposal", event.Statement, "120"},
		{"The Kremlin accused NATO of escalation", event.Statement, "112"},
		{"The chancellor will meet the president on Friday", event.Talks, "036"},
		{"Leaders began talks in Geneva", event.Talks, "046"},
		{"The foreign minister arrived in Kyiv", event.Talks, "042"},
		{"The central bank raised its key rate to 20 percent", event.MonetaryPolicy, "010"},
		{"The rouble fell to a record low against the dollar", event.Market, "010"},
		{"The ruble gained on Monday", event.Market, "010"},
		{"Gazprom halted gas deliveries through the pipeline", event.Energy, "160"},
		{"Brussels consults Norway about more gas", event.Energy, "014"},
		{"ЦБ повысил ключевую ставку", event.MonetaryPolicy, "010"},
	} {
		got, ok := Code(tt.text)
		want, _ := event.Goldstein(tt.cameo)
		if !ok || got.Category != tt.category || got.Cameo != tt.cameo || got.Goldstein != want {
			t.Errorf("%q: %+v, want %s %s", tt.text, got, tt.category, tt.cameo)
		}
	}
	if got, ok := Code("Lunch was served at noon"); ok {
		t.Errorf("a text without an act is coded %+v", got)
	}
}

func TestHypotheticalAttacksAreNoAttacks(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Analysts fear that shelling could resume",
		"The general denied that missiles hit the town",
		"Officials warn of a possible air strike",
	} {
		if got, ok := Code(text); ok && got.Category == event.MilitaryAction {
			t.Errorf("%q is coded %+v", text, got)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	g := NewGazetteer([]event.Actor{{Code: "VEN", Name: "Venezuela", Kind: event.ActorCountry}})
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"The French President met Kremlin officials in Berlin", []string{"FRA", "RUS", "DEU"}},
		{"UK and British troops; Kyiv’s answer", []string{"GBR", "UKR"}},
		{"They told us that it was over", nil},
		{"The U.S. Treasury and the US", []string{"USA"}},
		{"It fell against the US dollar", nil},
		{"Under the Minsk agreements", nil},
		{"Talks in Minsk", []string{"BLR"}},
		{"Russia-backed rebels, US-led alliance", []string{"RUS", "USA"}},
		{"RUSSIA ANSWERS NATO", []string{"RUS", "NATO"}},
		{"Venezuela abstained", []string{"VEN"}},
		{"Россия и США начали переговоры, Украину не спросили", []string{"RUS", "USA", "UKR"}},
		{"", nil},
	} {
		if got := g.Find(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %v, want %v", tt.text, got, tt.want)
		}
	}
	if got := (Gazetteer{}).Find("Russia"); got != nil {
		t.Errorf("the zero gazetteer finds %v", got)
	}
}

func BenchmarkCodeOfAParagraphWithoutAnAct(b *testing.B) {
	text := "Nothing in this paragraph of ordinary length names any act that a rule knows, so that every rule is tried on it, and there are rather many of them, each with alternatives and gaps between its words."
	for b.Loop() {
		Code(text)
	}
}
