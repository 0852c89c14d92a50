package rotor

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
	"time"

	"vigie/acoustic"
	"vigie/detectors"
	"vigie/detectors/rotor/timbre"
)

// random is white noise, from a generator of its own.
type random uint64

func (r *random) next() float64 {
	*r = *r*6364136223846793005 + 1442695040888963407
	return float64(*r>>40)/(1<<23) - 1
}

func model(t testing.TB) *Model {
	t.Helper()
	m, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// events hears sound in pieces of one length and returns what was emitted.
func events(d *Detector, x []float32, piece int, band float64) (all []detectors.Event) {
	emit := func(e detectors.Event) { all = append(all, e) }
	for at := 0; at < len(x); at += piece {
		end := min(len(x), at+piece)
		d.Hear(block(x, at, end), emit)
	}
	d.Flush(emit)
	return all
}

func block(x []float32, at, end int) *acoustic.Block {
	b := &acoustic.Block{Index: uint64(at), Channels: 1, Band: 8000}
	b.Start = time.Unix(0, 0).UTC().Add(acoustic.Rate.Duration(uint64(at)))
	b.PCM[0] = x[at:end]
	return b
}

// looped is sound again and again.
func looped(x []float32, seconds float64) []float32 {
	y := make([]float32, int(seconds*timbre.RateHz))
	for i := range y {
		y[i] = x[i%len(x)]
	}
	return y
}

const hovering = "drone/dp_Phantom_Test_File1_00.wav"

// TestALastingDroneIsWatchedThenAlerted on a real one, heard for half a minute.
func TestALastingDroneIsWatchedThenAlerted(t *testing.T) {
	all := events(model(t).Ear(detectors.EarSetup{Channels: 1}), looped(sound(t, hovering), 30), 1024, 8000)
	var watched, alerted time.Duration
	for _, e := range all {
		f, ok := e.Fields.(Fields)
		if !ok || f.Class != "multirotor" {
			t.Errorf("%s: %+v", e.Reason, e.Fields)
			continue
		}
		at := e.Time.Sub(time.Unix(0, 0))
		switch {
		case e.Severity == detectors.Watch && watched == 0:
			watched = at
			if e.Evidence != detectors.Waveform || f.F0Hz != 0 {
				t.Errorf("first said: %+v", e)
			}
		case e.Severity == detectors.Alert && alerted == 0:
			alerted = at
			if e.Evidence != detectors.Link || f.F0Hz == 0 {
				t.Errorf("alert: %+v", e)
			}
		}
	}
	if watched == 0 || watched > 3*time.Second {
		t.Errorf("decided after %v, want 3 s at most", watched)
	}
	if alerted < 10*time.Second || alerted > 20*time.Second {
		t.Errorf("alert after %v", alerted)
	}
}

func TestItMattersNotHowSoundIsCut(t *testing.T) {
	x := looped(sound(t, hovering), 12)
	want, err := json.Marshal(events(model(t).Ear(detectors.EarSetup{Channels: 1}), x, len(x), 8000))
	if err != nil {
		t.Fatal(err)
	}
	for _, piece := range []int{160, 1024, 5000} {
		got, err := json.Marshal(events(model(t).Ear(detectors.EarSetup{Channels: 1}), x, piece, 8000))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("in pieces of %d:\n%s\nwhole:\n%s", piece, got, want)
		}
	}
}

// TestOneSecondIsJudgedOnWhatThereIs: the end of a recording decides on less.
func TestOneSecondIsJudgedOnWhatThereIs(t *testing.T) {
	x := sound(t, hovering)[:timbre.RateHz*9/10]
	d := model(t).Ear(detectors.EarSetup{Channels: 1})
	all := events(d, x, 1024, 8000)
	var s detectors.SummaryFields
	d.Summarize(&s)
	if s.Rotor == nil || s.Rotor.MaxProbability < 0.5 || s.Rotor.MaxProbability != s.Rotor.MeanProbability {
		t.Errorf("summary %+v", s.Rotor)
	}
	if len(all) > 1 {
		t.Errorf("%d events", len(all))
	}
}

