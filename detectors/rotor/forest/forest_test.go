package forest

import (
	"bytes"
	"errors"
	"math"
	"runtime"
	"testing"
)

// rings are rows of two classes that no single cut tells apart, with a third
// feature that is noise and a fourth that is missing now and then.
func rings(n int, seed uint64) (x [][]float64, rows Rows, scale Scale) {
	r := prng(seed)
	for range n {
		a, b := float64(r.below(2001)-1000)/1000, float64(r.below(2001)-1000)/1000
		last := math.NaN()
		if r.below(4) > 0 {
			last = a + b
		}
		x = append(x, []float64{a, b, float64(r.below(1000)), last})
		class := uint8(0)
		if a*a+b*b < 0.5 {
			class = 1
		}
		rows.Class = append(rows.Class, class)
		rows.Weight = append(rows.Weight, 1000)
	}
	scale = NewScale(x)
	rows.Classes = 2
	for _, v := range x {
		c := make([]uint8, len(v))
		scale.Code(c, v)
		rows.Codes = append(rows.Codes, c)
	}
	return x, rows, scale
}

func TestItLearnsARing(t *testing.T) {
	_, rows, scale := rings(2000, 1)
	f := Grow(rows, Options{Trees: 40, Tries: 3, Leaf: 3, Seed: 7})
	x, unseen, _ := rings(1000, 2)
	right := 0
	codes, shares := make([]uint8, 4), make([]float64, 2)
	for i := range x {
		scale.Code(codes, x[i])
		f.Vote(shares, codes)
		if (shares[1] > 0.5) == (unseen.Class[i] == 1) {
			right++
		}
		if sum := shares[0] + shares[1]; math.Abs(sum-1) > 0.01 {
			t.Fatalf("shares sum to %v", sum)
		}
	}
	if right < 950 {
		t.Errorf("%d of 1000 unseen rows right", right)
	}
}

func TestBoostingLearnsARing(t *testing.T) {
	_, rows, scale := rings(2000, 1)
	b := Boost(rows, 1, Options{Trees: 200, Tries: 4, Seed: 7})
	x, unseen, _ := rings(1000, 2)
	right, surprise := 0, 0.
	codes := make([]uint8, 4)
	for i := range x {
		scale.Code(codes, x[i])
		p := b.Probability(codes)
		if (p > 0.5) == (unseen.Class[i] == 1) {
			right++
		}
		if unseen.Class[i] != 1 {
			p = 1 - p
		}
		surprise -= math.Log(p) / 1000
	}
	if right < 950 || surprise > 0.15 {
		t.Errorf("%d of 1000 unseen rows right, %.3f nats a row", right, surprise)
	}
}

// TestBoostingNeedsSomethingToTell: of rows of one class it learns that class, and
// cuts nowhere.
func TestBoostingNeedsSomethingToTell(t *testing.T) {
	_, rows, _ := rings(200, 1)
	clear(rows.Class)
	for _, twig := range Boost(rows, 1, Options{Trees: 50, Tries: 4, Seed: 7}) {
		if twig.Values[0] > 0 || twig.Values[3] > 0 {
			t.Fatalf("%+v of a class that is not there", twig)
		}
	}
}

func TestItGrowsTheSameOnAnyNumberOfProcessors(t *testing.T) {
	_, rows, scale := rings(500, 1)
	o := Options{Trees: 20, Tries: 2, Leaf: 2, Seed: 3}
	var first bytes.Buffer
	for _, n := range []int{1, 2, 5} {
		before := runtime.GOMAXPROCS(n)
		var b bytes.Buffer
		if err := Write(&b, scale, Grow(rows, o), Boost(rows, 1, o)); err != nil {
			t.Fatal(err)
		}
		runtime.GOMAXPROCS(before)
		if first.Len() == 0 {
			first = b
		} else if !bytes.Equal(first.Bytes(), b.Bytes()) {
			t.Errorf("another forest on %d processors", n)
		}
	}
	o.Seed = 4
	var other bytes.Buffer
	if err := Write(&other, scale, Grow(rows, o), nil); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(first.Bytes(), other.Bytes()) {
		t.Error("the seed does not matter")
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	x, rows, scale := rings(300, 1)
	o := Options{Trees: 10, Tries: 2, Leaf: 2, Seed: 3}
	f, boosted := Grow(rows, o), Boost(rows, 1, o)
	var b bytes.Buffer
	if err := Write(&b, scale, f, boosted); err != nil {
		t.Fatal(err)
	}
	readScale, read, readBoosted, err := Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	codes, want, got := make([]uint8, 4), make([]float64, 2), make([]float64, 2)
	for _, v := range x {
		scale.Code(codes, v)
		f.Vote(want, codes)
		readScale.Code(codes, v)
		read.Vote(got, codes)
		if want[0] != got[0] {
			t.Fatalf("vote %v, read %v", want, got)
		}
		if want, got := boosted.Probability(codes), readBoosted.Probability(codes); want != got {
			t.Fatalf("probability %v, read %v", want, got)
		}
	}
	for _, cut := range []int{0, 3, 100, b.Len() - 1} {
		if _, _, _, err := Read(b.Bytes()[:cut]); !errors.Is(err, ErrCorrupt) {
			t.Errorf("cut at %d: %v", cut, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	_, rows, scale := rings(100, 1)
	o := Options{Trees: 2, Tries: 2, Leaf: 2, Seed: 3}
	var b bytes.Buffer
	if err := Write(&b, scale, Grow(rows, o), Boost(rows, 1, o)); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		s, read, boosted, err := Read(data)
		if err != nil {
			return
		}
		read.Vote(make([]float64, read.Classes), make([]uint8, len(s.Edges)))
		boosted.Probability(make([]uint8, len(s.Edges)))
	})
}
