package recording

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie/sdr"
)

// outline describes blocks: index, length, lost, centre in MHz, time since 2026-01-01.
func outline(blocks []sdr.Block) string {
	var s strings.Builder
	for _, b := range blocks {
		since := b.Start.Sub(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		if b.Start.Year() == 1970 {
			since = b.Start.Sub(epoch)
		}
		fmt.Fprintf(&s, "%d+%d lost %d %gMHz %v\n", b.Index, len(b.IQ), b.Lost, float64(b.Centre)/1e6, since)
	}
	return s.String()
}

func TestCaptures(t *testing.T) {
	for _, c := range []struct{ name, captures, want, warning string }{
		{"none", ``, "0+100 lost 0 0MHz 0s\n", ""},
		{
			"one", `{"core:sample_start":0,"core:frequency":796e6,"core:datetime":"2026-01-01T00:00:01.5Z"}`,
			"0+100 lost 0 796MHz 1.5s\n", "",
		},
		{
			"tunings without dates", `{"core:sample_start":0,"core:frequency":796e6},{"core:sample_start":40,"core:frequency":806e6}`,
			"0+40 lost 0 796MHz 0s\n40+60 lost 0 806MHz 40ms\n", "",
		},
		{
			"a gap between dates", `{"core:sample_start":0,"core:frequency":796e6,"core:datetime":"2026-01-01T00:00:00.000Z"},` +
				`{"core:sample_start":40,"core:frequency":806e6,"core:datetime":"2026-01-01T00:00:02.040Z"}`,
			"0+40 lost 0 796MHz 0s\n2040+60 lost 2000 806MHz 2.04s\n", "",
		},
		{
			"dates too coarse for a gap", `{"core:sample_start":0,"core:datetime":"2026-01-01T00:00:00Z"},` +
				`{"core:sample_start":40,"core:datetime":"2026-01-01T00:00:01Z"}`,
			"0+40 lost 0 0MHz 0s\n40+60 lost 0 0MHz 40ms\n", "",
		},
		{
			"samples counted by the device", `{"core:sample_start":0,"core:global_index":7,"core:datetime":"2026-01-01T00:00:00Z"},` +
				`{"core:sample_start":40,"core:global_index":147}`,
			"0+40 lost 0 0MHz 0s\n140+60 lost 100 0MHz 140ms\n", "",
		},
		{
			"a count that runs back", `{"core:sample_start":0,"core:global_index":70},{"core:sample_start":40,"core:global_index":0}`,
			"0+40 lost 0 0MHz 0s\n40+60 lost 0 0MHz 40ms\n", "core:global_index runs back at sample 40; ignored there",
		},
		{
			"a date that runs back", `{"core:sample_start":0,"core:datetime":"2026-01-01T00:00:05Z"},` +
				`{"core:sample_start":40,"core:datetime":"2026-01-01T00:00:01Z"}`,
			"0+40 lost 0 0MHz 5s\n40+60 lost 0 0MHz 5.04s\n", "capture 2 is dated before the end of the one before it; its time follows the sample clock",
		},
		{
			"only the second dated", `{"core:sample_start":0},{"core:sample_start":40,"core:datetime":"2026-01-01T00:00:01Z"}`,
			"0+40 lost 0 0MHz 960ms\n40+60 lost 0 0MHz 1s\n", "",
		},
		{
			"first after the first sample", `{"core:sample_start":40,"core:frequency":1e8}`,
			"0+40 lost 0 0MHz 0s\n40+60 lost 0 100MHz 40ms\n", "",
		},
		{
			"out of order", `{"core:sample_start":40,"core:frequency":2e8},{"core:sample_start":0,"core:frequency":1e8}`,
			"0+40 lost 0 100MHz 0s\n40+60 lost 0 200MHz 40ms\n", "the captures are out of order; read in the order of core:sample_start",
		},
		{
			"two at once", `{"core:sample_start":0,"core:frequency":1e8},{"core:sample_start":0,"core:frequency":2e8}`,
			"0+100 lost 0 200MHz 0s\n", "",
		},
		{
			"beyond the data", `{"core:sample_start":0},{"core:sample_start":100},{"core:sample_start":5000}`,
			"0+100 lost 0 0MHz 0s\n", "the data end in capture 2 of 3",
		},
		{
			"counts as other languages write them", `{"core:sample_start":0.0},{"core:sample_start":4e1,"core:frequency":"1e8"}`,
			"0+40 lost 0 0MHz 0s\n40+60 lost 0 100MHz 40ms\n", "",
		},
		{
			"a gap of ages", `{"core:sample_start":0,"core:datetime":"1926-01-01T00:00:00Z"},` +
				`{"core:sample_start":40,"core:datetime":"2026-01-01T00:00:00Z"}`,
			"0+40 lost 0 0MHz -876600h0m0s\n40+60 lost 0 0MHz -876599h59m59.96s\n", "gaps of years before sample 40; ignored",
		},
		{
			"no date", `{"core:sample_start":0,"core:datetime":"yesterday"}`,
			"0+100 lost 0 0MHz 0s\n", `core:datetime "yesterday" is no date such as 2026-11-22T01:02:03.456Z; taken as undated`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := Open(sigmf(t, cu8Meta(c.captures), ramp(200)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			blocks := all(t, r)
			if got := outline(blocks); got != c.want || r.Warning() != c.warning {
				t.Errorf("got\n%swant\n%swarning %q, want %q", got, c.want, r.Warning(), c.warning)
			}
			want := make([]complex64, 100)
			sdr.CU8.Decode(want, ramp(200))
			if !equal(samples(t, blocks), want) {
				t.Error("samples differ from those of the file")
			}
		})
	}
}

func TestStatedOverMetadata(t *testing.T) {
	meta := cu8Meta(`{"core:sample_start":0,"core:frequency":1e8,"core:datetime":"2026-01-01T00:00:00.000Z"},` +
		`{"core:sample_start":20,"core:frequency":2e8,"core:datetime":"2026-01-01T00:00:01.000Z"}`)
	r, err := Open(sigmf(t, meta, ramp(200)), Options{
		Format: sdr.CS16, Rate: 100, Centre: 3e8, LO: 5, Start: time.Unix(0, 0), Receiver: "roof",
	})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	blocks := all(t, r)
	if got, want := outline(blocks), "0+20 lost 0 300MHz 0s\n100+30 lost 80 300MHz 1s\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if b := blocks[0]; b.Receiver != "roof" || b.LO != 5 || r.Format() != sdr.CS16 {
		t.Errorf("%+v", b)
	}
}

// Non-conforming datasets: headers before each capture, a tail, another name.
func TestHeadersAndTrailer(t *testing.T) {
	for _, block := range []int{0, 3} {
		meta := `{"global":{"core:datatype":"cu8","core:sample_rate":1000,"core:version":"1.2.0",` +
			`"core:dataset":"odd name.dat","core:trailing_bytes":5},"annotations":[],` +
			`"captures":[{"core:sample_start":0,"core:header_bytes":4},{"core:sample_start":10,"core:header_bytes":30}]}`
		path := sigmf(t, meta, nil)
		content := append(append(append([]byte("HEAD"), ramp(20)...), bytes.Repeat([]byte{255}, 30)...), ramp(60)[20:]...)
		content = append(content, "TRAIL"...)
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), "odd name.dat"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := Open(path, Options{BlockSamples: block})
		if err != nil {
			t.Fatal(err)
		}
		want := make([]complex64, 30)
		sdr.CU8.Decode(want, ramp(60))
		if got := samples(t, all(t, r)); !equal(got, want) || r.Warning() != "" || r.Position() != r.Size() {
			t.Errorf("%v, want %v; warning %q, position %d of %d", got, want, r.Warning(), r.Position(), r.Size())
		}
		r.Close()
	}
}

