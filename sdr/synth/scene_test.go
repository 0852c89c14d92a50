package synth

import (
	"strings"
	"testing"

	"vigie/sdr"
)

const sceneText = `seed = 3
rate = "2.4 MS/s"
centre = 796e6
ppm = -20

[[lte]]
freq = "796 MHz"
pci = 360
ports = 2

[[lte]]
freq = 797_000_000
rb = 6
pci = 7
channel = "ETU"
`

func TestParseScene(t *testing.T) {
	s, err := ParseScene("a.toml", sceneText)
	if err != nil {
		t.Fatal(err)
	}
	if s.Seed != 3 || s.Rate != 2.4e6 || s.Centre != 796e6 || s.PPM != -20 || s.Format != sdr.CU8 || s.NoiseDBFS != -30 {
		t.Errorf("%+v", s)
	}
	if len(s.LTE) != 2 || s.LTE[0].RB != 50 || s.LTE[0].Ports != 2 || s.LTE[1].RB != 6 || s.LTE[1].Ports != 1 || s.LTE[1].Freq != 797e6 {
		t.Errorf("%+v", s.LTE)
	}
}

func TestParseSceneErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"seed = 1\nsed = 2\n", "a.toml:2: unknown key sed"},
		{sceneText + "pcj = 3\n", "a.toml:16: unknown key lte.pcj"},
		{strings.Replace(sceneText, "pci = 7", "pci = 504", 1), "a.toml:14: lte 2: pci 504, want 0 to 503"},
		{strings.Replace(sceneText, "rb = 6", "rb = 7", 1), "a.toml:13: lte 2: rb 7, want one of [6 15 25 50 75 100]"},
		{strings.Replace(sceneText, "ports = 2", "ports = 3", 1), "a.toml:9: lte 1: ports 3, want 1, 2 or 4"},
		{strings.Replace(sceneText, "ETU", "cable", 1), `a.toml:15: lte 2: channel "cable", want none, epa, eva or etu`},
		{sceneText + "special = 2\n", "a.toml:16: lte 2: special without tdd = true"},
		{sceneText + "tdd = true\nextended_cp = true\nspecial = 8\n", "a.toml:18: lte 2: special 8, want 0 to 7"},
		{"[[droneid]]\nfreq = 2.4145e9\nperiod_ms = 0.5\n", "a.toml:3: droneid 1: period_ms 0.5, want 0.7 to 1e+06"},
		{"[[fm_video]]\nfreq = 1.28e9\ndeviation_hz = 1\n", "a.toml:3: fm_video 1: deviation_hz 1, want 100000 to 8e+06"},
		{"rate = 0\n", "a.toml:1: rate 0, want 1000 to 1e+09"},
		{"ppm = nan\n", "a.toml:1: ppm NaN, want -1000 to 1000"},
		{"rate = \"fast\"\n", "a.toml:1: "},
		{"seed = \n", "a.toml:1: "},
		{"format = \"mp3\"\n", "a.toml:1: "},
		{"[lte]\npci = 3\n", "a.toml:1: "},
	} {
		_, err := ParseScene("a.toml", c.text)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %s", c.text, err, c.want)
		}
	}
	if _, err := LoadScene("testdata/absent.toml"); err == nil {
		t.Error("absent file accepted")
	}
}

func FuzzParseScene(f *testing.F) {
	f.Add(sceneText)
	f.Add("rate = 1e6\n[[gsm]]\nfreq = 1e5\nncc = 3\nneighbours = [1, 124]\nchannel = \"tu\"\ndoppler_hz = 5\nload = 0.5\npaging = 1.0\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseScene("f.toml", text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f.toml:") {
				t.Errorf("error without a place: %v", err)
			}
			return
		}
		if s.Rate > 1e7 || len(s.LTE) > 3 || len(s.GSM) > 3 || len(s.DroneID) > 3 || len(s.FMVideo) > 3 {
			return
		}
		if _, err := s.Open(start); err != nil {
			t.Errorf("a scene that parses does not open: %v", err)
		}
	})
}
