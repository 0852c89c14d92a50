package synth

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/dsp/fourier"

	"vigie/acoustic"
)

// play returns all sound of a scene.
func play(t testing.TB, text string) (pcm [2][]float64) {
	t.Helper()
	scene, err := ParseScene("scene", text)
	if err != nil {
		t.Fatal(err)
	}
	src, err := scene.Open(time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	var b acoustic.Block
	for {
		err := src.Read(context.Background(), &b)
		if err == io.EOF {
			return pcm
		}
		if err != nil {
			t.Fatal(err)
		}
		for c := range pcm {
			for _, v := range b.PCM[c] {
				pcm[c] = append(pcm[c], float64(v))
			}
		}
	}
}

// levelDBA returns the A-weighted level of sound where a sine at full scale has 120 dB.
func levelDBA(pcm []float64) float64 {
	a := acoustic.NewWeighting()
	var sum float64
	for _, x := range pcm {
		y := a.Filter(x)
		sum += y * y
	}
	return 120 + 10*math.Log10(2*sum/float64(len(pcm)))
}

// spectrum returns the power in bins of rate/n Hz, averaged.
func spectrum(pcm []float64, n int) []float64 {
	fft := fourier.NewFFT(n)
	power := make([]float64, n/2+1)
	piece := make([]float64, n)
	for at := 0; at+n <= len(pcm); at += n / 2 {
		for i := range piece {
			piece[i] = pcm[at+i] * 0.5 * (1 - math.Cos(2*math.Pi*float64(i)/float64(n)))
		}
		for k, v := range fft.Coefficients(nil, piece) {
			power[k] += real(v)*real(v) + imag(v)*imag(v)
		}
	}
	return power
}

func peak(power []float64, low, high float64) (hz float64) {
	step := rate / float64(2*(len(power)-1))
	best := int(low / step)
	for k := best; k <= int(high/step); k++ {
		if power[k] > power[best] {
			best = k
		}
	}
	return float64(best) * step
}

// TestAirAbsorbs compares with ISO 9613-2:1996, table 2, which was made from
// ISO 9613-1: dB/km in octave bands.
func TestAirAbsorbs(t *testing.T) {
	for _, c := range []struct {
		air  Air
		want map[float64]float64
	}{
		{Air{10, 70, 101.325}, map[float64]float64{125: 0.4, 250: 1.0, 500: 1.9, 1000: 3.7, 2000: 9.7, 4000: 32.8, 8000: 117}},
		{Air{20, 70, 101.325}, map[float64]float64{125: 0.3, 250: 1.1, 500: 2.8, 1000: 5.0, 2000: 9.0, 4000: 22.9, 8000: 76.6}},
		{Air{15, 20, 101.325}, map[float64]float64{125: 0.6, 250: 1.2, 500: 2.7, 1000: 8.2, 2000: 28.2, 4000: 88.8, 8000: 202}},
	} {
		for hz, want := range c.want {
			if got := 1000 * c.air.absorption(hz); math.Abs(got-want) > 0.06*want+0.06 {
				t.Errorf("%v at %v Hz: %.2f dB/km, want %v", c.air, hz, got, want)
			}
		}
	}
	if got := (Air{Temperature: 20}).speed(); got != 343.2 {
		t.Errorf("sound at 20 °C: %v m/s", got)
	}
}

func TestHardGroundReflectsAndSoftGroundTurnsRound(t *testing.T) {
	if r := reflection(500, 0.5, 20000); cmplx.Abs(r) < 0.95 || real(r) < 0.9 {
		t.Errorf("asphalt gives back %v", r)
	}
	if r := reflection(500, 0.02, 200); real(r) > 0 {
		t.Errorf("grass at grazing angle gives back %v", r)
	}
}

// TestLevelsFallWithTheDistance: as stated at 1 m, by 6 dB a doubling, without a
// ground nearby that would add to it.
func TestLevelsFallWithTheDistance(t *testing.T) {
	for _, metres := range []float64{10, 20, 40} {
		pcm := play(t, fmt.Sprintf("seconds = 4\nambient_dba = -20\nheight_m = 150\nhumidity_percent = 70\n[[multirotor]]\nlevel_db = 90\nfrom_m = [0, %v, 150]", metres))
		if got, want := levelDBA(pcm[0][8000:]), 90-20*math.Log10(metres); math.Abs(got-want) > 1.2 {
			t.Errorf("at %v m %.1f dB(A), want %.1f", metres, got, want)
		}
	}
}

// TestDoppler: a siren's tone before and after it has passed.
func TestDoppler(t *testing.T) {
	pcm := play(t, "seconds = 10\nambient_dba = 0\n[[siren]]\nlow_hz = 1000\nhigh_hz = 1000\nfrom_m = [-150, 2, 4]\nspeed_ms = [30, 0, 0]")[0]
	c := Air{Temperature: 15}.speed()
	for at, want := range map[int]float64{1: 1000 * c / (c - 30), 8: 1000 * c / (c + 30)} {
		if got := peak(spectrum(pcm[at*16000:(at+1)*16000], 8192), 800, 1200); math.Abs(got-want) > 3 {
			t.Errorf("second %d: %.1f Hz, want %.1f", at, got, want)
		}
	}
}

// TestTwoMicrophonesHearInTurn: the sound comes earlier on the side that it is from.
func TestTwoMicrophonesHearInTurn(t *testing.T) {
	pcm := play(t, "seconds = 2\nchannels = 2\nspacing_m = 0.4\nambient_dba = 0\n[[talker]]\nfrom_m = [50, 0, 4]")
	best, lag := 0.0, 0
	for shift := -30; shift <= 30; shift++ {
		var sum float64
		for i := 100; i < len(pcm[0])-100; i++ {
			sum += pcm[0][i] * pcm[1][i-shift]
		}
		if sum > best {
			best, lag = sum, shift
		}
	}
	if want := 0.4 / (Air{Temperature: 15}).speed() * rate; math.Abs(float64(lag)-want) > 1 {
		t.Errorf("the western microphone hears %d samples later, want %.1f", lag, want)
	}
}

func TestWindIsNotTheSameAtTwoMicrophones(t *testing.T) {
	pcm := play(t, "seconds = 4\nchannels = 2\nambient_dba = 0\n[[wind]]\nlevel_db = 80")
	var ab, aa, bb float64
	for i := range pcm[0] {
		ab, aa, bb = ab+pcm[0][i]*pcm[1][i], aa+pcm[0][i]*pcm[0][i], bb+pcm[1][i]*pcm[1][i]
	}
	if r := ab / math.Sqrt(aa*bb); math.Abs(r) > 0.2 {
		t.Errorf("correlation %.2f", r)
	}
	power := spectrum(pcm[0], 4096)
	if low, high := sum(power[5:50]), sum(power[250:]); low < 1000*high {
		t.Errorf("wind has %.1f dB more below 200 Hz than above 1 kHz", 10*math.Log10(low/high))
	}
}

func sum(v []float64) (s float64) {
	for _, x := range v {
		s += x
	}
	return s
}

// TestEmittersSoundWhereTheyShould finds each one's fundamental, and how wide the
// lines of those are that must not be sharp, or must be.
func TestEmittersSoundWhereTheyShould(t *testing.T) {
	for _, c := range []struct {
		claim, table   string
		low, high      float64 // where its strongest line must lie
		width, atMost  float64 // share of the power around it that is within ±4 Hz
		from, to, span float64
	}{
		{claim: "a drone's blades, 180 Hz, in several lines", table: "[[multirotor]]\nrpm = 5400\ndetune = 0.05", low: 165, high: 195, atMost: 0.8},
		{claim: "an aeroplane's propeller, 80 Hz, in one", table: "[[airplane]]", low: 79, high: 81, width: 0.8, atMost: 1},
		{claim: "a helicopter's tail, 69 Hz, or a multiple of the main rotor's 19.5 Hz", table: "[[helicopter]]", low: 15, high: 75, atMost: 1},
	} {
		pcm := play(t, "seconds = 8\nambient_dba = 0\nheight_m = 100\n"+c.table+"\nfrom_m = [0, 10, 100]")[0]
		power := spectrum(pcm, 8192)
		step := rate / 8192
		hz := peak(power, 12, 300)
		if hz < c.low || hz > c.high {
			t.Errorf("%s: strongest at %.1f Hz", c.claim, hz)
		}
		k, near, wide := int(math.Round(hz/step)), int(4/step), int(20/step)
		share := sum(power[k-near:k+near+1]) / sum(power[max(1, k-wide):k+wide+1])
		if share < c.width || share > c.atMost {
			t.Errorf("%s: %.2f of the power is within 4 Hz", c.claim, share)
		}
	}
}

// TestEveryEmitterIsHeardAtItsLevel within what fluctuates, and gives numbers.
func TestEveryEmitterIsHeardAtItsLevel(t *testing.T) {
	for _, table := range []string{"multirotor", "helicopter", "airplane", "chainsaw", "motorcycle", "siren", "talker", "crowd"} {
		pcm := play(t, "seconds = 6\nseed = 3\nambient_dba = 0\nheight_m = 100\n[["+table+"]]\nlevel_db = 100\nfrom_m = [0, 10, 100]")[0]
		if got := levelDBA(pcm[4000:]); math.IsNaN(got) || math.Abs(got-80) > 4 {
			t.Errorf("%s: %.1f dB(A) at 10 m, want 80", table, got)
		}
	}
}

func TestTheSameSeedGivesTheSameSound(t *testing.T) {
	const text = "seconds = 1\nchannels = 2\nspacing_m = 0.3\n[[multirotor]]\n[[crowd]]\npeople = 5\n[[chainsaw]]\n[[wind]]\n"
	a, b, other := play(t, text), play(t, text), play(t, "seed = 9\n"+text)
	same := true
	for i := range a[1] {
		if a[1][i] != b[1][i] {
			t.Fatalf("sample %d differs", i)
		}
		same = same && a[1][i] == other[1][i]
	}
	if same {
		t.Error("another seed gives the same sound")
	}
}

func TestStartStopAndRepeat(t *testing.T) {
	pcm := play(t, "seconds = 8\nambient_dba = 0\n[[siren]]\nstart_s = 1\nstop_s = 2\nrepeat_s = 4\nfrom_m = [0, 5, 4]")[0]
	for second, loud := range []bool{false, true, false, false, false, true, false, false} {
		if got := levelDBA(pcm[second*16000+4000:second*16000+15000]) > 60; got != loud {
			t.Errorf("second %d sounds: %v, want %v", second, got, loud)
		}
	}
}

func TestWhatIsTooLoudClips(t *testing.T) {
	scene, err := ParseScene("scene", "full_scale_db = 90\n[[siren]]\nfrom_m = [0, 2, 4]")
	if err != nil {
		t.Fatal(err)
	}
	src, err := scene.Open(time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	var b acoustic.Block
	if err := src.Read(context.Background(), &b); err != nil || b.Clipped < 100 {
		t.Errorf("%d clipped, %v", b.Clipped, err)
	}
	if n := testing.AllocsPerRun(5, func() { _ = src.Read(context.Background(), &b) }); n != 0 {
		t.Errorf("%v allocations a Block", n)
	}
}

// TestAWAVOfASceneIsTheScene reads what was written.
func TestAWAVOfASceneIsTheScene(t *testing.T) {
	const text = "seconds = 0.5\nchannels = 2\nspacing_m = 0.3\n[[multirotor]]\n"
	scene, err := ParseScene("scene", text)
	if err != nil {
		t.Fatal(err)
	}
	src, err := scene.Open(time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if n, err := src.WriteWAV(context.Background(), &out); err != nil || n != 8000 {
		t.Fatalf("%d frames, %v", n, err)
	}
	path := filepath.Join(t.TempDir(), "scene.wav")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := acoustic.Open(context.Background(), path, acoustic.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	want, at := play(t, text), 0
	var b acoustic.Block
	for r.Read(context.Background(), &b) == nil {
		for i := range b.PCM[0] {
			if float64(b.PCM[0][i]) != want[0][at] || float64(b.PCM[1][i]) != want[1][at] {
				t.Fatalf("frame %d: %v and %v, want %v and %v", at, b.PCM[0][i], b.PCM[1][i], want[0][at], want[1][at])
			}
			at++
		}
	}
	if at != 8000 {
		t.Errorf("%d frames", at)
	}
}

func TestScenesSayWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"seconds = ":                                     "scene:1: ",
		"sedes = 1":                                      "unknown key sedes",
		"[[multirotor]]\nrotor = 4":                      "unknown key multirotor.rotor",
		"[[multirotor]]\nrotors = 9":                     "multirotor 1: rotors 9, want 2 to 8",
		"[[siren]]\n[[siren]]\nlevel_db = 300":           "siren 2: level_db 300",
		"channels = 3":                                   "channels 3",
		"[[multirotor]]\nspeed_ms = [1.0, 0.0, 0.0]":     "repeat_s",
		"[[wind]]\ngusts = 2":                            "wind 1: gusts",
		"[[crowd]]\nstart_s = 2\nstop_s = 1":             "stop_s lies before",
		"[[multirotor]]\nfrom_m = [1.0, 0.0]":            "scene",
		"[[talker]]\npitch_hz = 1000":                    "talker 1: pitch_hz",
		"[[chainsaw]]\nfull_rpm = 1":                     "chainsaw 1: full_rpm",
		"[[motorcycle]]\ncylinders = 20":                 "motorcycle 1: cylinders",
		"[[airplane]]\nblades = 20":                      "airplane 1: blades",
		"[[helicopter]]\nslap = 20":                      "helicopter 1: slap",
		"temperature_c = 100\nseconds = 1\n[[talker]]\n": "temperature_c 100",
	} {
		if _, err := ParseScene("scene", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func BenchmarkAMultirotorForOneSecond(b *testing.B) {
	v := Multirotor{}.complete().voice(rand.New(rand.NewPCG(1, 2)))
	for b.Loop() {
		for range int(rate) {
			v()
		}
	}
}
