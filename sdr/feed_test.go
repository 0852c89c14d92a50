package sdr

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

const blockTime = 4096 * time.Microsecond // 8192 samples at 2 MS/s

// A stick is a receiver at exactly 2 MS/s: each buffer comes when its last
// sample has been taken and holds one value, its number since the start.
func stick(f *Feed, buffers int) {
	p := make([]byte, 16<<10)
	for i := range buffers {
		time.Sleep(blockTime)
		for j := range p {
			p[j] = byte(i)
		}
		f.Put(p)
	}
	f.Fail(io.EOF)
}

func testFeed() *Feed {
	return NewFeed(FeedOptions{Receiver: "r", Format: CU8, Rate: 2e6, Centre: 800e6, Settle: 10 * time.Millisecond})
}

func TestFeedStampsBlocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, start := testFeed(), time.Now()
		go stick(f, 500)
		var b Block
		for i := uint64(0); ; i++ {
			err := f.Read(t.Context(), &b)
			if err == io.EOF {
				if i != 500 {
					t.Errorf("%d Blocks, want 500", i)
				}
				return
			}
			if b.Index != i*8192 || b.Lost != 0 || b.Centre != 800e6 || b.Rate != 2e6 || b.Receiver != "r" || len(b.IQ) != 8192 {
				t.Fatalf("Block %d: %+v", i, b)
			}
			if want := start.Add(time.Duration(i) * blockTime); !b.Start.Equal(want) {
				t.Fatalf("Block %d starts at %v, want %v", i, b.Start, want)
			}
		}
	})
}

// The reader sleeps for 100 buffers with 64 slots: exactly 36 are lost, said so
// at their place, and no time shifts.
func TestFeedCountsASlowReadersLoss(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, start := testFeed(), time.Now()
		go stick(f, 200)
		time.Sleep(100*blockTime + blockTime/2)
		var b Block
		var got, lost, end uint64
		for f.Read(t.Context(), &b) == nil {
			if b.Index != end+uint64(b.Lost) {
				t.Fatalf("Block at %d after %d with %d lost", b.Index, end, b.Lost)
			}
			if want := start.Add(time.Duration(b.Index) * 500 * time.Nanosecond); !b.Start.Equal(want) {
				t.Fatalf("sample %d at %v, want %v", b.Index, b.Start, want)
			}
			got, lost, end = got+uint64(len(b.IQ)), lost+uint64(b.Lost), b.End()
		}
		if got != 164*8192 || lost != 36*8192 {
			t.Errorf("%d samples received and %d lost, want %d and %d", got, lost, 164*8192, 36*8192)
		}
		if tally := f.Tally(); tally != (Tally{Delivered: got, Lost: lost}) {
			t.Errorf("tally %+v", tally)
		}
	})
}

// A retune that takes 30 ms, while the reader is 20 buffers behind: no Block may
// mix tunings, and every sample is delivered, or counted as discarded.
func TestFeedRetune(t *testing.T) {
	for _, behind := range []int{0, 20} {
		synctest.Test(t, func(t *testing.T) {
			f := testFeed()
			go stick(f, 300)
			var begun, done atomic.Int64 // since start
			start := time.Now()
			go func() {
				time.Sleep(100*blockTime + blockTime/3)
				f.Tuning()
				begun.Store(int64(time.Since(start)))
				time.Sleep(30 * time.Millisecond)
				f.Tuned(900e6)
				done.Store(int64(time.Since(start)))
			}()
			var b Block
			var end uint64
			time.Sleep(time.Duration(behind)*blockTime + 1)
			for f.Read(t.Context(), &b) == nil {
				if b.Index != end+uint64(b.Lost) {
					t.Fatalf("Block at %d after %d with %d lost", b.Index, end, b.Lost)
				}
				if left := begun.Load(); b.Centre == 800e6 && left > 0 && int64(b.End())*500 > left {
					t.Fatalf("old centre up to sample %d, retune began at %d ns", b.End(), left)
				}
				if b.Centre == 900e6 && end != b.Index {
					if first := uint64(done.Load()+10e6) / 500; b.Index < first || b.Index > first+1 {
						t.Errorf("new centre from sample %d, want %d", b.Index, first)
					}
				}
				end = b.End()
				time.Sleep(blockTime * 99 / 100)
			}
			tally := f.Tally()
			if b.Centre != 900e6 || tally.Lost != 0 || tally.Delivered+tally.Discarded != 300*8192 {
				t.Errorf("at the end centre %v, %+v", b.Centre, tally)
			}
			if most := uint64(44 * time.Millisecond / 500); tally.Discarded > most {
				t.Errorf("%d samples discarded, want at most %d", tally.Discarded, most)
			}
		})
	}
}

func TestFeedAFailedRetuneGoesOnAtTheOldCentre(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := testFeed()
		go stick(f, 100)
		var b Block
		f.Read(t.Context(), &b)
		f.Tuning()
		f.Tuned(800e6)
		n := 0
		for f.Read(t.Context(), &b) == nil && b.Centre == 800e6 {
			n++
		}
		if n < 90 {
			t.Errorf("%d Blocks after a failed retune", n)
		}
	})
}

func TestFeedSilenceIsLoss(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, start := testFeed(), time.Now()
		err := f.Read(t.Context(), &Block{})
		if !errors.Is(err, ErrLost) || time.Since(start) != time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

func TestFeedAllocatesNothing(t *testing.T) {
	f := testFeed()
	p := make([]byte, 16<<10)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var b Block
	if n := testing.AllocsPerRun(100, func() {
		f.Put(p)
		if err := f.Read(ctx, &b); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a Block", n)
	}
}

func BenchmarkFeed(b *testing.B) {
	f := testFeed()
	p := make([]byte, 16<<10)
	var block Block
	b.SetBytes(int64(len(p)))
	for b.Loop() {
		f.Put(p)
		f.Read(context.Background(), &block)
	}
}
