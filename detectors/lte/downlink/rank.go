package downlink

// combine goes on to decode the hypotheses that all frames support, this window's
// and earlier ones, from the sum of their soft bits.
func (b *Blind) combine(x []complex64, found func(*Block)) bool {
	r := b.reader
	if !b.ranked {
		b.ranked = true
		if len(b.where) == 0 {
			return false
		}
		b.rank()
		r.Combine(b.where[0].frame, b.where[len(b.where)-1].frame+1)
	}
	return r.CombineStep(x, found)
}

// rank brings the places in the memory up to date with the scores of this window,
// and adds the window's best.
func (b *Blind) rank() {
	m := b.reader.memory
	parity := (b.reader.timing.SFN + b.where[0].frame) & 1
	var best [maxBest]guess
	n := 0
	for start := b.blocks[0]; start < b.blocks[1]; start++ {
		for length := 1; length <= min(maxLength, b.blocks[1]-start); length++ {
			for control := range controls {
				for size := range sizes {
					g := guess{start, length, control, size, 0}
					s := b.scores[b.index(&g)]
					g.z = s.z()
					a := b.assignment(&g)
					if p := m.find(&a, parity); p != nil {
						p.score.sum += s.sum
						p.score.squares += s.squares
						continue
					}
					n = enter(&best, n, g, leastKept)
				}
			}
		}
	}
	for i := range best[:n] {
		a := b.assignment(&best[i])
		if p := m.keep(&a, parity, best[i].z); p != nil {
			p.score = b.scores[b.index(&best[i])]
		}
	}
}
