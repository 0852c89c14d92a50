package synth

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie/sdr"
)

// plain is a modulator without fading.
func plain(b BTS) *modulator {
	random := rand.New(rand.NewPCG(1, 1))
	m := newModulator(newTimeslots(b, random), newFading("none", 0, random), 0)
	m.seek(0)
	return m
}

// TestGMSKAgainstItsDefinition compares a slot with the phase integral of TS
// 45.004 clause 2.5, computed as it is written: rectangular pulses through a
// Gaussian filter, in steps of a hundredth of a symbol.
func TestGMSKAgainstItsDefinition(t *testing.T) {
	m := plain(BTS{FN: 3, MCC: "001", MNC: "01"})
	x := make([]complex64, slotSamples)
	m.next(x)
	m.seek(0)
	bits := append([]byte(nil), m.slots.burst(0)...)
	const steps = 100
	sigma := math.Sqrt(math.Ln2) / (2 * math.Pi * bandwidthTime)
	gauss := func(t float64) float64 { return math.Exp(-t*t/(2*sigma*sigma)) / (math.Sqrt(2*math.Pi) * sigma) }
	var filter []float64
	for i := -4 * steps; i <= 4*steps; i++ {
		filter = append(filter, gauss(float64(i)/steps)/steps)
	}
	symbol := func(k int) float64 { // before and after the burst ones, differentially 0
		at := func(k int) byte {
			if k < 0 || k >= burstBits {
				return 1
			}
			return bits[k]
		}
		return 1 - 2*float64(at(k)^at(k-1))
	}
	var phase, worst float64
	var turn complex128
	// The model's bit k has its pulse's middle at symbol guard+k+2.
	for i := range 150 * steps {
		at := float64(i)/steps + guardSymbols // symbols from the slot's start
		if i%(steps/samplesPerSymbol) == 0 && at > guardSymbols+3 && at < 145 {
			n := int(at * samplesPerSymbol)
			got := complex128(x[n]) * cmplx.Rect(1, -phase)
			if turn == 0 {
				turn = got
			}
			worst = max(worst, cmplx.Abs(got-turn))
		}
		var frequency float64
		for j, h := range filter {
			// instant of the rectangle's input, relative to bit 0's pulse
			input := at - guardSymbols - 2 + 0.5 + float64(4*steps-j)/steps
			frequency += h * symbol(int(math.Floor(input)))
		}
		phase += math.Pi / 2 * frequency / steps
	}
	if worst > 0.06 {
		t.Errorf("the modulator is up to %.3f off its definition", worst)
	}
}

// TestGMSKPower wants a carrier without gaps but for the ramps, and the same mean
// power through a fading channel.
func TestGMSKPower(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct {
		channel string
		within  float64
	}{{"none", 0.05}, {"tu", 0.25}, {"ht", 0.25}, {"eq", 0.25}} {
		m := newModulator(newTimeslots(BTS{Load: 0.5}, random), newFading(c.channel, 80, random), 0)
		m.seek(0)
		x := make([]complex64, 2000*slotSamples)
		m.next(x)
		var sum float64
		for _, v := range x {
			sum += float64(real(v)*real(v) + imag(v)*imag(v))
		}
		if mean := sum / float64(len(x)); math.Abs(mean-1) > c.within {
			t.Errorf("%s: mean power %.3f", c.channel, mean)
		}
	}
}

