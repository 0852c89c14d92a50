package synth

import (
	"fmt"
	"math"
	"math/rand/v2"

	"vigie/sdr"
	"vigie/sdr/dsp"
	"vigie/sdr/fec"
)

// A DroneID sends the bursts of DJI's DroneID, or with another frequency and
// period those of OcuSync, which have the same form (Schiller et al., Drone
// Security and the Mysterious Case of DJI's DroneID, NDSS 2023): nine symbols of
// 600 carriers 15 kHz apart, the fourth and the sixth a Zadoff-Chu sequence, the
// first the scrambling sequence itself. The data are random.
type DroneID struct {
	Freq     sdr.Hz  `toml:"freq"`      // centre on the air
	SNR      float64 `toml:"snr_db"`    // of a carrier while it sends
	PeriodMS float64 `toml:"period_ms"` // from burst to burst, 640 when left out
	DelayUS  float64 `toml:"delay_us"`  // of a burst after the scene's start
	OffsetHz float64 `toml:"offset_hz"` // error of the drone's carrier
	Legacy   bool    `toml:"legacy"`    // without the first symbol, as older drones send it
}

// The burst's numbers, at the sample rate of the paper.
const (
	droneIDRate     = 15.36e6
	droneIDFFT      = 1024
	droneIDCarriers = 601
	droneIDSymbols  = 9
	droneIDSeed     = 0x12345678
	droneIDBurst    = 2*80 + 7*72 + droneIDSymbols*droneIDFFT
)

// validate completes the description and returns what is wrong with it.
func (d *DroneID) validate() *keyError {
	if d.PeriodMS == 0 {
		d.PeriodMS = 640
	}
	for _, v := range []bounded{
		{"freq", float64(d.Freq), -1e12, 1e12},
		{"snr_db", d.SNR, -100, 100},
		{"period_ms", d.PeriodMS, 0.7, 1e6},
		{"delay_us", d.DelayUS, -1e9, 1e9},
		{"offset_hz", d.OffsetHz, -1e9, 1e9},
	} {
		if err := v.check(); err != nil {
			return err
		}
	}
	return nil
}

// Open returns the drone as a receiver hears it from a time on, seconds after
// the scene's start, over noise of a power in the receiver's band.
func (d DroneID) Open(r Receiver, noise, seconds float64, random *rand.Rand) (Emitter, error) {
	if err := d.validate(); err != nil {
		return nil, err
	}
	offset := r.offset(d.Freq) + d.OffsetHz
	if math.Abs(offset) > (r.clock()+droneIDRate)/2 {
		return silence{}, nil
	}
	fft, err := dsp.NewFFT(droneIDFFT)
	if err != nil {
		return nil, fmt.Errorf("synth: %w", err)
	}
	b := &droneIDBurster{DroneID: d, fft: fft, random: random, burst: -1, shift: int(math.Round(offset / subcarrier))}
	return newCarrier(b, seconds, droneIDRate, offset-float64(b.shift)*subcarrier, r.clock(), math.Sqrt(noise*subcarrier/float64(r.Rate)*fromDB(d.SNR)))
}

// A droneIDBurster is the baseband.
type droneIDBurster struct {
	DroneID
	fft    *dsp.FFT
	random *rand.Rand
	at     int64 // next sample
	burst  int64 // number of the burst in iq, -1 for none
	shift  int   // carriers from the receiver's centre to the burst's
	iq     [droneIDBurst]complex64
	grid   [droneIDFFT]complex64
}

// seek implements baseband.
func (b *droneIDBurster) seek(seconds float64) {
	b.at = int64(math.Round((seconds - b.DelayUS*1e-6) * droneIDRate))
}

// next implements baseband.
func (b *droneIDBurster) next(dst []complex64) {
	period := int64(math.Round(b.PeriodMS * 1e-3 * droneIDRate))
	for len(dst) > 0 {
		number := b.at / period
		if b.at < 0 {
			number = -1
		}
		within := b.at - number*period
		var n int
		switch {
		case b.at < 0:
			n = int(min(int64(len(dst)), -b.at))
			clear(dst[:n])
		case within < droneIDBurst:
			if b.burst != number {
				b.make()
				b.burst = number
			}
			n = copy(dst, b.iq[within:])
		default:
			n = int(min(int64(len(dst)), period-within))
			clear(dst[:n])
		}
		b.at += int64(n)
		dst = dst[n:]
	}
}

// make fills iq with the next burst.
func (b *droneIDBurster) make() {
	at := 0
	gold := fec.NewGold(droneIDSeed)
	var bits [2 * (droneIDCarriers - 1)]byte
	for s := range droneIDSymbols {
		switch s {
		case 0:
			gold.Bits(bits[:])
			b.qpsk(bits[:])
		case 3:
			b.zadoffChu(600)
		case 5:
			b.zadoffChu(147)
		default:
			for i := range bits {
				bits[i] = byte(b.random.UintN(2))
			}
			b.qpsk(bits[:])
		}
		prefix := 72
		if s == 0 || s == droneIDSymbols-1 {
			prefix = 80
		}
		symbol := b.iq[at : at+prefix+droneIDFFT]
		b.fft.Inverse(symbol[prefix:], b.grid[:])
		b.turn(symbol[prefix:], at+prefix)
		copy(symbol, symbol[droneIDFFT:])
		if s == 0 && b.Legacy {
			clear(symbol)
		}
		at += len(symbol)
	}
}

// turn gives a symbol the phase that an oscillator on the burst's centre has
// where its useful part starts.
func (b *droneIDBurster) turn(symbol []complex64, start int) {
	s, c := math.Sincos(2 * math.Pi * float64(b.shift*start%droneIDFFT) / droneIDFFT)
	for i, v := range symbol {
		symbol[i] = v * complex(float32(c), float32(s))
	}
}

// set puts a value on carrier n, 0…600, where the transform holds it.
func (b *droneIDBurster) set(n int, v complex64) {
	if k := n - droneIDCarriers/2 + b.shift; k >= -droneIDFFT/2 && k < droneIDFFT/2 {
		b.grid[(k+droneIDFFT)%droneIDFFT] = v
	}
}

// qpsk fills the carriers but the middle one with bits, two each, TS 36.211
// table 7.1.2-1.
func (b *droneIDBurster) qpsk(bits []byte) {
	const a = math.Sqrt2 / 2
	for n := range droneIDCarriers {
		if n == droneIDCarriers/2 {
			b.set(n, 0)
			continue
		}
		b.set(n, complex(a*(1-2*float32(bits[0])), a*(1-2*float32(bits[1]))))
		bits = bits[2:]
	}
}

// zadoffChu fills the carriers but the middle one with a sequence.
func (b *droneIDBurster) zadoffChu(root int) {
	for n := range droneIDCarriers {
		turns := float64(root*n*(n+1)/2%droneIDCarriers) / droneIDCarriers
		s, c := math.Sincos(-2 * math.Pi * turns)
		b.set(n, complex(float32(c), float32(s)))
	}
	b.set(droneIDCarriers/2, 0)
}
