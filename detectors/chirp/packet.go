package chirp

import "math"

// Bounds of a packet's parts, symbols.
const (
	preambleMost = 20
	syncSymbols  = 2
	startSymbols = 2.25 // falling ones behind them
	reach        = 26   // symbols behind a preamble's sixth in which the falling ones are looked for
	leastStart   = 5.   // times the mean, for the two falling symbols
	payloadLeast = 4
	leastLevel   = 4. // of the preamble's symbols, times the noise
)

// A packet is where one was found in a strip.
type packet struct {
	start  float64 // samples from the strip's first
	mark   float64 // of the first falling symbol
	end    float64
	snr    float64 // ratio, in the bandwidth
	loads  int     // payload symbols
	word   int     // of synchronisation, 0 when it is not clear
	ending bool    // it ends before the region does
}

// locate finds the falling symbols behind a preamble: with them, the offsets in
// time and in frequency, which rising chirps alone confuse, come apart.
func (f *Finder) locate(h hypothesis, x []complex64, p peak) (mark, hz float64, ok bool) {
	s := f.symbols[h.sf]
	n := s.n
	grid := p.window*n/halves - int(math.Round(p.chirp))
	before, now := f.row[:n], f.sum[:n]
	best, chirp, at := 0., 0., 0
	for j := 1; j < reach; j++ {
		from := grid + j*n
		if from < 0 {
			continue
		}
		if from+n > len(x) {
			break
		}
		s.powers(now, x[from:], s.down)
		f.spent += pointCost * float64(n)
		if j > 1 {
			for k, v := range now {
				before[k] += v
			}
			if top, mean := largest(before); float64(before[top])/mean > best {
				best, chirp, at = float64(before[top])/mean, float64(top)+vertex(before, top), from-n
			}
		}
		before, now = now, before
	}
	if best < leastStart {
		return 0, 0, false
	}
	// Both are off by the frequency; the window's offset in time, which the grid
	// has taken for a frequency, adds to one and is taken from the other.
	if chirp > float64(n)/2 {
		chirp -= float64(n)
	}
	off := chirp / 2
	return float64(at) + off, off * h.bandwidth / float64(n), true
}

// measure finds the parts of a packet whose falling symbols begin at a sample of
// aligned samples: those of its preamble and of its payload.
func (f *Finder) measure(h hypothesis, x []complex64, mark int) (m packet, ok bool) {
	s := f.symbols[h.sf]
	n := s.n
	// The preamble, backwards from the two synchronisation symbols.
	var level, noise float64
	count := 0
	for j := 1; j <= preambleMost && mark-(syncSymbols+j)*n >= 0; j++ {
		s.powers(f.row, x[mark-(syncSymbols+j)*n:], s.up)
		peak := float64(max(f.row[0], f.row[1], f.row[n-1]))
		rest := 0.
		for _, v := range f.row[2 : n-1] {
			rest += float64(v)
		}
		f.preamble[j] = peak
		if j <= summed {
			level += peak / summed
			noise += rest / float64(n-3) / summed
		}
		count = j
	}
	f.spent += pointCost * float64((count+40)*n)
	if count < summed || level <= leastLevel*noise {
		return m, false
	}
	m.snr = (level/noise - 1) / float64(n)
	chance := math.Log(3) + 0.58
	threshold := (level + chance*noise) / 2
	length := run(f.preamble[1:count+1], threshold, 2*(threshold-chance*noise))
	m.start = float64(mark - (syncSymbols+length)*n)
	m.mark = float64(mark)
	m.word = f.word(h, x, mark, level)
	// The payload: the largest of all chirps, against that of noise.
	chance = math.Log(float64(n)) + 0.58
	from := mark + int(startSymbols*float64(n))
	threshold = (level + chance*noise) / 2
	slack := 3 * math.Max(threshold-chance*noise, 0.5*noise)
	sum, most, loads := 0., 0., 0
	j := 0
	for ; from+(j+1)*n <= len(x) && (j+1)*n <= len(f.rows); j++ {
		row := f.rows[j*n:][:n]
		s.powers(row, x[from+j*n:], s.up)
		top, _ := largest(row)
		sum += math.Min(float64(row[top]), 2*level) - threshold
		if sum > most {
			most, loads = sum, j+1
		} else if sum < most-slack {
			m.ending = true
			break
		}
	}
	f.spent += pointCost * float64(j*n)
	m.loads = loads
	m.end = float64(from + loads*n)
	return m, loads >= payloadLeast
}

// run returns how many values are above a threshold before they fall by more than
// is allowed, in sum.
func run(values []float64, threshold, allowed float64) (length int) {
	sum, most := 0., 0.
	for i, v := range values {
		sum += math.Min(v, 3*threshold) - threshold
		if sum > most {
			most, length = sum, i+1
		} else if sum < most-allowed {
			break
		}
	}
	return length
}
