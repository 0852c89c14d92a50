package sdr

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// rtl is what an R820T reaches.
func rtl(lo Hz, invert bool) Converter {
	return Converter{LO: lo, Invert: invert, Low: 24e6, High: 1766e6}
}

func TestConverterTuned(t *testing.T) {
	for _, c := range []struct {
		name      string
		converter Converter
		onAir     Hz
		tuned     Hz
		inverted  bool
		wrong     string
	}{
		{"no converter", rtl(0, false), 796e6, 796e6, false, ""},
		{"no converter, beyond the tuner", rtl(0, false), 2450e6, 0, false, "not within"},
		{"LNB of 1998 MHz for band 41", rtl(1998e6, false), 2585e6, 587e6, false, ""},
		{"upconverter of 125 MHz for short wave", rtl(125e6, false), 7.1e6, 132.1e6, false, ""},
		{"oscillator above, found because nothing else is reachable", rtl(3650e6, false), 2450e6, 1200e6, true, ""},
		{"oscillator above, said so", rtl(125e6, true), 7.1e6, 117.9e6, true, ""},
		{"oscillator above is impossible above it", rtl(1998e6, true), 2585e6, 0, true, "not within"},
		{"LNB of 9750 MHz for 10.489 GHz", rtl(9750e6, false), 10489e6, 739e6, false, ""},
		{"out of reach behind the converter", rtl(9750e6, false), 12000e6, 0, false, "2250"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tuned, inverted, err := c.converter.Tuned(c.onAir)
			if c.wrong != "" {
				if err == nil {
					t.Fatalf("tuned to %v, want an error", tuned)
				}
				return
			}
			if err != nil || tuned != c.tuned || inverted != c.inverted {
				t.Errorf("tuned %v, inverted %v, %v; want %v, %v", tuned, inverted, err, c.tuned, c.inverted)
			}
		})
	}
	if _, _, err := rtl(9750e6, false).Tuned(12e9); err == nil || !strings.Contains(err.Error(), "9750") {
		t.Errorf("the error must name the converter: %v", err)
	}
}

// still is a Tuner with a single tone of +i steps a sample.
type still struct{ centre Hz }

func (s *still) Read(_ context.Context, b *Block) error {
	b.Centre, b.Rate = s.centre, 2.4e6
	b.IQ = append(b.IQ[:0], 1, 1i, -1, -1i)
	return nil
}
func (s *still) Tune(f Hz) error { s.centre = f; return nil }
func (s *still) Close() error    { return nil }

func TestConvertedBlocks(t *testing.T) {
	tuner := &still{1200e6}
	src, err := Convert(tuner, rtl(3650e6, false), 2450e6)
	if err != nil {
		t.Fatal(err)
	}
	var b Block
	check := func(centre Hz, second complex64) {
		t.Helper()
		if err := src.Read(t.Context(), &b); err != nil || b.Centre != centre || b.LO != 3650e6 || b.IQ[1] != second {
			t.Errorf("centre %v LO %v second sample %v, %v; want %v and %v", b.Centre, b.LO, b.IQ[1], err, centre, second)
		}
	}
	check(2450e6, -1i) // oscillator above: the tone turns the other way
	if err := src.(Tuner).Tune(2400e6); err != nil || tuner.centre != 1250e6 {
		t.Fatalf("tuned to %v, %v", tuner.centre, err)
	}
	check(2400e6, -1i)
	if err := src.(Tuner).Tune(4000e6); err != nil || tuner.centre != 350e6 {
		t.Fatalf("tuned to %v, %v", tuner.centre, err)
	}
	tuner.centre = 1250e6 // a Block from before the retune is still to come
	check(2400e6, -1i)
	tuner.centre = 350e6
	check(4000e6, 1i)
	if err := src.(Tuner).Tune(9e9); err == nil || tuner.centre != 350e6 {
		t.Errorf("unreachable: %v, tuned to %v", err, tuner.centre)
	}
}

func TestConvertKeepsWhatASourceCanDo(t *testing.T) {
	type justSource struct{ Source }
	fixed := justSource{&still{587e6}}
	src, err := Convert(fixed, rtl(1998e6, false), 2585e6)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := src.(Tuner); ok {
		t.Error("a source without tuner became a Tuner")
	}
	if same, _ := Convert(fixed, Converter{}, 587e6); same != Source(fixed) {
		t.Error("without a converter the source must stay itself")
	}
	if _, err := Convert(fixed, rtl(1998e6, false), 9e9); err == nil || errors.Is(err, ErrLost) {
		t.Errorf("unreachable start: %v", err)
	}
}
