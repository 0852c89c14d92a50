package rogue

import (
	"slices"

	"vigie/detectors"
)

// Fields is what an event of type cell_alert says.
type Fields struct {
	RAT    string   `json:"rat"`
	PLMNs  []string `json:"plmns,omitempty"`
	Area   *int     `json:"area,omitempty"` // location or tracking area code
	MCC    string   `json:"mcc,omitempty"`  // of GSM, as the cell's own event has them
	MNC    string   `json:"mnc,omitempty"`
	LAC    *int     `json:"lac,omitempty"`
	TAC    *int     `json:"tac,omitempty"`
	CellID *int64   `json:"cell_id,omitempty"`
	NCI    *int64   `json:"nci,omitempty"`
	ARFCN  *int     `json:"arfcn,omitempty"`
	BSIC   string   `json:"bsic,omitempty"`
	PCI    *int     `json:"pci,omitempty"`

	Score       float64   `json:"score"`       // decimal logarithm of the odds
	Threshold   float64   `json:"threshold"`   // that it passed
	Probability float64   `json:"probability"` // against the prior
	Prior       float64   `json:"prior"`       // decimal logarithm of the odds before looking
	Baseline    bool      `json:"baseline"`    // the site was learnt; without, margins are wider
	Indicators  []Finding `json:"indicators"`  // heaviest first; negative weights speak for the cell
}

// Same reports whether the same signs speak against the same cell; weights and
// evidence may move.
func (f Fields) Same(other detectors.Fields) bool {
	o, ok := other.(Fields)
	if !ok || f.RAT != o.RAT || f.Threshold != o.Threshold || len(f.Indicators) != len(o.Indicators) {
		return false
	}
	return slices.Equal(f.ids(), o.ids())
}

// ids returns the indicators' names in order.
func (f Fields) ids() []string {
	ids := make([]string, len(f.Indicators))
	for i := range f.Indicators {
		ids[i] = f.Indicators[i].ID
	}
	slices.Sort(ids)
	return ids
}