// TestBTSHowItIsRead gives the same samples in calls of any length, from any
// time on.
func TestBTSHowItIsRead(t *testing.T) {
	random := func() *rand.Rand { return rand.New(rand.NewPCG(7, 7)) }
	open := func(seconds float64) *modulator {
		r := random()
		m := newModulator(newTimeslots(BTS{}, r), newFading("tu", 50, r), 3e-4)
		m.seek(seconds)
		return m
	}
	whole := make([]complex64, 20*slotSamples)
	open(0).next(whole)
	parts := make([]complex64, len(whole))
	m := open(0)
	for at := 0; at < len(parts); at += 77 {
		m.next(parts[at:min(at+77, len(parts))])
	}
	late := make([]complex64, 3000)
	open(5000 / (samplesPerSymbol * symbolRate)).next(late)
	for i := range whole {
		if whole[i] != parts[i] || i >= 5000 && i < 8000 && whole[i] != late[i-5000] {
			t.Fatalf("sample %d: %v, in parts %v", i, whole[i], parts[i])
		}
	}
	if n := testing.AllocsPerRun(20, func() { m.next(parts) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestCycle says which message goes into which multiframe, TS 45.002 clause
// 6.3.1.3.
func TestCycle(t *testing.T) {
	extra := hex.EncodeToString(message(18, 0x03, bytes.Repeat([]byte{1}, 20)...))
	for _, c := range []struct {
		bts  BTS
		want string
	}{
		{BTS{}, "19 1a 1b 1c 1b 1b 1b 1c"},
		{BTS{GPRS: true}, "19 1a 1b 1c 00 1b 1b 1c"},
		{BTS{GPRS: true, SI: []string{extra}}, "19 1a 1b 1c 00 03 1b 1c"},
	} {
		s := newTimeslots(c.bts, rand.New(rand.NewPCG(1, 1)))
		var got []string
		for tc := range 8 {
			got = append(got, fmt.Sprintf("%02x", s.content(51*(8*3+tc) + 2)[2]))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v: %v, want %s", c.bts, got, c.want)
		}
	}
}

func TestBTSRefuses(t *testing.T) {
	good := BTS{Freq: 940e6, MCC: "208", MNC: "01"}
	for _, c := range []struct {
		key   string
		spoil func(*BTS)
	}{
		{"", func(*BTS) {}},
		{"ncc", func(b *BTS) { b.NCC = 8 }},
		{"fn", func(b *BTS) { b.FN = hyperframe }},
		{"channel", func(b *BTS) { b.Channel = "epa" }},
		{"mcc", func(b *BTS) { b.MCC = "20" }},
		{"mnc", func(b *BTS) { b.MNC = "1a" }},
		{"neighbours", func(b *BTS) { b.Neighbours = []int{1, 900} }},
		{"neighbours", func(b *BTS) { b.Neighbours = []int{-1} }},
		{"si", func(b *BTS) { b.SI = []string{"00"} }},
		{"snr_db", func(b *BTS) { b.SNR = math.NaN() }},
	} {
		b := good
		c.spoil(&b)
		err := b.validate()
		if (err == nil) != (c.key == "") || err != nil && err.key != c.key {
			t.Errorf("%s: %v", c.key, err)
		}
	}
}

// TestBTSGRGSM lets gr-gsm's receiver decode the model: its modulation, coding and
// messages, read by someone else's code.
func TestBTSGRGSM(t *testing.T) {
	script, err := filepath.Abs("../../detectors/gsm/testdata/grgsm_peer.py")
	if err != nil {
		t.Fatal(err)
	}
	if exec.Command("/usr/bin/python3", "-c", "from gnuradio import gsm").Run() != nil {
		t.Skip("gr-gsm is not installed")
	}
	b := BTS{
		Freq: 940e6, NCC: 2, BCC: 6, MCC: "310", MNC: "260", LAC: 0xABCD, CellID: 0x1234, Neighbours: []int{512, 530, 600}, GPRS: true,
		Reselect: 12, SNR: 25, Paging: 0.5, Long: 0.5, Load: 0.5, Combined: true,
	}
	s := Scene{Seed: 1, Rate: 4 * symbolRate, Centre: 940e6, Format: sdr.CF32, Seconds: 2.2, FrontEnd: FrontEnd{NoiseDBFS: -40}, GSM: []BTS{b}}
	file := filepath.Join(t.TempDir(), "x.cf32")
	writeScene(t, s, file)
	out, err := exec.Command("/usr/bin/python3", script, file, fmt.Sprint(float64(s.Rate)), "940e6").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(out), " ", "")
	for _, o := range [][]byte{b.si1(), b.si2(), b.si3(), b.si4(), b.si13()} {
		if !strings.Contains(text, hex.EncodeToString(o)) {
			t.Errorf("gr-gsm did not read %x", o)
		}
	}
}

// writeScene plays a scene into a file.
func writeScene(t *testing.T, s Scene, path string) {
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	src, err := s.Open(time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	var block sdr.Block
	for {
		err := src.Read(context.Background(), &block)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write(s.Format.Encode(nil, block.IQ)); err != nil {
			t.Fatal(err)
		}
	}
}
