//go:build goexperiment.simd && amd64

package fec

import "simd/archsimd"

// hasVectors says whether the processor has what the vector functions use.
var hasVectors = archsimd.X86.AVX2()

// The eight states are the lanes of a vector. Of the states before a step,
// turboEven and turboOdd lead to each state after it; turboZero and turboOne say
// where input 0 and 1 lead from each.
var (
	turboEven = [turboStates]uint32{0, 2, 4, 6, 0, 2, 4, 6}
	turboOdd  = [turboStates]uint32{1, 3, 5, 7, 1, 3, 5, 7}
	turboZero = [turboStates]uint32{0, 4, 5, 1, 2, 6, 7, 3}
	turboOne  = [turboStates]uint32{4, 0, 1, 5, 6, 2, 3, 7}

	// Signs, 0 or -1, of a and b in the step from turboEven, and of b in that of
	// input 0.
	turboSignA = [turboStates]int32{0, -1, 0, -1, -1, 0, -1, 0}
	turboSignB = [turboStates]int32{0, 0, -1, -1, -1, -1, 0, 0}
	turboSignQ = [turboStates]int32{0, 0, -1, -1, -1, -1, 0, 0}
)

func turboForward(alpha [][turboStates]int32, sys, prior, par []int32) {
	if !hasVectors {
		turboForwardPlain(alpha, sys, prior, par)
		return
	}
	even, odd := archsimd.LoadUint32x8(&turboEven), archsimd.LoadUint32x8(&turboOdd)
	signA, signB := archsimd.LoadInt32x8(&turboSignA), archsimd.LoadInt32x8(&turboSignB)
	signs := signA.Add(signB)
	sys, prior, par = sys[:len(alpha)], prior[:len(alpha)], par[:len(alpha)]
	first := archsimd.BroadcastUint32x8(0)
	p := archsimd.LoadInt32x8(&alpha[0])
	for i := range len(alpha) - 1 {
		a, b := archsimd.BroadcastInt32x8(sys[i]+prior[i]), archsimd.BroadcastInt32x8(par[i])
		m := a.Xor(signA).Add(b.Xor(signB)).Sub(signs)
		p = p.Permute(even).Add(m).Max(p.Permute(odd).Sub(m))
		if i%turboSettle == turboSettle-1 {
			p = p.Sub(p.Permute(first))
		}
		p.Store(&alpha[i+1])
	}
	archsimd.ClearAVXUpperBits()
}

func turboBackward(extrinsic []int32, alpha [][turboStates]int32, beta *[turboStates]int32, sys, prior, par []int32) {
	if !hasVectors {
		turboBackwardPlain(extrinsic, alpha, beta, sys, prior, par)
		return
	}
	zero, one := archsimd.LoadUint32x8(&turboZero), archsimd.LoadUint32x8(&turboOne)
	signQ := archsimd.LoadInt32x8(&turboSignQ)
	first := archsimd.BroadcastUint32x8(0)
	k := len(alpha)
	sys, prior, par, extrinsic = sys[:k], prior[:k], par[:k], extrinsic[:k]
	n := archsimd.LoadInt32x8(beta)
	for i := k - 1; i >= 0; i-- {
		a := sys[i] + prior[i]
		q := archsimd.BroadcastInt32x8(a).Add(archsimd.BroadcastInt32x8(par[i]).Xor(signQ).Sub(signQ))
		with0, with1 := n.Permute(zero).Add(q), n.Permute(one).Sub(q)
		p := archsimd.LoadInt32x8(&alpha[i])
		n = with0.Max(with1)
		extrinsic[i] = greatestApart(p.Add(with0), p.Add(with1))/2 - a
		if i%turboSettle == 0 {
			n = n.Sub(n.Permute(first))
		}
	}
	archsimd.ClearAVXUpperBits()
}

// greatestApart returns how much the greatest lane of one vector exceeds that of
// another.
func greatestApart(x, y archsimd.Int32x8) int32 {
	m := x.Select128FromPair(0, 2, y).Max(x.Select128FromPair(1, 3, y))
	m = m.Max(m.PermuteScalarsGrouped(2, 3, 0, 1))
	m = m.Max(m.PermuteScalarsGrouped(1, 0, 3, 2))
	return m.GetLo().GetElem(0) - m.GetHi().GetElem(0)
}
