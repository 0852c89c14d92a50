package synth

import (
	"errors"
	"fmt"
	"math"
	"os"

	"github.com/BurntSushi/toml"
)

// A Scene describes what sounds and who hears it. It is what a scene file holds:
//
//	seed = 1
//	seconds = 20
//	ambient_dba = 45
//
//	[[multirotor]]
//	rotors = 4
//	level_db = 72            # dB(A) at 1 m
//	from_m = [-100, 30, 20]  # east, north, above the ground
//	speed_ms = [10, 0, 0]
//
// Keys that are left out have the defaults of docs/scenes.md.
type Scene struct {
	Seed      uint64  `toml:"seed"`
	Seconds   float64 `toml:"seconds"`             // length; 0 for no end
	RealTime  bool    `toml:"real_time"`           // give sound no faster than a microphone would
	FullScale float64 `toml:"full_scale_db"`       // sound level of a sine at full scale, dB SPL
	Ambient   float64 `toml:"ambient_dba"`         // of a steady background that falls by 3 dB an octave
	Channels  int     `toml:"channels"`            // 1, or 2 for a pair
	Spacing   float64 `toml:"spacing_m"`           // between the pair, east to west
	Height    float64 `toml:"height_m"`            // of the microphones above the ground
	Ground    float64 `toml:"ground_kpa_s_per_m2"` // its flow resistivity: 200 is grass, 20000 asphalt
	Air
	Multirotor []Multirotor `toml:"multirotor"`
	Helicopter []Helicopter `toml:"helicopter"`
	Airplane   []Airplane   `toml:"airplane"`
	Chainsaw   []Chainsaw   `toml:"chainsaw"`
	Motorcycle []Motorcycle `toml:"motorcycle"`
	Siren      []Siren      `toml:"siren"`
	Talker     []Talker     `toml:"talker"`
	Crowd      []Crowd      `toml:"crowd"`
	Wind       []Wind       `toml:"wind"`
}

// An Emitter is what all things have in common that sound from a place.
type Emitter struct {
	Level  float64 `toml:"level_db"` // dB(A) at 1 m
	From   place   `toml:"from_m"`   // at the scene's beginning: east, north, above the ground
	Speed  place   `toml:"speed_ms"`
	Start  float64 `toml:"start_s"`  // it sounds from then on
	Stop   float64 `toml:"stop_s"`   // until then; 0 for no end
	Repeat float64 `toml:"repeat_s"` // and all of it again after so long; 0 for never
}

func (e Emitter) complete(level float64) Emitter {
	set(&e.Level, level)
	set(&e.From, place{0, 20, 10})
	return e
}

func (e Emitter) validate() error {
	err := firstError(within("level_db", e.Level, 0, 150), within("start_s", e.Start, 0, 1e6), within("stop_s", e.Stop, 0, 1e6), within("repeat_s", e.Repeat, 0, 1e6))
	for i := range e.From {
		err = firstError(err, within("from_m", e.From[i], -1e4, 1e4), within("speed_ms", e.Speed[i], -100, 100))
	}
	if err == nil && e.Stop != 0 && e.Stop <= e.Start {
		err = errors.New("stop_s lies before start_s")
	}
	return err
}

// set gives a value that is zero its default.
func set[T comparable](v *T, standard T) {
	var zero T
	if *v == zero {
		*v = standard
	}
}

func within(key string, v, low, high float64) error {
	if v >= low && v <= high {
		return nil
	}
	return fmt.Errorf("%s %g, want %g to %g", key, v, low, high)
}

func firstError(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// defaultScene holds the values of keys that a scene file leaves out.
var defaultScene = Scene{
	FullScale: 120, Ambient: 40, Channels: 1, Height: 4, Ground: 20000,
	Air: Air{Temperature: 15, Humidity: 60, Pressure: 101.325},
}

// LoadScene reads a scene file.
func LoadScene(file string) (*Scene, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return ParseScene(file, string(text))
}

// ParseScene reads a scene file's text. Errors name the file, and the line where
// there is one.
func ParseScene(file, text string) (*Scene, error) {
	scene := defaultScene
	meta, err := toml.Decode(text, &scene)
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return nil, fmt.Errorf("%s:%d: %s", file, parse.Position.Line, parse.Message)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("%s: unknown key %s of a scene of sound", file, unknown[0])
	}
	if _, err := scene.emitters(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &scene, nil
}

// validate returns what is wrong with the scene itself.
func (s *Scene) validate() error {
	return firstError(
		within("seconds", s.Seconds, 0, 1e6), within("full_scale_db", s.FullScale, 60, 160), within("ambient_dba", s.Ambient, -20, 120),
		within("channels", float64(s.Channels), 1, 2), within("spacing_m", s.Spacing, 0, 10), within("height_m", s.Height, 0, 200),
		within("ground_kpa_s_per_m2", s.Ground, 10, 1e6), within("temperature_c", s.Temperature, -40, 50),
		within("humidity_percent", s.Humidity, 1, 100), within("pressure_kpa", s.Pressure, 50, 110))
}

// longest returns the longest time that sound of an emitter is on its way.
func (s *Scene) longest(e Emitter) float64 {
	span := s.Seconds
	if e.Repeat != 0 {
		span = e.Repeat
	}
	far := 0.0
	for _, t := range []float64{0, math.Nextafter(span, 0)} { // a straight line is farthest at an end
		far = math.Max(far, e.at(t).distance(place{}))
	}
	return (far + s.Height + s.Spacing) / s.speed()
}
