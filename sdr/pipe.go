package sdr

import (
	"context"
	"errors"
	"io"
)

// A Pipe reads a stream that may stay silent for ever, so that its reader can
// be called off: the reads happen in a goroutine, and one that was given up
// keeps its place; its bytes are what the next read returns.
type Pipe struct {
	ask     chan []byte
	answer  chan pipeRead
	pending bool
}

type pipeRead struct {
	n   int
	err error
}

// NewPipe starts to read r when first asked. Its goroutine ends with End.
func NewPipe(r io.Reader) *Pipe {
	p := &Pipe{ask: make(chan []byte), answer: make(chan pipeRead, 1)}
	go func() {
		for buf := range p.ask {
			n, err := io.ReadFull(r, buf)
			p.answer <- pipeRead{n, err}
		}
	}()
	return p
}

// ErrCalledOff is the error of a read that ended with its context.
var ErrCalledOff = errors.New("called off")

// ReadFull fills buf as io.ReadFull does, or returns ErrCalledOff when ctx ends.
// After that the same buf must come back in the next call.
func (p *Pipe) ReadFull(ctx context.Context, buf []byte) (int, error) {
	if !p.pending {
		p.ask <- buf
		p.pending = true
	}
	select {
	case a := <-p.answer:
		p.pending = false
		return a.n, a.err
	case <-ctx.Done():
		return 0, ErrCalledOff
	}
}

// End lets the goroutine go once its read, if one is under way, returns.
func (p *Pipe) End() { close(p.ask) }
