package sdr

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

// flaky is a receiver at 1 kS/s that gives so many Blocks of 100 and then ends.
type flaky struct {
	blocks int
	end    error // nil: falls silent
	centre Hz
	index  uint64
	closed int
}

func (f *flaky) Read(ctx context.Context, b *Block) error {
	if f.blocks == 0 && f.end == nil {
		<-ctx.Done()
		return context.Cause(ctx)
	}
	time.Sleep(100 * time.Millisecond)
	if f.blocks == 0 {
		return f.end
	}
	f.blocks--
	b.Index, b.Lost, b.Rate, b.Centre = f.index, 0, 1000, f.centre
	b.IQ = append(b.IQ[:0], make([]complex64, 100)...)
	f.index += 100
	return nil
}
func (f *flaky) Tune(c Hz) error { f.centre = c; return nil }
func (f *flaky) Close() error    { f.closed++; return nil }

func TestSuperviseOpensAgain(t *testing.T) {
	gone := fmt.Errorf("%w: unplugged", ErrLost)
	for _, c := range []struct {
		name string
		end  error
		away time.Duration // from the last Block to the first of the next device, at least
		most time.Duration
	}{
		{"unplugged, back at once", gone, 200 * time.Millisecond, 200 * time.Millisecond},
		{"silent", nil, 2100 * time.Millisecond, 2100 * time.Millisecond},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var devices []*flaky
				var changes []string
				s := Supervise(nil, Supervisor{
					Open: func(_ context.Context, centre Hz) (Source, error) {
						d := &flaky{blocks: 5, end: c.end, centre: centre}
						devices = append(devices, d)
						return d, nil
					},
					Changed: func(up bool, why error) { changes = append(changes, fmt.Sprint(up, errors.Is(why, ErrLost))) },
				})
				s.Tune(7)
				var b Block
				var end uint64
				for i := range 10 {
					if err := s.Read(t.Context(), &b); err != nil {
						t.Fatal(err)
					}
					lost := uint64(0)
					if i == 5 {
						lost = uint64(b.Lost)
						if away := time.Duration(lost+100) * time.Millisecond; away < c.away || away > c.most {
							t.Errorf("away for %v, want %v to %v", away, c.away, c.most)
						}
					}
					if b.Index != end+lost || uint64(b.Lost) != lost || b.Centre != 7 {
						t.Fatalf("Block %d: index %d lost %d centre %v after %d", i, b.Index, b.Lost, b.Centre, end)
					}
					end = b.End()
				}
				if len(devices) != 2 || devices[0].closed != 1 {
					t.Errorf("%d devices, the first closed %d times", len(devices), devices[0].closed)
				}
				if want := "[true false false true true false]"; fmt.Sprint(changes) != want {
					t.Errorf("changes %v, want %v", changes, want)
				}
				s.Close()
			})
		})
	}
}

func TestSuperviseWaitsForADevice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, tries, downs := time.Now(), 0, 0
		s := Supervise(nil, Supervisor{
			Open: func(context.Context, Hz) (Source, error) {
				if tries++; tries < 6 {
					return nil, errors.New("no dongle")
				}
				return &flaky{blocks: 1}, nil
			},
			Changed: func(up bool, why error) {
				if !up {
					downs++
				}
			},
		})
		defer s.Close()
		if err := s.Read(t.Context(), &Block{}); err != nil {
			t.Fatal(err)
		}
		// 0.25 + 0.5 + 1 + 2 + 2 s of pauses, and 0.1 s for the Block
		if got, want := time.Since(start), 5850*time.Millisecond; got != want || downs != 1 {
			t.Errorf("first Block after %v with %d reports, want %v with one", got, downs, want)
		}
	})
}

func TestSuperviseEnds(t *testing.T) {
	defer goleak.VerifyNone(t)
	cause := errors.New("enough")
	for _, c := range []struct {
		name string
		open func(context.Context, Hz) (Source, error)
		stop func(s *Supervised, cancel context.CancelCauseFunc)
		want error
	}{
		{
			"while the device is away", func(context.Context, Hz) (Source, error) { return nil, ErrLost },
			func(_ *Supervised, cancel context.CancelCauseFunc) { cancel(cause) }, cause,
		},
		{
			"while it is silent", func(context.Context, Hz) (Source, error) { return &flaky{}, nil },
			func(_ *Supervised, cancel context.CancelCauseFunc) { cancel(cause) }, cause,
		},
		{
			"at the end of a recording", func(context.Context, Hz) (Source, error) { return &flaky{end: io.EOF}, nil },
			func(*Supervised, context.CancelCauseFunc) {}, io.EOF,
		},
		{
			"closed while away", func(context.Context, Hz) (Source, error) { return nil, ErrLost },
			func(s *Supervised, _ context.CancelCauseFunc) { s.Close() }, errClosed,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Supervise(nil, Supervisor{Open: c.open})
			ctx, cancel := context.WithCancelCause(t.Context())
			go func() {
				time.Sleep(20 * time.Millisecond)
				c.stop(s, cancel)
			}()
			if err := s.Read(ctx, &Block{}); !errors.Is(err, c.want) {
				t.Errorf("Read: %v, want %v", err, c.want)
			}
			s.Close()
			cancel(nil)
		})
	}
}

func TestSuperviseTuneAwayMovesWhereItComesBack(t *testing.T) {
	opened := Hz(0)
	s := Supervise(nil, Supervisor{Open: func(_ context.Context, centre Hz) (Source, error) {
		opened = centre
		return &flaky{blocks: 1, centre: centre}, nil
	}})
	defer s.Close()
	if err := s.Tune(868e6); err != nil {
		t.Fatal(err)
	}
	var b Block
	if err := s.Read(t.Context(), &b); err != nil || opened != 868e6 || b.Centre != 868e6 {
		t.Errorf("opened at %v, Block at %v, %v", opened, b.Centre, err)
	}
}

func TestSuperviseAllocatesNothing(t *testing.T) {
	s := Supervise(&still{1}, Supervisor{})
	defer s.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var b Block
	s.Read(ctx, &b)
	if n := testing.AllocsPerRun(100, func() { s.Read(ctx, &b) }); n != 0 {
		t.Errorf("%v allocations a Block", n)
	}
}
