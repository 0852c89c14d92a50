package evaluate

import (
	"fmt"
	"io"
	"text/tabwriter"

	"vigie/detectors"
)

// A Count is what one detector reported of one recording that holds none of what it
// looks for, by severity.
type Count struct {
	Info  int `json:"info"`
	Watch int `json:"watch"`
	Alert int `json:"alert"`
}

// add counts an event.
func (c *Count) add(s detectors.Severity) {
	switch s {
	case detectors.Alert:
		c.Alert++
	case detectors.Watch:
		c.Watch++
	default:
		c.Info++
	}
}

// A LedgerRow sums what one detector reported of all recordings that hold none.
type LedgerRow struct {
	Detector   string  `json:"detector"`
	Recordings int     `json:"recordings"`
	Seconds    float64 `json:"seconds"`
	Count
	Bound      float64 `json:"watch_or_alert_per_hour_upper_95"`
	AlertBound float64 `json:"alert_per_hour_upper_95"`
}

// A Ledger is the false alarms of every detector on all negatives.
type Ledger []LedgerRow

// claims reports whether an event of this type says that something is there; the
// others state what ordinary radio does.
func claims(t detectors.Type) bool {
	switch t {
	case detectors.Cell, detectors.CellAlert, detectors.DroneLink, detectors.DroneVideo, detectors.DroneID, detectors.Rotor:
		return true
	}
	return false
}

// Holds reports whether a recording is known to hold what a detector looks for, and
// whether it is known to hold none.
func (t Truth) Holds(s *detectors.Spec) (some, none bool) {
	if s.NewEar != nil {
		return t.Aircraft != "" && t.Aircraft != "none", t.Aircraft == "none"
	}
	told := t.told()
	for _, typ := range s.Types {
		switch typ {
		case detectors.Cell:
			some = some || map[string]int{"lte": len(t.LTE), "nr": len(t.NR), "gsm": len(t.GSM)}[s.Name] > 0
		case detectors.CellAlert:
			some = some || t.catcher()
		case detectors.DroneLink, detectors.DroneVideo, detectors.DroneID:
			some = some || t.drone(s.Name)
		}
	}
	return some, told && !some && !(t.Drone != nil && *t.Drone && seesDrones(s))
}

func seesDrones(s *detectors.Spec) bool {
	for _, typ := range s.Types {
		if typ == detectors.DroneLink || typ == detectors.DroneVideo || typ == detectors.DroneID {
			return true
		}
	}
	return false
}

// linkDetectors holds the detector of links that do not come from package fhss.
var linkDetectors = map[string]string{"droneid-burst": "droneid", "ocusync": "ofdm", "pal": "fpv", "ntsc": "fpv", "sik": "sik"}

// drone reports whether a recording holds something of a drone that this detector
// looks for: any, where the truth does not name the links.
func (t Truth) drone(detector string) bool {
	if t.Drone == nil || !*t.Drone {
		return false
	}
	for _, link := range t.Links {
		name := linkDetectors[link]
		if name == "" {
			name = "fhss"
		}
		if name == detector {
			return true
		}
	}
	return len(t.Links) == 0
}

// Enter sums scores of recordings by detector, of those that could be wrong in any.
func Enter(scores []Score, specs []detectors.Spec) (l Ledger) {
	for i := range specs {
		spec := &specs[i]
		row := LedgerRow{Detector: spec.Name}
		for _, s := range scores {
			if _, none := s.Entry.Truth.Holds(spec); !none || s.Blind[spec.Name] != "" {
				continue
			}
			row.Recordings++
			row.Seconds += s.Seconds
			for _, ev := range s.Events {
				if ev.Detector == spec.Name && claims(ev.Type) {
					row.add(ev.Severity)
				}
			}
		}
		if row.Recordings == 0 {
			continue
		}
		row.Bound = PoissonUpper(row.Watch+row.Alert, 0.95) / (row.Seconds / 3600)
		row.AlertBound = PoissonUpper(row.Alert, 0.95) / (row.Seconds / 3600)
		l = append(l, row)
	}
	return l
}

// Worse says in what a ledger is worse than a limit: more reports of any severity, or
// a detector that the limit does not know and that reports.
func (l Ledger) Worse(limit Ledger) (reasons []string) {
	known := map[string]Count{}
	for _, row := range limit {
		known[row.Detector] = row.Count
	}
	for _, row := range l {
		most := known[row.Detector]
		for _, c := range []struct {
			severity  string
			got, most int
		}{{"alert", row.Alert, most.Alert}, {"watch", row.Watch, most.Watch}, {"info", row.Info, most.Info}} {
			if c.got > c.most {
				reasons = append(reasons, fmt.Sprintf("%s: %d false reports of severity %s, at most %d before", row.Detector, c.got, c.severity, c.most))
			}
		}
	}
	return reasons
}

// Write prints the table.
func (l Ledger) Write(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "detector\tnegatives\tseconds\talert\twatch\tinfo\talerts an hour (95 %)\twatch or alert an hour (95 %)")
	for _, r := range l {
		fmt.Fprintf(tw, "%s\t%d\t%.1f\t%d\t%d\t%d\t< %.3g\t< %.3g\n", r.Detector, r.Recordings, r.Seconds, r.Alert, r.Watch, r.Info, r.AlertBound, r.Bound)
	}
	return tw.Flush()
}
