package sdr

import (
	"testing"
	"time"
)

func TestBands(t *testing.T) {
	for _, b := range Bands() {
		got, err := BandByName(b.Name)
		if err != nil || got != b || !(b.Low < b.High) || b.What == "" {
			t.Errorf("band %+v: found %+v, %v", b, got, err)
		}
	}
	if _, err := BandByName("b99"); err == nil {
		t.Error("b99 found")
	}
}

func TestCoverLeavesNoGap(t *testing.T) {
	for _, c := range []struct {
		low, high, width Hz
		dwells           int
	}{
		{791e6, 821e6, 1.92e6, 16},
		{433.05e6, 434.79e6, 1.92e6, 1},
		{100, 200, 50, 2},
	} {
		dwells := Cover(c.low, c.high, c.width, time.Second)
		if len(dwells) != c.dwells {
			t.Errorf("%v–%v in %v: %d dwells, want %d", c.low, c.high, c.width, len(dwells), c.dwells)
		}
		reached := c.low
		for _, d := range dwells {
			if d.Centre-c.width/2 > reached+1e-6 {
				t.Errorf("%v–%v: nothing covers %v", c.low, c.high, reached)
			}
			reached = d.Centre + c.width/2
		}
		if reached < c.high-1e-6 {
			t.Errorf("%v–%v: covered to %v only", c.low, c.high, reached)
		}
	}
}

func TestPlanGoesRound(t *testing.T) {
	p, err := NewPlan(Dwell{1e6, 2 * time.Second}, Dwell{2e6, time.Second})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct {
		move   bool
		centre Hz
		rounds int
	}{{false, 1e6, 0}, {true, 2e6, 0}, {true, 1e6, 1}, {false, 1e6, 1}} {
		if move := p.Advance(time.Second); move != c.move || p.Centre() != c.centre || p.Rounds() != c.rounds {
			t.Errorf("second %d: move %v to %v in round %d, want %+v", i, move, p.Centre(), p.Rounds(), c)
		}
	}
	if _, err := NewPlan(); err == nil {
		t.Error("a plan without a dwell was made")
	}
	if _, err := NewPlan(Dwell{0, time.Second}); err == nil {
		t.Error("a plan at 0 Hz was made")
	}
}

func TestAPlanGrantsOneStayAtATime(t *testing.T) {
	p, err := NewPlan(Dwell{Centre: 1e8, Stay: 2})
	if err != nil {
		t.Fatal(err)
	}
	if p.Ask(Dwell{Centre: 0, Stay: 1}) || p.Ask(Dwell{Centre: 1e8}) {
		t.Error("a dwell that is none was granted")
	}
	if !p.Ask(Dwell{Centre: 2e8, Stay: 3}) {
		t.Error("refused")
	}
	if p.Ask(Dwell{Centre: 3e8, Stay: 1}) {
		t.Error("granted while another waits")
	}
	if p.Advance(1) || p.Centre() != 1e8 {
		t.Error("moved before the dwell's end")
	}
	if !p.Advance(1) || p.Centre() != 2e8 || !p.Away() {
		t.Error("not moved at the dwell's end")
	}
	if p.Ask(Dwell{Centre: 3e8, Stay: 1}) {
		t.Error("granted while away")
	}
	if p.Advance(2) || !p.Advance(1) || p.Centre() != 1e8 || p.Away() {
		t.Error("not moved back")
	}
	if p.Rounds() != 1 || p.Advance(2) {
		t.Error("a plan of one dwell moved with nothing asked for")
	}
}

// TestBandPlans: windows overlap by what must be seen whole, and the rounds are as
// long as the pages say.
func TestBandPlans(t *testing.T) {
	for _, c := range []struct {
		name    string
		windows int
		stay    time.Duration
	}{
		{"b20", 28, CellStay},
		{"gsm900", 16, CellStay},
		{"ism433", 1, 2 * time.Second},
		{"srd868", 5, 2 * time.Second},
		{"ism915", 16, 2 * time.Second},
		{"fpv1200", 71, 450 * time.Millisecond},
		{"dji2400", 13, 1350 * time.Millisecond},
	} {
		b, err := BandByName(c.name)
		if err != nil {
			t.Fatal(err)
		}
		dwells := b.Plan(2.4e6, 0)
		if len(dwells) != c.windows || dwells[0].Stay != c.stay {
			t.Errorf("%s: %d windows of %v, want %d of %v", c.name, len(dwells), dwells[0].Stay, c.windows, c.stay)
		}
		if d := b.Plan(2.4e6, time.Second); d[0].Stay != time.Second {
			t.Errorf("%s: %v, want the stay that was asked for", c.name, d[0].Stay)
		}
	}
}
