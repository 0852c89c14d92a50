package gsm

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

var measure = flag.Bool("bler", false, "measure block error rates, beside gr-gsm's where it is installed")

const (
	blerSeconds = 30
	blerSkip    = 3 // seconds at the start in which nobody's errors count
	blerRate    = 4 * symbolRate
)

// TestBlockErrors prints the share of the blocks of BCCH and CCCH that do not
// decode, of ours and of gr-gsm on the same samples, and the CPU time of both:
//
//	go test ./detectors/gsm -run TestBlockErrors -bler -v -timeout 1h
//
// A block counts as sent from blerSkip seconds on, whether its cell is being
// followed or not.
func TestBlockErrors(t *testing.T) {
	if !*measure {
		t.Skip("a measurement: -bler")
	}
	for _, channel := range []struct {
		name    string
		doppler float64
		snr     []float64
	}{
		{"none", 0, []float64{-2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 10}},
		{"tu", 42, []float64{0, 2, 4, 6, 8, 10, 12, 15, 20}},
		{"ht", 83, []float64{4, 8, 12, 16, 20}},
	} {
		for _, snr := range channel.snr {
			b := station(940e6, snr)
			b.Channel, b.DopplerHz, b.FN = channel.name, channel.doppler, 0
			s := scene(blerRate, 940e6, blerSeconds, b)
			s.Format = sdr.CF32
			file := filepath.Join(t.TempDir(), "x.cf32")
			blocks := write(t, file, s)
			ours, right, sent := blockErrors(t, blocks)
			line := fmt.Sprintf("%s\t%+.0f dB\tvigie %.4f (%d blocks, %.2f s CPU)", channel.name, snr, 1-float64(right)/float64(sent), sent, ours)
			if peer, decoded, ok := grgsm(t, file); ok {
				line += fmt.Sprintf("\tgr-gsm %.4f (%.2f s CPU)", 1-float64(decoded)/float64(sent), peer)
			}
			fmt.Println(line)
			os.Remove(file)
		}
	}
}

// write plays a scene into memory and a file.
func write(t *testing.T, file string, s synth.Scene) (blocks []sdr.Block) {
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	w := bufio.NewWriter(out)
	blocks = play(t, s)
	var raw []byte
	for i := range blocks {
		raw = sdr.CF32.Encode(raw[:0], blocks[i].IQ)
		if _, err := w.Write(raw); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return blocks
}

// cpu returns the CPU time that this process, or its children, have used.
func cpu(who int) float64 {
	var r syscall.Rusage
	if syscall.Getrusage(who, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()).Seconds()
}

// blockErrors counts the blocks that a new detector decodes after blerSkip.
func blockErrors(t *testing.T, blocks []sdr.Block) (seconds float64, right, sent int) {
	made, err := New(detectors.Setup{Rate: blerRate})
	if err != nil {
		t.Fatal(err)
	}
	d := made.(*Detector)
	f := detectors.Frame{Fresh: true}
	decoded := func() (n int) {
		for i := range d.cells {
			if d.cells[i].inUse {
				n += d.cells[i].blocks
			}
		}
		return n
	}
	began, before := cpu(syscall.RUSAGE_SELF), -1
	for i := range blocks {
		f.Block = &blocks[i]
		d.Detect(&f, func(detectors.Event) {})
		f.Fresh = false
		if blocks[i].End() >= blerSkip*blerRate && before < 0 {
			before = decoded()
		}
	}
	return cpu(syscall.RUSAGE_SELF) - began, decoded() - before, blocksSent(blerSkip, blerSeconds)
}

// blocksSent counts the blocks that end between two times when frame 0 is at 0.
func blocksSent(from, to float64) (n int) {
	for fn := range int(to * symbolRate / frameSymbols) {
		if at := fn % multiframe; float64(fn) >= from*symbolRate/frameSymbols && at != 50 && at%10 > 1 && (at%10 == 5 || at%10 == 9) {
			n++
		}
	}
	return n
}

// grgsm decodes a file with gr-gsm's blocks and counts what it prints for frames
// after blerSkip.
func grgsm(t *testing.T, file string) (seconds float64, decoded int, ok bool) {
	began := cpu(syscall.RUSAGE_CHILDREN)
	cmd := exec.CommandContext(context.Background(), "/usr/bin/python3", "testdata/grgsm_peer.py", file, fmt.Sprint(blerRate), "940e6")
	out, err := cmd.Output()
	if err != nil {
		t.Logf("gr-gsm: %v", err)
		return 0, 0, false
	}
	for lines := bufio.NewReader(bytes.NewReader(out)); ; {
		line, err := lines.ReadString('\n')
		var fn, count int
		if n, _ := fmt.Sscanf(line, "%d %d:", &fn, &count); n == 2 && float64(fn+3) >= blerSkip*symbolRate/frameSymbols {
			decoded++
		}
		if errors.Is(err, io.EOF) {
			return cpu(syscall.RUSAGE_CHILDREN) - began, decoded, true
		}
	}
}
