package main

import (
	_ "embed"
	"fmt"
	"time"

	acousticsynth "vigie/acoustic/synth"
	"vigie/detectors/all"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// What the receivers and the microphone of the demonstration hear.
var (
	//go:embed demo.toml
	demoLTE string
	//go:embed demo_gsm.toml
	demoGSM string
	//go:embed demo_nr.toml
	demoNR string
	//go:embed demo_links.toml
	demoLinks string
	//go:embed demo_sound.toml
	demoSound string
)

// listeners are the receivers of the built-in scenes. Where only is set, the
// other detectors are blind at the receiver's rate or would search for nothing.
var listeners = []struct {
	name  string
	scene *string
	only  []string
}{
	{"demo", &demoLTE, nil},
	{"demo-gsm", &demoGSM, []string{"gsm"}},
	{"demo-nr", &demoNR, []string{"nr"}},
	{"demo-links", &demoLinks, []string{"droneid", "ofdm", "fpv", "fhss"}},
}

type demoCmd struct {
	serviceFlags
	Scene string        `help:"Another scene file, of radio." type:"existingfile" placeholder:"FILE"`
	Sound string        `help:"Another scene file, of sound." type:"existingfile" placeholder:"FILE"`
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
		s, err := c.play(listeners[i].name, scene)
		if err == nil {
			s.specs, err = all.Select(listeners[i].only)
		}
		if err != nil {
			return usageError{err}
		}
		in.stations = append(in.stations, s)
	}
	if c.Sound != "" || c.Scene == "" {
		p, err := c.sound()
		if err != nil {
			return usageError{err}
		}
		in.posts = append(in.posts, p)
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
	for _, l := range listeners {
		scene, err := synth.ParseScene("the built-in scene", *l.scene)
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
	return station{name: receiver, source: source, bands: []sdr.Band{band}}, nil
}

// sound makes a microphone that hears a scene.
func (c *demoCmd) sound() (post, error) {
	scene, err := acousticsynth.ParseScene("the built-in scene", demoSound)
	if c.Sound != "" {
		scene, err = acousticsynth.LoadScene(c.Sound)
	}
	if err != nil {
		return post{}, err
	}
	scene.RealTime = true
	scene.Seconds = c.For.Seconds()
	source, err := scene.Open(time.Now())
	if err != nil {
		return post{}, err
	}
	flags := microphoneFlags{Name: "demo-mic", Channels: scene.Channels, Spacing: scene.Spacing, FullScale: scene.FullScale}
	return post{microphoneFlags: flags, source: source, specs: all.Specs()}, nil
}
