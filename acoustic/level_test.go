package acoustic

import (
	"math"
	"testing"
)

// TestTheACurve compares with the nominal values of IEC 61672-1:2013, table 3;
// class 1 allows ±1 dB and more.
func TestTheACurve(t *testing.T) {
	w := NewWeighting()
	for _, c := range []struct{ hz, dB float64 }{
		{31.5, -39.4}, {63, -26.2}, {125, -16.1}, {250, -8.6}, {500, -3.2}, {1000, 0}, {2000, 1.2}, {4000, 1.0}, {6300, -0.1},
	} {
		if got := 20 * math.Log10(w.response(c.hz)); math.Abs(got-c.dB) > 0.25 {
			t.Errorf("%v Hz: %.2f dB, want %.1f", c.hz, got, c.dB)
		}
	}
}

func sine(hz, amplitude float64, n int) []float32 {
	pcm := make([]float32, n)
	for i := range pcm {
		pcm[i] = float32(amplitude * math.Sin(2*math.Pi*hz*float64(i)/float64(Rate)))
	}
	return pcm
}

func TestLevels(t *testing.T) {
	offset := sine(1000, 0.1, 32000)
	for i := range offset {
		offset[i] += 0.5
	}
	for _, c := range []struct {
		claim string
		pcm   []float32
		want  float64
	}{
		{"a sine at full scale is 0 dB", sine(1000, 1, 32000), 0},
		{"a tenth of it", sine(1000, 0.1, 32000), -20},
		{"weighted", sine(125, 0.1, 32000), -36},
		{"a constant is no sound", offset, -20},
		{"silence", make([]float32, 32000), -200},
	} {
		m := NewMeter()
		for at := 0; at < len(c.pcm); at += 500 {
			m.Measure(c.pcm[at : at+500])
		}
		if got, known := m.DBFS(); !known || math.Abs(got-c.want) > 1 {
			t.Errorf("%s: %v, want %v", c.claim, got, c.want)
		}
	}
}

// TestTheMedianStands: a shout of three seconds in ten changes nothing.
func TestTheMedianStands(t *testing.T) {
	m := NewMeter()
	if _, known := m.DBFS(); known {
		t.Error("a level before any sound")
	}
	m.Measure(sine(1000, 0.01, 7*16000))
	m.Measure(sine(1000, 1, 3*16000))
	if got, _ := m.DBFS(); got != -40 {
		t.Errorf("%v dB, want -40", got)
	}
	if n := testing.AllocsPerRun(20, func() { m.Measure(make([]float32, 0)); m.second() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
