package fec

// turboSettle is after how many steps the metrics are brought back to where they
// do not overflow: a step adds at most 2¹⁹ to any.
const turboSettle = 32

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
	sys, par := t.sys[code], t.par[code]
	t.alpha[0] = turboStart
	turboForward(t.alpha, sys, t.prior, par)
	beta := turboStart
	for i := t.k + turboTail - 1; i >= t.k; i-- {
		beta = turboBack(&beta, sys[i]+par[i], sys[i]-par[i])
	}
	turboBackward(t.extrinsic[code], t.alpha, &beta, sys, t.prior, par)
}

// turboStart holds the metrics of a trellis that begins, or ends, in state 0.
var turboStart = [turboStates]int32{0, turboNever, turboNever, turboNever, turboNever, turboNever, turboNever, turboNever}

// turboForwardPlain fills the metrics before each step but the first.
func turboForwardPlain(alpha [][turboStates]int32, sys, prior, par []int32) {
	sys, prior, par = sys[:len(alpha)], prior[:len(alpha)], par[:len(alpha)]
	for i := range len(alpha) - 1 {
		p, n := &alpha[i], &alpha[i+1]
		a, b := sys[i]+prior[i], par[i]
		x, y := a+b, a-b
		n[0], n[4] = max(p[0]+x, p[1]-x), max(p[0]-x, p[1]+x)
		n[1], n[5] = max(p[2]-y, p[3]+y), max(p[2]+y, p[3]-y)
		n[2], n[6] = max(p[4]+y, p[5]-y), max(p[4]-y, p[5]+y)
		n[3], n[7] = max(p[6]-x, p[7]+x), max(p[6]+x, p[7]-x)
		if i%turboSettle == turboSettle-1 {
			settle(n)
		}
	}
}

// settle makes the metric of state 0 zero.
func settle(m *[turboStates]int32) {
	top := m[0]
	for s := range m {
		m[s] -= top
	}
}

// turboBackwardPlain goes back from the metrics after the last step, and writes of
// each what the code itself says of its input: the log-likelihood ratio less a.
func turboBackwardPlain(extrinsic []int32, alpha [][turboStates]int32, beta *[turboStates]int32, sys, prior, par []int32) {
	n := *beta
	k := len(alpha)
	sys, prior, par, extrinsic = sys[:k], prior[:k], par[:k], extrinsic[:k]
	for i := k - 1; i >= 0; i-- {
		a, b := sys[i]+prior[i], par[i]
		extrinsic[i] = turboLLR(&alpha[i], &n, a+b, a-b)/2 - a
		n = turboBack(&n, a+b, a-b)
		if i%turboSettle == 0 {
			settle(&n)
		}
	}
}

// turboBack returns the metrics before a step; x is a+b and y is a-b.
func turboBack(n *[turboStates]int32, x, y int32) (p [turboStates]int32) {
	p[0], p[1] = max(n[0]+x, n[4]-x), max(n[0]-x, n[4]+x)
	p[2], p[3] = max(n[1]-y, n[5]+y), max(n[1]+y, n[5]-y)
	p[4], p[5] = max(n[2]+y, n[6]-y), max(n[2]-y, n[6]+y)
	p[6], p[7] = max(n[3]-x, n[7]+x), max(n[3]+x, n[7]-x)
	return p
}

// turboLLR returns twice the step's input as a log-likelihood ratio, from the
// metrics before and after it.
func turboLLR(p, n *[turboStates]int32, x, y int32) int32 {
	// Of each butterfly the paths that keep (input s2) and change the input.
	zero := max(max(p[0]+n[0], p[1]+n[4], p[6]+n[7], p[7]+n[3])+x, max(p[2]+n[5], p[3]+n[1], p[4]+n[2], p[5]+n[6])+y)
	one := max(max(p[0]+n[4], p[1]+n[0], p[6]+n[3], p[7]+n[7])-x, max(p[2]+n[1], p[3]+n[5], p[4]+n[6], p[5]+n[2])-y)
	return zero - one
}
