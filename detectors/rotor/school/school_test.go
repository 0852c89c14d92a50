package school

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"vigie/detectors/rotor"
	"vigie/detectors/rotor/timbre"
)

// writeWAV writes 16 bit mono at 16 kHz.
func writeWAV(t *testing.T, path string, x []float64) {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("RIFF")
	le := func(v any) { _ = binary.Write(&b, binary.LittleEndian, v) }
	le(uint32(36 + 2*len(x)))
	b.WriteString("WAVEfmt ")
	le(uint32(16))
	le([]uint16{1, 1})
	le([]uint32{16000, 32000})
	le([]uint16{2, 16})
	b.WriteString("data")
	le(uint32(2 * len(x)))
	for _, v := range x {
		le(int16(32767 * v))
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// toy is a manifest of tones for multirotors, from two sources, of beaten noise for a
// helicopter, and of noise for the rest.
func toy(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	manifest := "file,label,sub,src_repo,licence\n"
	r := prng(1)
	for i := range 20 {
		label, source := "other", "rest"
		switch {
		case i < 8:
			label, source = "drone", fmt.Sprintf("maker%d", i%2)
		case i < 10:
			label = "helicopter"
		}
		x := make([]float64, 24000)
		for k := range x {
			at := float64(k) / timbre.RateHz
			x[k] = 0.02 * r.normal()
			for h := 1.; h < 8 && label == "drone"; h++ {
				x[k] += 0.05 * math.Sin(2*math.Pi*(150+20*float64(i))*h*at)
			}
			if label == "helicopter" {
				x[k] *= 2 + 1.8*math.Sin(2*math.Pi*17*at)
			}
			x[k] = max(-1, min(1, x[k]))
		}
		name := fmt.Sprintf("clip%c_%d.wav", 'a'+i, i)
		writeWAV(t, filepath.Join(dir, name), x)
		manifest += fmt.Sprintf("%s,%s,kind%d,%s,CC0\n", name, label, i%3, source)
	}
	path := filepath.Join(dir, "manifest.csv")
	if err := os.WriteFile(path, []byte(manifest), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// short makes training short for a test.
func short(t *testing.T) {
	was, wasBoosting, wasModels := options, boosting, models
	t.Cleanup(func() { options, boosting, models = was, wasBoosting, wasModels })
	options.Trees, boosting.Trees = 12, 30
	models = nil
	for _, m := range wasModels {
		m.lessons = 2
		models = append(models, m)
	}
}

// TestTheSameModelOnAnyNumberOfProcessors bit for bit, with its card.
func TestTheSameModelOnAnyNumberOfProcessors(t *testing.T) {
	short(t)
	manifest := toy(t)
	var first []byte
	var card string
	for _, n := range []int{1, 4} {
		before := runtime.GOMAXPROCS(n)
		trained, err := Train(context.Background(), manifest, func(string) {})
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := trained.WriteCard(&b, time.Unix(0, 0)); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first, card = trained.Model.Encode(), b.String()
			continue
		}
		if !bytes.Equal(first, trained.Model.Encode()) {
			t.Errorf("another model on %d processors", n)
		}
		if card != b.String() {
			t.Errorf("another card on %d processors", n)
		}
	}
	for _, want := range []string{"maker0", "maker1", "CC0", "| multirotor |", "20 clips", "2 multirotors, 2 chainsaws"} {
		if !strings.Contains(card, want) {
			t.Errorf("the card does not say %q", want)
		}
	}
	m, err := rotor.Decode(first, len(timbre.Names))
	if err != nil {
		t.Fatal(err)
	}
	if k := m.Calibration[rotor.Multirotor]; !(k.Slope > 0) || !(k.Threshold > 0 && k.Threshold < 1) {
		t.Errorf("calibration %+v", k)
	}
}

// TestTheTableOfAToy: what is easy is found, and every part of the table is there.
func TestTheTableOfAToy(t *testing.T) {
	short(t)
	table, err := Evaluate(context.Background(), toy(t), func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Figures) != 9 || len(table.Sources) != 2 {
		t.Fatalf("%d figures, %d sources", len(table.Figures), len(table.Sources))
	}
	for _, f := range table.Figures {
		if f.Class == "multirotor" && f.AUC < 0.95 {
			t.Errorf("%s: AUC %.3f of tones against noise", f.Scheme, f.AUC)
		}
	}
	var b strings.Builder
	if err := table.Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"sources unheard", "taken for a multirotor", "helicopters, recordings unheard"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the table does not say %q:\n%s", want, b.String())
		}
	}
}

// TestNoForestKnowsWhatItIsAsked: what a scheme asks is held, and so is all of its
// source or its recording.
func TestNoForestKnowsWhatItIsAsked(t *testing.T) {
	clips := []Clip{
		{File: "a_1.wav", Group: "a", Source: "x multirotor", Class: rotor.Multirotor},
		{File: "a_2.wav", Group: "a", Source: "x multirotor", Class: rotor.Multirotor},
		{File: "b_1.wav", Group: "b", Source: "y multirotor", Class: rotor.Multirotor},
		{File: "c_1.wav", Group: "c", Source: "y none"},
		{File: "c_2.wav", Group: "c", Source: "y none"},
		{File: "d_1.wav", Group: "d", Source: "z helicopter", Class: rotor.Helicopter},
	}
	for _, s := range []Scheme{Leaky(), Grouped(), BySource(clips)} {
		asked := make([]int, len(clips))
		for fold := range s.Folds {
			for i := range clips {
				if !s.Asked(&clips[i], fold) {
					continue
				}
				asked[i]++
				for j := range clips {
					same := i == j || s.Name != Leaky().Name && clips[i].Group == clips[j].Group
					if s.Name == BySource(clips).Name && clips[i].Class == rotor.Multirotor {
						same = same || clips[i].Source == clips[j].Source
					}
					if same && !s.Held(&clips[j], fold) {
						t.Errorf("%s: %s is asked where %s is taught", s.Name, clips[i].File, clips[j].File)
					}
				}
			}
		}
		for i, n := range asked {
			want := 1
			if s.Name == BySource(clips).Name && clips[i].Class != rotor.Multirotor {
				want = 2
			}
			if n != want {
				t.Errorf("%s: %s asked %d times", s.Name, clips[i].File, n)
			}
		}
	}
}

func TestRecordingsAreToldApart(t *testing.T) {
	for file, want := range map[string]string{
		"other/esc_3-253081-A-2.wav":          "253081",
		"other/esc_1-181071-B-40.wav":         "181071",
		"drone/dad_B_S2_D1_067-bebop_000.wav": "dad_B_S2_D1_067-bebop",
		"drone/dp_Mavic_Test_File1_05.wav":    "dp_Mavic_Test_File1",
		"speech/fsdd_george_3.wav":            "fsdd_george",
	} {
		if got := group(file); got != want {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
}

func TestManifestsThatAreNone(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"no column":  "file,label\na.wav,drone\n",
		"no clips":   "file,label,sub,src_repo,licence\n",
		"no file":    "file,label,sub,src_repo,licence\na.wav,drone,x,y,z\n",
		"torn quote": "file,label,sub,src_repo,licence\n\"a.wav,drone\n",
	} {
		path := filepath.Join(dir, "m.csv")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadManifest(context.Background(), path); err == nil || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMeasures(t *testing.T) {
	s := []Scored{{0.1, false, 1}, {0.2, false, 1}, {0.3, true, 1}, {0.4, false, 1}, {0.5, true, 1}, {0.9, true, 1}}
	if got := auc(s); math.Abs(got-8./9) > 1e-12 {
		t.Errorf("AUC %v, want 8/9", got)
	}
	if tpr, fpr := over(s, 0.4); tpr != 2./3 || fpr != 1./3 {
		t.Errorf("over 0.4: %v, %v", tpr, fpr)
	}
	if tpr, score := atFPR(s, 0.01); tpr != 2./3 || score != 0.4 {
		t.Errorf("at 1 %%: %v over %v", tpr, score)
	}
	k := platt(s)
	if k.Slope <= 0 || k.Probability(0.9) < k.Probability(0.1) {
		t.Errorf("calibration %+v", k)
	}
	// Separable scores do not drive the slope away.
	if k := platt([]Scored{{0.1, false, 1}, {0.9, true, 1}}); k.Slope <= 0 || k.Slope > 5 {
		t.Errorf("calibration of what is separable %+v", k)
	}
}

func TestMixturesHaveTheirRatio(t *testing.T) {
	s := newStudio()
	r := prng(3)
	for _, db := range []float64{-10, 0, 15} {
		x, noise := s.hiss(&r, taken), s.hiss(&r, taken)
		clean := append([]float64(nil), x...)
		s.mix(x, noise, db)
		for i := range x {
			x[i] -= clean[i]
		}
		if got := 10 * math.Log10(s.loudness(clean)/s.loudness(x)); math.Abs(got-db) > 0.1 {
			t.Errorf("%+.0f dB: %+.2f", db, got)
		}
	}
}
