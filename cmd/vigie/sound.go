package main

import (
	"errors"
	"path/filepath"
	"strings"

	"vigie/acoustic"
	"vigie/detectors"
)

// soundFlags say how sound in a recording is read, and of what microphone it is.
type soundFlags struct {
	Raw       string  `name:"pcm" enum:",u8,s16,s24,s32,f32,f64" default:"" help:"Files without a header, or standard input, hold sound in this format: u8, s16, s24, s32, f32, f64, little endian, at --rate (16000 without it)." placeholder:"FORMAT"`
	Channels  int     `default:"1" help:"Channels of --pcm." placeholder:"N"`
	Spacing   float64 `help:"Distance between the two microphones of a recording with two channels, metres." placeholder:"M"`
	FullScale float64 `name:"full-scale" help:"Sound level of a sine at full scale, dB SPL; without it a recording's level says nothing of how loud it was." placeholder:"DB"`
}

// pcmFormats are the names that --pcm takes.
var pcmFormats = map[string]acoustic.Encoding{
	"u8": {Bits: 8}, "s16": {Bits: 16}, "s24": {Bits: 24}, "s32": {Bits: 32},
	"f32": {Bits: 32, Float: true}, "f64": {Bits: 64, Float: true},
}

// isSound reports whether a recording holds sound: one that is named so, unless
// it is said to hold samples of radio, or standard input that is not.
func (c *replayCmd) isSound(path string) bool {
	return c.Format == 0 && (c.Raw != "" || isWAV(path) || path == "-")
}

// isWAV reports whether a file is named as a WAV file.
func isWAV(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".wav", ".wave", ".rf64", ".bw64":
		return true
	}
	return false
}

// sound replays a recording of sound.
func (c *replayCmd) sound(e *env, path string, specs []detectors.Spec) error {
	if c.Annotate {
		return usagef("%s: --annotate writes into a .sigmf-meta, which this recording has not", path)
	}
	src, err := c.openSound(e, path)
	if err != nil {
		return err
	}
	defer src.Close()
	l := &detectors.Listener{
		Name: "replay", Sensor: e.cli.Sensor, Recording: filepath.Base(path), Source: src, Specs: specs,
		SpacingM: c.Spacing, FullScale: c.FullScale, Tracker: detectors.NewTracker(detectors.DefaultForget),
	}
	return c.play(e, l.Recording, src, func(bar *progress, sink func(detectors.Event)) runner {
		l.Source, l.Sink = bar.listen(src), sink
		return l
	}, func(*detectors.Event) {})
}

func (c *replayCmd) openSound(e *env, path string) (*acoustic.Reader, error) {
	o := acoustic.Options{Microphone: "replay"}
	if c.Raw != "" {
		raw := pcmFormats[c.Raw]
		raw.Rate, raw.Channels = c.Rate, c.Channels
		if raw.Rate == 0 {
			raw.Rate = acoustic.Rate
		}
		o.Raw = &raw
	}
	src, err := acoustic.Open(e.ctx, path, o)
	switch {
	case path == "-" && errors.Is(err, acoustic.ErrNotWAV):
		return nil, usagef("standard input is no WAV file; say --format (cu8, cs8, cs16, cf32, cf64) for radio, or --pcm (s16, …) for sound without a header")
	case err != nil:
		return nil, err
	}
	if enc := src.Encoding(); o.Raw == nil && enc.Channels == 2 && enc.Rate > maxSoundRate {
		src.Close()
		return nil, usagef("%s: two channels at %v a second are samples of radio, not sound: say --format cs16 --rate %.0f --skip-bytes %d and --freq", path, enc.Rate, float64(enc.Rate), src.Position())
	}
	return src, nil
}

// maxSoundRate is the highest rate of sound cards; radios write WAV files too.
const maxSoundRate = 192000
