package fsk_test

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/evaluate"
	"vigie/detectors/fhss"
	"vigie/sdr"
)

// A sender is an ordinary device, as its bursts are measured.
type sender struct {
	next    float64 // seconds
	every   float64 // mean, of which a tenth is random
	form    fhss.Burst
	lengths [2]float64 // seconds
	hops    int        // channels from form.Freq on, hopStep apart; 1 stays
	hopStep sdr.Hz
	repeats int     // bursts of a message
	pause   float64 // seconds between them
	left    int
}

// A crowd of senders is a fhss.Finder that finds their bursts, as it would were they
// on the air, with a measurement's errors.
type crowd struct {
	all    []*sender
	random *rand.Rand
	count  int
	burst  fhss.Burst
}

func (c *crowd) Len() int           { return len(c.all) }
func (c *crowd) Less(i, j int) bool { return c.all[i].next < c.all[j].next }
func (c *crowd) Swap(i, j int)      { c.all[i], c.all[j] = c.all[j], c.all[i] }
func (c *crowd) Push(x any)         { c.all = append(c.all, x.(*sender)) }
func (c *crowd) Pop() any           { return nil }

func (c *crowd) Flush(func(*fhss.Burst)) {}

// Find gives the bursts that begin within a Frame.
func (c *crowd) Find(f *detectors.Frame, found func(*fhss.Burst)) {
	end := float64(f.Index)/float64(f.Rate) + frameSeconds
	for c.all[0].next < end {
		s := c.all[0]
		b := &c.burst
		*b = s.form
		b.Start = s.next + 15e-6*c.random.NormFloat64()
		b.Duration = s.lengths[0] + (s.lengths[1]-s.lengths[0])*c.random.Float64()
		if s.hops > 1 {
			b.Freq += sdr.Hz(c.random.IntN(s.hops)) * s.hopStep
		}
		b.Freq += sdr.Hz(500 * c.random.NormFloat64())
		b.DeviationHz *= 1 + 0.04*c.random.NormFloat64()
		b.BitRate *= 1 + 1e-3*c.random.NormFloat64()
		if c.all[0].left--; s.left > 0 {
			s.next += b.Duration + s.pause
		} else {
			s.left = s.repeats
			s.next += s.every * (0.95 + 0.1*c.random.Float64())
		}
		heap.Fix(c, 0)
		if math.Abs(float64(b.Freq-f.Centre)) < 1.1e6 {
			c.count++
			found(b)
		}
	}
}

// add puts devices of a kind into the crowd.
func (c *crowd) add(count int, s sender) {
	for range count {
		d := s
		d.next = s.every * c.random.Float64()
		d.form.Freq += sdr.Hz(float64(d.form.Freq) * 10e-6 * c.random.NormFloat64())
		d.repeats = max(1, s.repeats)
		d.left = d.repeats
		c.all = append(c.all, &d)
	}
}

func fskForm(freq sdr.Hz, rate, deviation float64) fhss.Burst {
	return fhss.Burst{Kind: fhss.FSK, Freq: freq, BitRate: rate, DeviationHz: deviation, Bandwidth: sdr.Hz(2*deviation + rate), SNR: 20}
}

func otherForm(freq, bandwidth sdr.Hz) fhss.Burst {
	return fhss.Burst{Kind: fhss.Unknown, Freq: freq, Bandwidth: bandwidth, SNR: 20}
}

