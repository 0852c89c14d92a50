package synth

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"

	"github.com/BurntSushi/toml"

	"vigie/sdr"
)

// A Scene describes emitters and the receiver that hears them. It is what a
// scene file holds:
//
//	seed = 1
//	rate = "1.92 MS/s"
//	centre = "796 MHz"
//	format = "cu8"
//	seconds = 2.0
//	noise_dbfs = -25
//
//	[[lte]]
//	freq = "796 MHz"
//	pci = 360
//	rb = 50
//	ports = 2
//	snr_db = 15
//
// Keys that are left out are zero, except: rate 1.92 MS/s, format cu8,
// noise_dbfs -30, in an LTE cell rb 50, ports 1 and channel none, in an NR cell
// scs_khz 15, blocks [0] every 20 ms, rb 52 and channel none.
type Scene struct {
	Seed         uint64     `toml:"seed"`
	Rate         sdr.Hz     `toml:"rate"`
	Centre       sdr.Hz     `toml:"centre"`
	Format       sdr.Format `toml:"format"`        // what the samples are clipped and rounded to
	Seconds      float64    `toml:"seconds"`       // length; 0 for no end
	Loop         float64    `toml:"loop_s"`        // play its first so many seconds, by the emitters' clocks, over and over, computed once; 0 for no loop
	RealTime     bool       `toml:"real_time"`     // give samples no faster than a receiver would
	PPM          float64    `toml:"ppm"`           // error of the receiver's crystal
	ConverterLO  sdr.Hz     `toml:"converter_lo"`  // oscillator of a converter in front
	ConverterPPM float64    `toml:"converter_ppm"` // its error
	FrontEnd
	LTE []ENodeB `toml:"lte"`
	NR  []GNodeB `toml:"nr"`
	GSM []BTS    `toml:"gsm"`

	DroneID []DroneID `toml:"droneid"`
	FMVideo []FMVideo `toml:"fm_video"`
	ChirpEmitters

	Stations
}

// defaultScene holds the values of keys that a scene file leaves out.
var defaultScene = Scene{
	Rate:     1.92e6,
	Format:   sdr.CU8,
	FrontEnd: FrontEnd{NoiseDBFS: -30},
}

// ParseScene reads a scene file's text. Errors name the file, and the line
// where there is one.
func ParseScene(file, text string) (*Scene, error) {
	scene := defaultScene
	meta, err := toml.Decode(text, &scene)
	if err != nil {
		return nil, located(file, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		key := unknown[0]
		return nil, fmt.Errorf("%s:%d: unknown key %s", file, keyLine(text, key[len(key)-1], 0), key)
	}
	if err := scene.validate(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", file, err.line(text), err)
	}
	return &scene, nil
}

// located puts file and line before an error of the TOML package, which gives
// the line in a field or, of a value of the wrong type, in its text.
func located(file string, err error) error {
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("%s:%d: %s", file, parse.Position.Line, parse.Message)
	}
	line := 1
	if n, _ := fmt.Sscanf(err.Error(), "toml: line %d", &line); n == 0 {
		line = 1
	}
	return fmt.Errorf("%s:%d: %w", file, line, err)
}

// LoadScene reads a scene file.
func LoadScene(file string) (*Scene, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return ParseScene(file, string(text))
}

// receiver returns the scene's receiver, tuned to its centre.
func (s *Scene) receiver() Receiver {
	return Receiver{Rate: s.Rate, Centre: s.Centre, PPM: s.PPM, ConverterLO: s.ConverterLO, ConverterPPM: s.ConverterPPM}
}

