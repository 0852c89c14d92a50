// Package all is the one list of detectors: what is not here does not run, is
// not documented and has no metrics.
package all

import (
	"fmt"
	"strings"

	"vigie/detectors"
	"vigie/detectors/chirp"
	"vigie/detectors/droneid"
	"vigie/detectors/fhss"
	"vigie/detectors/fpv"
	"vigie/detectors/fsk"
	"vigie/detectors/gsm"
	"vigie/detectors/lte"
	"vigie/detectors/nr"
	"vigie/detectors/ofdm"
	"vigie/detectors/rogue"
	"vigie/detectors/rotor"
	"vigie/detectors/sik"
)

// Specs returns every detector of vigie, in the order in which they run, and the
// judge.
func Specs() []detectors.Spec {
	return []detectors.Spec{
		gsm.Spec, lte.Spec, nr.Spec, droneid.Spec, ofdm.Spec, fpv.Spec, sik.Spec, fhss.Spec(chirp.New, fsk.New), rotor.Spec, rogue.Spec,
	}
}

// Judge returns a judge of what specs report, or nil when they have none among
// them.
func Judge(specs []detectors.Spec, setup rogue.Setup) detectors.Judge {
	if _, ok := find(specs, rogue.Spec.Name); !ok {
		return nil
	}
	return rogue.New(setup)
}

// Select returns the Specs with these names, or all of them for no name.
func Select(names []string) ([]detectors.Spec, error) {
	specs := Specs()
	if len(names) == 0 {
		return specs, nil
	}
	var chosen []detectors.Spec
	for _, name := range names {
		s, ok := find(specs, name)
		if !ok {
			return nil, fmt.Errorf("unknown detector %q (known: %s)", name, strings.Join(Names(specs), ", "))
		}
		chosen = append(chosen, s)
	}
	return chosen, nil
}

// Names returns the names of specs.
func Names(specs []detectors.Spec) []string {
	names := make([]string, len(specs))
	for i, s := range specs {
		names[i] = s.Name
	}
	return names
}

func find(specs []detectors.Spec, name string) (detectors.Spec, bool) {
	for _, s := range specs {
		if strings.EqualFold(s.Name, name) {
			return s, true
		}
	}
	return detectors.Spec{}, false
}
