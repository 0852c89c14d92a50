package rotor

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	"vigie/detectors/rotor/forest"
	"vigie/detectors/rotor/timbre"
)

// A Model turns looks into probabilities of the classes. vigie rotor train makes
// it; docs/rotor-model.md says of what.
type Model struct {
	Scale       forest.Scale
	Forest      *forest.Forest
	Boosted     forest.Boosted // multirotors against all else
	Calibration [Classes]Calibration
}

// A Calibration maps a class's share of the votes to its probability, as a
// logistic function of the share's logit (Platt 1999), and says from which
// probability on the class counts as heard.
type Calibration struct {
	Slope, Offset float64
	Threshold     float64
	PFA           float64 // part of the clips of nothing of the class that reached it in the training's examination
}

// Probability is that of a class with a share of the votes.
func (c Calibration) Probability(share float64) float64 {
	return 1 / (1 + math.Exp(-(c.Slope*Logit(share) + c.Offset)))
}

// Logit is the logarithm of the odds, held within those of 1 in 200.
func Logit(share float64) float64 {
	share = max(0.005, min(0.995, share))
	return math.Log(share / (1 - share))
}

// magic opens a model's file and names its form.
const magic = "vigie rotor model 2\n"

// Encode returns the model as it is embedded.
func (m *Model) Encode() []byte {
	var b bytes.Buffer
	b.WriteString(magic)
	for _, c := range m.Calibration { // a Buffer takes all
		_ = binary.Write(&b, binary.LittleEndian, c)
	}
	_ = forest.Write(&b, m.Scale, m.Forest, m.Boosted)
	return b.Bytes()
}

// Decode reads what Encode returned, for looks of this many features.
func Decode(data []byte, features int) (*Model, error) {
	m := new(Model)
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	size := binary.Size(m.Calibration)
	if !ok || len(rest) < size {
		return nil, fmt.Errorf("rotor: no model of this form (it begins with %q)", data[:min(len(data), len(magic))])
	}
	_ = binary.Read(bytes.NewReader(rest[:size]), binary.LittleEndian, &m.Calibration)
	var err error
	if m.Scale, m.Forest, m.Boosted, err = forest.Read(rest[size:]); err != nil {
		return nil, fmt.Errorf("rotor: model: %w", err)
	}
	if m.Forest.Classes != Classes || len(m.Scale.Edges) != features {
		return nil, fmt.Errorf("rotor: model for %d features and %d classes, not %d and %d", len(m.Scale.Edges), m.Forest.Classes, features, Classes)
	}
	return m, nil
}

//go:embed model.bin
var embedded []byte

// Embedded is the model that was built in.
var Embedded = sync.OnceValues(func() (*Model, error) { return Decode(embedded, len(timbre.Names)) })
