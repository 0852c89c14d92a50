package fec

import (
	"bufio"
	"fmt"
	"os"
	"testing"
)

var crcNames = map[string]*CRC{
	"CRC24A": CRC24A, "CRC24B": CRC24B, "CRC24C": CRC24C, "CRC16": CRC16, "CRC11": CRC11, "CRC8": CRC8, "CRC6": CRC6,
}

// TestCRCCatalogue holds the checks against the parity of "123456789" that the
// public catalogue of CRC algorithms gives for the ones it lists.
func TestCRCCatalogue(t *testing.T) {
	message := []byte("123456789")
	for _, c := range []struct {
		name string
		want uint32
	}{
		{"CRC24A", 0xCDE703}, // CRC-24/LTE-A
		{"CRC24B", 0x23EF52}, // CRC-24/LTE-B
		{"CRC16", 0x31C3},    // CRC-16/XMODEM
		{"CRC8", 0xEA},       // CRC-8/LTE
	} {
		if got := crcNames[c.name].Packed(message, 72); got != c.want {
			t.Errorf("%s(123456789) = %x, want %x", c.name, got, c.want)
		}
	}
}

// TestCRCOracle compares with libosmocore; testdata/crc_oracle.c says how the
// vectors were made.
func TestCRCOracle(t *testing.T) {
	byPoly := map[string]*CRC{}
	for _, c := range crcNames {
		byPoly[fmt.Sprintf("%d %x", c.Size(), c.poly>>(32-c.bits))] = c
	}
	file, err := os.Open("testdata/crc_vectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := 0
	for scan := bufio.NewScanner(file); scan.Scan(); lines++ {
		var size, poly, text string
		var want uint32
		if _, err := fmt.Sscanf(scan.Text(), "%s %s %s %x", &size, &poly, &text, &want); err != nil {
			t.Fatal(err)
		}
		c := byPoly[size+" "+poly]
		if c == nil {
			t.Fatalf("no CRC %s %s", size, poly)
		}
		message := parseBits(text)
		if got := c.Bits(message); got != want {
			t.Errorf("CRC %s %s: Bits of %d = %x, want %x", size, poly, len(message), got, want)
		}
		if got := c.Packed(pack(message), len(message)); got != want {
			t.Errorf("CRC %s %s: Packed %d = %x, want %x", size, poly, len(message), got, want)
		}
		block := c.Append(message, message, 0x15)
		if got := c.Mask(block); got != 0x15 {
			t.Errorf("CRC %s %s: Mask = %x, want 15", size, poly, got)
		}
	}
	if lines != 49 {
		t.Errorf("%d vectors, want 49", lines)
	}
}

func parseBits(text string) []byte {
	bits := make([]byte, len(text))
	for i := range bits {
		bits[i] = text[i] - '0'
	}
	return bits
}

func pack(bits []byte) []byte {
	octets := make([]byte, (len(bits)+7)/8)
	for i, b := range bits {
		octets[i/8] |= b << (7 - i%8)
	}
	return octets
}

func BenchmarkCRC24A(b *testing.B) {
	bits := make([]byte, 6120)
	timed(b, len(bits), func() { CRC24A.Bits(bits) })
}
