package knowledge

import "time"

// A SwitchOff says that a network stopped a technology.
type SwitchOff struct {
	PLMN    string // "mcc-mnc", or "mcc-" for all of a country
	RAT     string // "gsm" or "umts"
	From    time.Time
	Partial bool   // places or customers are left, or the end was only announced
	Source  string // who said so, and when
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// Never began: the networks of later operators never had GSM.
var never = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

// switchOffs are those that a source supports. An announced end that may be late
// is Partial and counts less. What is missing here is unknown.
var switchOffs = []SwitchOff{
	{"208-15", "gsm", never, false, "Free Mobile has no 2G network of its own and uses Orange's (universfreebox.com, 2025-08-19; kulturegeek.fr, 2025-08-21)"},
	{"208-01", "gsm", day(2026, 12, 31), true, "Orange: south-west from 2026-03-31, the rest from end of September, none left by end of December 2026 (universfreebox.com, 2025-08-19)"},
	{"208-10", "gsm", day(2026, 12, 31), true, "SFR: end of 2026 (Banque des Territoires, 2026-01)"},
	{"208-20", "gsm", day(2026, 12, 31), true, "Bouygues Telecom: end of 2026 (Next, 2023-02; Banque des Territoires, 2026-01)"},
	{"228-01", "gsm", day(2021, 1, 1), false, "Swisscom: end of 2020 (announced 2015; the8layers.com, 2016-10-27)"},
	{"310-410", "gsm", day(2017, 1, 1), false, "AT&T: 2017-01-01 (the8layers.com, 2016-10-27)"},
	{"505-01", "gsm", day(2016, 12, 1), false, "Telstra: 2016-12-01 (the8layers.com, 2016-10-27; telko.in, 2017)"},
	{"505-02", "gsm", day(2017, 8, 1), false, "Optus: from 2017-04 on, west and north by August (telko.in, 2017)"},
	{"505-03", "gsm", day(2018, 6, 30), false, "Vodafone Australia: announced for 2017-09-30 (the8layers.com, 2016-10-27), dated later here to be safe"},
	{"525-", "gsm", day(2017, 4, 18), false, "Singapore, all three operators: April 2017 (the8layers.com, 2016-10-27; telko.in, 2017)"},
	{"440-", "gsm", never, false, "Japan's 2G was PDC, never GSM (3GPP TS 45.005 has no band that Japan licensed for it)"},
	{"441-", "gsm", never, false, "Japan, as 440: PDC, never GSM"},
	{"450-", "gsm", never, false, "Korea's 2G was cdmaOne, never GSM"},
	{"466-", "gsm", day(2017, 7, 1), false, "Taiwan: end of June 2017 (telko.in, 2017)"},
}

// Off returns the switch-off of a RAT that concerns a network, when it lies
// before a time.
func Off(rat, plmn string, at time.Time) (s SwitchOff, off bool) {
	for _, s := range switchOffs {
		whole := len(s.PLMN) == 4 && len(plmn) > 4 && plmn[:4] == s.PLMN
		if s.RAT == rat && (whole || s.PLMN == plmn) && at.After(s.From) {
			return s, true
		}
	}
	return SwitchOff{}, false
}

// SwitchOffs returns the table.
func SwitchOffs() []SwitchOff { return append([]SwitchOff(nil), switchOffs...) }
