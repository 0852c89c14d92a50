package rrc

// A reader takes fields from the unaligned packed encoding. After a fault it
// yields zeros and stays bad.
type reader struct {
	data []byte
	at   int // bit
	bad  bool
}

// bits takes an unsigned number of n bits, at most 32.
func (r *reader) bits(n int) (v int) {
	if r.at+n > 8*len(r.data) || r.bad {
		r.bad = true
		return 0
	}
	for range n {
		v = v<<1 | int(r.data[r.at>>3]>>(7-r.at&7)&1)
		r.at++
	}
	return v
}

func (r *reader) flag() bool { return r.bits(1) == 1 }

// flags takes the presence bits of n optional fields.
func (r *reader) flags(n int) (f [8]bool) {
	for i := range n {
		f[i] = r.flag()
	}
	return f
}

// ranged takes a number from low to high.
func (r *reader) ranged(low, high int) int {
	n := 0
	for high-low >= 1<<n {
		n++
	}
	v := low + r.bits(n)
	if v > high {
		r.bad = true
		return low
	}
	return v
}

// count takes the length of a list of low to high elements.
func (r *reader) count(low, high int) int {
	n := r.ranged(low, high)
	if r.bad {
		return 0
	}
	return n
}

// skip passes over n bits.
func (r *reader) skip(n int) {
	if n < 0 || r.at+n > 8*len(r.data) {
		r.bad = true
		return
	}
	r.at += n
}

// length takes a length determinant, X.691 clause 11.9; fragments of 16384 and
// more do not fit into a broadcast.
func (r *reader) length() int {
	if !r.flag() {
		return r.bits(7)
	}
	if !r.flag() {
		return r.bits(14)
	}
	r.bad = true
	return 0
}

// small takes a normally small number, X.691 clause 11.6.
func (r *reader) small() int {
	if !r.flag() {
		return r.bits(6)
	}
	n := r.length()
	if n > 4 {
		r.bad = true
		return 0
	}
	return r.bits(8 * n)
}

// octets passes over a string with its length in front.
func (r *reader) octets() { r.skip(8 * r.length()) }

// additions passes over what a later release has appended to a sequence.
func (r *reader) additions(extended bool) {
	if !extended {
		return
	}
	n := r.small() + 1
	if n > 256 {
		r.bad = true
		return
	}
	present := 0
	for range n {
		if r.flag() {
			present++
		}
	}
	for range present {
		r.octets()
		if r.bad {
			return
		}
	}
}
