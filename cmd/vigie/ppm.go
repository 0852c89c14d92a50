package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"time"

	"vigie/detectors"
	"vigie/detectors/gsm"
	"vigie/detectors/lte"
	"vigie/sdr"
)

// A correction is the error of a receiver's crystal in parts per million, or the
// wish that it be learnt.
type correction struct {
	ppm  int
	auto bool
}

// UnmarshalText reads a whole number or "auto".
func (c *correction) UnmarshalText(text []byte) error {
	if string(text) == "auto" {
		*c = correction{auto: true}
		return nil
	}
	n, err := strconv.Atoi(string(text))
	if err != nil {
		return fmt.Errorf("%q: want a whole number of ppm, or auto", text)
	}
	*c = correction{ppm: n}
	return nil
}

// String writes what UnmarshalText reads.
func (c correction) String() string {
	if c.auto {
		return "auto"
	}
	return strconv.Itoa(c.ppm)
}

// references are cells whose carriers tell the receiver's error: base stations
// are within 0.1 ppm of their frequency (3GPP TS 45.010 clause 5.1, TS 36.104
// clause 6.5.1).
type references map[string]float64 // ppm by track

// add notes an event of a decoded cell of which the frequency on the air is known.
func (r references) add(e *detectors.Event) {
	if e.Freq <= 0 {
		return
	}
	switch f := e.Fields.(type) {
	case gsm.Fields:
		r[e.Track] = -f.CFO / float64(e.Freq) * 1e6
	case lte.Fields:
		r[e.Track] = -f.CFO / float64(e.Freq) * 1e6
	}
}

// agreement is how far from the middle a cell may lie and still confirm it.
const agreement = 1 // ppm

// error returns the receiver's error by the middle one of the cells, and how many
// lie within 1 ppm of it.
func (r references) error() (ppm float64, agree int) {
	var all []float64
	for _, v := range r {
		all = append(all, v)
	}
	if len(all) == 0 {
		return 0, 0
	}
	slices.Sort(all)
	ppm = (all[(len(all)-1)/2] + all[len(all)/2]) / 2
	for _, v := range all {
		if math.Abs(v-ppm) <= agreement {
			agree++
		}
	}
	return ppm, agree
}

// enough cells that agree end the learning; one alone is believed after a whole
// round only.
const enough = 3

// learn tunes the receiver once to where it is to listen, and when no cell is
// heard there over E-GSM 900, and sets the correction to what the cells say.
// Hearing none is no error: the receiver then stays as it is.
func (f *receiverFlags) learn(ctx context.Context, out io.Writer) error {
	if !f.PPM.auto {
		return nil
	}
	f.PPM = correction{}
	if f.ConverterLO != 0 {
		return usagef("--ppm auto: behind a converter the carriers tell of two oscillators; say the receiver's own error")
	}
	own, elsewhere := *f, *f
	own.Dwell, elsewhere.Dwell = learningDwell, learningDwell
	elsewhere.Freq, elsewhere.Band = nil, []string{"gsm900"}
	for _, place := range []*receiverFlags{&own, &elsewhere} {
		heard, err := place.references(ctx)
		if err != nil {
			return err
		}
		if ppm, agree := heard.error(); agree > 0 {
			f.PPM.ppm = int(math.Round(ppm))
			fmt.Fprintf(out, "vigie: receiver %s is %+.1f ppm off by %d cells; corrected by %d\n", f.Name, ppm, agree, f.PPM.ppm)
			return nil
		}
	}
	fmt.Fprintf(out, "vigie: no cell tells the error of receiver %s; it stays uncorrected\n", f.Name)
	return nil
}

// learningDwell is long enough for a GSM cell's System Information 3.
const learningDwell = 1200 * time.Millisecond

// references opens the receiver for one round of its plan, or less.
func (f *receiverFlags) references(ctx context.Context) (references, error) {
	plan, err := f.plan()
	if err != nil {
		return nil, err
	}
	src, err := f.open(ctx, plan.Centre())
	if err != nil {
		return nil, err
	}
	defer src.Close()
	return hearReferences(ctx, &rounds{Source: src, plan: plan, most: 1}, plan)
}

// hearReferences reads a source until its end or until enough cells agree.
func hearReferences(ctx context.Context, src sdr.Source, plan *sdr.Plan) (references, error) {
	heard := references{}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stopped := errors.New("enough cells")
	var done error
	r := &detectors.Receiver{
		Source: src, Specs: []detectors.Spec{gsm.Spec, lte.Spec}, Plan: plan, Tracker: detectors.NewTracker(time.Hour),
		Sink: func(e detectors.Event) {
			heard.add(&e)
			if _, agree := heard.error(); agree >= enough && done == nil {
				done = stopped
				cancel()
			}
		},
	}
	err := r.Run(ctx)
	if done != nil {
		return heard, nil
	}
	return heard, err
}
