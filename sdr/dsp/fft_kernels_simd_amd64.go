//go:build goexperiment.simd && amd64

package dsp

// The passes of vectorFFT on planes. Names in them are those of plainFFT's
// passes, with r and i for the parts.

// firstPlanar is the pass of radix 4 and stride 1.
func firstPlanar(y, x *planar, tw []float32) {
	m := len(x.re) / 4
	xr, xi, yr, yi, w := &x.re[0], &x.im[0], &y.re[0], &y.im[0], &tw[0]
	for p := 0; p < m; p += lanes {
		sr, si, dr, di := sumDiff(load(xr, p), load(xi, p), load(xr, p+2*m), load(xi, p+2*m))
		tr, ti, er, ei := sumDiff(load(xr, p+m), load(xi, p+m), load(xr, p+3*m), load(xi, p+3*m))
		y0r, y0i, y2r, y2i := sumDiff(sr, si, tr, ti)
		y1r, y1i, y3r, y3i := dr.Add(ei), di.Sub(er), dr.Sub(ei), di.Add(er)
		y1r, y1i = turn(y1r, y1i, load(w, 6*p), load(w, 6*p+8))
		y2r, y2i = turn(y2r, y2i, load(w, 6*p+16), load(w, 6*p+24))
		y3r, y3i = turn(y3r, y3i, load(w, 6*p+32), load(w, 6*p+40))
		transpose(yr, 4*p, y0r, y1r, y2r, y3r)
		transpose(yi, 4*p, y0i, y1i, y2i, y3i)
	}
}

// firstInterleaved is firstPlanar from interleaved samples.
func firstInterleaved(y *planar, src []complex64, tw []float32, swap bool) {
	m := len(src) / 4
	x, yr, yi, w := floats(src), &y.re[0], &y.im[0], &tw[0]
	for p := 0; p < m; p += lanes {
		ar, ai := loadInterleaved(x, p, swap)
		cr, ci := loadInterleaved(x, p+2*m, swap)
		sr, si, dr, di := sumDiff(ar, ai, cr, ci)
		br, bi := loadInterleaved(x, p+m, swap)
		fr, fi := loadInterleaved(x, p+3*m, swap)
		tr, ti, er, ei := sumDiff(br, bi, fr, fi)
		y0r, y0i, y2r, y2i := sumDiff(sr, si, tr, ti)
		y1r, y1i, y3r, y3i := dr.Add(ei), di.Sub(er), dr.Sub(ei), di.Add(er)
		y1r, y1i = turn(y1r, y1i, load(w, 6*p), load(w, 6*p+8))
		y2r, y2i = turn(y2r, y2i, load(w, 6*p+16), load(w, 6*p+24))
		y3r, y3i = turn(y3r, y3i, load(w, 6*p+32), load(w, 6*p+40))
		transpose(yr, 4*p, y0r, y1r, y2r, y3r)
		transpose(yi, 4*p, y0i, y1i, y2i, y3i)
	}
}

// second4 is the pass of radix 4 and stride 4: a vector holds two butterflies p.
func second4(y, x *planar, tw []float32) {
	m := len(x.re) / 4
	xr, xi, yr, yi, w := &x.re[0], &x.im[0], &y.re[0], &y.im[0], &tw[0]
	for i := 0; i < m; i += lanes {
		sr, si, dr, di := sumDiff(load(xr, i), load(xi, i), load(xr, i+2*m), load(xi, i+2*m))
		tr, ti, er, ei := sumDiff(load(xr, i+m), load(xi, i+m), load(xr, i+3*m), load(xi, i+3*m))
		y0r, y0i, y2r, y2i := sumDiff(sr, si, tr, ti)
		y1r, y1i, y3r, y3i := dr.Add(ei), di.Sub(er), dr.Sub(ei), di.Add(er)
		y1r, y1i = turn(y1r, y1i, load(w, 6*i), load(w, 6*i+8))
		y2r, y2i = turn(y2r, y2i, load(w, 6*i+16), load(w, 6*i+24))
		y3r, y3i = turn(y3r, y3i, load(w, 6*i+32), load(w, 6*i+40))
		fours(yr, 4*i, y0r, y1r, y2r, y3r)
		fours(yi, 4*i, y0i, y1i, y2i, y3i)
	}
}

