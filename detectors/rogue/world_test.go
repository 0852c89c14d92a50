package rogue

import (
	"math"
	"math/rand/v2"
	"time"
)

// A transmitter of the modelled world: what it says and how it is heard.
type transmitter struct {
	says  fields
	freq  float64 // Hz
	snr   float64 // mean, dB
	clock float64 // error of its carrier, ppm
	fade  float64 // deviation of slow fading, dB
	pages float64 // a second, GSM
	long  float64 // share of them by permanent identity
	loss  float64 // dB, for a while
	on    func(t time.Duration) bool
	talk  func(t time.Duration, f fields) fields // what changes by itself

	slow   float64
	paged  [2]float64
	booted time.Duration
}

// A world is a site with a sensor that goes round its tunings.
type world struct {
	*bench
	random *rand.Rand
	start  time.Time
	at     time.Duration
	round  time.Duration
	cells  []*transmitter
	events int
}

// newWorld makes a site; every round each transmitter is visited once, GSM for
// longer so that it is sighted twice.
func newWorld(seed uint64, setup Setup) *world {
	return &world{bench: newBench(setup), random: rand.New(rand.NewPCG(seed, 5)), start: noon, round: 15 * time.Second}
}

func (w *world) add(t ...*transmitter) { w.cells = append(w.cells, t...) }

// run lets time pass.
func (w *world) run(span time.Duration) {
	for end := w.at + span; w.at < end; w.at += w.round {
		slot := w.round / time.Duration(len(w.cells)+1)
		for i, c := range w.cells {
			w.visit(c, w.at+slot*time.Duration(i))
		}
	}
}

// decodable is the SNR at which half of the visits decode.
const decodable = -2

// visit is one dwell on a transmitter.
func (w *world) visit(c *transmitter, at time.Duration) {
	if c.on != nil && !c.on(at) {
		return
	}
	// Slow fading: an hour's memory for fixed cells.
	c.slow += (w.random.NormFloat64()*c.fade*0.3 - c.slow*0.05)
	snr := c.snr + c.slow - c.loss + w.random.NormFloat64()
	if 1/(1+math.Exp(-(snr-decodable)*1.5)) < w.random.Float64() {
		return
	}
	f := c.says
	if c.talk != nil {
		f = c.talk(at, f)
	}
	// The dongle is 45 ppm off, warms up by 2 ppm and follows the day.
	hours := at.Hours()
	dongle := -45 + 2*math.Exp(-hours*6) + 0.7*math.Sin(hours/24*2*math.Pi)
	noise := 0.02 + 0.05*math.Pow(10, -(snr+5)/20)
	change := fields{"cfo_hz": (dongle + c.clock + noise*w.random.NormFloat64()) * c.freq / 1e6}
	if f["rat"] == "gsm" {
		c.paged[1] += c.pages * w.round.Seconds() * c.long
		c.paged[0] += c.pages * w.round.Seconds() * (1 - c.long)
		change["paging"] = fields{"none": int(at.Seconds() * 20), "permanent": int(c.paged[1]), "temporary": int(c.paged[0]), "other": 0}
		change["fn"] = int(max(0, (at-c.booted).Seconds())*216.67) % (26 * 51 * 2048)
	}
	w.events++
	w.hear(w.start.Add(at), c.freq, snr, f.with(change))
}

// from and until say when a transmitter is on.
func from(start time.Duration) func(time.Duration) bool {
	return func(t time.Duration) bool { return t >= start }
}

func except(start, end time.Duration) func(time.Duration) bool {
	return func(t time.Duration) bool { return t < start || t >= end }
}

// town is an ordinary French site: three operators with GSM, four with LTE, some
// 5G, heard at all levels.
func town(w *world) {
	operators := []struct {
		mnc     string
		lac     int
		first   int // ARFCN
		carrier map[int]float64
	}{
		{"01", 4660, 10, map[int]float64{20: 816e6, 28: 768e6, 8: 0}},
		{"10", 46509, 76, map[int]float64{20: 806e6, 28: 760.5e6}},
		{"20", 1234, 40, map[int]float64{20: 796e6, 28: 775.5e6}},
		{"15", 0, 0, map[int]float64{28: 783e6, 8: 952e6}},
	}
	ci := 1000
	for _, o := range operators {
		var list []int
		for i := range 7 {
			list = append(list, o.first+3*i)
		}
		for i := range 7 {
			if o.lac == 0 {
				break
			}
			ci += 7
			arfcn := list[i]
			says := gsmCell(arfcn, ci).with(fields{"mnc": o.mnc, "lac": o.lac, "neighbours": list})
			w.add(&transmitter{says: says, freq: 935e6 + 2e5*float64(arfcn), snr: w.random.Float64()*26 - 3, fade: 4, pages: 4 + 20*w.random.Float64(), long: 0.05, booted: -time.Duration(w.random.Float64() * float64(3*time.Hour))})
		}
		for _, band := range []int{20, 28, 8} {
			freq := o.carrier[band]
			if freq == 0 {
				continue
			}
			for range 4 {
				ci += 256
				says := lteCell(w.random.IntN(504), int64(ci)).with(fields{"plmns": []string{"208-" + o.mnc}, "band": band, "tac": 9000 + o.first, "sib3": fields{"priority": 5}, "sib7": fields{"groups": []fields{{"arfcns": list, "priority": 1}}}})
				w.add(&transmitter{says: says, freq: freq, snr: w.random.Float64()*22 - 4, fade: 4})
			}
		}
		ci += 256
		w.add(&transmitter{says: nrCell(w.random.IntN(1008), int64(ci)).with(fields{"plmns": []string{"208-" + o.mnc}}), freq: 7.7e8 + 1e5*float64(o.first), snr: w.random.Float64() * 15, fade: 3})
	}
}
