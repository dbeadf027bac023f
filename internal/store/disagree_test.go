package store

import (
	"testing"

	"detente/internal/fx"
	"detente/internal/runlog"
)

func TestDisagreementsAreDaysOnWhichBothSpeak(t *testing.T) {
	t.Parallel()
	db, ctx := openTest(t), t.Context()
	put := func(id fx.SeriesID, set, value string, nominal int64) {
		d := day(set)
		f := fx.Fixing{Series: id, Effective: fx.CalendarOf(id).SetDate(d).AddDays(2 * fx.CalendarOf(id).Lead), Set: d, Value: fx.MustRate(value), Nominal: nominal}
		must[runlog.Counts](t)(db.PutFixings(ctx, []fx.Fixing{f}, collected, noon))
	}
	for day, euro := range map[string]string{"2022-02-07": "860", "2022-02-08": "900", "2022-02-09": "860"} {
		put(fx.CBREUR, day, euro, 10) // nominal ten: 86 and 90 roubles a euro
		put(fx.CBRUSD, day, "75", 1)
	}
	put(fx.ECBUSD, "2022-02-07", "1.1467", 1)
	put(fx.ECBUSD, "2022-02-08", "1.1467", 1) // 90 / 75 = 1.2 is 4.65 percent more
	put(fx.ECBRUB, "2022-02-08", "89", 1)     // 1.1 percent
	put(fx.ECBUSD, "2022-02-10", "2", 1)      // alone
	got := must[[]Disagreement](t)(db.Disagreements(ctx, 0.02))
	if len(got) != 1 || got[0].Set != day("2022-02-08") || got[0].What != "EUR/USD" || got[0].Difference < 0.0464 || got[0].Difference > 0.0466 {
		t.Errorf("%+v", got)
	}
}
