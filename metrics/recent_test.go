package metrics

import (
	"testing"

	"vigie/detectors"
)

func seqs(lines []Line) (s []uint64) {
	for _, l := range lines {
		s = append(s, l.Seq)
	}
	return s
}

func TestRecentKeepsTheLatest(t *testing.T) {
	r := NewRecent(3)
	for seq := range uint64(5) {
		if err := r.Write(&detectors.Event{Seq: seq + 1}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ since, first, n uint64 }{{0, 3, 3}, {3, 4, 2}, {4, 5, 1}, {5, 0, 0}, {99, 3, 3}} {
		got := seqs(r.Since(c.since))
		if uint64(len(got)) != c.n || c.n > 0 && got[0] != c.first {
			t.Errorf("since %d: %v", c.since, got)
		}
	}
}

func TestAFollowerMissesNothing(t *testing.T) {
	r := NewRecent(10)
	r.Write(&detectors.Event{Seq: 1})
	kept, more, leave := r.Follow(0)
	r.Write(&detectors.Event{Seq: 2})
	if len(kept) != 1 || (<-more).Seq != 2 {
		t.Error("an event is missing")
	}
	leave()
	r.Write(&detectors.Event{Seq: 3})
	if len(more) != 0 {
		t.Error("one who left is still followed by events")
	}
}

func TestASlowFollowerIsLetGoOf(t *testing.T) {
	r := NewRecent(1)
	_, more, leave := r.Follow(0)
	defer leave()
	for range maxBehind + 1 {
		r.Write(&detectors.Event{})
	}
	n := 0
	for range more {
		n++
	}
	if n != maxBehind || len(r.followers) != 0 {
		t.Errorf("%d events, then let go of; %d followers left", n, len(r.followers))
	}
}

func TestClosingLetsFollowersGo(t *testing.T) {
	r := NewRecent(1)
	_, more, leave := r.Follow(0)
	r.Close()
	if _, open := <-more; open {
		t.Error("still open")
	}
	leave()
}
