package main

import (
	"context"

	"github.com/schollz/progressbar/v3"

	"vigie/acoustic"
	"vigie/sdr"
)

// progress is the bar of a replay, on a terminal only.
type progress struct {
	bar *progressbar.ProgressBar
	at  meter
}

func newProgress(e *env, name string, at meter, quiet bool) *progress {
	p := &progress{at: at}
	if !quiet && isTerminal(e.stderr) {
		p.bar = progressbar.NewOptions64(at.Size(),
			progressbar.OptionSetWriter(e.stderr),
			progressbar.OptionSetDescription(name),
			progressbar.OptionShowBytes(true),
			progressbar.OptionThrottle(100_000_000),
			progressbar.OptionFullWidth(),
			progressbar.OptionClearOnFinish(),
		)
	}
	return p
}

// watch returns src, moving the bar with every Block read from it.
func (p *progress) watch(src sdr.Source) sdr.Source {
	if p.bar == nil {
		return src
	}
	return &watched{src, p}
}

// clear takes the bar away so that a line can be printed.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

func (p *progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

type watched struct {
	sdr.Source
	p *progress
}

func (w *watched) Read(ctx context.Context, b *sdr.Block) error {
	_ = w.p.bar.Set64(w.p.at.Position())
	return w.Source.Read(ctx, b)
}

// listen is watch for sound.
func (p *progress) listen(src acoustic.Source) acoustic.Source {
	if p.bar == nil {
		return src
	}
	return &listened{src, p}
}

type listened struct {
	acoustic.Source
	p *progress
}

func (l *listened) Read(ctx context.Context, b *acoustic.Block) error {
	_ = l.p.bar.Set64(l.p.at.Position())
	return l.Source.Read(ctx, b)
}
