package main

import (
	_ "embed"
	"fmt"
	"time"

	"vigie/detectors"
	"vigie/detectors/all"
	"vigie/detectors/gsm"
	"vigie/detectors/nr"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// What the receivers of the demonstration hear.
var (
	//go:embed demo.toml
	demoLTE string
	//go:embed demo_gsm.toml
	demoGSM string
	//go:embed demo_nr.toml
	demoNR string
)

type demoCmd struct {
	serviceFlags
	Scene string        `help:"Another scene file." type:"existingfile" placeholder:"FILE"`
	For   time.Duration `help:"Stop after this long." placeholder:"DURATION"`
}

// Run plays the scenes in real time through the real pipeline.
func (c *demoCmd) Run(e *env) error {
	scenes, err := c.scenes()
	if err != nil {
		return usageError{err}
	}
	var in inputSet
	for i, scene := range scenes {
		s, err := c.play([]string{"demo", "demo-gsm", "demo-nr"}[i], scene)
		if err != nil {
			return usageError{err}
		}
		switch i {
		case 1:
			s.specs = []detectors.Spec{gsm.Spec} // the others are blind at its rate
		case 2:
			s.specs = []detectors.Spec{nr.Spec} // the others would search twice as much for nothing
		}
		in.stations = append(in.stations, s)
	}
	fmt.Fprintln(e.stderr, "vigie: a modelled scene, not the air around you")
	return c.serve(e, in)
}

// scenes returns what each receiver hears.
func (c *demoCmd) scenes() (scenes []*synth.Scene, err error) {
	if c.Scene != "" {
		scene, err := synth.LoadScene(c.Scene)
		return []*synth.Scene{scene}, err
	}
	for _, text := range []string{demoLTE, demoGSM, demoNR} {
		scene, err := synth.ParseScene("the built-in scene", text)
		if err != nil {
			return nil, err
		}
		scenes = append(scenes, scene)
	}
	return scenes, nil
}

// play makes a receiver that hears a scene.
func (c *demoCmd) play(receiver string, scene *synth.Scene) (station, error) {
	scene.RealTime = true
	scene.Seconds = c.For.Seconds()
	source, err := scene.Open(time.Now())
	if err != nil {
		return station{}, err
	}
	band := sdr.Band{Name: receiver, Low: scene.Centre - scene.Rate/2, High: scene.Centre + scene.Rate/2}
	return station{name: receiver, source: source, specs: all.Specs(), bands: []sdr.Band{band}}, nil
}
