package fec

// constituent runs one code's max-log-MAP decoder from t.prior to its
// extrinsic values.
//
// The trellis falls into four butterflies, one for each pair (s1, s2): states
// (s1, s2, 0) and (s1, s2, 1) lead to (0, s1, s2) and (1, s1, s2). The step from
// (s1, s2, 0) to (0, s1, s2) has input s2 and parity s1; a change of either end
// changes both. With bit 0 counted as +value and bit 1 as -value its metric is
// one of ±(a+b), ±(a-b), where a is the input's and b the parity's value; all
// metrics are thus twice what the definition has.
func (t *Turbo) constituent(code int) {
	sys, par, extrinsic := t.sys[code], t.par[code], t.extrinsic[code]
	alpha := [turboStates]int32{0, turboNever, turboNever, turboNever, turboNever, turboNever, turboNever, turboNever}
	for i := range t.k {
		t.alpha[i] = alpha
		a, b := sys[i]+t.prior[i], par[i]
		alpha = turboForward(&alpha, a+b, a-b)
	}
	beta := [turboStates]int32{0, turboNever, turboNever, turboNever, turboNever, turboNever, turboNever, turboNever}
	for i := t.k + turboTail - 1; i >= t.k; i-- {
		beta = turboBackward(&beta, sys[i]+par[i], sys[i]-par[i])
	}
	for i := t.k - 1; i >= 0; i-- {
		a, b := sys[i]+t.prior[i], par[i]
		extrinsic[i] = turboLLR(&t.alpha[i], &beta, a+b, a-b)/2 - a
		beta = turboBackward(&beta, a+b, a-b)
	}
}

// turboForward returns the metrics after a step; x is a+b and y is a-b.
func turboForward(p *[turboStates]int32, x, y int32) (n [turboStates]int32) {
	n[0], n[4] = max(p[0]+x, p[1]-x), max(p[0]-x, p[1]+x)
	n[1], n[5] = max(p[2]-y, p[3]+y), max(p[2]+y, p[3]-y)
	n[2], n[6] = max(p[4]+y, p[5]-y), max(p[4]-y, p[5]+y)
	n[3], n[7] = max(p[6]-x, p[7]+x), max(p[6]+x, p[7]-x)
	top := n[0]
	for s := range n {
		n[s] = max(n[s]-top, turboNever)
	}
	return n
}

// turboBackward returns the metrics before a step.
func turboBackward(n *[turboStates]int32, x, y int32) (p [turboStates]int32) {
	p[0], p[1] = max(n[0]+x, n[4]-x), max(n[0]-x, n[4]+x)
	p[2], p[3] = max(n[1]-y, n[5]+y), max(n[1]+y, n[5]-y)
	p[4], p[5] = max(n[2]+y, n[6]-y), max(n[2]-y, n[6]+y)
	p[6], p[7] = max(n[3]-x, n[7]+x), max(n[3]+x, n[7]-x)
	top := p[0]
	for s := range p {
		p[s] = max(p[s]-top, turboNever)
	}
	return p
}

// turboLLR returns twice the step's input as a log-likelihood ratio, from the
// metrics before and after it.
func turboLLR(p, n *[turboStates]int32, x, y int32) int32 {
	// Of each butterfly the paths that keep (input s2) and change the input.
	same := [4]int32{
		max(p[0]+n[0], p[1]+n[4]) + x, max(p[2]+n[1], p[3]+n[5]) - y,
		max(p[4]+n[2], p[5]+n[6]) + y, max(p[6]+n[3], p[7]+n[7]) - x,
	}
	other := [4]int32{
		max(p[1]+n[0], p[0]+n[4]) - x, max(p[3]+n[1], p[2]+n[5]) + y,
		max(p[5]+n[2], p[4]+n[6]) - y, max(p[7]+n[3], p[6]+n[7]) + x,
	}
	zero := max(same[0], other[1], same[2], other[3])
	one := max(other[0], same[1], other[2], same[3])
	return zero - one
}
