package evaluate

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"vigie/detectors"
)

// A Score is what one recording gave.
type Score struct {
	Entry   Entry
	Seconds float64
	Known   map[string]int  // emitters in the truth, by kind, as in a Table
	Found   map[string]int  // of those, reported
	Without map[string]bool // kinds of which the recording is known to hold none
	False   map[string]int  // reports of a kind of which there is none
	Further map[string]int  // reports beyond the truth where it does not claim to be whole
	Alarms  int             // false reports of severity watch or more
	Notes   []string        // what was missed, wrong or further, a line each

	Events []detectors.Event
	Blind  map[string]string // detectors that could not work, and why
}

// identity lists the fields that name a cell of each RAT, in the contract.
var identity = map[string]string{"lte": "pci", "nr": "pci", "gsm": "arfcn"}

// moving are truth's fields that an event may state of another moment, or that
// measurement blurs.
var moving = map[string]bool{"sfn": true, "fn": true, "cfo_hz": true, "ssb_hz": true}

// Judge holds a recording's events against its truth.
func Judge(e Entry, seconds float64, events []detectors.Event) Score {
	s := Score{
		Entry: e, Seconds: seconds, Events: events, Known: map[string]int{}, Found: map[string]int{},
		Without: map[string]bool{}, False: map[string]int{}, Further: map[string]int{},
	}
	s.cells("lte", e.Truth.LTE, events)
	s.cells("nr", e.Truth.NR, events)
	s.cells("gsm", e.Truth.GSM, events)
	s.drone(e.Truth.Drone, events)
	s.catcher(events)
	s.alarms(events)
	return s
}

// told reports whether the truth speaks of radio cells or drones at all: such a
// recording is known to hold no other kind.
func (t Truth) told() bool { return t.LTE != nil || t.NR != nil || t.GSM != nil || t.Drone != nil }

// cells judges the events of one RAT.
func (s *Score) cells(rat string, truth []json.RawMessage, events []detectors.Event) {
	reported := map[string]map[string]any{} // by identity
	for _, ev := range events {
		if f := fieldsOf(ev); ev.Type == detectors.Cell && f["rat"] == rat {
			reported[fmt.Sprint(f[identity[rat]])] = f
		}
	}
	named := map[string]bool{}
	for _, raw := range truth {
		var want map[string]any
		if json.Unmarshal(raw, &want) != nil {
			continue
		}
		id := fmt.Sprint(want[identity[rat]])
		named[id] = true
		s.Known[rat]++
		got, ok := reported[id]
		switch wrong := mismatch(got, want); {
		case !ok:
			s.note("missed %s %s %s", rat, identity[rat], id)
		case wrong != "":
			s.note("%s %s %s: %s", rat, identity[rat], id, wrong)
		default:
			s.Found[rat]++
		}
	}
	s.Without[rat] = len(truth) == 0 && s.Entry.Truth.told()
	for id := range reported {
		switch {
		case named[id]:
		case s.Without[rat]:
			s.False[rat]++
			s.note("false %s %s %s", rat, identity[rat], id)
		default:
			s.Further[rat]++
			s.note("further %s %s %s", rat, identity[rat], id)
		}
	}
}

// drone judges whether anything of a drone was reported.
func (s *Score) drone(truth *bool, events []detectors.Event) {
	reports := 0
	for _, ev := range events {
		if isDrone(ev) && ev.Severity != detectors.Info {
			reports++
		}
	}
	if truth != nil && *truth {
		s.Known["drone"] = 1
		s.Found["drone"] = min(1, reports)
		return
	}
	s.Without["drone"] = s.Entry.Truth.told()
	s.False["drone"] = reports
}

func isDrone(e detectors.Event) bool { return strings.HasPrefix(string(e.Type), "drone_") }

// catcher judges whether a cell was called suspicious: a laboratory's with its
// test network is as one should be, any other one is not.
func (s *Score) catcher(events []detectors.Event) {
	reports := 0
	for _, ev := range events {
		if ev.Type == detectors.CellAlert {
			reports++
		}
	}
	if s.Entry.Truth.catcher() {
		s.Known["catcher"] = 1
		s.Found["catcher"] = min(1, reports)
		return
	}
	s.Without["catcher"] = s.Entry.Truth.told()
	s.False["catcher"] = reports
}

// catcher reports whether the recording holds what must raise an alert.
func (t Truth) catcher() bool {
	for _, raw := range slices.Concat(t.LTE, t.NR, t.GSM) {
		if strings.Contains(string(raw), `"001-01"`) {
			return true
		}
	}
	return t.Lab
}

// alarms counts what people would be alarmed by without reason.
func (s *Score) alarms(events []detectors.Event) {
	drone := s.Entry.Truth.Drone != nil && *s.Entry.Truth.Drone
	for _, ev := range events {
		right := isDrone(ev) && drone || ev.Type == detectors.CellAlert && s.Entry.Truth.catcher()
		if ev.Severity != detectors.Info && !right {
			s.Alarms++
			s.note("false alarm: %s", ev.Reason)
		}
	}
}

// mismatch says which field of the truth an event states otherwise. Fields that
// an event does not state are not wrong: a shorter look says less.
func mismatch(got, want map[string]any) string {
	for key, w := range want {
		if name, ok := contract[key]; ok {
			key = name
		}
		g, stated := got[key]
		if stated && !moving[key] && spelled(g) != spelled(w) {
			return fmt.Sprintf("%s %v, truth %v", key, g, w)
		}
	}
	return ""
}

// contract holds the events' names of fields that truth calls otherwise.
var contract = map[string]string{"plmn": "plmns"}

// spelled writes a value as the contract does: sib3 for ASN.1's sibType3.
func spelled(v any) string { return strings.ReplaceAll(fmt.Sprint(v), "sibType", "sib") }

// fieldsOf returns an event's fields as its readers see them.
func fieldsOf(e detectors.Event) map[string]any {
	text, err := json.Marshal(e.Fields)
	if err != nil {
		return nil
	}
	var fields map[string]any
	if json.Unmarshal(text, &fields) != nil {
		return nil
	}
	return fields
}

func (s *Score) note(format string, a ...any) { s.Notes = append(s.Notes, fmt.Sprintf(format, a...)) }
