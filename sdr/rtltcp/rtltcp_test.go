package rtltcp

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vigie/sdr"
)

// serve plays a server: it greets with those bytes and passes on what it is told.
func serve(t *testing.T, greeting string) (address string, commands <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan string, 100)
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		io.WriteString(conn, greeting)
		for p := make([]byte, commandBytes); ; {
			if _, err := io.ReadFull(conn, p); err != nil {
				return
			}
			told <- fmt.Sprintf("%02x %d", p[0], int32(binary.BigEndian.Uint32(p[1:])))
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return l.Addr().String(), told
}

const greeting = "RTL0\x00\x00\x00\x05\x00\x00\x00\x1d"

func TestEverySettingIsSent(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Options
		want []string
	}{
		{
			"defaults",
			Options{Centre: 796e6},
			[]string{"02 2400000", "05 0", "09 0", "0a 0", "01 796000000", "08 0", "03 0", "0e 0"},
		},
		{
			"everything",
			Options{
				Rate: 1.92e6, Centre: 868.3e6, Gain: sdr.Gain{Manual: true, DB: 28.06}, PPM: -37, AGC: true,
				BiasTee: true, DirectSampling: 2, OffsetTuning: true, IFGain: map[int]float64{1: -3, 6: 15},
			},
			[]string{"02 1920000", "05 -37", "09 2", "0a 1", "01 868300000", "08 1", "03 1", "04 281", "06 131042", "06 393366", "0e 1"},
		},
		{
			"gain by step",
			Options{Centre: 1e6, GainStep: 29},
			[]string{"02 2400000", "05 0", "09 0", "0a 0", "01 1000000", "08 0", "03 1", "0d 28", "0e 0"},
		},
		{
			"beyond 31 bits",
			Options{Centre: 3e9},
			[]string{"02 2400000", "05 0", "09 0", "0a 0", "01 -1294967296", "08 0", "03 0", "0e 0"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
			address, told := serve(t, greeting)
			c.o.Address = address
			client, err := Open(t.Context(), c.o)
			if err != nil {
				t.Fatal(err)
			}
			if client.Header != (Header{R820T, 29}) || client.Header.Tuner.String() != "R820T" {
				t.Errorf("header %v", client.Header)
			}
			if err := client.Tune(806e6); err != nil {
				t.Fatal(err)
			}
			var got []string
			for range len(c.want) + 1 {
				got = append(got, <-told)
			}
			if want := append(c.want, "01 806000000"); !slices.Equal(got, want) {
				t.Errorf("told %q, want %q", got, want)
			}
			if err := client.Close(); err != nil {
				t.Error(err)
			}
			if err := client.Read(t.Context(), &sdr.Block{}); !errors.Is(err, os.ErrClosed) {
				t.Errorf("Read after Close: %v", err)
			}
			if err := client.Tune(1e6); !errors.Is(err, os.ErrClosed) {
				t.Errorf("Tune after Close: %v", err)
			}
			if err := client.Close(); err != nil {
				t.Errorf("second Close: %v", err)
			}
		})
	}
}

func TestBadServers(t *testing.T) {
	for _, c := range []struct{ name, greeting, want string }{
		{"another protocol", "HTTP/1.1 400 Bad Request\r\n", "RTL0"},
		{"a short greeting", "RTL0\x00", "5 of 12 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			go func() {
				if conn, err := l.Accept(); err == nil {
					io.WriteString(conn, c.greeting)
					conn.(*net.TCPConn).CloseWrite()
					io.Copy(io.Discard, conn)
					conn.Close()
				}
			}()
			_, err = Open(t.Context(), Options{Address: l.Addr().String(), Centre: 1e6})
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), l.Addr().String()) {
				t.Errorf("%v; want %q and the address in it", err, c.want)
			}
		})
	}
	t.Run("no greeting", func(t *testing.T) {
		address, _ := serve(t, "")
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		start := time.Now()
		if _, err := Open(ctx, Options{Address: address, Centre: 1e6}); err == nil || time.Since(start) > 2*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
	t.Run("nobody there", func(t *testing.T) {
		address, _ := serve(t, "")
		_, port, _ := net.SplitHostPort(address)
		l, _ := net.Listen("tcp", "127.0.0.1:0")
		closed := l.Addr().String()
		l.Close()
		if _, err := Open(t.Context(), Options{Address: closed, Centre: 1e6}); err == nil || !strings.Contains(err.Error(), "is rtl_tcp running") {
			t.Errorf("port %s: %v", port, err)
		}
	})
	t.Run("falls silent", func(t *testing.T) {
		address, _ := serve(t, greeting)
		c, err := Open(t.Context(), Options{Address: address, Centre: 1e6})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		start := time.Now()
		if err := c.Read(t.Context(), &sdr.Block{}); !errors.Is(err, sdr.ErrLost) || time.Since(start) > 2*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

func TestOptionsAreChecked(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Options
		want string
	}{
		{"no address", Options{Centre: 1e6}, "address"},
		{"no centre", Options{Address: "x:1"}, "tune"},
		{"third input", Options{Address: "x:1", Centre: 1e6, DirectSampling: 3}, "direct sampling 3"},
		{"seventh stage", Options{Address: "x:1", Centre: 1e6, IFGain: map[int]float64{7: 1}}, "stage 7"},
		{"rate beyond 32 bits", Options{Address: "x:1", Centre: 1e6, Rate: 5e9}, "rate"},
	} {
		if _, err := Open(t.Context(), c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q in it", c.name, err, c.want)
		}
	}
	for address, want := range map[string]string{"roof": "roof:1234", "roof:99": "roof:99", "::1": "[::1]:1234"} {
		if o, err := (Options{Address: address, Centre: 1e6}).complete(); err != nil || o.Address != want {
			t.Errorf("%q became %q, %v; want %q", address, o.Address, err, want)
		}
	}
}

func FuzzHeader(f *testing.F) {
	f.Add([]byte(greeting))
	f.Add([]byte("RTL0"))
	f.Fuzz(func(t *testing.T, p []byte) {
		h, err := parseHeader(p)
		if ok := len(p) >= 12 && string(p[:4]) == "RTL0"; ok != (err == nil) {
			t.Fatalf("%q: %v, %v", p, h, err)
		}
		if h.Tuner.String() == "" {
			t.Fatalf("tuner %d has no name", h.Tuner)
		}
	})
}