// TestWhatIsNoSoundSaysNothing: silence, zeros, a constant, full scale, noise of
// the converter, no numbers.
func TestWhatIsNoSoundSaysNothing(t *testing.T) {
	r := random(1)
	const n = 10 * timbre.RateHz
	for name, at := range map[string]func(i int) float64{
		"zeros":      func(int) float64 { return 0 },
		"constant":   func(int) float64 { return 0.4 },
		"last bit":   func(int) float64 { return math.Round(r.next()) / 32768 },
		"full scale": func(i int) float64 { return math.Copysign(1, math.Sin(float64(i)*0.2)) },
		"white":      func(int) float64 { return 0.1 * r.next() },
		"no numbers": func(i int) float64 {
			if i%1000 == 7 {
				return math.NaN()
			}
			return 0.1 * r.next()
		},
		"infinite": func(i int) float64 {
			if i%5000 == 7 {
				return math.Inf(1)
			}
			return 0.1 * r.next()
		},
		"1 kHz": func(i int) float64 { return 0.3 * math.Sin(2*math.Pi*1000*float64(i)/timbre.RateHz) },
	} {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(at(i))
		}
		d := model(t).Ear(detectors.EarSetup{Channels: 1})
		for _, e := range events(d, x, 1024, 8000) {
			if e.Severity != detectors.Info {
				t.Errorf("%s: %s (%+v)", name, e.Reason, e.Fields)
			}
		}
		var s detectors.SummaryFields
		d.Summarize(&s)
		if name == "zeros" && s.Rotor != nil {
			t.Errorf("zeros were judged: %+v", s.Rotor)
		}
	}
}

// TestADropoutIsNoStep: samples that are missing leave a gap, not a click, and
// the look begins anew.
func TestADropoutIsNoStep(t *testing.T) {
	x := looped(sound(t, hovering), 12)
	d := model(t).Ear(detectors.EarSetup{Channels: 1})
	var all []detectors.Event
	emit := func(e detectors.Event) { all = append(all, e) }
	for at := 0; at+1024 <= len(x); at += 1024 {
		if at/1024%64 == 60 {
			continue
		}
		d.Hear(block(x, at, at+1024), emit)
	}
	if len(all) == 0 || all[len(all)-1].Severity == detectors.Info {
		t.Errorf("a drone with dropouts gave %+v", all)
	}
}

func TestANarrowSourceSaysWhatItCannotJudge(t *testing.T) {
	x := looped(sound(t, hovering), 3)
	d := model(t).Ear(detectors.EarSetup{Channels: 1})
	said := 0
	for at := 0; at+1024 <= len(x); at += 1024 {
		b := block(x, at, at+1024)
		b.Band = 4000
		d.Hear(b, func(e detectors.Event) {
			if f, ok := e.Fields.(detectors.SensorFields); ok && e.Type == detectors.Sensor && f.What == "band" {
				said++
			}
		})
	}
	if said != 1 {
		t.Errorf("said %d times", said)
	}
}

// TestASiteIsGotUsedTo: what goes on for long no longer counts, and what stops is
// forgotten again.
func TestASiteIsGotUsedTo(t *testing.T) {
	m := model(t)
	var s site
	s.start(m)
	fan := Opinion{}
	threshold := m.Calibration[Multirotor].Threshold
	fan.Probability[Multirotor] = threshold + (1-threshold)/4
	heard := func() bool { return Logit(fan.Probability[Multirotor]) >= s.bars(m)[Multirotor] }
	if !heard() {
		t.Fatal("not heard on the first day")
	}
	minutes := 0.
	for heard() && minutes < 120 {
		s.used(m, &fan)
		minutes += LookSeconds / 60
	}
	if minutes < 8 || minutes > 40 {
		t.Errorf("got used to in %.0f minutes", minutes)
	}
	quiet := Opinion{}
	hours := 0.
	for !heard() && hours < 100 {
		s.used(m, &quiet)
		hours += LookSeconds / 3600
	}
	if hours == 0 || hours > 24 {
		t.Errorf("heard again after %.1f quiet hours", hours)
	}
}

