package rrc

import (
	"encoding/hex"
	"slices"
	"testing"
)

func decode(t testing.TB, text string) []byte {
	t.Helper()
	data, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A test network's cell: one operator 001-01, as laboratory software sends it.
const labSIB1 = "6040040300011a2d4018028180420c800000"

func TestSIB1(t *testing.T) {
	m := Parse(decode(t, labSIB1))
	s := m.SIB1
	if m.Malformed || s == nil {
		t.Fatalf("%+v", m)
	}
	if !slices.Equal(s.PLMNs, []string{"001-01"}) || s.TAC != 1 || s.CellID != 27448321 || s.Band != 7 || s.Barred || s.RxLevMin != -140 {
		t.Errorf("%+v", s)
	}
	if !slices.Equal(s.Scheduled(), []string{"sib3"}) {
		t.Errorf("scheduled %v", s.Scheduled())
	}
}

func TestAMessageCutShortIsMalformed(t *testing.T) {
	data := decode(t, labSIB1)
	for n := range 14 {
		m := Parse(data[:n])
		if !m.Malformed {
			t.Errorf("%d octets: %+v", n, m)
		}
	}
}

// paging is a message with records for a temporary identity of all ones and for a
// permanent one of fifteen nines, bit by bit.
func paging() []byte {
	text := "0" + "1000" + "0001" + // two records
		"0" + "0" + "0" + "11111111" + "11111111111111111111111111111111" + "0" +
		"0" + "0" + "1" + "1001" // 15 digits
	for range 15 {
		text += "1001"
	}
	text += "0"
	data := make([]byte, (len(text)+7)/8)
	for i, c := range text {
		data[i/8] |= byte(c-'0') << (7 - i%8)
	}
	return data
}

func TestPagingIsCountedAndWiped(t *testing.T) {
	data := paging()
	if got, want := CountPaging(data), (Paging{Messages: 1, STMSI: 1, IMSI: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for i, b := range data {
		if b != 0 {
			t.Errorf("octet %d is %x after counting", i, b)
		}
	}
	cut := paging()[:9]
	if got := CountPaging(cut); got != (Paging{}) {
		t.Errorf("a message cut short counts %+v", got)
	}
	if slices.Max(cut) != 0 {
		t.Error("a message cut short is not wiped")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(decode(f, labSIB1))
	f.Add([]byte{0, 0x80, 0x5b, 0x29})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		m := Parse(data)
		if again := Parse(data); again.Malformed != m.Malformed {
			t.Error("the same octets are read differently")
		}
		if !m.Malformed && m.SIB1 != nil && (len(m.SIB1.PLMNs) == 0 || m.SIB1.Band < 1 || m.SIB1.Band > 64) {
			t.Errorf("%+v", m.SIB1)
		}
	})
}

func FuzzCountPaging(f *testing.F) {
	f.Add(paging())
	f.Fuzz(func(t *testing.T, data []byte) {
		p := CountPaging(data)
		if p.STMSI+p.IMSI+p.Other > 16 {
			t.Errorf("%+v", p)
		}
		for _, b := range data {
			if b != 0 {
				t.Fatal("an octet was left")
			}
		}
	})
}