// fill adds what is on the air at a centre: EN 13757-4 meters, G.9959 house
// automation, Sigfox, alarm sensors and keys in Europe; hopping meters, IEEE
// 802.15.4g metering networks and 40 kb/s house automation in the Americas.
func (c *crowd) fill(centre sdr.Hz) {
	switch centre {
	case 868.6e6:
		c.add(60, sender{every: 60, form: fskForm(868.95e6, 100e3, 50e3), lengths: [2]float64{4e-3, 15e-3}})
		c.add(30, sender{every: 16, form: fskForm(868.95e6, 100e3, 45e3), lengths: [2]float64{3e-3, 12e-3}})
		c.add(20, sender{every: 120, form: fskForm(868.3e6, 32768, 50e3), lengths: [2]float64{10e-3, 40e-3}})
		c.add(20, sender{every: 20, form: fskForm(868.4e6, 40e3, 20e3), lengths: [2]float64{4e-3, 12e-3}, repeats: 2, pause: 1e-3})
		c.add(10, sender{every: 30, form: fskForm(869.6e6, 100e3, 29e3), lengths: [2]float64{3e-3, 8e-3}, repeats: 2, pause: 1e-3})
		c.add(20, sender{every: 600, form: otherForm(868.04e6, 600), hops: 192, hopStep: 1e3, lengths: [2]float64{0.6, 2.1}, repeats: 3, pause: 0.5})
		c.add(30, sender{every: 90, form: fskForm(868.3e6, 17241, 60e3), lengths: [2]float64{6e-3, 8e-3}})
		c.add(20, sender{every: 180, form: fskForm(869.2e6, 4800, 5e3), lengths: [2]float64{20e-3, 60e-3}, repeats: 3, pause: 0.1})
	case 433.92e6:
		c.add(60, sender{every: 57, form: otherForm(433.92e6, 20e3), lengths: [2]float64{0.05, 0.07}, repeats: 6, pause: 4e-3})
		c.add(20, sender{every: 600, form: otherForm(433.92e6, 10e3), lengths: [2]float64{0.1, 0.11}, repeats: 4, pause: 16e-3})
		c.add(20, sender{every: 60, form: fskForm(433.92e6, 19200, 38e3), lengths: [2]float64{5e-3, 9e-3}, repeats: 3, pause: 0.05})
		c.add(10, sender{every: 20, form: fskForm(434.4e6, 9600, 5e3), lengths: [2]float64{10e-3, 40e-3}})
	default:
		c.add(100, sender{every: 30, form: otherForm(910e6, 65e3), hops: 50, hopStep: 200e3, lengths: [2]float64{5.8e-3, 5.9e-3}})
		c.add(100, sender{every: 14, form: fskForm(910e6, 100e3, 30e3), hops: 25, hopStep: 400e3, lengths: [2]float64{2e-3, 6e-3}})
		c.add(40, sender{every: 4, form: fskForm(902.4e6, 50e3, 12.5e3), hops: 129, hopStep: 200e3, lengths: [2]float64{5e-3, 120e-3}})
		c.add(40, sender{every: 4, form: fskForm(902.6e6, 150e3, 37.5e3), hops: 64, hopStep: 400e3, lengths: [2]float64{3e-3, 60e-3}})
		c.add(20, sender{every: 20, form: fskForm(908.42e6, 40e3, 20e3), lengths: [2]float64{4e-3, 12e-3}, repeats: 2, pause: 1e-3})
	}
	heap.Init(c)
}

const frameSeconds = 0.25

// TestDayOfOrdinaryDevices says nothing above info of an hour of each band, or with
// VIGIE_EVALUATE of a day. The bursts are made as the Finder would measure them, not
// from samples.
func TestDayOfOrdinaryDevices(t *testing.T) {
	hours := 1.
	if os.Getenv("VIGIE_EVALUATE") != "" {
		hours = 24
	}
	for _, centre := range []sdr.Hz{868.6e6, 433.92e6, 910.5e6} {
		c := &crowd{random: rand.New(rand.NewPCG(1, uint64(centre)))}
		c.fill(centre)
		spec := fhss.Spec(func(detectors.Setup) (fhss.Finder, error) { return c, nil })
		d, err := spec.New(detectors.Setup{Rate: 2.4e6})
		if err != nil {
			t.Fatal(err)
		}
		tracker := detectors.NewTracker(detectors.DefaultForget)
		count := map[detectors.Severity]int{}
		emit := func(e detectors.Event) {
			e.Detector = spec.Name
			if !tracker.Admit(&e) {
				return
			}
			count[e.Severity]++
			if e.Severity != detectors.Info && count[e.Severity] < 4 {
				t.Errorf("%v: %s %s", centre, e.Severity, e.Reason)
			}
		}
		const step = frameSeconds * 2.4e6
		b := sdr.Block{Rate: 2.4e6, Centre: centre, Start: time.Unix(0, 0), IQ: make([]complex64, 1)}
		for i := range int(hours * 3600 / frameSeconds) {
			b.Index = uint64(i) * uint64(step)
			b.Start = time.Unix(0, 0).Add(b.Rate.Duration(b.Index))
			d.Detect(&detectors.Frame{Block: &b, Fresh: i == 0}, emit)
		}
		t.Logf("%v: %.0f h, %d bursts: %d alerts, %d watches, %d infos; at most %.2g alerts a day (95 %%)", centre, hours, c.count,
			count[detectors.Alert], count[detectors.Watch], count[detectors.Info], evaluate.PoissonUpper(count[detectors.Alert], 0.95)*24/hours)
	}
}
