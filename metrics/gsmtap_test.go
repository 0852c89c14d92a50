package metrics

import (
	"bytes"
	"encoding/hex"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie/detectors"
)

func broadcast() *detectors.Broadcast {
	return &detectors.Broadcast{
		Time: time.Unix(1, 5), Freq: 940.8e6, RAT: "gsm", Channel: "bcch", ARFCN: 29, FN: 0x010203, Level: -30.4, SNR: 200,
		Octets: bytes.Repeat([]byte{0x2B}, 23),
	}
}

const packetHex = "02040100001de27f0001020301000000" + "2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"

func TestGSMTAPFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.pcap")
	g, err := OpenGSMTAP(path, true)
	if err != nil {
		t.Fatal(err)
	}
	g.Write(broadcast())
	other := broadcast()
	other.RAT = "lte"
	g.Write(other)
	cell := broadcast()
	cell.RAT, cell.Channel, cell.ARFCN, cell.Octets = "lte", "bcch-dl-sch", -1, []byte{0x40, 0x51}
	g.Write(cell)
	short := broadcast()
	short.Octets = short.Octets[:22]
	g.Write(short)
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := "4d3cb2a1 02000400 00000000 00000000 ffff0000 65000000" + // nanoseconds, raw IP
		"01000000 05000000 43000000 43000000" +
		"45000043 00000000 40117ca8 7f000001 7f000001 12791279 002f0000" + packetHex
	want += "01000000 05000000 2e000000 2e000000" + // the broadcast of an LTE cell
		"4500002e 00000000 40117cbd 7f000001 7f000001 12791279 001a0000" +
		"02040d000000e27f0001020305000000" + "4051"
	if text := hex.EncodeToString(got); text != strings.ReplaceAll(want, " ", "") {
		t.Errorf("got %s", text)
	}
}

func TestGSMTAPUDP(t *testing.T) {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	g, err := OpenGSMTAP(conn.LocalAddr().String(), false)
	if err != nil {
		t.Fatal(err)
	}
	g.Write(broadcast())
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 100)
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	n, _, err := conn.ReadFrom(buf)
	if err != nil || hex.EncodeToString(buf[:n]) != packetHex {
		t.Errorf("%x, %v", buf[:n], err)
	}
}

// TestGSMTAPDrops says that a sink that cannot keep up holds nobody.
func TestGSMTAPDrops(t *testing.T) {
	g := &GSMTAP{name: "slow", records: make(chan gsmtapRecord, 2), done: make(chan error, 1)}
	for range 5 {
		g.Write(broadcast())
	}
	go g.run(func(*gsmtapRecord) error { return nil }, func() error { return nil })
	if err := g.Close(); err == nil || err.Error() != "gsmtap: slow: 3 messages dropped" {
		t.Errorf("error %v", err)
	}
}

func TestGSMTAPRefuses(t *testing.T) {
	for _, target := range []string{"", "/nowhere/x.pcap", "host:name-of-no-port"} {
		if _, err := OpenGSMTAP(target, false); err == nil {
			t.Errorf("%q accepted", target)
		}
	}
}
