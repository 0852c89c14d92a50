package synth

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie/sdr"
	"vigie/sdr/dsp"
)

// TestOrdinaryDevicesAreReadByOthers: rtl_433 (Debian's rtl-433 22.11) reads the
// models of meters and sensors, check and all.
func TestOrdinaryDevicesAreReadByOthers(t *testing.T) {
	program, err := exec.LookPath("rtl_433")
	if err != nil {
		t.Skip("rtl_433 is not installed")
	}
	crowd := Crowd{Every: 1.5, SNR: 25}
	for _, c := range []struct {
		name     string
		centre   sdr.Hz
		rate     sdr.Hz
		stations Stations
		decoder  string
		want     string
		least    int
	}{
		{"wireless M-Bus, mode T", 868.95e6, 1.2e6, Stations{WMBus: []WMBus{{Mode: "t", Crowd: crowd}}}, "104", `"mode" : "T"`, 3},
		{"wireless M-Bus, mode C", 868.95e6, 1.2e6, Stations{WMBus: []WMBus{{Mode: "c", Crowd: crowd}}}, "104", `"mode" : "C"`, 3},
		{"wireless M-Bus, mode S", 868.3e6, 1e6, Stations{WMBus: []WMBus{{Mode: "s", Crowd: crowd}}}, "105", `"mode" : "S"`, 3},
		{"a weather sensor", 433.92e6, 250e3, Stations{OOK: []OOK{{Crowd: crowd}}}, "19", `"Nexus-TH"`, 3},
		{"consumption messages", 915e6, 1.2e6, Stations{ERT: []ERT{{Crowd: Crowd{Every: 0.4, SNR: 25}}}}, "149", `"ERT-SCM"`, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			sc := Scene{Seed: 3, Rate: c.rate, Centre: c.centre, Format: sdr.CU8, Seconds: 6, FrontEnd: FrontEnd{NoiseDBFS: -21}, Stations: c.stations}
			if c.stations.ERT != nil { // it hops over 10 MHz: most of it is outside
				sc.Seconds = 12
			}
			file := filepath.Join(t.TempDir(), "scene.cu8")
			writeCU8(t, sc, file)
			out, err := exec.Command(program, "-R", c.decoder, "-s", fmtHz(c.rate), "-f", fmtHz(c.centre), "-r", "cu8:"+file, "-F", "json").Output()
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(out), c.want); n < c.least {
				t.Errorf("%d messages with %s, want %d or more:\n%s", n, c.want, c.least, out)
			}
		})
	}
}

func fmtHz(f sdr.Hz) string { return strconv.Itoa(int(f)) }

// everySample returns a scene's samples.
func everySample(t *testing.T, sc Scene) (all []complex64) {
	t.Helper()
	src, err := sc.Open(time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	var b sdr.Block
	for {
		switch err := src.Read(context.Background(), &b); {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			t.Fatal(err)
		}
		all = append(all, b.IQ...)
	}
}

func writeCU8(t *testing.T, sc Scene, file string) {
	t.Helper()
	if err := os.WriteFile(file, sdr.CU8.Encode(nil, everySample(t, sc)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestPagersAreReadByOthers: multimon-ng (Debian's 1.2.0) reads the digits.
func TestPagersAreReadByOthers(t *testing.T) {
	program, err := exec.LookPath("multimon-ng")
	if err != nil {
		t.Skip("multimon-ng is not installed")
	}
	const audio = 22050
	for _, baud := range []int{512, 1200, 2400} {
		sc := Scene{
			Seed: 3, Rate: 4 * audio, Centre: 466.05e6, Format: sdr.CS16, Seconds: 6, FrontEnd: FrontEnd{NoiseDBFS: -40},
			Stations: Stations{Pager: []Pager{{Baud: baud, Text: "0123456789", Crowd: Crowd{Every: 3, SNR: 30}}}},
		}
		var sound bytes.Buffer
		var sum float64
		iq := everySample(t, sc)
		low := dsp.NewFIR(dsp.LowPass(9e3, 4e3, 4*audio, 50), 1)
		low.Process(iq, iq)
		for i := 1; i < len(iq); i++ { // frequency demodulation, four samples to one
			z := iq[i] * complex(real(iq[i-1]), -imag(iq[i-1]))
			sum += math.Atan2(float64(imag(z)), float64(real(z)))
			if i%4 == 0 {
				binary.Write(&sound, binary.LittleEndian, int16(math.Max(-32000, math.Min(32000, sum/4*40000))))
				sum = 0
			}
		}
		cmd := exec.Command(program, "-q", "-t", "raw", "-a", "POCSAG"+strconv.Itoa(baud), "-f", "numeric", "-")
		cmd.Stdin = &sound
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(out), "0123456789") {
			t.Errorf("%d baud: %s", baud, out)
		}
	}
}
