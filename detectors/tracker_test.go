package detectors

import (
	"fmt"
	"testing"
	"time"
)

type said string

func (s said) Same(o Fields) bool { return o == Fields(s) }

func TestTrackerPassesOnlyNews(t *testing.T) {
	tr := NewTracker(time.Minute)
	at := func(s int) time.Time { return time.Unix(int64(s), 0) }
	for _, c := range []struct {
		claim string
		event Event
		pass  bool
		count uint64
	}{
		{"first sighting", Event{Time: at(0), Track: "a", Fields: said("x"), Severity: Info, Evidence: Waveform}, true, 1},
		{"repeat", Event{Time: at(1), Track: "a", Fields: said("x"), Severity: Info, Evidence: Waveform}, false, 0},
		{"says something else", Event{Time: at(2), Track: "a", Fields: said("y"), Severity: Info, Evidence: Waveform}, true, 3},
		{"better evidence", Event{Time: at(3), Track: "a", Fields: said("y"), Severity: Info, Evidence: Decoded}, true, 4},
		{"weaker evidence", Event{Time: at(4), Track: "a", Fields: said("y"), Severity: Info, Evidence: Energy}, false, 0},
		{"graver", Event{Time: at(5), Track: "a", Fields: said("y"), Severity: Alert, Evidence: Decoded}, true, 6},
		{"another emitter", Event{Time: at(5), Track: "b", Fields: said("y"), Severity: Info}, true, 1},
		{"another type, same name", Event{Time: at(5), Type: Cell, Track: "a", Fields: said("y"), Severity: Info}, true, 1},
		{"forgotten, so new", Event{Time: at(66), Track: "a", Fields: said("y"), Severity: Alert, Evidence: Decoded}, true, 1},
		{"no track", Event{Time: at(66)}, true, 0},
		{"no track again", Event{Time: at(66)}, true, 0},
	} {
		pass := tr.Admit(&c.event)
		if pass != c.pass || c.event.Count != c.count {
			t.Errorf("%s: passed %v with count %d, want %v with %d", c.claim, pass, c.event.Count, c.pass, c.count)
		}
	}
}

func TestTrackerMemoryIsBounded(t *testing.T) {
	tr := NewTracker(time.Hour)
	for i := range maxTracks + 100 {
		tr.Admit(&Event{Time: time.Unix(int64(i), 0), Track: fmt.Sprint(i)})
	}
	if len(tr.tracks) > maxTracks {
		t.Errorf("%d tracks kept", len(tr.tracks))
	}
	if tr.Admit(&Event{Time: time.Unix(maxTracks+100, 0), Track: fmt.Sprint(maxTracks + 99)}) {
		t.Error("the newest track was forgotten")
	}
}

func TestActiveCountsRecentTracks(t *testing.T) {
	tr := NewTracker(time.Hour)
	tr.Admit(&Event{Type: CellAlert, Severity: Alert, Track: "a", Time: time.Unix(0, 0)})
	tr.Admit(&Event{Type: CellAlert, Severity: Watch, Track: "b", Time: time.Unix(50, 0)})
	tr.Admit(&Event{Type: Cell, Severity: Info, Track: "c", Time: time.Unix(50, 0)})
	for _, c := range []struct {
		typ   Type
		least Severity
		at    int64
		want  int
	}{
		{CellAlert, Info, 60, 2}, {CellAlert, Alert, 60, 1}, {CellAlert, Alert, 200, 0}, {Cell, Info, 60, 1}, {DroneID, Info, 60, 0},
	} {
		if got := tr.Active(c.typ, c.least, time.Unix(c.at, 0), 100*time.Second); got != c.want {
			t.Errorf("%s at %s or more at %d s: %d, want %d", c.typ, c.least, c.at, got, c.want)
		}
	}
}
