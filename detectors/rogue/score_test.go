package rogue

import (
	"math"
	"strings"
	"testing"
	"time"

	"vigie/detectors"
)

// TestNoWeakSignAloneAlarms: every sign at its fullest, alone, at every RAT.
func TestNoWeakSignAloneAlarms(t *testing.T) {
	j := New(Setup{})
	for _, ind := range Catalogue() {
		ind.See = func(*view) (float64, string) { return ind.Weight, "full" }
		rat := ind.RAT
		if rat == "any" {
			rat = gsmRAT
		}
		v := weigh(DefaultPrior, []Indicator{ind}, &view{cell: &Cell{RAT: rat}})
		severity, _, _ := j.severity(v)
		if alarms := severity == detectors.Alert; alarms != ind.Strong {
			t.Errorf("%s alone: %s (score %.1f), strong %t", ind.ID, severity, v.Score, ind.Strong)
		}
	}
}

// TestAGroupAloneAlarmsOnlyByAStrongSign: all weak signs of one group together
// stay below an alert, because one innocent cause can set them all off.
func TestAGroupAloneAlarmsOnlyByAStrongSign(t *testing.T) {
	groups := map[string][]Indicator{}
	for _, ind := range Catalogue() {
		if !ind.Strong {
			ind.RAT = "any"
			ind.See = func(*view) (float64, string) { return ind.Weight, "full" }
			groups[ind.Group.Name] = append(groups[ind.Group.Name], ind)
		}
	}
	for name, signs := range groups {
		v := weigh(DefaultPrior, signs, &view{cell: &Cell{RAT: gsmRAT}})
		if s, _, _ := New(Setup{}).severity(v); s == detectors.Alert {
			t.Errorf("group %s alone: %s (score %.1f of %d signs)", name, s, v.Score, len(signs))
		}
	}
}

func TestScores(t *testing.T) {
	sign := func(id string, g Group, w float64) Indicator {
		return Indicator{ID: id, RAT: "any", Group: g, Weight: math.Max(w, 0), See: func(*view) (float64, string) { return w, "" }}
	}
	for _, c := range []struct {
		what  string
		signs []Indicator
		score float64
	}{
		{"nothing", nil, -4},
		{"one", []Indicator{sign("a", areaGroup, 1)}, -3},
		{"capped", []Indicator{sign("a", areaGroup, 3), sign("b", areaGroup, 3)}, -0.5},
		{"two groups", []Indicator{sign("a", areaGroup, 3), sign("b", clockGroup, 2)}, 1},
		{"for the cell", []Indicator{sign("a", areaGroup, 3), sign("b", familiarGroup, -1.5)}, -2.5},
		{"a sign cannot exceed its weight", []Indicator{{ID: "a", RAT: "any", Group: downGroup, Weight: 1, See: func(*view) (float64, string) { return 5, "" }}}, -3},
		{"another RAT's", []Indicator{{ID: "a", RAT: nrRAT, Group: downGroup, Weight: 1, See: func(*view) (float64, string) { return 1, "" }}}, -4},
	} {
		v := weigh(DefaultPrior, c.signs, &view{cell: &Cell{RAT: gsmRAT}})
		if math.Abs(v.Score-c.score) > 0.011 {
			t.Errorf("%s: %.2f, want %.2f", c.what, v.Score, c.score)
		}
		if p := v.Probability(); math.Abs(p-1/(1+math.Pow(10, -c.score))) > 1e-3 {
			t.Errorf("%s: probability %g", c.what, p)
		}
	}
}

func TestThresholdsMayBeChosen(t *testing.T) {
	strict := newBench(Setup{Alert: 5, Watch: 3})
	lab := lteCell(1, 27448321).with(fields{"plmns": []string{"001-01"}, "tac": 1, "q_rx_lev_min_dbm": -140, "scheduled": []string{"sib3"}, "rb": 6, "ports": 1})
	strict.hear(noon, 796e6, 20, lab)
	if len(strict.said) != 1 || strict.said[0].Severity != detectors.Watch {
		t.Errorf("strict thresholds: %v", strict.said)
	}
}

// TestCatalogueIsComplete: every indicator says all that it must, once.
func TestCatalogueIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, i := range Catalogue() {
		if seen[i.ID] {
			t.Errorf("%s is there twice", i.ID)
		}
		seen[i.ID] = true
		for _, text := range []detectors.Text{i.Looks, i.When, i.Why, i.Innocent, i.Group.Title} {
			if len(text.EN) < 5 || len(text.FR) < 5 || text.EN == text.FR && !strings.Contains(text.EN, "radio") {
				t.Errorf("%s: text missing or not translated: %+v", i.ID, text)
			}
		}
		if i.Version < 1 || i.See == nil || i.Weight > i.Group.Cap {
			t.Errorf("%s: version %d, weight %g of group cap %g", i.ID, i.Version, i.Weight, i.Group.Cap)
		}
	}
	for _, o := range Omissions() {
		if seen[o.ID] || o.Why.EN == "" || o.Why.FR == "" {
			t.Errorf("omission %s", o.ID)
		}
	}
}

func TestTimeGoingBackwardsHarmsNothing(t *testing.T) {
	b := newBench(Setup{})
	for i := range 200 {
		b.hear(noon.Add(time.Duration(i%7-3)*time.Hour), 806e6, 10, lteCell(300, 46136580))
	}
	if len(b.said) != 0 {
		t.Errorf("an ordinary cell with a jumping clock: %s", b.said[0].Reason)
	}
}

func TestOtherEventsArePassedOver(t *testing.T) {
	j := New(Setup{})
	for _, e := range []detectors.Event{
		{Type: detectors.Rotor}, {Type: detectors.Cell}, {Type: detectors.Cell, Fields: fields{"rat": 7}}, {Type: detectors.Cell, Fields: fields{"pci": "x"}},
	} {
		j.See(&e, func(e detectors.Event) { t.Errorf("said %s", e.Reason) })
	}
}