// Recordings split over files number their samples on: core:offset.
func TestOffset(t *testing.T) {
	meta := `{"global":{"core:datatype":"cu8","core:sample_rate":1000,"core:version":"1.2.0","core:offset":1000},"annotations":[],` +
		`"captures":[{"core:sample_start":0,"core:frequency":1e8},` +
		`{"core:sample_start":500,"core:frequency":2e8,"core:datetime":"2026-01-01T00:00:00Z"},{"core:sample_start":1040,"core:frequency":3e8}]}`
	r, err := Open(sigmf(t, meta, ramp(200)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	blocks := all(t, r)
	if got, want := outline(blocks), "0+40 lost 0 200MHz 500ms\n40+60 lost 0 300MHz 540ms\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if got := r.SampleAt(blocks[1].Start.Add(10 * time.Millisecond)); got != 1050 {
		t.Errorf("SampleAt = %d, want 1050", got)
	}
}

func TestSampleAtCountsWithoutTheLost(t *testing.T) {
	meta := cu8Meta(`{"core:sample_start":0,"core:datetime":"2026-01-01T00:00:00.000Z"},` +
		`{"core:sample_start":40,"core:datetime":"2026-01-01T00:00:02.000Z"}`)
	r, err := Open(sigmf(t, meta, ramp(200)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, c := range []struct {
		at   time.Duration
		want uint64
	}{{-time.Second, 0}, {0, 0}, {7 * time.Millisecond, 7}, {time.Second, 40}, {2 * time.Second, 40}, {2005 * time.Millisecond, 45}} {
		if got := r.SampleAt(r.Start().Add(c.at)); got != c.want {
			t.Errorf("SampleAt %v = %d, want %d", c.at, got, c.want)
		}
	}
}
