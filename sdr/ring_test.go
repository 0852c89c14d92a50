package sdr

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A model of the ring: a queue with a length, and a running count of what fell out.
func TestRingAccountsForEveryByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slots, size := 1<<rapid.IntRange(0, 4).Draw(t, "slots"), rapid.IntRange(1, 9).Draw(t, "size")
		r := NewRing(slots, size)
		var queue []Slot
		var put, gap, lost, taken uint64
		var next byte
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0, 1:
				p := make([]byte, rapid.IntRange(0, size).Draw(t, "n"))
				for i := range p {
					next++
					p[i] = next
				}
				put += uint64(len(p))
				if ok := r.Put(p, time.Duration(put)); ok != (len(queue) < slots) {
					t.Fatalf("Put = %v with %d of %d slots full", ok, len(queue), slots)
				} else if ok {
					queue = append(queue, Slot{p, time.Duration(put), gap})
					gap = 0
				} else {
					gap, lost = gap+uint64(len(p)), lost+uint64(len(p))
				}
			case 2:
				put, gap, lost = put+3, gap+3, lost+3
				r.Miss(3)
			default:
				if len(queue) == 0 {
					continue
				}
				got, err := r.Next(context.Background(), 0)
				want := queue[0]
				if err != nil || string(got.Bytes) != string(want.Bytes) || got.At != want.At || got.Lost != want.Lost {
					t.Fatalf("Next = %v, %v, want %v", got, err, want)
				}
				taken += uint64(len(got.Bytes))
				r.Release()
				queue = queue[1:]
			}
			if r.Received()+r.Lost() != put || r.Lost() != lost {
				t.Fatalf("received %d + lost %d, want %d with %d lost", r.Received(), r.Lost(), put, lost)
			}
		}
	})
}

// Producer and consumer at once: the numbers that come out, with the gaps
// announced, are exactly the numbers put in.
func TestRingHandsOverInOrder(t *testing.T) {
	const total = 200_000
	r := NewRing(8, 8)
	go func() {
		var p [8]byte
		for i := range uint64(total) {
			binary.LittleEndian.PutUint64(p[:], i)
			r.Put(p[:], time.Duration(i))
		}
		r.Close(io.EOF)
	}()
	expect := uint64(0)
	for {
		s, err := r.Next(context.Background(), 0)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		expect += s.Lost / 8
		if got := binary.LittleEndian.Uint64(s.Bytes); got != expect || s.At != time.Duration(expect) {
			t.Fatalf("got %d at %d after %d lost, want %d", got, s.At, s.Lost/8, expect)
		}
		expect++
		r.Release()
	}
	if r.Received()+r.Lost() != total*8 {
		t.Errorf("received %d + lost %d, want %d", r.Received(), r.Lost(), total*8)
	}
}

func TestRingSplitsALongBuffer(t *testing.T) {
	r := NewRing(2, 4)
	if r.Put([]byte("abcdefghij"), 1) {
		t.Error("three slots' worth fitted into two")
	}
	for _, want := range []string{"abcd", "efgh"} {
		if s, err := r.Next(t.Context(), 0); err != nil || string(s.Bytes) != want {
			t.Errorf("got %q, %v, want %q", s.Bytes, err, want)
		}
		r.Release()
	}
	if r.Lost() != 2 {
		t.Errorf("lost %d bytes, want the 2 that did not fit", r.Lost())
	}
}

func TestRingWakes(t *testing.T) {
	gone := errors.New("gone")
	for _, c := range []struct {
		name string
		do   func(r *Ring, cancel context.CancelCauseFunc)
		want error
	}{
		{"by its producer's end", func(r *Ring, _ context.CancelCauseFunc) { r.Close(gone) }, gone},
		{"by the first end only", func(r *Ring, _ context.CancelCauseFunc) { r.Close(gone); r.Close(io.EOF) }, gone},
		{"by the context, with its cause", func(_ *Ring, cancel context.CancelCauseFunc) { cancel(gone) }, gone},
		{"by a buffer", func(r *Ring, _ context.CancelCauseFunc) { r.Put([]byte{1}, 0) }, nil},
		{"by silence", func(*Ring, context.CancelCauseFunc) {}, ErrSilent},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := NewRing(4, 4)
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			go func() {
				time.Sleep(5 * time.Millisecond)
				c.do(r, cancel)
			}()
			if _, err := r.Next(ctx, 100*time.Millisecond); !errors.Is(err, c.want) {
				t.Errorf("Next: %v, want %v", err, c.want)
			}
		})
	}
}

func TestRingAllocatesNothing(t *testing.T) {
	r := NewRing(4, 16<<10)
	p := make([]byte, 16<<10)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if n := testing.AllocsPerRun(100, func() {
		r.Put(p, 1)
		if _, err := r.Next(ctx, time.Second); err != nil {
			t.Fatal(err)
		}
		r.Release()
	}); n != 0 {
		t.Errorf("%v allocations a buffer", n)
	}
}

// FuzzRing drives the ring by a byte string: any order of operations keeps the sum.
func FuzzRing(f *testing.F) {
	f.Add([]byte{1, 2, 0, 200, 0, 0})
	f.Fuzz(func(t *testing.T, ops []byte) {
		r := NewRing(4, 16)
		var put, got, waiting uint64
		for _, op := range ops {
			switch {
			case op >= 200:
				r.Miss(uint64(op))
				put += uint64(op)
			case op > 0:
				r.Put(make([]byte, op), 0)
				put += uint64(op)
			case r.head.Load() != r.tail.Load():
				s, _ := r.Next(context.Background(), 0)
				got += uint64(len(s.Bytes)) + s.Lost
				r.Release()
			}
		}
		r.Close(io.EOF)
		for s, err := r.Next(context.Background(), 0); err == nil; s, err = r.Next(context.Background(), 0) {
			waiting += uint64(len(s.Bytes)) + s.Lost
			r.Release()
		}
		if got+waiting+r.gap != put || r.Received()+r.Lost() != put {
			t.Fatalf("put %d bytes, %d came out or were announced lost", put, got+waiting+r.gap)
		}
	})
}

func BenchmarkRing(b *testing.B) {
	r := NewRing(64, 16<<10)
	p := make([]byte, 16<<10)
	b.SetBytes(int64(len(p)))
	for b.Loop() {
		r.Put(p, 1)
		r.Next(context.Background(), time.Second)
		r.Release()
	}
}

func TestARingInGivenMemoryIsWipedByItsFeed(t *testing.T) {
	memory := make([]byte, 100)
	f := NewFeed(FeedOptions{Format: CS16, Rate: 16000, SlotBytes: 16, Memory: memory, Wipe: true})
	f.Put([]byte("0123456789abcdef0123456789ab"))
	if memory[0] != '0' {
		t.Fatal("the ring is elsewhere")
	}
	var b Block
	for _, want := range []int{4, 3} {
		if err := f.Read(context.Background(), &b); err != nil || len(b.IQ) != want {
			t.Fatalf("%d samples, %v, want %d", len(b.IQ), err, want)
		}
	}
	for i, v := range memory {
		if v != 0 {
			t.Fatalf("byte %d still holds %q", i, v)
		}
	}
	for range 4 { // as many slots as fit, a power of two
		f.Put(make([]byte, 16))
	}
	if f.Put(make([]byte, 4)); f.Tally().Lost != 1 {
		t.Errorf("%d lost of one that does not fit", f.Tally().Lost)
	}
}
