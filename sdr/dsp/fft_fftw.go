//go:build fftw

package dsp

/*
#cgo LDFLAGS: -lfftw3f -lm
#cgo noescape fftwf_execute_dft
#cgo nocallback fftwf_execute_dft
#include <fftw3.h>
*/
import "C"

import (
	"runtime"
	"sync"
	"unsafe"
)

// fftwPlanner guards FFTW's planner, the one part of it that is not safe for
// concurrent use.
var fftwPlanner sync.Mutex

// An fftwFFT is a set of FFTW 3 single-precision plans, shared by its clones.
type fftwFFT struct {
	plans  *fftwPlans
	needs  uintptr     // alignment in bytes
	buffer []complex64 // aligned, for arrays that are not and for planes
}

// fftwPlans are indexed by direction, forward first, and by whether source and
// destination are one array.
type fftwPlans [2][2]C.fftwf_plan

// fftwAlign is the alignment in bytes that FFTW's vector code wants; plans made
// for any alignment do without it and took five times as long.
const fftwAlign = 64

func newFFTWBuffer(n int) []complex64 {
	b := make([]complex64, n+fftwAlign/8)
	past := int(uintptr(unsafe.Pointer(&b[0])) % fftwAlign / 8)
	return b[(fftwAlign/8-past)%(fftwAlign/8):][:n]
}

// fftwNeeds is the alignment in bytes this processor's FFTW code really wants,
// asked once: a call to C for each array would cost a third of a short transform.
var fftwNeeds = sync.OnceValue(func() uintptr {
	p := C.fftwf_malloc(2 * fftwAlign)
	defer C.fftwf_free(p)
	needs := uintptr(8)
	for needs < fftwAlign && C.fftwf_alignment_of((*C.float)(unsafe.Add(p, needs))) != 0 {
		needs *= 2
	}
	return needs
})

func (f *fftwFFT) aligned(p unsafe.Pointer) bool { return uintptr(p)%f.needs == 0 }

// fftwEngine returns FFTW's measured plans for n.
func fftwEngine(n int) engine {
	fftwPlanner.Lock()
	defer fftwPlanner.Unlock()
	a := (*C.fftwf_complex)(C.fftwf_malloc(C.size_t(8 * n)))
	b := (*C.fftwf_complex)(C.fftwf_malloc(C.size_t(8 * n)))
	defer C.fftwf_free(unsafe.Pointer(a))
	defer C.fftwf_free(unsafe.Pointer(b))
	plans := new(fftwPlans)
	for d, sign := range []C.int{C.FFTW_FORWARD, C.FFTW_BACKWARD} {
		for i, to := range []*C.fftwf_complex{b, a} {
			plans[d][i] = C.fftwf_plan_dft_1d(C.int(n), a, to, sign, C.FFTW_MEASURE)
		}
	}
	runtime.AddCleanup(plans, destroyFFTW, *plans)
	return &fftwFFT{plans, fftwNeeds(), newFFTWBuffer(n)}
}

func destroyFFTW(plans fftwPlans) {
	fftwPlanner.Lock()
	defer fftwPlanner.Unlock()
	for _, direction := range plans {
		for _, p := range direction {
			C.fftwf_destroy_plan(p)
		}
	}
}

func (*fftwFFT) name() string { return "FFTW" }
func (*fftwFFT) planar() bool { return false }

func (f *fftwFFT) clone() engine { return &fftwFFT{f.plans, f.needs, newFFTWBuffer(len(f.buffer))} }

func (f *fftwFFT) forward(dst, src []complex64) { f.execute(0, dst, src) }
func (f *fftwFFT) inverse(dst, src []complex64) { f.execute(1, dst, src) }

func (f *fftwFFT) execute(direction int, dst, src []complex64) {
	from, to := unsafe.Pointer(&src[0]), unsafe.Pointer(&dst[0])
	inPlace := 0
	switch {
	case !f.aligned(from) || !f.aligned(to):
		copy(f.buffer, src)
		f.execute(direction, f.buffer, f.buffer)
		copy(dst, f.buffer)
		return
	case from == to:
		inPlace = 1
	}
	C.fftwf_execute_dft(f.plans[direction][inPlace], (*C.fftwf_complex)(from), (*C.fftwf_complex)(to))
	runtime.KeepAlive(f.plans)
}

// forwardPlanar goes through interleaved samples: FFTW's split plans bind to
// the distance between the parts.
func (f *fftwFFT) forwardPlanar(re, im []float32) {
	for i := range f.buffer {
		f.buffer[i] = complex(re[i], im[i])
	}
	f.forward(f.buffer, f.buffer)
	for i, v := range f.buffer {
		re[i], im[i] = real(v), imag(v)
	}
}