func middle4(y, x *planar, tw []float32, s int) {
	m := len(x.re) / 4
	xr, xi, yr, yi := &x.re[0], &x.im[0], &y.re[0], &y.im[0]
	for p := 0; p*s < m; p++ {
		w := tw[6*p:][:6]
		w1r, w1i, w2r, w2i, w3r, w3i := splat(w[0]), splat(w[1]), splat(w[2]), splat(w[3]), splat(w[4]), splat(w[5])
		for i, o := p*s, 4*p*s; i < p*s+s; i, o = i+lanes, o+lanes {
			sr, si, dr, di := sumDiff(load(xr, i), load(xi, i), load(xr, i+2*m), load(xi, i+2*m))
			tr, ti, er, ei := sumDiff(load(xr, i+m), load(xi, i+m), load(xr, i+3*m), load(xi, i+3*m))
			store(yr, yi, o, sr.Add(tr), si.Add(ti))
			storeTurned(yr, yi, o+s, dr.Add(ei), di.Sub(er), w1r, w1i)
			storeTurned(yr, yi, o+2*s, sr.Sub(tr), si.Sub(ti), w2r, w2i)
			storeTurned(yr, yi, o+3*s, dr.Sub(ei), di.Add(er), w3r, w3i)
		}
	}
}

func middle3(y, x *planar, tw []float32, s int) {
	m := len(x.re) / 3
	xr, xi, yr, yi := &x.re[0], &x.im[0], &y.re[0], &y.im[0]
	half, sin := splat(-0.5), splat(sin60)
	for p := 0; p*s < m; p++ {
		w := tw[4*p:][:4]
		w1r, w1i, w2r, w2i := splat(w[0]), splat(w[1]), splat(w[2]), splat(w[3])
		for i, o := p*s, 3*p*s; i < p*s+s; i, o = i+lanes, o+lanes {
			ar, ai := load(xr, i), load(xi, i)
			tr, ti, er, ei := sumDiff(load(xr, i+m), load(xi, i+m), load(xr, i+2*m), load(xi, i+2*m))
			ur, ui := tr.MulAdd(half, ar), ti.MulAdd(half, ai)
			vr, vi := ei.Mul(sin), er.Mul(sin) // -j·sin60·e is vr - j·vi
			store(yr, yi, o, ar.Add(tr), ai.Add(ti))
			storeTurned(yr, yi, o+s, ur.Add(vr), ui.Sub(vi), w1r, w1i)
			storeTurned(yr, yi, o+2*s, ur.Sub(vr), ui.Add(vi), w2r, w2i)
		}
	}
}

