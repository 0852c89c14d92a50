package nr

import "testing"

func TestMIBKeepsEveryField(t *testing.T) {
	for _, m := range []MIB{
		{Frame: 0, CommonSpacing: 15, TypeAPosition: 2},
		{Frame: 1023, Half: 1, CommonSpacing: 30, SubcarrierSSB: 31, TypeAPosition: 3, CORESET0: 15, SearchSpace0: 15, Barred: true, IntraFrequency: true, Spare: 7},
		{Frame: 682, CommonSpacing: 15, SubcarrierSSB: 16, TypeAPosition: 2, CORESET0: 5, SearchSpace0: 10, IntraFrequency: true, Spare: 2},
	} {
		var bits [payloadBits]byte
		m.payload(bits[:])
		if got, ok := parseMIB(bits[:]); !ok || got != m {
			t.Errorf("%+v, %v; want %+v", got, ok, m)
		}
		if got := phase(bits[:]); got != m.Frame>>1&3 {
			t.Errorf("frame %d has phase %d", m.Frame, got)
		}
	}
}

func TestPayloadInterleaverIsAPermutation(t *testing.T) {
	var seen [payloadBits]bool
	for _, at := range payloadPlace {
		if seen[at] {
			t.Fatalf("place %d is taken twice", at)
		}
		seen[at] = true
	}
}

func FuzzParseMIB(f *testing.F) {
	f.Add(uint32(0x12345678))
	f.Fuzz(func(t *testing.T, word uint32) {
		var bits, back [payloadBits]byte
		for i := range bits {
			bits[i] = byte(word >> i & 1)
		}
		m, ok := parseMIB(bits[:])
		if !ok {
			return
		}
		if m.payload(back[:]); back != bits {
			t.Errorf("%+v becomes %v, was %v", m, back, bits)
		}
	})
}

// TestSequencesAreSpread holds the synchronisation sequences against what they
// were chosen for: 1008 identities that are told apart.
func TestSequencesAreSpread(t *testing.T) {
	var all [identities][syncSize]float32
	for pci := range all {
		secondary(&all[pci], pci)
	}
	for a := range all {
		for b := range a {
			var sum float32
			for k, v := range all[a] {
				sum += v * all[b][k]
			}
			if sum > 31 || sum < -33 {
				t.Fatalf("identities %d and %d: correlation %g of 127", a, b, sum)
			}
		}
	}
	for a := range primary {
		for b := range a {
			var sum float32
			for k, v := range primary[a] {
				sum += v * primary[b][k]
			}
			if sum != -1 {
				t.Errorf("primary signals %d and %d: correlation %g, want -1 of shifts of an m-sequence", a, b, sum)
			}
		}
	}
}
