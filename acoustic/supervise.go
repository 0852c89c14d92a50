package acoustic

import (
	"context"

	"vigie/sdr"
)

// A Supervisor opens a microphone and, when it is lost, opens it again until it
// is back, as sdr.Supervisor does for receivers.
type Supervisor struct {
	Open func(ctx context.Context) (Source, error)
	// Changed is told when the microphone is up, and when it is down and why, once
	// for each change. It may be nil.
	Changed func(up bool, why error)
}

// Supervise returns a Source that keeps s's microphone open; first, if not nil,
// is open already. Its Index goes on across gaps, which are counted as Lost.
func Supervise(first Source, s Supervisor) Source {
	w := &supervised{}
	var radio sdr.Source
	if first != nil {
		radio = &span{first, &w.into}
	}
	w.inner = sdr.Supervise(radio, sdr.Supervisor{
		Open: func(ctx context.Context, _ sdr.Hz) (sdr.Source, error) {
			src, err := s.Open(ctx)
			if err != nil {
				return nil, err
			}
			return &span{src, &w.into}, nil
		},
		Changed: s.Changed,
	})
	return w
}

// supervised lends sdr.Supervised its Blocks: that one sees how long they are.
type supervised struct {
	inner  *sdr.Supervised
	extent sdr.Block
	into   *Block
}

func (w *supervised) Read(ctx context.Context, b *Block) error {
	w.into = b
	if err := w.inner.Read(ctx, &w.extent); err != nil {
		return err
	}
	b.Index, b.Lost = w.extent.Index, w.extent.Lost
	return nil
}

func (w *supervised) Close() error { return w.inner.Close() }

// A span is a microphone as an sdr.Source of Blocks that have the right length,
// and nothing in them.
type span struct {
	Source
	into **Block
}

func (s *span) Read(ctx context.Context, extent *sdr.Block) error {
	b := *s.into
	if err := s.Source.Read(ctx, b); err != nil {
		return err
	}
	n := len(b.PCM[0])
	if cap(extent.IQ) < n {
		extent.IQ = make([]complex64, n)
	}
	extent.IQ = extent.IQ[:n]
	extent.Rate, extent.Index, extent.Lost, extent.Start = Rate, b.Index, b.Lost, b.Start
	return nil
}