func middle5(y, x *planar, tw []float32, s int) {
	m := len(x.re) / 5
	xr, xi, yr, yi := &x.re[0], &x.im[0], &y.re[0], &y.im[0]
	c1, s1, c2, s2 := splat(cos72), splat(sin72), splat(cos144), splat(sin144)
	for p := 0; p*s < m; p++ {
		w := tw[8*p:][:8]
		for i, o := p*s, 5*p*s; i < p*s+s; i, o = i+lanes, o+lanes {
			ar, ai := load(xr, i), load(xi, i)
			br, bi, er, ei := sumDiff(load(xr, i+m), load(xi, i+m), load(xr, i+4*m), load(xi, i+4*m))
			cr, ci, dr, di := sumDiff(load(xr, i+2*m), load(xi, i+2*m), load(xr, i+3*m), load(xi, i+3*m))
			store(yr, yi, o, ar.Add(br).Add(cr), ai.Add(bi).Add(ci))
			ur, ui := br.MulAdd(c1, cr.MulAdd(c2, ar)), bi.MulAdd(c1, ci.MulAdd(c2, ai))
			fr, fi := ei.MulAdd(s1, di.Mul(s2)), er.MulAdd(s1, dr.Mul(s2)) // -j(s1·e + s2·d) is fr - j·fi
			storeTurned(yr, yi, o+s, ur.Add(fr), ui.Sub(fi), splat(w[0]), splat(w[1]))
			storeTurned(yr, yi, o+4*s, ur.Sub(fr), ui.Add(fi), splat(w[6]), splat(w[7]))
			vr, vi := br.MulAdd(c2, cr.MulAdd(c1, ar)), bi.MulAdd(c2, ci.MulAdd(c1, ai))
			gr, gi := ei.Mul(s2).Sub(di.Mul(s1)), er.Mul(s2).Sub(dr.Mul(s1)) // -j(s2·e - s1·d) is gr - j·gi
			storeTurned(yr, yi, o+2*s, vr.Add(gr), vi.Sub(gi), splat(w[2]), splat(w[3]))
			storeTurned(yr, yi, o+3*s, vr.Sub(gr), vi.Add(gi), splat(w[4]), splat(w[5]))
		}
	}
}

// lastPlanar is the pass of radix 4 or 2 whose factors are all 1.
func lastPlanar(y, x *planar, radix int) {
	m := len(x.re) / radix
	xr, xi, yr, yi := &x.re[0], &x.im[0], &y.re[0], &y.im[0]
	if radix == 2 {
		for i := 0; i < m; i += lanes {
			sr, si, dr, di := sumDiff(load(xr, i), load(xi, i), load(xr, i+m), load(xi, i+m))
			store(yr, yi, i, sr, si)
			store(yr, yi, i+m, dr, di)
		}
		return
	}
	for i := 0; i < m; i += lanes {
		sr, si, dr, di := sumDiff(load(xr, i), load(xi, i), load(xr, i+2*m), load(xi, i+2*m))
		tr, ti, er, ei := sumDiff(load(xr, i+m), load(xi, i+m), load(xr, i+3*m), load(xi, i+3*m))
		store(yr, yi, i, sr.Add(tr), si.Add(ti))
		store(yr, yi, i+m, dr.Add(ei), di.Sub(er))
		store(yr, yi, i+2*m, sr.Sub(tr), si.Sub(ti))
		store(yr, yi, i+3*m, dr.Sub(ei), di.Add(er))
	}
}

// lastInterleaved is lastPlanar to interleaved samples.
func lastInterleaved(dst []complex64, x *planar, radix int, swap bool) {
	m := len(x.re) / radix
	xr, xi, y := &x.re[0], &x.im[0], floats(dst)
	if radix == 2 {
		for i := 0; i < m; i += lanes {
			sr, si, dr, di := sumDiff(load(xr, i), load(xi, i), load(xr, i+m), load(xi, i+m))
			storeInterleaved(y, i, sr, si, swap)
			storeInterleaved(y, i+m, dr, di, swap)
		}
		return
	}
	for i := 0; i < m; i += lanes {
		sr, si, dr, di := sumDiff(load(xr, i), load(xi, i), load(xr, i+2*m), load(xi, i+2*m))
		tr, ti, er, ei := sumDiff(load(xr, i+m), load(xi, i+m), load(xr, i+3*m), load(xi, i+3*m))
		storeInterleaved(y, i, sr.Add(tr), si.Add(ti), swap)
		storeInterleaved(y, i+m, dr.Add(ei), di.Sub(er), swap)
		storeInterleaved(y, i+2*m, sr.Sub(tr), si.Sub(ti), swap)
		storeInterleaved(y, i+3*m, dr.Sub(ei), di.Add(er), swap)
	}
}