func TestAPairStatesASector(t *testing.T) {
	x := looped(sound(t, hovering), 14)
	const spacing, delay = 0.4, 10 // samples: 0.62 ms, 32° towards the second
	d := model(t).Ear(detectors.EarSetup{Channels: 2, SpacingM: spacing})
	var last detectors.Event
	for at := delay; at+1024 <= len(x); at += 1024 {
		b := block(x, at-delay, at+1024-delay)
		b.Channels, b.PCM[1] = 2, x[at:at+1024]
		d.Hear(b, func(e detectors.Event) { last = e })
	}
	f, ok := last.Fields.(Fields)
	if !ok || f.BearingDeg == nil || *f.BearingDeg != 30 {
		t.Errorf("%+v", last.Fields)
	}
}

func TestFieldsAreSame(t *testing.T) {
	north, south := 0., 15.
	for _, c := range []struct {
		a, b detectors.Fields
		want bool
	}{
		{Fields{Class: "multirotor", Probability: 0.9}, Fields{Class: "multirotor", Probability: 0.95, F0Hz: 110}, true},
		{Fields{Class: "multirotor"}, Fields{Class: "helicopter"}, false},
		{Fields{Class: "multirotor"}, Fields{Class: "multirotor", BearingDeg: &north}, false},
		{Fields{Class: "multirotor", BearingDeg: &north}, Fields{Class: "multirotor", BearingDeg: &south}, false},
		{Fields{Class: "multirotor"}, detectors.SensorFields{}, false},
	} {
		if got := c.a.Same(c.b); got != c.want {
			t.Errorf("%+v same as %+v: %v", c.a, c.b, got)
		}
	}
}

func TestSixOfEightLooksReachIt(t *testing.T) {
	for _, c := range []struct {
		votes []float64
		want  float64
	}{
		{[]float64{0.7}, 0.7},
		{[]float64{0.7, 0.2}, 0.2},
		{[]float64{0.7, 0.2, 0.8, 0.9}, 0.7},
		{[]float64{0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.1, 0.1}, 0.9},
		{[]float64{0.9, 0.9, 0.9, 0.9, 0.9, 0.5, 0.1, 0.1}, 0.5},
		{[]float64{0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.1, 0.1}, 0.9},
	} {
		var w Window
		for _, v := range c.votes {
			w.Add(&[Classes]float64{Multirotor: v})
		}
		if got := w.most()[Multirotor]; got != c.want {
			t.Errorf("%v: %v, want %v", c.votes, got, c.want)
		}
	}
}

func TestModelsOfAnotherFormAreRefused(t *testing.T) {
	good := model(t).Encode()
	if !reflect.DeepEqual(good, embedded) {
		t.Error("the embedded model does not come out as it went in")
	}
	for _, bad := range [][]byte{nil, []byte("RIFF"), good[:len(good)/2], append([]byte(nil), good[1:]...)} {
		if _, err := Decode(bad, len(timbre.Names)); err == nil {
			t.Errorf("%d octets were taken for a model", len(bad))
		}
	}
	if _, err := Decode(good, len(timbre.Names)+1); err == nil {
		t.Error("a model for other features was taken")
	}
	if len(embedded) > 1<<20 {
		t.Errorf("the model has %d octets", len(embedded))
	}
}

// TestHearingAllocatesNothing, looks included.
func TestHearingAllocatesNothing(t *testing.T) {
	r := random(1)
	x := make([]float32, timbre.RateHz)
	for i := range x {
		x[i] = float32(0.1 * r.next())
	}
	d := model(t).Ear(detectors.EarSetup{Channels: 1})
	index := uint64(0)
	b := block(x, 0, len(x))
	emit := func(detectors.Event) {}
	if n := testing.AllocsPerRun(5, func() {
		b.Index = index
		d.Hear(b, emit)
		index += uint64(len(x))
	}); n > 0 {
		t.Errorf("%v allocations a second of sound", n)
	}
}

// BenchmarkSecond is the work of one microphone for a second of sound.
func BenchmarkSecond(b *testing.B) {
	r := random(1)
	x := make([]float32, timbre.RateHz)
	for i := range x {
		x[i] = float32(0.1 * r.next())
	}
	d := model(b).Ear(detectors.EarSetup{Channels: 1})
	blk := block(x, 0, len(x))
	emit := func(detectors.Event) {}
	b.ReportAllocs()
	for b.Loop() {
		d.Hear(blk, emit)
		blk.Index += uint64(len(x))
	}
}
