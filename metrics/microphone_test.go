package metrics

import (
	"testing"
	"time"

	"vigie/acoustic"
	"vigie/detectors"
)

func TestAMicrophoneIsCounted(t *testing.T) {
	r := New(sensor(t))
	m := r.Microphone("mic0")
	if r.Microphone("rtl0") != nil || m == nil {
		t.Fatal("microphones and receivers are mixed up")
	}
	b := &acoustic.Block{Channels: 2, Start: time.Unix(1000, 0), Lost: 100, Clipped: 320}
	b.PCM[0], b.PCM[1] = make([]float32, int(acoustic.Rate)), make([]float32, int(acoustic.Rate))
	m.Sound(b, detectors.Hearing{})
	if _, there := lookup(t, r, `vigie_acoustic_level_dbfs{receiver="mic0"}`); there {
		t.Error("a level before it is known")
	}
	m.Sound(b, detectors.Hearing{LevelDBFS: -47, Known: true, Deaf: true})
	m.Detect("ear", time.Millisecond)
	for series, want := range map[string]float64{
		`vigie_samples_total{receiver="mic0"}`:                   32000,
		`vigie_samples_lost_total{receiver="mic0"}`:              200,
		`vigie_clip_ratio{receiver="mic0"}`:                      0.01,
		`vigie_receiver_up{receiver="mic0"}`:                     1,
		`vigie_receiver_up{receiver="rtl0"}`:                     0,
		`vigie_acoustic_level_dbfs{receiver="mic0"}`:             -47,
		`vigie_acoustic_deaf{receiver="mic0"}`:                   1,
		`vigie_acoustic_listened_seconds_total{receiver="mic0"}`: 2,
		`vigie_detector_up{detector="ear",receiver="mic0"}`:      1,
	} {
		if got := value(t, r, series); got != want {
			t.Errorf("%s is %v, want %v", series, got, want)
		}
	}
	if _, there := lookup(t, r, `vigie_detector_up{detector="lte",receiver="mic0"}`); there {
		t.Error("a detector of radio stands beside a microphone")
	}
	if _, there := lookup(t, r, `vigie_detector_up{detector="ear",receiver="rtl0"}`); there {
		t.Error("an ear stands beside a receiver")
	}
	h := r.Health().Microphones[0]
	if h.Level == nil || *h.Level != -47 || h.Listened != 2 || h.Channels != 2 || len(h.Detectors) != 1 {
		t.Errorf("health %+v", h)
	}
	m.Down()
	if h := r.Health().Microphones[0]; h.Up || h.Level != nil {
		t.Errorf("a microphone that is gone: %+v", h)
	}
	if n := testing.AllocsPerRun(100, func() { m.Sound(b, detectors.Hearing{LevelDBFS: -40, Known: true}) }); n != 0 {
		t.Errorf("%v allocations a Block", n)
	}
}
