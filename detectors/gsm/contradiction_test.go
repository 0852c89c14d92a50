package gsm

import "testing"

// TestContradictingMessages: where System Information 1 or 4 says other than 3, the
// cell does not seem to change with each of them.
func TestContradictingMessages(t *testing.T) {
	third := unhex(t, "49061b 5678 02f8101234 490414 45 a5cb b90400 9c 96 2b 2b")
	for claim, octets := range map[string]string{
		"SI 4 with other parameters of selection": "31061c 02f8101234 45 00 7f0000 80 00 00",
		"SI 4 with other access":                  "31061c 02f8101234 a5 cb 020000 2b",
		"SI 4 of another area":                    "31061c 02f8109999 a5 cb b90400 2b",
		"SI 1 with other access":                  "550619 00000000000000000000000000000000 020000 2b",
	} {
		var s System
		if s.read(third) != si3 {
			t.Fatal("SI 3 refused")
		}
		before := s
		if s.read(unhex(t, octets)) == 0 {
			t.Fatalf("%s: refused", claim)
		}
		if s.area != before.area || s.choose != before.choose || s.again != before.again || s.access != before.access {
			t.Errorf("%s changes the cell:\n%+v\n%+v", claim, before, s)
		}
	}
}
