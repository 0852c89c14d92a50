package chirp

import (
	"math/rand/v2"
	"testing"

	"vigie/detectors/fhss"
	"vigie/sdr/synth"
)

// TestSynchronisationPackets prove the link: version, hop index, counter and rate
// come out as they were sent, and two runs of a live sensor give one binding two
// hashes.
func TestSynchronisationPackets(t *testing.T) {
	if testing.Short() {
		t.Skip("seconds of samples")
	}
	for _, c := range []struct {
		rate    float64
		full    bool
		version int
	}{{250, false, 4}, {200, false, 3}, {200, false, 4}, {100, true, 3}, {100, false, 3}, {50, false, 4}, {25, false, 3}} {
		s := scene(1.7, 866.4e6)
		s.ExpressLRS = []synth.ExpressLRS{{
			Domain: "eu868", RateHz: c.rate, Wide: c.full, Version: c.version, SNR: 12, SyncMS: 100, NonceStart: 3, UID: []int{1, 2, 3, 4, 250, 177},
		}}
		var proofs []fhss.Proof
		n := 0
		for _, b := range hear(t, s) {
			n++
			if p := b.Proof; p.System != "" {
				proofs = append(proofs, p)
				slot := int(b.Start*c.rate + 0.5)
				if p.System != "expresslrs" || p.Version != c.version || p.RateHz != c.rate || p.Nonce != (slot+3)&255 || p.Hop%13 != 0 || p.Binding != proofs[0].Binding || p.PFA > 1e-5 {
					t.Errorf("%g Hz, version %d: slot %d: %+v", c.rate, c.version, slot, p)
				}
			}
		}
		if len(proofs) == 0 {
			t.Errorf("%g Hz, 13 octets %v, version %d: no proof in %d bursts", c.rate, c.full, c.version, n)
		}
	}
	var a, b decoder
	a.season(true)
	b.season(true)
	if a.hash(1, 2) == b.hash(1, 2) || a.hash(1, 2) == a.hash(1, 3) {
		t.Error("the hash of a binding is not one of this run alone")
	}
}

// TestChanceProofs: random octets pass as often as is said of them, not more.
func TestChanceProofs(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var d decoder
	for _, f := range formats {
		const tries = 60_000
		passed, said := 0, 0.
		for range tries {
			for i := range d.octets[:f.octets] {
				d.octets[i] = byte(random.UintN(256))
			}
			if p := d.check(f); p.System != "" {
				passed++
				said = max(said, p.PFA)
			}
		}
		t.Logf("SF%d, %d octets: %d of %d pass, at most %.2g each", f.sf, f.octets, passed, tries, said)
		if limit := 1e-3 * tries; float64(passed) > limit {
			t.Errorf("SF%d: %d of %d random packets pass, want at most %.0f", f.sf, passed, tries, limit)
		}
	}
}
