package rotor

import "math"

// What flies by at constant speed, height and revolutions lowers its note by the
// Doppler effect along a curve that speed and closest distance shape: with the
// speed of sound c, heard at the time t after the sound of the closest approach
// left, d being the distance of that,
//
//	f(t) = f₀ / (1 − v²/c²) · (1 − v² t / √(d² (c² − v²) + v² c² t²))
//
// (Ferguson and Quinn, J. Acoust. Soc. Am. 96, 1994). A multirotor's revolutions
// are never constant; only helicopters and aeroplanes are fitted.
const (
	soundMS     = 343.
	passLooks   = 104  // 40 s
	leastLooks  = 20   // 7.7 s
	leastFall   = 1.04 // of the note
	mostStray   = 0.006
	leastMargin = 2. // s of the pass on either side
)

// A pass is the note of a track since it last jumped.
type pass struct {
	hz [passLooks]float64
	n  int
}

// add takes the fundamental of a look; one that jumps begins anew.
func (p *pass) add(f0 float64) {
	if p.n > 0 {
		if ratio := f0 / p.hz[p.n-1]; ratio > 1.03 || ratio < 1/1.05 {
			p.n = 0
		}
	}
	if p.n == passLooks {
		copy(p.hz[:], p.hz[1:])
		p.n--
	}
	p.hz[p.n] = f0
	p.n++
}

// doppler is the note over that at rest.
func doppler(t, speedMS, closestM float64) float64 {
	v2, c2 := speedMS*speedMS, soundMS*soundMS
	return (1 - v2*t/math.Sqrt(closestM*closestM*(c2-v2)+v2*c2*t*t)) / (1 - v2/c2)
}

// stray is the relative root mean square error of the best note at rest, for a
// time of the closest approach in looks.
func (p *pass) stray(speedMS, closestM, at float64) float64 {
	var fg, gg, ff float64
	for i, f := range p.hz[:p.n] {
		g := doppler((float64(i)-at)*LookSeconds, speedMS, closestM)
		fg, gg, ff = fg+f*g, gg+g*g, ff+f*f
	}
	return math.Sqrt(max(0, 1-fg*fg/(gg*ff)))
}

// fit returns speed and closest distance when the note fell as a pass lowers it.
func (p *pass) fit() (speedMS, closestM float64, ok bool) {
	if p.n < leastLooks || p.hz[0]/p.hz[p.n-1] < leastFall {
		return 0, 0, false
	}
	best := math.Inf(1)
	var v, d, at float64
	for i := range 11 {
		for j := range 11 {
			for k := 2.; k < float64(p.n)-2; k += 2 {
				vi, dj := 10*math.Pow(1.25, float64(i)), 10*math.Pow(1.5, float64(j))
				if s := p.stray(vi, dj, k); s < best {
					best, v, d, at = s, vi, dj, k
				}
			}
		}
	}
	// Closer and closer around the best, each quantity in turn.
	for step := 0.2; step > 0.002; step /= 1.3 {
		for _, m := range [...][3]float64{{1 + step, 1, 0}, {1 / (1 + step), 1, 0}, {1, 1 + step, 0}, {1, 1 / (1 + step), 0}, {1, 1, 10 * step}, {1, 1, -10 * step}, {1 + step, 1 + 2*step, 0}, {1 / (1 + step), 1 / (1 + 2*step), 0}} {
			for range 8 {
				s := p.stray(v*m[0], d*m[1], at+m[2])
				if s >= best || v*m[0] > 0.6*soundMS {
					break
				}
				best, v, d, at = s, v*m[0], d*m[1], at+m[2]
			}
		}
	}
	before, after := at*LookSeconds, (float64(p.n)-1-at)*LookSeconds
	turn := d / v // s, in which the note falls
	ok = best <= mostStray && min(before, after) >= max(leastMargin, turn)
	return v, d, ok
}
