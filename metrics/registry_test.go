package metrics

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"vigie/acoustic"
	"vigie/detectors"
	"vigie/sdr"
)

// sensor is a setup with two detectors and one receiver on a plan of two dwells.
func sensor(t testing.TB) Setup {
	t.Helper()
	plan, err := sdr.NewPlan(sdr.Dwell{Centre: 796e6, Stay: time.Second}, sdr.Dwell{Centre: 798e6, Stay: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return Setup{
		Sensor: "roof", Version: "1.2.3",
		Receivers:   []ReceiverSetup{{Name: "rtl0", Plan: plan, Width: 2e6}},
		Microphones: []MicrophoneSetup{{Name: "mic0"}},
		Bands:       []sdr.Band{{Name: "b20", Low: 795e6, High: 799e6}},
		Specs: []detectors.Spec{
			{Name: "lte", Types: []detectors.Type{detectors.Cell}},
			{Name: "rogue", Types: []detectors.Type{detectors.CellAlert}},
			{Name: "ear", Types: []detectors.Type{detectors.Rotor}, NewEar: func(detectors.EarSetup) (detectors.Ear, error) { return nil, nil }},
		},
		Tracker: detectors.NewTracker(time.Hour),
	}
}

func block(centre sdr.Hz, n int) *sdr.Block {
	return &sdr.Block{Rate: 2.4e6, Centre: centre, Start: time.Unix(1000, 0), IQ: make([]complex64, n)}
}

// value returns the value of one series in the text exposition.
func value(t testing.TB, r *Registry, series string) float64 {
	t.Helper()
	v, ok := lookup(t, r, series)
	if !ok {
		t.Errorf("no series %s", series)
	}
	return v
}

func lookup(t testing.TB, r *Registry, series string) (v float64, ok bool) {
	t.Helper()
	text, err := exposition(r)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(text) {
		if rest, found := strings.CutPrefix(line, series+" "); found {
			_, err := fmt.Sscan(rest, &v)
			return v, err == nil
		}
	}
	return 0, false
}

func TestEverySeriesIsThereAtZeroFromTheStart(t *testing.T) {
	r := New(sensor(t))
	queue(t, r, NewRecent(1), 1)
	for _, c := range []struct {
		series string
		want   float64
	}{
		{`vigie_events_total{detector="lte",severity="info",type="cell"}`, 0},
		{`vigie_events_total{detector="lte",severity="alert",type="cell"}`, 0},
		{`vigie_events_total{detector="rogue",severity="watch",type="cell_alert"}`, 0},
		{`vigie_events_total{detector="self",severity="info",type="sensor"}`, 0},
		{`vigie_samples_total{receiver="rtl0"}`, 0},
		{`vigie_samples_lost_total{receiver="rtl0"}`, 0},
		{`vigie_receiver_up{receiver="rtl0"}`, 0},
		{`vigie_detector_up{detector="lte",receiver="rtl0"}`, 0},
		{`vigie_samples_total{receiver="mic0"}`, 0},
		{`vigie_receiver_up{receiver="mic0"}`, 0},
		{`vigie_detector_up{detector="ear",receiver="mic0"}`, 0},
		{`vigie_acoustic_deaf{receiver="mic0"}`, 0},
		{`vigie_acoustic_listened_seconds_total{receiver="mic0"}`, 0},
		{`vigie_events_total{detector="ear",severity="watch",type="rotor"}`, 0},
		{`vigie_detector_panics_total{detector="lte"}`, 0},
		{`vigie_detect_seconds_count{detector="rogue"}`, 0},
		{`vigie_event_latency_seconds_count`, 0},
		{`vigie_band_coverage_ratio{band="b20"}`, 0},
		{`vigie_clip_ratio{receiver="rtl0"}`, 0},
		{`vigie_cells{rat="lte"}`, 0},
		{`vigie_tracks{type="cell_alert"}`, 0},
		{`vigie_alert_active{type="cell"}`, 0},
		{`vigie_sink_up{sink="page"}`, 1},
		{`vigie_sink_dropped_total{sink="page"}`, 0},
	} {
		if got := value(t, r, c.series); got != c.want {
			t.Errorf("%s is %v, want %v", c.series, got, c.want)
		}
	}
	if got := value(t, r, `vigie_band_revisit_seconds{band="b20"}`); !(got >= 0 && got < 60) {
		t.Errorf("revisit %v s at the start, want the time since", got)
	}
}

func TestMetricsAreLintClean(t *testing.T) {
	problems, err := testutil.GatherAndLint(New(sensor(t)).Gatherer())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if strings.HasPrefix(p.Metric, "vigie_") {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
}

func TestTheLoopIsCounted(t *testing.T) {
	r := New(sensor(t))
	rx := r.Receiver("rtl0")
	b := block(796e6, 2.4e6)
	b.Lost, b.Clipped = 100, 24000
	rx.Block(b)
	rx.Detect("lte", 3*time.Millisecond)
	rx.Event(&detectors.Event{Type: detectors.Cell, Severity: detectors.Info, Detector: "lte"}, 4*time.Millisecond)
	rx.Event(&detectors.Event{Type: detectors.Sensor, Severity: detectors.Info}, time.Hour)
	rx.Event(&detectors.Event{Type: detectors.Emitter, Severity: detectors.Watch, Detector: "lte"}, time.Millisecond)
	rx.Panic("rogue", "index out of range", nil)
	for _, c := range []struct {
		series string
		want   float64
	}{
		{`vigie_samples_total{receiver="rtl0"}`, 2.4e6},
		{`vigie_samples_lost_total{receiver="rtl0"}`, 100},
		{`vigie_clip_ratio{receiver="rtl0"}`, 0.01},
		{`vigie_receiver_up{receiver="rtl0"}`, 1},
		{`vigie_detector_up{detector="lte",receiver="rtl0"}`, 1},
		{`vigie_detector_up{detector="rogue",receiver="rtl0"}`, 0},
		{`vigie_detect_seconds_count{detector="lte"}`, 1},
		{`vigie_detect_seconds_sum{detector="lte"}`, 0.003},
		{`vigie_events_total{detector="lte",severity="info",type="cell"}`, 1},
		{`vigie_events_total{detector="self",severity="info",type="sensor"}`, 1},
		{`vigie_events_total{detector="lte",severity="watch",type="emitter"}`, 1}, // unpromised, still counted
		{`vigie_event_latency_seconds_count`, 2},                                  // a detector's events only
		{`vigie_event_latency_seconds_bucket{le="0.005"}`, 2},
		{`vigie_detector_panics_total{detector="rogue"}`, 1},
	} {
		if got := value(t, r, c.series); got != c.want {
			t.Errorf("%s is %v, want %v", c.series, got, c.want)
		}
	}
	rx.Down()
	if got := value(t, r, `vigie_receiver_up{receiver="rtl0"}`); got != 0 {
		t.Error("a receiver said to be down is up")
	}
	if got := value(t, r, `vigie_detector_up{detector="lte",receiver="rtl0"}`); got != 0 {
		t.Error("a detector without samples is up")
	}
	rx.Block(b)
	if got := value(t, r, `vigie_receiver_up{receiver="rtl0"}`); got != 1 {
		t.Error("a receiver with samples again is down")
	}
}

func TestADetectorWithoutTurnsIsDown(t *testing.T) {
	r := New(sensor(t))
	rx := r.Receiver("rtl0")
	for range 3 {
		rx.Block(block(796e6, 10))
		rx.Detect("lte", 1)
	}
	rx.Block(block(796e6, 10)) // lte's turn at this Block is still to come
	if value(t, r, `vigie_detector_up{detector="lte",receiver="rtl0"}`) != 1 {
		t.Error("down while its turn is under way")
	}
	rx.Block(block(796e6, 10))
	if value(t, r, `vigie_detector_up{detector="lte",receiver="rtl0"}`) != 0 {
		t.Error("up though it missed its turn")
	}
}

func TestASilentReceiverIsSeen(t *testing.T) {
	r := New(sensor(t))
	rx := r.Receiver("rtl0")
	rx.Block(block(796e6, 10))
	if err := r.Ready(); err == nil || !strings.Contains(err.Error(), "mic0") {
		t.Errorf("ready says %v, want the name of the microphone", err)
	}
	r.Microphone("mic0").Sound(&acoustic.Block{Start: time.Unix(1000, 0)}, detectors.Hearing{})
	if err := r.Ready(); err != nil {
		t.Error(err)
	}
	rx.heard -= StaleAfter // as if the Block were 2 s old
	if value(t, r, `vigie_receiver_up{receiver="rtl0"}`) != 0 {
		t.Error("up after 2 s of silence")
	}
	if err := r.Ready(); err == nil || !strings.Contains(err.Error(), "rtl0") {
		t.Errorf("ready says %v, want the name of the receiver", err)
	}
}

func TestTracksNearNowAreCounted(t *testing.T) {
	s := sensor(t)
	r := New(s)
	b := block(796e6, 10)
	r.Receiver("rtl0").Block(b)
	add := func(typ detectors.Type, sev detectors.Severity, detector, track string, ago time.Duration) {
		s.Tracker.Admit(&detectors.Event{Time: b.Start.Add(-ago), Type: typ, Severity: sev, Detector: detector, Track: track})
	}
	add(detectors.Cell, detectors.Info, "lte", "a", 0)
	add(detectors.Cell, detectors.Info, "lte", "b", time.Minute)
	add(detectors.Cell, detectors.Info, "lte", "c", time.Hour)
	add(detectors.CellAlert, detectors.Alert, "rogue", "a", 0)
	add(detectors.CellAlert, detectors.Watch, "rogue", "b", 0)
	add(detectors.Sensor, detectors.Info, "", "blind", 0)
	for series, want := range map[string]float64{
		`vigie_tracks{type="cell"}`:             2,
		`vigie_cells{rat="lte"}`:                2,
		`vigie_tracks{type="cell_alert"}`:       2,
		`vigie_alert_active{type="cell_alert"}`: 1,
		`vigie_alert_active{type="cell"}`:       0,
	} {
		if got := value(t, r, series); got != want {
			t.Errorf("%s is %v, want %v", series, got, want)
		}
	}
	if _, there := lookup(t, r, `vigie_tracks{type="sensor"}`); there {
		t.Error("the sensor counts itself as near")
	}
}

func TestNothingInTheLoopAllocates(t *testing.T) {
	r := New(sensor(t))
	rx := r.Receiver("rtl0")
	b := block(796e6, 8192)
	e := detectors.Event{Type: detectors.Cell, Severity: detectors.Info, Detector: "lte"}
	frame := detectors.Frame{Block: b}
	spectrum := frame.Spectrum()
	step := func() {
		b.Centre = 1594e6 - b.Centre // to the other dwell
		rx.Block(b)
		rx.trace.kept = -time.Hour // due
		rx.Spectrum(spectrum)
		rx.Detect("lte", time.Millisecond)
		rx.Detect("rogue", time.Millisecond)
		rx.Event(&e, time.Millisecond)
	}
	step()
	if n := testing.AllocsPerRun(1000, step); n != 0 {
		t.Errorf("%v allocations a Block", n)
	}
}

func TestNoMetricIsEverNotANumber(t *testing.T) {
	s := sensor(t)
	s.Bands = append(s.Bands, sdr.Band{Name: "empty", Low: 1e6, High: 1e6})
	r := New(s)
	rx := r.Receiver("rtl0")
	for _, b := range []*sdr.Block{
		{},
		{Rate: sdr.Hz(math.NaN()), Centre: sdr.Hz(math.NaN())},
		{Rate: sdr.Hz(math.Inf(1)), IQ: make([]complex64, 3)},
		{Rate: 1, Clipped: 5, IQ: make([]complex64, 1)},
		{Rate: -1, Lost: -1, IQ: make([]complex64, 1)},
	} {
		rx.Block(b)
	}
	bad := make([]complex64, 8192)
	for i := range bad {
		bad[i] = complex(float32(math.NaN()), float32(math.Inf(1)))
	}
	for _, iq := range [][]complex64{make([]complex64, 8192), bad} {
		frame := detectors.Frame{Block: &sdr.Block{Rate: 1e6, IQ: iq}}
		rx.Block(frame.Block)
		rx.trace.kept = -time.Hour // due
		rx.Spectrum(frame.Spectrum())
		if _, err := json.Marshal([]any{r.Health(), r.Traces()}); err != nil {
			t.Error(err)
		}
	}
	rx.Detect("lte", -time.Second)
	text, err := exposition(r)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "vigie_") && (strings.Contains(line, "NaN") || strings.HasSuffix(line, "Inf\n")) {
			t.Error(line)
		}
	}
}

func BenchmarkObserveBlock(b *testing.B) {
	rx := New(sensor(b)).Receiver("rtl0")
	blk := block(796e6, 8192)
	for b.Loop() {
		rx.Block(blk)
		rx.Detect("lte", time.Millisecond)
	}
}
