package metrics

import (
	"time"

	"vigie/sdr"
)

// Health is how a sensor stands now. All its numbers are finite.
type Health struct {
	Sensor      string             `json:"sensor"`
	Version     string             `json:"version"`
	Time        time.Time          `json:"time"`     // of the newest sample, UTC
	Uptime      float64            `json:"uptime_s"` // of this process's metrics
	Receivers   []ReceiverHealth   `json:"receivers"`
	Microphones []MicrophoneHealth `json:"microphones"`
	Bands       []BandHealth       `json:"bands"`
	Sinks       []SinkHealth       `json:"sinks"`
}

// ReceiverHealth is how a receiver stands now.
type ReceiverHealth struct {
	Name      string           `json:"name"`
	Up        bool             `json:"up"`
	Centre    sdr.Hz           `json:"centre_hz"`
	Rate      sdr.Hz           `json:"rate_hz"`     // that it should deliver
	Measured  sdr.Hz           `json:"measured_hz"` // that it delivered over the last second
	Samples   uint64           `json:"samples"`
	Lost      uint64           `json:"lost"`
	ClipRatio float64          `json:"clip_ratio"`
	Floors    []FloorHealth    `json:"floors"`
	Detectors []DetectorHealth `json:"detectors"`
}

// MicrophoneHealth is how a microphone stands now.
type MicrophoneHealth struct {
	Name      string           `json:"name"`
	Up        bool             `json:"up"`
	Channels  int              `json:"channels"`
	Measured  sdr.Hz           `json:"measured_hz"` // samples a second that it delivered over the last second
	Samples   uint64           `json:"samples"`
	Lost      uint64           `json:"lost"`
	ClipRatio float64          `json:"clip_ratio"`
	Level     *float64         `json:"level_dbfs"` // of the sound around, null before it is known
	Deaf      bool             `json:"deaf"`
	Listened  float64          `json:"listened_s"`
	Detectors []DetectorHealth `json:"detectors"`
}

// FloorHealth is the noise that a receiver hears in a band.
type FloorHealth struct {
	Band string  `json:"band"`             // elsewhere when the receiver stands in no band that has a name here
	DBFS float64 `json:"noise_floor_dbfs"` // of the receiver's whole window
}

// DetectorHealth says whether a detector is at work on a receiver.
type DetectorHealth struct {
	Name string `json:"name"`
	Up   bool   `json:"up"`
}

// BandHealth says how well a band is watched.
type BandHealth struct {
	Name     string  `json:"name"`
	Low      sdr.Hz  `json:"low_hz"`
	High     sdr.Hz  `json:"high_hz"`
	Coverage float64 `json:"coverage_ratio"`
	Revisit  float64 `json:"revisit_s"`
}

// SinkHealth is how a sink stands now.
type SinkHealth struct {
	Name    string `json:"name"`
	Up      bool   `json:"up"`
	Dropped uint64 `json:"dropped"`
}

// Health returns how the sensor stands now.
func (r *Registry) Health() Health {
	now := r.uptime()
	h := Health{
		Sensor: r.setup.Sensor, Version: r.setup.Version, Time: r.now().UTC(), Uptime: seconds(now),
		Receivers: []ReceiverHealth{}, Microphones: []MicrophoneHealth{}, Bands: []BandHealth{}, Sinks: []SinkHealth{},
	}
	for _, rx := range r.receivers {
		h.Receivers = append(h.Receivers, rx.health(now))
	}
	for _, m := range r.microphones {
		h.Microphones = append(h.Microphones, m.health(now))
	}
	for _, b := range r.setup.Bands {
		coverage, revisit := r.band(b, now)
		h.Bands = append(h.Bands, BandHealth{b.Name, b.Low, b.High, number(coverage), seconds(revisit)})
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, q := range r.queues {
		h.Sinks = append(h.Sinks, q.health())
	}
	return h
}

func (rx *Receiver) health(now time.Duration) ReceiverHealth {
	rx.mu.Lock()
	defer rx.mu.Unlock()
	h := ReceiverHealth{
		Name: rx.name, Up: rx.up(now),
		Centre: sdr.Hz(number(float64(rx.centre))), Rate: sdr.Hz(number(float64(rx.rate))),
		Samples: rx.samples, Lost: rx.lost, ClipRatio: number(rx.clips.ratio),
		Floors: []FloorHealth{}, Detectors: rx.atWork(now),
	}
	for _, f := range rx.floors {
		if f.heard {
			h.Floors = append(h.Floors, FloorHealth{f.band.Name, number(f.dbfs)})
		}
	}
	if h.Up {
		h.Measured = rx.flow.rate
	}
	return h
}

func (q *Queue) health() SinkHealth {
	q.mu.Lock()
	defer q.mu.Unlock()
	return SinkHealth{q.sink.Name(), q.up, q.dropped}
}

// A flow measures samples a second by the process clock.
type flow struct {
	began time.Duration
	n     int
	rate  sdr.Hz
}

// add notes n samples at a time; a new rate stands every second.
func (f *flow) add(n int, now time.Duration) {
	f.n += n
	if span := now - f.began; span >= time.Second {
		f.rate = sdr.Hz(float64(f.n) / span.Seconds())
		f.began, f.n = now, 0
	}
}
