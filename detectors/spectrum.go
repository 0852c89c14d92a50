package detectors

import (
	"vigie/sdr"
	"vigie/sdr/dsp"
)

// spectrumBins is the length of the shared spectra: 2.3 kHz a bin at 2.4 MS/s.
const spectrumBins = 1024

// A Spectrum is the power over frequency during one Frame, which all detectors
// of the receiver share. Rows run by ascending frequency, bin k at
// (k - Bins/2)·rate/Bins from the centre, in full scale²; see dsp.Spectrum.
type Spectrum struct {
	Bins  int
	Index uint64    // of the first sample of the first row, Bins/2 before that of the second
	Rows  []float32 // successive spectra of half-overlapping segments, Bins each
	Mean  []float32 // over the Frame's rows; the previous Frame's when it completes none
	dsp   *dsp.Spectrum
	track *dsp.Floor
	end   uint64 // index after the last sample taken in
	next  uint64 // of the first sample of the next row
}

func newSpectrum() *Spectrum {
	d, err := dsp.NewSpectrum(dsp.Hann(spectrumBins))
	if err != nil {
		panic(err) // the length is ours, and right
	}
	return &Spectrum{Bins: spectrumBins, Mean: make([]float32, spectrumBins), dsp: d, track: dsp.NewFloor(spectrumBins)}
}

// take adds a Block. fresh starts the floor anew.
func (s *Spectrum) take(b *sdr.Block, fresh bool) {
	if fresh {
		s.track.Reset()
	}
	if fresh || b.Index != s.end {
		s.dsp.Reset()
		s.next = b.Index
	}
	s.end = b.End()
	need := s.dsp.MaxRows(len(b.IQ)) * s.Bins
	if cap(s.Rows) < need {
		s.Rows = make([]float32, need)
	}
	rows := s.dsp.Process(s.Rows[:need], b.IQ)
	s.Rows = s.Rows[:rows*s.Bins]
	s.Index = s.next
	s.next += uint64(rows * s.Bins / 2)
	if rows > 0 {
		dsp.MeanRows(s.Mean, s.Rows)
		s.track.Update(s.Mean, rows, float64(len(b.IQ))/float64(b.Rate))
	}
}

// Floor returns the noise power in each bin, tracked over time so that signals
// do not lift it; see dsp.Floor.
func (s *Spectrum) Floor() []float32 { return s.track.Levels() }

// FloorDBFS returns the noise power of the whole band in dB of full scale.
func (s *Spectrum) FloorDBFS() float64 { return s.track.LevelDB() }
