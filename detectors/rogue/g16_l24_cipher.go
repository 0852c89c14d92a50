package rogue

import "vigie/detectors"

// nullCipher is G16 and L24.
func nullCipher(id, rat, name string, weight float64, why detectors.Text) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 1, Group: cipherGroup, Weight: weight,
		Looks: detectors.Text{EN: "in captures: the encryption that the cell chose (" + name + " is none)", FR: "dans les captures : le chiffrement choisi par la cellule (" + name + " : aucun)"},
		When: detectors.Text{
			EN: "none in a connection that is no emergency call (SnoopSnitch C1, Rayhunter null cipher)",
			FR: "aucun, dans une connexion qui n'est pas un appel d'urgence (SnoopSnitch C1, Rayhunter)",
		},
		Why:      why,
		Innocent: detectors.Text{EN: "an operator or country that does not encrypt; a test network; an emergency call that began before the capture", FR: "un opérateur ou un pays qui ne chiffre pas ; un réseau d'essai ; un appel d'urgence commencé avant la capture"},
		See: func(v *view) (float64, string) {
			if n := v.cell.Connections; n != nil && n.NoCipher > 0 {
				return found(weight, "%s in %d of %d connections", name, n.NoCipher, n.Total)
			}
			return none()
		},
	}
}

// Why G16 and L24 weigh what they do.
var (
	whyA50 = detectors.Text{
		EN: "some operators still do without in 2G, in Europe perhaps one in thirty; a catcher that does not know the key has to",
		FR: "quelques opérateurs s'en passent encore en 2G, en Europe peut-être un sur trente ; un catcher sans la clef y est obligé",
	}
	whyEEA0 = detectors.Text{
		EN: "every operator whose 4G was measured encrypts but for emergency calls and mistakes, fewer than one network in a hundred; a catcher without keys cannot",
		FR: "tous les opérateurs mesurés chiffrent la 4G, hors appels d'urgence et erreurs, moins d'un réseau sur cent ; un catcher sans clefs ne le peut pas",
	}
)
