package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	acousticsynth "vigie/acoustic/synth"
	"vigie/sdr"
	"vigie/sdr/recording"
	"vigie/sdr/synth"
)

type simulateCmd struct {
	Scene  string    `arg:"" help:"Scene file (see docs/scenes.md)." type:"existingfile"`
	Output string    `short:"o" required:"" help:"Recording to write: NAME.sigmf-meta, or of a scene of sound NAME.wav." placeholder:"FILE"`
	Start  time.Time `default:"1970-01-01T00:00:00Z" help:"Time of the first sample."`
}

// Run writes the scene as a recording.
func (c *simulateCmd) Run(e *env) error {
	if isWAV(c.Output) {
		return c.sound(e)
	}
	if !strings.HasSuffix(c.Output, ".sigmf-meta") {
		return usagef("%s: say a name that ends in .sigmf-meta, or in .wav for a scene of sound", c.Output)
	}
	scene, err := synth.LoadScene(c.Scene)
	if err != nil {
		return usageError{err}
	}
	if scene.Seconds == 0 {
		return usagef("%s: this scene has no end; give it seconds = …", c.Scene)
	}
	src, err := scene.Open(c.Start)
	if err != nil {
		return usageError{err}
	}
	defer src.Close()
	w, err := recording.Create(c.Output, recording.Header{
		Format: scene.Format, Rate: scene.Rate, Description: "modelled by vigie simulate",
	})
	if err != nil {
		return err
	}
	return errors.Join(copyBlocks(e, src, w), w.Close())
}

// sound writes a scene of sound.
func (c *simulateCmd) sound(e *env) error {
	scene, err := acousticsynth.LoadScene(c.Scene)
	if err != nil {
		return usageError{err}
	}
	if scene.Seconds == 0 {
		return usagef("%s: this scene has no end; give it seconds = …", c.Scene)
	}
	src, err := scene.Open(c.Start)
	if err != nil {
		return usageError{err}
	}
	f, err := os.Create(c.Output)
	if err != nil {
		return err
	}
	n, err := src.WriteWAV(e.ctx, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("%s: %w", c.Output, err)
	}
	_, err = fmt.Fprintf(e.stderr, "vigie: %d samples written\n", n)
	return err
}

func copyBlocks(e *env, src sdr.Source, w *recording.Writer) error {
	var b sdr.Block
	for {
		err := src.Read(e.ctx, &b)
		if errors.Is(err, io.EOF) {
			_, err = fmt.Fprintf(e.stderr, "vigie: %d samples written\n", w.Samples())
			return err
		}
		if err == nil {
			err = w.Write(&b)
		}
		if err != nil {
			return err
		}
	}
}
