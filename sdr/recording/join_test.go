package recording

import (
	"context"
	"strings"
	"testing"
	"time"

	"vigie/internal/testdata"
	"vigie/sdr"
)

func joined(t *testing.T, paths []string, o Options, centres ...sdr.Hz) *Joined {
	t.Helper()
	var readers []*Reader
	for i, path := range paths {
		if centres != nil {
			o.Centre = centres[i]
		}
		r, err := Open(path, o)
		if err != nil {
			t.Fatal(err)
		}
		readers = append(readers, r)
	}
	j, err := Join(readers...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

func TestUndatedTuningsFollowAtOnce(t *testing.T) {
	a, b := write(t, "a.cu8", ramp(80)), write(t, "b.cu8", ramp(121))
	j := joined(t, []string{a, b, a}, Options{Rate: 1000, Receiver: "roof"}, 1e8, 2e8, 3e8)
	blocks := all(t, j)
	want := "0+40 lost 0 100MHz 0s\n40+60 lost 0 200MHz 40ms\n100+40 lost 0 300MHz 100ms\n"
	if got := outline(blocks); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	samples(t, blocks) // indices fit
	if blocks[1].Receiver != "roof" || j.Size() != 281 || j.Position() != 281 || !strings.HasPrefix(j.Warning(), b+": 1 byte of") {
		t.Errorf("receiver %q, size %d, position %d, warning %q", blocks[1].Receiver, j.Size(), j.Position(), j.Warning())
	}
}

func TestDatedTuningsKeepTheirDates(t *testing.T) {
	dated := func(date, frequency string) string {
		return sigmf(t, cu8Meta(`{"core:sample_start":0,"core:frequency":`+frequency+`,"core:datetime":"`+date+`"}`), ramp(80))
	}
	early, later := dated("2026-01-01T00:00:01Z", "1e8"), dated("2026-01-01T00:00:03Z", "2e8")
	ages := dated("2196-01-01T00:00:00Z", "4e8")
	for _, c := range []struct {
		name    string
		paths   []string
		want    string
		warning string
	}{
		{"a gap", []string{early, later}, "0+40 lost 0 100MHz 1s\n2000+40 lost 1960 200MHz 3s\n", ""},
		{"out of order", []string{later, early}, "0+40 lost 0 200MHz 3s\n40+40 lost 0 100MHz 3.04s\n", ""},
		{"the same time", []string{early, early}, "0+40 lost 0 100MHz 1s\n40+40 lost 0 100MHz 1.04s\n", ""},
		{
			"ages",
			[]string{early, ages},
			"0+40 lost 0 100MHz 1s\n40+40 lost 0 400MHz 1.04s\n",
			ages + " is dated years after the recording before it; joined to its end",
		},
	} {
		j := joined(t, c.paths, Options{})
		if got := outline(all(t, j)); got != c.want || j.Warning() != c.warning {
			t.Errorf("%s: got\n%swant\n%swarning %q", c.name, got, c.want, j.Warning())
		}
	}
}

func TestJoinNeedsOneRate(t *testing.T) {
	path := write(t, "a.cu8", ramp(80))
	a, _ := Open(path, Options{Rate: 1e6})
	b, _ := Open(path, Options{Rate: 2e6})
	defer a.Close()
	defer b.Close()
	if _, err := Join(a, b); err == nil || !strings.Contains(err.Error(), "one rate") {
		t.Errorf("two rates: %v", err)
	}
	if _, err := Join(); err == nil {
		t.Error("nothing joined without an error")
	}
}

func TestJoinedReadAllocatesNothing(t *testing.T) {
	path := write(t, "a.cu8", make([]byte, 1<<16))
	j := joined(t, []string{path, path, path}, Options{Rate: 1e6, BlockSamples: 64})
	b := sdr.Block{IQ: make([]complex64, 64)}
	if n := testing.AllocsPerRun(1400, func() {
		if err := j.Read(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a Block, want 0", n)
	}
}

// The two windows of a real cell, as replay --join reads them.
func TestJoinedWindowsOfARealCell(t *testing.T) {
	paths := []string{
		testdata.File(t, "lte-derived/f806_pci300_50rb_center_2400k.cu8"),
		testdata.File(t, "lte-derived/f806_pci300_50rb_sib1edge_2400k.cu8"),
	}
	blocks := all(t, joined(t, paths, Options{}, 806e6, 802.58e6))
	if n := len(samples(t, blocks)); n != 384000 {
		t.Errorf("%d samples of 2×192000", n)
	}
	for _, b := range blocks {
		want, since := sdr.Hz(806e6), b.Start.Sub(epoch)
		if b.Index >= 192000 {
			want = 802.58e6
		}
		if b.Centre != want || since != time.Duration(float64(b.Index)/2.4e6*1e9+0.5) {
			t.Errorf("block at %d: centre %v, %v", b.Index, b.Centre, since)
		}
	}
}
