package metrics

import (
	"testing"
	"time"

	"vigie/sdr"
)

func TestCoverageAndRevisitOfABand(t *testing.T) {
	plan, err := sdr.NewPlan(sdr.Dwell{Centre: 101e6, Stay: 2 * time.Second}, sdr.Dwell{Centre: 103e6, Stay: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	const s = time.Second
	type visit struct {
		at     time.Duration
		centre sdr.Hz
	}
	for _, c := range []struct {
		claim    string
		plan     *sdr.Plan
		visits   []visit
		now      time.Duration
		coverage float64
		revisit  time.Duration
	}{
		{"nothing seen: the whole time since the start", plan, nil, 9 * s, 0, 9 * s},
		{"one of two windows: the other has waited since the start", plan, []visit{{8 * s, 101e6}}, 9 * s, 0.5, 9 * s},
		{"both windows, once", plan, []visit{{1 * s, 101e6}, {3 * s, 103e6}}, 4 * s, 1, 3 * s},
		{"hopping: the gap between two visits", plan, []visit{{1 * s, 101e6}, {3 * s, 103e6}, {5 * s, 101e6}, {7 * s, 103e6}}, 8 * s, 1, 4 * s},
		{"stuck on one window: the other goes stale", plan, []visit{{1 * s, 101e6}, {3 * s, 103e6}, {20 * s, 101e6}}, 20 * s, 0.5, 19 * s},
		{"staying: watched all the time", nil, []visit{{1 * s, 101e6}, {1*s + 50*time.Millisecond, 101e6}}, 1*s + 100*time.Millisecond, 0.5, 0},
		{"staying, then silent", nil, []visit{{1 * s, 101e6}, {1*s + 50*time.Millisecond, 101e6}}, 11*s + 50*time.Millisecond, 0, 10 * s},
		{"elsewhere", nil, []visit{{1 * s, 900e6}}, 2 * s, 0, 2 * s},
		{"overlapping windows count once", nil, []visit{{1 * s, 101e6}, {1 * s, 101.5e6}}, 1 * s, 0.625, 1 * s},
	} {
		r := &Registry{setup: Setup{Bands: []sdr.Band{{Name: "band", Low: 100e6, High: 104e6}}}, receivers: []*Receiver{{watched: newWatch(c.plan)}}}
		for _, v := range c.visits {
			r.receivers[0].watched.see(v.centre, 2e6, v.at)
		}
		coverage, revisit := r.band(r.setup.Bands[0], c.now)
		if coverage != c.coverage || revisit != c.revisit {
			t.Errorf("%s: coverage %v, revisit %v; want %v, %v", c.claim, coverage, revisit, c.coverage, c.revisit)
		}
	}
}

func TestTwoReceiversShareABand(t *testing.T) {
	r := &Registry{receivers: []*Receiver{{watched: newWatch(nil)}, {watched: newWatch(nil)}}}
	r.receivers[0].watched.see(103e6, 2e6, time.Second)
	r.receivers[1].watched.see(101e6, 2e6, time.Second)
	if coverage, _ := r.band(sdr.Band{Low: 100e6, High: 104e6}, time.Second); coverage != 1 {
		t.Errorf("coverage %v, want 1", coverage)
	}
}

func TestMemoryOfWindowsIsBounded(t *testing.T) {
	w := newWatch(nil)
	for i := range 3 * maxWindows {
		w.see(sdr.Hz(i), 1, time.Duration(i+1))
	}
	if len(w.windows) != maxWindows {
		t.Errorf("%d windows kept", len(w.windows))
	}
}
