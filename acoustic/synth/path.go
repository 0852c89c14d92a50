package synth

import "math"

const (
	chunk = 512 // samples over which a path's filter changes into the next
	taps  = 32  // of that filter, whose delay of 1 ms stays in
)

// place is a point in metres: east, north, above the ground.
type place [3]float64

func (p place) distance(q place) float64 {
	return math.Sqrt((p[0]-q[0])*(p[0]-q[0]) + (p[1]-q[1])*(p[1]-q[1]) + (p[2]-q[2])*(p[2]-q[2]))
}

// at returns where an emitter is at a time of the scene.
func (e Emitter) at(seconds float64) (p place) {
	if e.Repeat != 0 {
		seconds -= e.Repeat * math.Floor(seconds/e.Repeat)
	}
	for i := range p {
		p[i] = e.From[i] + seconds*e.Speed[i]
	}
	p[2] = math.Max(p[2], 0.3) // nothing flies under ground
	return p
}

// line is the recent past of an emitter's pressure, from lead seconds before the
// scene begins.
type line struct {
	voice voice
	gain  func(seconds float64) float64
	past  []float64
	made  int // samples made so far
	lead  float64
}

// newLine returns the line of an emitter whose sound is on its way for so many
// seconds at most within the scene; before it began it may have been farther.
func newLine(v voice, gain func(float64) float64, longest float64) *line {
	lead, size := 1.4*longest+0.1, 1
	for float64(size) < (lead+1)*rate {
		size *= 2
	}
	return &line{voice: v, gain: gain, past: make([]float64, size), lead: lead}
}

// Between samples the past is read through a windowed sinc of so many taps, of
// which there is a row for each of so many fractions of a sample.
const (
	reach     = 16
	fractions = 128
)

var sincs = func() (rows [fractions + 1][reach]float64) {
	for f := range rows {
		for k := range rows[f] {
			x := float64(k-reach/2+1) - float64(f)/fractions
			rows[f][k] = 0.5 * (1 + math.Cos(2*math.Pi*x/(reach+1)))
			if x != 0 {
				rows[f][k] *= math.Sin(math.Pi*x) / (math.Pi * x)
			}
		}
	}
	return rows
}()

// at returns the pressure at a time of the scene.
func (l *line) at(seconds float64) (sum float64) {
	position := (seconds + l.lead) * rate
	whole := math.Floor(position)
	n := int(whole)
	for l.made <= n+reach/2 {
		l.past[l.made&(len(l.past)-1)] = l.voice() * l.gain(float64(l.made)/rate-l.lead)
		l.made++
	}
	f, part := math.Modf((position - whole) * fractions)
	a, b := &sincs[int(f)], &sincs[int(f)+1]
	for k := range reach {
		sum += (a[k] + part*(b[k]-a[k])) * l.past[(n+k-reach/2+1)&(len(l.past)-1)]
	}
	return sum
}

// path is one way from an emitter to a microphone: straight, or by the ground.
type path struct {
	scene      *Scene
	emitter    Emitter
	line       *line
	microphone place
	ground     bool
	before     [taps]float64 // the filter at the start of the chunk
	after      [taps]float64 // and at its end
	heard      [taps]float64 // the newest samples at the microphone, unfiltered, in a ring
	next       int
	delay      float64 // seconds, of the sample before
}

func newPath(s *Scene, e Emitter, l *line, microphone place, ground bool) *path {
	if ground {
		microphone[2] = -microphone[2]
	}
	p := &path{scene: s, emitter: e, line: l, microphone: microphone, ground: ground}
	p.delay = e.at(0).distance(microphone) / s.speed()
	p.design(0)
	return p
}

// design makes the filter for the chunk's end.
func (p *path) design(seconds float64) {
	p.before = p.after
	at := p.emitter.at(seconds - p.delay)
	d := at.distance(p.microphone)
	sine := (at[2] + math.Abs(p.microphone[2])) / d
	var h [taps/2 + 1]complex128
	for k := range h {
		hz := float64(k) * rate / taps
		h[k] = complex(math.Pow(10, -p.scene.absorption(hz)*d/20), 0)
		if p.ground {
			h[k] *= reflection(hz, sine, p.scene.Ground)
		}
	}
	for n := range p.after {
		sum := real(h[0]) + real(h[taps/2])*math.Cos(math.Pi*float64(n-taps/2))
		for k := 1; k < taps/2; k++ {
			s, c := math.Sincos(2 * math.Pi * float64(k*(n-taps/2)) / taps)
			sum += 2 * (real(h[k])*c - imag(h[k])*s)
		}
		p.after[n] = sum / taps * 0.5 * (1 + math.Cos(2*math.Pi*float64(n-taps/2)/taps))
	}
}

// add adds the chunk that begins at a time to out.
func (p *path) add(out []float64, seconds float64) {
	p.design(seconds + float64(len(out))/rate)
	for i := range out {
		now := seconds + float64(i)/rate
		for range 2 { // the time of emission: a fixed point that moving slower than sound contracts
			p.delay = math.Min(p.emitter.at(now-p.delay).distance(p.microphone)/p.scene.speed(), p.line.lead-0.05)
		}
		d := math.Max(p.delay*p.scene.speed(), 0.5)
		p.heard[p.next%taps] = p.line.at(now-p.delay) / d
		share := float64(i) / float64(len(out))
		var y float64
		for k := range taps {
			y += (p.before[k] + share*(p.after[k]-p.before[k])) * p.heard[(p.next-k+taps)%taps]
		}
		p.next = (p.next + 1) % taps
		out[i] += y
	}
}
