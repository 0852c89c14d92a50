package knowledge

import (
	"slices"
	"strconv"
	"strings"
)

// An Operator is one network and the bands that it is known to use.
type Operator struct {
	PLMN string // "mcc-mnc"
	Name string
	GSM  []string // "gsm900", "dcs1800", …; empty for none known
	LTE  []int    // 3GPP band numbers
}

// operators are those of France, its neighbours, the United Kingdom and the
// United States: network, name, GSM bands, LTE bands. It is general knowledge of
// 2026, not yet compared with the regulators' registers, and of bands, not of
// channels; so a band that it lacks counts little, the more as refarming and
// sharing come without notice. Only countries whose operators are all here are
// complete.
const operators = `
208-01 Orange|900 1800|1 3 7 20 28
208-10 SFR|900 1800|1 3 7 20 28
208-15 Free||1 3 7 8 28
208-20 Bouygues Telecom|900 1800|1 3 7 20 28
206-01 Proximus|900 1800|1 3 7 8 20 28
206-10 Orange Belgium|900 1800|1 3 7 8 20 28
206-20 Base|900 1800|1 3 7 8 20 28
206-08 Digi Belgium||1 3 7 28
204-02 Odido||3 7 20
204-04 Vodafone|900|1 3 7 8 20 28
204-08 KPN|900|1 3 7 8 20 28 38
204-16 Odido|900|1 3 7 8 20 28 38
204-20 Odido|900|1 3 7 8 20 28 38
270-01 POST|900 1800|1 3 7 20 28
270-77 Tango|900 1800|1 3 7 20 28
270-99 Orange Luxembourg|900 1800|1 3 7 20 28
262-01 Telekom|900 1800|1 3 7 8 20 28 32
262-02 Vodafone|900 1800|1 3 7 8 20 28 32
262-03 O2|900 1800|1 3 7 8 20 28 38
262-23 1&1||7
228-01 Swisscom||1 3 7 8 20 28 32
228-02 Sunrise||1 3 7 8 20 28 32
228-03 Salt|900 1800|1 3 7 8 20 28
222-01 TIM|900 1800|1 3 7 8 20 28 32
222-10 Vodafone|900 1800|1 3 7 8 20 28 32 38
222-50 Iliad||1 3 7 8 28
222-88 WindTre|900 1800|1 3 7 8 20 28 38
214-01 Vodafone|900 1800|1 3 7 8 20 28 38
214-03 Orange|900 1800|1 3 7 8 20 28 38
214-04 Yoigo|1800|1 3 7
214-07 Movistar|900 1800|1 3 7 8 20 28
234-10 O2|900 1800|1 3 8 20 28 38 40
234-15 Vodafone|900 1800|1 3 7 8 20 38
234-20 Three||1 3 20 28 32
234-30 EE|900 1800|1 3 7 8 20 28
234-33 EE|900 1800|1 3 7 8 20 28
235-94 Three||1 3 20 28 32
310-260 T-Mobile|850 1900|2 4 5 12 25 26 41 66 71
310-410 AT&T||2 4 5 12 14 17 29 30 66
311-480 Verizon||2 4 5 13 46 48 66
313-100 FirstNet||2 4 5 12 14 29 30 66
`

var byPLMN = func() map[string]Operator {
	m := map[string]Operator{}
	names := map[string]string{"850": "gsm850", "900": "gsm900", "1800": "dcs1800", "1900": "pcs1900"}
	for _, line := range strings.Split(strings.TrimSpace(operators), "\n") {
		plmn, rest, _ := strings.Cut(line, " ")
		parts := strings.Split(rest, "|")
		o := Operator{PLMN: plmn, Name: parts[0]}
		for _, b := range strings.Fields(parts[1]) {
			o.GSM = append(o.GSM, names[b])
		}
		for _, b := range strings.Fields(parts[2]) {
			if n, err := strconv.Atoi(b); err == nil {
				o.LTE = append(o.LTE, n)
			}
		}
		m[plmn] = o
	}
	return m
}()

// OperatorOf returns what is known of a network.
func OperatorOf(plmn string) (Operator, bool) {
	o, ok := byPLMN[plmn]
	return o, ok
}

// UsesGSM reports whether the operator is known to use a GSM band.
func (o Operator) UsesGSM(band string) bool { return slices.Contains(o.GSM, band) }

// UsesLTE reports whether the operator is known to use an LTE band.
func (o Operator) UsesLTE(band int) bool { return slices.Contains(o.LTE, band) }
