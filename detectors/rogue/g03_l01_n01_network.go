package rogue

import (
	"regexp"

	"vigie/detectors"
	"vigie/detectors/rogue/knowledge"
)

// atPower is the SNR in dB from which a cell is near or strong, testPower that from
// which one that says it is for tests is more than a leak through the walls of a
// laboratory, which take 15 dB and more.
const (
	atPower   = 10
	testPower = 5
)

// foreignNetwork is G3, L1 and N1: the network's code itself.
func foreignNetwork(id, rat string) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 2, Group: networkGroup, Weight: 6.2, Strong: true,
		Looks: detectors.Text{EN: "the country and network codes of the cell", FR: "les codes du pays et du réseau de la cellule"},
		When: detectors.Text{
			EN: "test network (MCC 001) at 5 dB or more: 6.2, weaker: 4.5; a country code that is not assigned: 4; a country that has no border here: 2; private networks (999): 1 (ITU-T E.212; SITCH 130, Crocodile Hunter)",
			FR: "réseau d'essai (MCC 001) à 5 dB ou plus : 6,2, plus faible : 4,5 ; code de pays non attribué : 4 ; pays sans frontière ici : 2 ; réseaux privés (999) : 1 (UIT-T E.212 ; SITCH 130, Crocodile Hunter)",
		},
		Why: detectors.Text{
			EN: "no operator may use MCC 001, so fewer than one cell in a million that are heard in the open has it, while it is what open-source base stations send unless told otherwise (about one catcher in three)",
			FR: "aucun opérateur n'a le droit d'employer le MCC 001 : moins d'une cellule sur un million à l'air libre, mais c'est le réglage d'origine des stations de base libres (environ un catcher sur trois)",
		},
		Innocent: detectors.Text{
			EN: "a laboratory, a school or a repair shop nearby; an exercise; a private campus network; near a border, the neighbour's network; ships and aircraft",
			FR: "un laboratoire, une école ou un atelier proche ; un exercice ; un réseau privé ; près d'une frontière, le réseau du voisin ; navires et avions",
		},
		See: func(v *view) (float64, string) {
			worst, evidence := 0.0, ""
			for _, plmn := range v.cell.plmns() {
				if w, text := v.foreign(plmn); w > worst {
					worst, evidence = w, text
				}
			}
			return worst, evidence
		},
	}
}

var plmnShape = regexp.MustCompile(`^\d{3}-\d{2,3}$`)

// foreign judges one network code.
func (v *view) foreign(plmn string) (float64, string) {
	test, private := knowledge.IsTest(plmn)
	mcc := countryOf(plmn)
	iso, assigned := knowledge.Country(mcc)
	switch {
	case !plmnShape.MatchString(plmn):
		return found(4, "network code %q is none", plmn)
	case test && v.event.SNR >= testPower:
		return found(6.2, "PLMN %s: MCC 001 is for tests; SNR %.0f dB", plmn, v.event.SNR)
	case test:
		return found(4.5, "PLMN %s: MCC 001 is for tests; SNR %.0f dB", plmn, v.event.SNR)
	case private:
		return found(1, "PLMN %s: MCC 999 is for private networks", plmn)
	case !assigned:
		return found(4, "PLMN %s: country code %s is not assigned", plmn, mcc)
	case iso == "international":
		return none()
	}
	home, ok := v.home()
	if !ok {
		return none()
	}
	if adjacent, known := knowledge.Adjacent(home, iso); known && !adjacent {
		return found(2, "PLMN %s is of %s; here is %s", plmn, iso, home)
	}
	return none()
}

// home returns the site's country.
func (v *view) home() (iso string, ok bool) {
	mcc, ok := v.setup.Home, v.setup.Home != ""
	if !ok {
		mcc, ok = v.site.home()
	}
	iso, known := knowledge.Country(mcc)
	return iso, ok && known
}