// validate completes the cells and returns what is wrong with the scene.
func (s *Scene) validate() *keyError {
	for _, v := range []bounded{
		{"rate", float64(s.Rate), 1e3, 1e9},
		{"centre", float64(s.Centre), -1e12, 1e12},
		{"converter_lo", float64(s.ConverterLO), -1e12, 1e12},
		{"seconds", s.Seconds, 0, 1e6},
		{"loop_s", s.Loop, 0, 60},
		{"ppm", s.PPM, -1000, 1000},
		{"converter_ppm", s.ConverterPPM, -1000, 1000},
		{"noise_dbfs", s.NoiseDBFS, -200, 60},
		{"dc_dbfs", s.DCDBFS, -200, 60},
		{"iq_gain_db", s.IQGainDB, -20, 20},
		{"iq_phase_deg", s.IQPhaseDeg, -45, 45},
	} {
		if err := v.check(); err != nil {
			return err
		}
	}
	if s.Format == 0 {
		s.Format = sdr.CU8
	}
	for i := range s.LTE {
		cell := &s.LTE[i]
		if cell.RB == 0 {
			cell.RB = 50
		}
		if cell.Ports == 0 {
			cell.Ports = 1
		}
		if cell.Channel == "" {
			cell.Channel = "none"
		}
		cell.Downlink = cell.Downlink.complete()
		if err := cell.validate(); err != nil {
			err.table, err.entry = "lte", i+1
			return err
		}
	}
	for i := range s.NR {
		s.NR[i] = s.NR[i].complete()
		if err := s.NR[i].validate(); err != nil {
			err.table, err.entry = "nr", i+1
			return err
		}
	}
	for i := range s.GSM {
		if err := s.GSM[i].validate(); err != nil {
			err.table, err.entry = "gsm", i+1
			return err
		}
	}
	for i := range s.DroneID {
		if err := s.DroneID[i].validate(); err != nil {
			err.table, err.entry = "droneid", i+1
			return err
		}
	}
	for i := range s.FMVideo {
		if err := s.FMVideo[i].validate(); err != nil {
			err.table, err.entry = "fm_video", i+1
			return err
		}
	}
	if err := s.ChirpEmitters.validate(); err != nil {
		return err
	}
	return s.Stations.validate()
}

// emitters opens every emitter at a time in seconds.
func (s *Scene) emitters(r Receiver, seconds float64) (all []Emitter, err error) {
	for i, cell := range s.LTE {
		random := rand.New(rand.NewPCG(s.Seed, 1+uint64(i)))
		emitter, err := cell.Open(r, fromDB(s.NoiseDBFS), seconds, random)
		if err != nil {
			return nil, fmt.Errorf("synth: lte cell %d: %w", i+1, err)
		}
		all = append(all, emitter)
	}
	for i, cell := range s.NR {
		random := rand.New(rand.NewPCG(s.Seed, 1<<32+uint64(i)))
		emitter, err := cell.Open(r, fromDB(s.NoiseDBFS), seconds, random)
		if err != nil {
			return nil, fmt.Errorf("synth: nr cell %d: %w", i+1, err)
		}
		all = append(all, emitter)
	}
	for i, cell := range s.GSM {
		random := rand.New(rand.NewPCG(s.Seed, 2<<32+uint64(i)))
		emitter, err := cell.Open(r, fromDB(s.NoiseDBFS), seconds, random)
		if err != nil {
			return nil, fmt.Errorf("synth: gsm cell %d: %w", i+1, err)
		}
		all = append(all, emitter)
	}
	for i, drone := range s.DroneID {
		random := rand.New(rand.NewPCG(s.Seed, 3<<32+uint64(i)))
		emitter, err := drone.Open(r, fromDB(s.NoiseDBFS), seconds, random)
		if err != nil {
			return nil, fmt.Errorf("synth: droneid %d: %w", i+1, err)
		}
		all = append(all, emitter)
	}
	for i, video := range s.FMVideo {
		random := rand.New(rand.NewPCG(s.Seed, 4<<32+uint64(i)))
		emitter, err := video.Open(r, fromDB(s.NoiseDBFS), seconds, random)
		if err != nil {
			return nil, fmt.Errorf("synth: fm_video %d: %w", i+1, err)
		}
		all = append(all, emitter)
	}
	chirps, err := s.ChirpEmitters.open(r, s.Seed, fromDB(s.NoiseDBFS), seconds)
	if err != nil {
		return nil, err
	}
	all = append(all, chirps...)
	return append(all, s.Stations.emitters(r, fromDB(s.NoiseDBFS), seconds, s.Seed)...), nil
}
