package rogue

import "vigie/detectors"

// reservedArea is G22, L22 and N8: area codes that no cell should send.
func reservedArea(id, rat string) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 2, Group: networkGroup, Weight: 2.5,
		Looks: detectors.Text{EN: "location or tracking area code", FR: "code de zone de localisation ou de suivi"},
		When: detectors.Text{
			EN: "0 or 65534, which phones use for “no area” (TS 23.003 clauses 4.1 and 19.4.2.3): 2.5; 1, and in 4G and 5G 7: 1 (the values that Amarisoft and OpenAirInterface, and srsRAN, start with)",
			FR: "0 ou 65534, « pas de zone » pour un téléphone (TS 23.003 § 4.1 et 19.4.2.3) : 2,5 ; 1, et en 4G et 5G 7 : 1 (valeurs d'origine d'Amarisoft et d'OpenAirInterface, et de srsRAN)",
		},
		Why: detectors.Text{
			EN: "not one of the operators' cells decoded for this project has 0, 1, 7 or 65534; of the laboratory cells two of three have 1. The weights stay low because the counts are.",
			FR: "aucune cellule d'opérateur décodée pour ce projet n'a 0, 1, 7 ou 65534 ; deux cellules de laboratoire sur trois ont 1. Les poids restent faibles, comme les effectifs.",
		},
		Innocent: detectors.Text{
			EN: "a cell being installed; a small private network",
			FR: "une cellule en cours d'installation ; un petit réseau privé",
		},
		See: func(v *view) (float64, string) {
			if !v.cell.spoken() {
				return none()
			}
			switch area := v.cell.area(); area {
			case 0, 0xFFFE:
				return found(2.5, "area code %d is reserved", area)
			case 1:
				return found(1, "area code 1")
			case 7:
				if rat != gsmRAT {
					return found(1, "area code 7")
				}
			}
			return none()
		},
	}
}
