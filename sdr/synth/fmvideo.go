package synth

import (
	"math"
	"math/rand/v2"

	"vigie/sdr"
)

// An FMVideo sends analogue video as racing drones do: the composite signal of
// ITU-R BT.1700, black and white, frequency modulates a carrier, without
// pre-emphasis and without sound. The picture is a made-up landscape that moves.
type FMVideo struct {
	Freq        sdr.Hz  `toml:"freq"`         // of the carrier at blanking level, on the air
	SNR         float64 `toml:"snr_db"`       // of the whole signal over the noise of the receiver's band
	NTSC        bool    `toml:"ntsc"`         // 525 lines and 29.97 frames instead of 625 and 25
	DeviationHz float64 `toml:"deviation_hz"` // from sync to white; 4 MHz when left out
	OffsetHz    float64 `toml:"offset_hz"`    // error of the carrier
	CrystalPPM  float64 `toml:"crystal_ppm"`  // error of the line frequency
}

// fmVideoRate is the rate of the baseband, of which the signal may fill as much
// as the deviation and 3 MHz on either side.
const fmVideoRate = 19.2e6

// rasterTimes holds the times of a system in seconds and numbers of half-lines, as
// ITU-R BT.1700 has them.
type rasterTimes struct {
	line                    float64
	frame                   int // half-lines of a frame
	broad, equal            int // half-lines of broad and of equalising pulses
	blanked                 int // half-lines of a field without picture
	sync, porch, front      float64
	broadPulse, equalPulse  float64
	syncLevel, whiteVoltage float64
}

var (
	pal = rasterTimes{
		line: 64e-6, frame: 1250, broad: 5, equal: 5, blanked: 50,
		sync: 4.7e-6, porch: 10.5e-6, front: 1.5e-6, broadPulse: 27.3e-6, equalPulse: 2.35e-6,
		syncLevel: -0.3, whiteVoltage: 0.7,
	}
	ntsc = rasterTimes{
		line: 286 / 4.5e6, frame: 1050, broad: 6, equal: 6, blanked: 40,
		sync: 4.7e-6, porch: 9.4e-6, front: 1.5e-6, broadPulse: 27.1e-6, equalPulse: 2.3e-6,
		syncLevel: -0.286, whiteVoltage: 0.714,
	}
)

// validate completes the description and returns what is wrong with it.
func (v *FMVideo) validate() *keyError {
	if v.DeviationHz == 0 {
		v.DeviationHz = 4e6
	}
	for _, b := range []bounded{
		{"freq", float64(v.Freq), -1e12, 1e12},
		{"snr_db", v.SNR, -100, 100},
		{"deviation_hz", v.DeviationHz, 1e5, 8e6},
		{"offset_hz", v.OffsetHz, -1e9, 1e9},
		{"crystal_ppm", v.CrystalPPM, -1000, 1000},
	} {
		if err := b.check(); err != nil {
			return err
		}
	}
	return nil
}

// Open returns the transmitter as a receiver hears it from a time on, seconds
// after the scene's start, over noise of a power in the receiver's band.
func (v FMVideo) Open(r Receiver, noise, seconds float64, random *rand.Rand) (Emitter, error) {
	if err := v.validate(); err != nil {
		return nil, err
	}
	offset := r.offset(v.Freq) + v.OffsetHz
	if math.Abs(offset) > fmVideoRate/2-3e6 {
		return silence{}, nil
	}
	b := &fmVideo{times: pal, offset: offset, deviation: v.DeviationHz, rate: fmVideoRate / (1 + v.CrystalPPM*1e-6)}
	if v.NTSC {
		b.times = ntsc
	}
	for i := range b.scene {
		for j := range b.scene[i] {
			b.scene[i][j] = random.Float64()
		}
	}
	return newCarrier(b, seconds, fmVideoRate, 0, r.clock(), math.Sqrt(noise*fromDB(v.SNR)))
}

// sceneSize is how many random points a side the landscape is made from.
const sceneSize = 32

// An fmVideo is the baseband.
type fmVideo struct {
	times     rasterTimes
	offset    float64 // of the carrier from the receiver's centre
	deviation float64
	rate      float64 // samples a second of the transmitter's own clock
	scene     [sceneSize][sceneSize]float64
	half      int     // half-line of the frame
	within    float64 // seconds since it began, by the transmitter's clock
	seconds   float64 // at its beginning
	turns     float64 // phase
}

// seek implements baseband.
func (b *fmVideo) seek(seconds float64) {
	halves := seconds * fmVideoRate / b.rate / (b.times.line / 2)
	whole := math.Floor(halves)
	b.half = (int(whole)%b.times.frame + b.times.frame) % b.times.frame
	b.within = (halves - whole) * b.times.line / 2
	b.seconds = whole * b.times.line / 2
}

// next implements baseband.
func (b *fmVideo) next(dst []complex64) {
	length, step := b.times.line/2, 1/b.rate
	for i := range dst {
		b.turns += (b.offset + b.deviation*b.voltage()) / fmVideoRate
		b.turns -= math.Floor(b.turns)
		dst[i] = unit(b.turns)
		if b.within += step; b.within >= length {
			b.within -= length
			b.seconds += length
			b.half = (b.half + 1) % b.times.frame
		}
	}
}

// voltage returns the composite signal, 0 for blanking, of one volt from sync to
// white.
func (b *fmVideo) voltage() float64 {
	t, within, half := &b.times, b.within, b.half
	inField := half % (t.frame / 2)
	switch {
	case inField < t.broad:
		return t.level(within < t.broadPulse)
	case inField < t.broad+t.equal || inField >= t.frame/2-t.equal:
		return t.level(within < t.equalPulse)
	}
	if half%2 == 1 {
		within += t.line / 2
	}
	switch {
	case within < t.sync:
		return t.syncLevel
	case inField < t.blanked || within < t.porch || within > t.line-t.front:
		return 0
	}
	across := (within - t.porch) / (t.line - t.front - t.porch)
	down := float64(inField-t.blanked) / float64(t.frame/2-t.blanked)
	return t.whiteVoltage * b.luma(across, down, b.seconds)
}

// level returns the sync level during a pulse and blanking otherwise.
func (t *rasterTimes) level(pulse bool) float64 {
	if pulse {
		return t.syncLevel
	}
	return 0
}

// luma returns the landscape's brightness, 0 to 1: bright sky above darker
// ground, both with texture, that goes by at a fifth of its width a second.
func (b *fmVideo) luma(across, down, seconds float64) float64 {
	base := 0.75 - 0.1*down
	if down > 0.45 {
		base = 0.35
	}
	return min(1, max(0, base+0.4*(b.texture(across+0.2*seconds, down)-0.5)))
}

// texture interpolates the random points linearly.
func (b *fmVideo) texture(x, y float64) float64 {
	i, fx := math.Modf(x * sceneSize)
	j, fy := math.Modf(y * (sceneSize - 1))
	at := func(i, j int) float64 {
		return b.scene[((i%sceneSize)+sceneSize)%sceneSize][((j%sceneSize)+sceneSize)%sceneSize]
	}
	a, c := int(i), int(j)
	top := at(a, c)*(1-fx) + at(a+1, c)*fx
	low := at(a, c+1)*(1-fx) + at(a+1, c+1)*fx
	return top*(1-fy) + low*fy
}
