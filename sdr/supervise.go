package sdr

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// A Supervisor opens a receiver and, when it is lost, opens it again until it
// is back.
type Supervisor struct {
	// Open opens the receiver at that centre, or at its configured one for 0.
	// It must not take longer than the receiver needs.
	Open func(ctx context.Context, centre Hz) (Source, error)
	// Changed is told when the receiver is up, and when it is down and why, once
	// for each change. It may be nil.
	Changed func(up bool, why error)
	// Backoff is the first pause before opening again; it doubles up to
	// BackoffMax. 0: 250 ms and 2 s, so that a stick put back in is heard
	// again well within 5 s.
	Backoff, BackoffMax time.Duration
	// Silence is how long a receiver may be alive without a sample. 0: 2 s.
	Silence time.Duration
}

// Supervised is a Tuner that outlives its device. Read never returns ErrLost:
// it closes the device, reports, and opens it again with growing pauses until
// ctx ends. The Index goes on across the gap, whose length is measured on the
// monotonic clock and counted as Lost; Start is anchored afresh.
type Supervised struct {
	s       Supervisor
	parent  context.Context // of the current watch
	watch   context.Context // ends when the receiver falls silent
	silent  *time.Timer
	stop    context.CancelCauseFunc
	up, was bool // was: up has been reported once

	mu     sync.Mutex // guards source and centre against Tune and Close
	source Source
	centre Hz
	closed bool

	base  uint64    // added to the device's Index
	end   uint64    // index after the last Block
	last  time.Time // when that Block came
	fresh bool      // the next Block is the first since opening
}

var _ Tuner = (*Supervised)(nil)

// Supervise returns a Source that keeps s's receiver open. first, if not nil,
// is the receiver already open; otherwise the first Read opens it.
func Supervise(first Source, s Supervisor) *Supervised {
	if s.Backoff == 0 {
		s.Backoff = 250 * time.Millisecond
	}
	if s.BackoffMax == 0 {
		s.BackoffMax = 2 * time.Second
	}
	if s.Silence == 0 {
		s.Silence = 2 * time.Second
	}
	return &Supervised{s: s, source: first, fresh: true}
}

// Read fills b, after a loss from the device opened again.
func (s *Supervised) Read(ctx context.Context, b *Block) error {
	for {
		src, err := s.open(ctx)
		if err != nil {
			return err
		}
		err = s.read(ctx, src, b)
		switch {
		case err == nil:
			s.place(b)
			s.report(true, nil)
			return nil
		case ctx.Err() != nil, errors.Is(err, io.EOF):
			return err
		}
		s.drop(src, err)
	}
}

// read reads with a watchdog, which costs nothing per Block but a timer's reset.
func (s *Supervised) read(ctx context.Context, src Source, b *Block) error {
	if s.parent != ctx || s.watch.Err() != nil {
		s.unwatch()
		watch, stop := context.WithCancelCause(ctx)
		s.parent, s.watch, s.stop = ctx, watch, stop
		s.silent = time.AfterFunc(s.s.Silence, func() { stop(fmt.Errorf("%w: %w for %v", ErrLost, ErrSilent, s.s.Silence)) })
	}
	s.silent.Reset(s.s.Silence)
	err := src.Read(s.watch, b)
	s.silent.Stop()
	return err
}

func (s *Supervised) unwatch() {
	if s.stop != nil {
		s.silent.Stop()
		s.stop(context.Canceled)
	}
}

// place moves b onto the index that goes on across reopenings.
func (s *Supervised) place(b *Block) {
	now := time.Now()
	if s.fresh {
		s.fresh = false
		if !s.last.IsZero() {
			gap := now.Sub(s.last).Seconds()*float64(b.Rate) - float64(len(b.IQ))
			b.Lost = int(max(0, gap) + 0.5)
			s.base = s.end + uint64(b.Lost) - b.Index
		}
	}
	b.Index += s.base
	s.end, s.last = b.End(), now
}

func (s *Supervised) report(up bool, why error) {
	if s.s.Changed != nil && (!s.was || up != s.up) {
		s.s.Changed(up, why)
	}
	s.was, s.up = true, up
}

// drop closes a device that is gone.
func (s *Supervised) drop(src Source, why error) {
	s.report(false, why)
	s.mu.Lock()
	s.source = nil
	s.mu.Unlock()
	src.Close() // its error could only repeat why
	s.unwatch()
	s.parent = nil
	s.fresh = true
}

// open returns the open device, or opens it, however long that takes.
func (s *Supervised) open(ctx context.Context) (Source, error) {
	for pause := s.s.Backoff; ; pause = min(2*pause, s.s.BackoffMax) {
		s.mu.Lock()
		src, centre, closed := s.source, s.centre, s.closed
		s.mu.Unlock()
		if closed {
			return nil, errClosed
		}
		if src != nil {
			return src, nil
		}
		src, err := s.s.Open(ctx, centre)
		if err == nil {
			err = s.adopt(src, centre)
		}
		if err == nil {
			return src, nil
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		s.report(false, err)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// adopt takes a device just opened at centre, and follows a Tune that came meanwhile.
func (s *Supervised) adopt(src Source, centre Hz) error {
	s.mu.Lock()
	wanted, closed := s.centre, s.closed
	if !closed {
		s.source = src
	}
	s.mu.Unlock()
	if closed {
		src.Close()
		return errClosed
	}
	t, ok := src.(Tuner)
	if !ok || wanted == centre {
		return nil
	}
	err := t.Tune(wanted)
	if err != nil {
		s.drop(src, err)
	}
	return err
}

var errClosed = errors.New("sdr: source is closed")

// Tune moves the receiver, or if it is away the place where it will come back.
func (s *Supervised) Tune(centre Hz) error {
	s.mu.Lock()
	src, before := s.source, s.centre
	s.centre = centre
	s.mu.Unlock()
	if src == nil {
		return nil
	}
	err := fmt.Errorf("sdr: cannot tune to %.6g MHz: the source has no tuner", centre/1e6)
	if t, ok := src.(Tuner); ok {
		err = t.Tune(centre)
	}
	if err == nil || errors.Is(err, ErrLost) {
		return nil // a lost device comes back there
	}
	s.mu.Lock()
	s.centre = before
	s.mu.Unlock()
	return err
}

// Close closes the device. A Read under way returns.
func (s *Supervised) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	if s.source == nil {
		return nil
	}
	return s.source.Close()
}
