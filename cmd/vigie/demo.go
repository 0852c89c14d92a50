package main

import (
	_ "embed"
	"fmt"
	"time"

	"vigie/detectors/all"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// demoScene is what the demonstration hears.
//
//go:embed demo.toml
var demoScene string

type demoCmd struct {
	serviceFlags
	Scene string        `help:"Another scene file." type:"existingfile" placeholder:"FILE"`
	For   time.Duration `help:"Stop after this long." placeholder:"DURATION"`
}

// Run plays the scene in real time through the real pipeline.
func (c *demoCmd) Run(e *env) error {
	scene, err := c.scene()
	if err != nil {
		return usageError{err}
	}
	scene.RealTime = true
	scene.Seconds = c.For.Seconds()
	source, err := scene.Open(time.Now())
	if err != nil {
		return usageError{err}
	}
	fmt.Fprintln(e.stderr, "vigie: a modelled scene, not the air around you")
	band := sdr.Band{Name: "demo", Low: scene.Centre - scene.Rate/2, High: scene.Centre + scene.Rate/2}
	return c.serve(e, []station{{name: "demo", source: source, specs: all.Specs(), bands: []sdr.Band{band}}})
}

func (c *demoCmd) scene() (*synth.Scene, error) {
	if c.Scene != "" {
		return synth.LoadScene(c.Scene)
	}
	return synth.ParseScene("the built-in scene", demoScene)
}
