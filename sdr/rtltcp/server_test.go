package rtltcp

import (
	"context"
	"fmt"
	"math"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vigie/hardware/emulator"
	"vigie/sdr"
)

// A server is the real rtl_tcp over an emulated stick.
type server struct {
	bench   *emulator.Bench
	address string
	cmd     *exec.Cmd
}

func newServer(t *testing.T, stick emulator.Stick) *server {
	t.Helper()
	if _, err := exec.LookPath("rtl_tcp"); err != nil {
		t.Skip("rtl_tcp is not installed (Debian: rtl-sdr)")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	s := &server{bench: emulator.Start(t, emulator.Options{}, stick), address: l.Addr().String()}
	s.start(t)
	t.Cleanup(s.stop)
	return s
}

func (s *server) start(t *testing.T) {
	t.Helper()
	host, port, _ := net.SplitHostPort(s.address)
	s.cmd = exec.Command("rtl_tcp", "-a", host, "-p", port)
	s.cmd.Env = s.bench.Env()
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
}

func (s *server) stop() {
	s.cmd.Process.Kill()
	s.cmd.Wait()
}

// open connects as soon as the server listens.
func (s *server) open(t *testing.T, o Options) *Client {
	t.Helper()
	o.Address = s.address
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		c, err := Open(t.Context(), o)
		if err == nil {
			t.Cleanup(func() { c.Close() })
			return c
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

func recording(t *testing.T, sample func(i int) (byte, byte)) string {
	t.Helper()
	p := make([]byte, 0, 2<<16)
	for i := range 1 << 16 {
		re, im := sample(i)
		p = append(p, re, im)
	}
	name := filepath.Join(t.TempDir(), fmt.Sprintf("%d.cu8", time.Now().UnixNano()))
	if err := os.WriteFile(name, p, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func flat(t *testing.T, value byte) string {
	return recording(t, func(int) (byte, byte) { return value, value })
}

func code(x float32) int { return int(math.Round(float64(x)*127.5 + 127.5)) }

func TestServerStreamsWithoutLoss(t *testing.T) {
	s := newServer(t, emulator.Stick{Serial: "roof", File: recording(t, func(i int) (byte, byte) { return byte(i), byte(i >> 8) })})
	c := s.open(t, Options{Receiver: "tcp", Centre: 868e6})
	var b sdr.Block
	var first uint16
	var lost int
	var worst time.Duration
	for start := true; b.End() < 2*2.4e6; start = false {
		if err := c.Read(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		worst = max(worst, time.Since(b.Start))
		number := func(i int) uint16 { return uint16(code(real(b.IQ[i])) | code(imag(b.IQ[i]))<<8) }
		if start {
			first = number(0) - uint16(b.Index)
			if age := time.Since(b.Start); age < 0 || age > time.Second {
				t.Errorf("first Block of %v read at %v", b.Start, time.Now())
			}
		} else {
			lost += b.Lost
		}
		for i := range b.IQ {
			if want := first + uint16(b.Index) + uint16(i); number(i) != want {
				t.Fatalf("sample %d is number %d, want %d", b.Index+uint64(i), number(i), want)
			}
		}
	}
	emulator.SkipIfLate(t, c.Tally().Lost, worst)
	if tally := c.Tally(); lost != 0 || tally.Lost != 0 {
		t.Errorf("lost %d, tally %+v", lost, tally)
	}
}

func TestServerRetune(t *testing.T) {
	s := newServer(t, emulator.Stick{Serial: "roof", Windows: []emulator.Window{
		{CentreHz: 800e6, File: flat(t, 80)}, {CentreHz: 900e6, File: flat(t, 90)},
	}})
	c := s.open(t, Options{Centre: 800e6})
	values := map[sdr.Hz]int{800e6: 80, 900e6: 90}
	centre := sdr.Hz(800e6)
	var b sdr.Block
	for retune := range 6 {
		for n := 0; n < 60; {
			if err := c.Read(t.Context(), &b); err != nil {
				t.Fatal(err)
			}
			if b.Centre == centre {
				n++
			}
			for i, x := range b.IQ {
				if code(real(x)) != values[b.Centre] {
					t.Fatalf("retune %d: sample %d of a Block at %v MHz has value %d", retune, i, b.Centre/1e6, code(real(x)))
				}
			}
		}
		centre = 1700e6 - centre
		if err := c.Tune(centre); err != nil {
			t.Fatal(err)
		}
	}
}

func TestServerComesBack(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s := newServer(t, emulator.Stick{Serial: "roof"})
	var changes []bool
	source := sdr.Supervise(s.open(t, Options{Centre: 800e6}), sdr.Supervisor{
		Open: func(ctx context.Context, centre sdr.Hz) (sdr.Source, error) {
			return Open(ctx, Options{Address: s.address, Centre: max(centre, 800e6)})
		},
		Changed: func(up bool, _ error) { changes = append(changes, up) },
	})
	defer source.Close()
	var b sdr.Block
	next := func() {
		if err := source.Read(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
	}
	for range 50 {
		next()
	}
	s.stop()
	killed := time.Now()
	started := make(chan struct{})
	time.AfterFunc(400*time.Millisecond, func() {
		s.start(t)
		close(started)
	})
	for len(changes) < 3 {
		next()
	}
	<-started
	away, lost := time.Since(killed), b.Rate.Duration(uint64(b.Lost))
	if away > 5*time.Second || (away-lost).Abs() > 300*time.Millisecond {
		t.Errorf("away for %v, counted %v", away, lost)
	}
	if fmt.Sprint(changes) != "[true false true]" {
		t.Errorf("changes %v", changes)
	}
}
