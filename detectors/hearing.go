package detectors

import (
	"fmt"
	"math"

	"vigie/acoustic"
)

// Hearing is how well a microphone hears.
type Hearing struct {
	LevelDBFS float64 // the sound around: A-weighted, median of 10 s, dB of full scale
	Known     bool    // LevelDBFS has been measured
	Deaf      bool    // the sound around drowns what is listened for
}

// From where on a microphone counts as deaf. A small drone makes 70 dB(A) at 1 m
// and is heard down to 11 dB below the sound around, so that its level, falling
// with the distance, leaves a reach of 10^((81-L)/20) m in L dB(A): 63 m at 45,
// 14 m at 58. Below 10 m it is overhead before it is heard.
const (
	reachLevel = 81.0 // dB(A) around in which the reach is 1 m
	leastReach = 10.0 // m
	hysteresis = 3.0  // dB below the threshold from where on it hears again
)

func reach(level float64) float64 { return math.Pow(10, (reachLevel-level)/20) }

// Limits of what is still a working microphone.
const (
	zerosLimit = 2 * int(acoustic.Rate)  // samples of digital silence
	spanLength = 10 * int(acoustic.Rate) // over which losses and clipping are counted
	clipLimit  = 1e-3                    // share of samples at full scale
	lossLimit  = 1e-2                    // share of samples missing
	narrowBand = 7000                    // Hz; a source that carries less is said to
)

// A condition is something wrong with a microphone that lasts, told once when it
// begins and once when it ends.
type condition int

const (
	muted condition = iota
	oneMuted
	twins
	clipping
	dropouts
	deaf
	conditions
)

// words are what events call the conditions and their ends.
var words = [conditions][2]string{
	muted:    {"muted", "unmuted"},
	oneMuted: {"one channel muted", "both channels"},
	twins:    {"mono", "stereo"},
	clipping: {"clipping", "not clipping"},
	dropouts: {"dropouts", "no dropouts"},
	deaf:     {"deaf", "hearing"},
}

// hearing watches over the sound itself. It makes no event more than once for
// each change, and keeps no sound.
type hearing struct {
	listener                    *Listener
	meter                       *acoustic.Meter
	on                          [conditions]bool
	zeros                       [2]int // samples of digital silence in a row
	same                        int    // samples in a row that both channels share
	heard                       bool   // any sample but zero, ever
	span, clipped, missing      int    // samples since the last count, of all channels
	saidBand, saidOneMicrophone bool
}

func newHearing(l *Listener) hearing { return hearing{listener: l, meter: acoustic.NewMeter()} }

// state returns how well the microphone hears.
func (h *hearing) state() Hearing {
	level, known := h.meter.DBFS()
	return Hearing{LevelDBFS: level, Known: known && !h.on[muted], Deaf: h.on[deaf]}
}

// take looks at a Block.
func (h *hearing) take(b *acoustic.Block) {
	h.first(b)
	h.silence(b)
	h.count(b)
	h.meter.Measure(b.PCM[0])
	h.ambient()
}

// set says that a condition has begun or ended, when that is news.
func (h *hearing) set(c condition, on bool, detail func() string) {
	if h.on[c] == on {
		return
	}
	h.on[c] = on
	what := words[c][1]
	if on {
		what = words[c][0]
	}
	h.listener.health(what, detail())
}

// first says what the source cannot give.
func (h *hearing) first(b *acoustic.Block) {
	l := h.listener
	if b.Band < narrowBand && !h.saidBand {
		h.saidBand = true
		l.health("narrow", fmt.Sprintf("this source carries nothing above %v: the hiss of rotors, by which multirotors are told from other engines, is out of its band", b.Band))
	}
	if l.Channels > b.Channels && !h.saidOneMicrophone {
		h.saidOneMicrophone = true
		l.health("mono", fmt.Sprintf("%d microphones were configured but the device gives %d channel: there will be no bearing", l.Channels, b.Channels))
	}
}

// silence looks for digital zeros, and for two channels that are one.
func (h *hearing) silence(b *acoustic.Block) {
	dead := 0
	for c := range b.Channels {
		h.zeros[c] = tail(h.zeros[c], b.PCM[c], func(i int) bool { return b.PCM[c][i] == 0 })
		if h.zeros[c] < len(b.PCM[c]) {
			h.heard = true
		}
		if h.zeros[c] >= zerosLimit {
			dead++
		}
	}
	h.set(muted, dead == b.Channels, func() string { return h.mutedText(dead) })
	if b.Channels < 2 {
		return
	}
	h.set(oneMuted, dead == 1, func() string {
		if dead == 1 {
			return "one of the two channels gives only zeros: there will be no bearing"
		}
		return "both channels give sound"
	})
	if dead > 0 {
		return
	}
	h.same = tail(h.same, b.PCM[0], func(i int) bool { return b.PCM[0][i] == b.PCM[1][i] })
	h.set(twins, h.same >= zerosLimit, func() string {
		if h.same > 0 {
			return "both channels carry the same sound: this is one microphone, there will be no bearing"
		}
		return "the two channels differ"
	})
}

// tail returns how many samples in a row hold at the end of pcm, with run of
// them before it.
func tail(run int, pcm []float32, holds func(i int) bool) int {
	for i := len(pcm) - 1; i >= 0; i-- {
		if !holds(i) {
			return len(pcm) - 1 - i
		}
	}
	return run + len(pcm)
}

func (h *hearing) mutedText(dead int) string {
	if dead > 0 {
		return "the microphone returns only zeros: it is muted, or the system refuses it, or something cuts quiet sound away"
	}
	return "the microphone gives sound again"
}

// count judges losses and clipping once a span.
func (h *hearing) count(b *acoustic.Block) {
	h.span += len(b.PCM[0]) + b.Lost
	h.missing += b.Lost
	h.clipped += b.Clipped
	if h.span >= spanLength {
		h.judge(b.Channels)
	}
}

func (h *hearing) judge(channels int) {
	share := func(n, of int) float64 { return float64(n) / float64(max(1, of)) }
	lost, clipped := share(h.missing, h.span), share(h.clipped, h.span*channels)
	h.set(dropouts, lost > lossLimit, func() string {
		return fmt.Sprintf("%.1f %% of the samples of the last %d s are missing", 100*lost, h.span/int(acoustic.Rate))
	})
	h.set(clipping, clipped > clipLimit, func() string {
		return fmt.Sprintf("%.2f %% of the samples are at full scale; above %.1f %% the microphone is overloaded and less gain would hear more", 100*clipped, 100*clipLimit)
	})
	h.span, h.missing, h.clipped = 0, 0, 0
}

// ambient judges whether the sound around leaves anything to be heard.
func (h *hearing) ambient() {
	dbfs, known := h.meter.DBFS()
	if !known || h.listener.FullScale == 0 || h.meter.Seconds() < 10 {
		return
	}
	level := dbfs + h.listener.FullScale
	limit := leastReach
	if h.on[deaf] {
		limit = leastReach * math.Pow(10, hysteresis/20)
	}
	h.set(deaf, reach(level) < limit, func() string {
		return fmt.Sprintf("%.0f dB(A) around: a small drone is heard within about %.0f m", level, reach(level))
	})
}

// finish judges what a short recording leaves open.
func (h *hearing) finish() {
	if h.span >= int(acoustic.Rate)/2 {
		h.judge(max(1, h.listener.block.Channels))
	}
	if !h.heard && h.listener.summary.Samples > 0 {
		h.set(muted, true, func() string { return h.mutedText(1) })
	}
}
