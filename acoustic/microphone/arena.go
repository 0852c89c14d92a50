//go:build cgo && portaudio && linux

package microphone

import (
	"fmt"
	"syscall"
)

// dontDump is MADV_DONTDUMP of madvise(2): core dumps leave these pages out.
const dontDump = 16

// An arena is memory that is never swapped and in no core dump.
type arena struct {
	memory []byte
	used   int
}

func newArena(size int) (*arena, error) {
	memory, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE|syscall.MAP_ANONYMOUS)
	if err != nil {
		return nil, fmt.Errorf("%d bytes of memory: %w", size, err)
	}
	a := &arena{memory: memory}
	if err = syscall.Mlock(memory); err == nil {
		err = syscall.Madvise(memory, dontDump)
	}
	if err != nil {
		a.free()
		return nil, fmt.Errorf("cannot lock %d KiB of memory against swapping, without which no sound is taken: allow it with ulimit -l, LimitMEMLOCK= of systemd or --ulimit memlock= of docker: %w", size>>10, err)
	}
	return a, nil
}

// take returns the next size bytes, aligned for numbers.
func (a *arena) take(size int) []byte {
	a.used = (a.used + 63) &^ 63
	a.used += size
	return a.memory[a.used-size : a.used : a.used]
}

// free zeroes the memory and gives it back.
func (a *arena) free() {
	clear(a.memory)
	syscall.Munmap(a.memory)
	a.memory = nil
}
