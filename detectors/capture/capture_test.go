package capture

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/rogue"
	"vigie/internal/testdata"
)

// TestPhonesCaptures: two real captures. The cells are those that tshark names,
// and none is an alert.
func TestPhonesCaptures(t *testing.T) {
	for _, c := range []struct {
		file  string
		cells []string // among others
		read  uint64
	}{
		{"gsmtap/bcch_1749211282-goodsim.pcap", []string{"lte-311-480-61959948", "lte-310-260-98356995"}, 18},
		{"gsmtap/bcch_qcsuper_xperia_2g_4g.pcap", []string{"gsm-208-10-46509-26498", "gsm-208-10-46509-47555", "gsm-208-10-46509-57561"}, 40},
	} {
		data, err := os.ReadFile(testdata.File(t, c.file))
		if err != nil {
			t.Fatal(err)
		}
		judge, seen := rogue.New(rogue.Setup{}), map[string]bool{}
		n, err := Read(bytes.NewReader(data), func(e detectors.Event) {
			seen[e.Track] = true
			judge.See(&e, func(a detectors.Event) { t.Errorf("%s: %s: %s", c.file, a.Severity, a.Reason) })
		})
		if err != nil || n.Packets != c.read || n.Read != c.read {
			t.Errorf("%s: %+v, %v", c.file, n, err)
		}
		for _, track := range c.cells {
			if !seen[track] {
				t.Errorf("%s: %s not among %v", c.file, track, seen)
			}
		}
	}
}

func TestWhatIsNoCapture(t *testing.T) {
	for _, text := range []string{"", "abc", strings.Repeat("x", 100), "\x0a\x0d\x0d\x0a"} {
		if n, err := Read(strings.NewReader(text), func(detectors.Event) { t.Error("a cell") }); err == nil {
			t.Errorf("%q: %+v without an error", text, n)
		}
	}
}

// TestPagingIsCountedAndErased: a paging request by permanent identity becomes a
// count; its octets do not survive.
func TestPagingIsCountedAndErased(t *testing.T) {
	s := newCells(func(detectors.Event) {})
	head := func(kind, sub byte) []byte { return []byte{2, 4, kind, 0, 0, 42, 0, 0, 0, 0, 0, 0, sub, 0, 0, 0} }
	third := append(head(kindUm, subBCCH), 0x49, 6, 0x1B, 0x67, 0x82, 0x02, 0xF8, 0x01, 0xB5, 0xAD, 0xC8, 3, 0x1E, 0x56, 0xA5, 5, 0xB8, 0, 0, 0x83, 0, 0x40, 0x4B)
	page := append(head(kindUm, subCCCH), 0x31, 6, 0x21, 0x20, 8, 0x29, 0x80, 1, 0x11, 0x22, 0x33, 0x44, 0x55, 0x2B, 0x2B, 0x2B, 0x2B, 0x2B, 0x2B, 0x2B, 0x2B, 0x2B, 0x2B)
	if !s.take(testTime, third) || !s.take(testTime, page) {
		t.Fatal("not read")
	}
	if got := s.onGSM.reader.Fields().Paging.Long; got != 1 {
		t.Errorf("%d pages by permanent identity", got)
	}
	if payload := page[16:]; !bytes.Equal(payload, make([]byte, len(payload))) {
		t.Errorf("left: %x", payload)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte{2, 4, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0x60})
	f.Add([]byte{2, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 6, 0x1B})
	f.Fuzz(func(t *testing.T, b []byte) {
		s := newCells(func(detectors.Event) {})
		s.take(testTime, b)
	})
}

var testTime = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
