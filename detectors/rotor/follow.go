package rotor

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/detectors/rotor/timbre"
)

// Times of a track, in looks.
const (
	repeat  = 6  // 2.3 s between sightings
	lapse   = 10 // 3.8 s without the class end it
	lasting = 30 // 11.5 s with it, and a comb that holds, are an alert
)

// A track is an aircraft that is heard.
type track struct {
	class     Class
	looks     int    // since it was decided
	missing   int    // since the class was last heard
	said      int    // looks at the last sighting that was emitted
	suspected Class  // last said to be possible
	quiet     int    // looks since anything was
	began     uint64 // sample

	f0     [repeat]float64 // fundamentals of the last looks
	at     int
	steady int // looks in whose last repeat the fundamental stood still
	pass   pass
}

// end forgets the aircraft.
func (t *track) end() { *t = track{} }

// add takes a look's fundamental.
func (t *track) add(f0 float64) {
	t.f0[t.at] = f0
	t.at = (t.at + 1) % repeat
	t.pass.add(f0)
}

// still is how far a fundamental may stray in two seconds and be a rotor's: 3 % a
// second, from the middle.
const still = 1.03

// stood returns the fundamental of the last two seconds to a semitone, or 0 if it
// moved. It is of the look's track, which a voice does not hold that long.
func (t *track) stood() float64 {
	lo, hi := t.f0[0], t.f0[0]
	for _, f := range t.f0 {
		lo, hi = min(lo, f), max(hi, f)
	}
	if lo == 0 || hi > lo*still*still {
		return 0
	}
	semitone := math.Round(12 * math.Log2(math.Sqrt(lo*hi)/440))
	return math.Round(4400*math.Exp2(semitone/12)) / 10
}

// follow is one step of the decision.
func (d *Detector) follow(o Opinion, emit func(detectors.Event)) {
	t := &d.track
	if t.class == None {
		if o.Class != None && d.window.Decisive() {
			d.decide(o, emit)
		} else {
			d.suspect(d.window.Decisive(), emit)
		}
		return
	}
	t.looks++
	if o.Class == t.class {
		t.missing = 0
	} else if t.missing++; t.missing >= lapse {
		t.end()
		return
	}
	if t.looks >= repeat && t.stood() > 0 {
		t.steady++
	}
	if t.missing > 0 || t.looks-t.said < repeat {
		return
	}
	t.said = t.looks
	severity := detectors.Watch
	if t.looks >= lasting && 2*t.steady >= t.looks {
		severity = detectors.Alert
	}
	emit(d.event(t.class, o.Probability[t.class], severity))
}

// Mention is the probability from which a helicopter or an aeroplane is worth a
// mention: they are ordinary traffic, and few recordings say what sets them apart
// from engines.
const Mention = 0.7

// suspect mentions once what may become a track: a multirotor in some of the last
// looks, another aircraft that is likely in as many as decide.
func (d *Detector) suspect(enough bool, emit func(detectors.Event)) {
	t := &d.track
	bars := d.site.bars(d.model)
	var o Opinion
	share := d.window.reached(suspect)[Multirotor]
	o.Probability[Multirotor] = d.model.Calibration[Multirotor].Probability(share)
	if Logit(o.Probability[Multirotor]) >= bars[Multirotor] {
		o.Class = Multirotor
	} else if enough {
		for c := Helicopter; c <= FixedWing; c++ {
			bars[c] -= d.model.thresholds()[c] - Logit(Mention)
		}
		bars[Multirotor] = math.Inf(1)
		o = d.model.judge(&d.window, bars)
	}
	if o.Class == None {
		if t.quiet++; t.quiet > lapse {
			t.suspected = None
		}
		return
	}
	t.quiet = 0
	if o.Class != t.suspected {
		t.suspected = o.Class
		emit(d.event(o.Class, o.Probability[o.Class], detectors.Info))
	}
}

// decide begins a track.
func (d *Detector) decide(o Opinion, emit func(detectors.Event)) {
	d.track.class, d.track.looks, d.track.missing, d.track.said, d.track.steady = o.Class, 0, 0, 0, 0
	d.track.began = d.next - min(d.next, timbre.Hops*timbre.Hop+uint64(d.window.n-1)*Stride*timbre.Hop)
	emit(d.event(o.Class, o.Probability[o.Class], detectors.Watch))
}

// event says what is heard, in steps that are coarser than any voice's.
func (d *Detector) event(class Class, probability float64, severity detectors.Severity) detectors.Event {
	p := min(0.95, math.Round(4*probability)/4) // finer steps would move with voices
	f := Fields{Class: class.String(), Probability: p}
	threshold := d.model.Calibration[class].Threshold
	e := detectors.Event{
		Time: d.block.Time(d.next), Type: detectors.Rotor, Severity: severity, Evidence: detectors.Energy, Confidence: p,
		Track:     "rotor-" + f.Class,
		Statistic: &detectors.Statistic{Name: "probability", Value: p, Threshold: threshold, PFA: d.model.Calibration[class].PFA},
	}
	if severity == detectors.Info {
		e.Reason = fmt.Sprintf("perhaps a %s by its sound", f.Class)
		e.Fields = f
		return e
	}
	e.Evidence = detectors.Waveform
	if seconds := float64(d.next-d.track.began) / timbre.RateHz; d.track.looks > 0 {
		e.Duration = math.Round(seconds)
	}
	if d.track.looks >= repeat {
		f.F0Hz = d.track.stood()
	}
	if class != Multirotor {
		if v, m, ok := d.track.pass.fit(); ok {
			f.SpeedMS, f.ClosestM = 5*math.Round(v/5), 50*math.Ceil(m/50)
		}
	}
	if d.pair != nil {
		if deg, ok := d.pair.Bearing(d.analyser.F0()); ok {
			sector := 15 * math.Round(deg/15)
			f.BearingDeg = &sector
		}
	}
	e.Reason = fmt.Sprintf("a %s by its sound", f.Class)
	if severity == detectors.Alert {
		e.Evidence = detectors.Link
		e.Reason = fmt.Sprintf("a %s by its sound for %.0f s, its blades passing steadily", f.Class, e.Duration)
	}
	e.Fields = f
	return e
}
