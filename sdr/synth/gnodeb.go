package synth

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"vigie/sdr"
	"vigie/sdr/dsp"
)

// A GNodeB describes a 5G NR cell of TS 38.211 around its synchronisation
// blocks: what they say and how the cell is received. Its carrier lies
// symmetrically around the blocks and is of their subcarrier spacing.
type GNodeB struct {
	SSB          sdr.Hz  `toml:"ssb"`          // frequency on the air of the blocks
	PCI          int     `toml:"pci"`          // physical cell identity, 0 to 1007
	Spacing      int     `toml:"scs_khz"`      // subcarrier spacing, 15 or 30
	Pattern      string  `toml:"pattern"`      // where blocks begin, TS 38.213 clause 4.1: "a" for 15 kHz, "b" or "c" for 30
	Blocks       []int   `toml:"blocks"`       // numbers of the blocks that are sent
	Most         int     `toml:"most_blocks"`  // in a half-frame: 4 or 8
	Period       int     `toml:"period_ms"`    // of the blocks: 5, 10, 20, 40, 80 or 160
	Half         int     `toml:"half"`         // half-frame with the blocks when Period is 10 or more
	SFN          int     `toml:"sfn"`          // system frame number at the scene's start, 0 to 1023
	RB           int     `toml:"rb"`           // resource blocks of the carrier, 20 to 275
	Load         float64 `toml:"load"`         // share of resource blocks that carry data, 0 to 1
	SNR          float64 `toml:"snr_db"`       // of a resource element; see the package comment
	Barred       bool    `toml:"barred"`       // cellBarred
	NotAllowed   bool    `toml:"not_allowed"`  // intraFreqReselection
	KSSB         int     `toml:"k_ssb"`        // subcarriers from the common grid to the block, 0 to 31
	CORESET0     int     `toml:"coreset0"`     // controlResourceSetZero, 0 to 15
	SearchSpace0 int     `toml:"searchspace0"` // searchSpaceZero, 0 to 15
	Common30     bool    `toml:"common_30"`    // subCarrierSpacingCommon is 30 kHz
	TypeAPos3    bool    `toml:"type_a_pos3"`  // dmrs-TypeA-Position is 3
	SIB1         string  `toml:"sib1"`         // BCCH-DL-SCH message with SIB1 in hexadecimal digits; none when empty
	OffsetHz     float64 `toml:"offset_hz"`    // error of the cell's carrier
	DelayUS      float64 `toml:"delay_us"`     // how much later than the scene's start its frame begins
	Channel      string  `toml:"channel"`      // none, epa, eva or etu
	DopplerHz    float64 `toml:"doppler_hz"`   // maximum Doppler shift
}

// complete gives fields that were left out their usual values.
func (g GNodeB) complete() GNodeB {
	if g.Spacing == 0 {
		g.Spacing = 15
	}
	if g.Pattern == "" {
		g.Pattern = "a"
		if g.Spacing == 30 {
			g.Pattern = "c"
		}
	}
	if g.Most == 0 {
		g.Most = 4
		if g.SSB > 3e9 {
			g.Most = 8
		}
	}
	if g.Blocks == nil {
		g.Blocks = []int{0}
	}
	if g.Period == 0 {
		g.Period = 20
	}
	if g.RB == 0 {
		g.RB = 52
	}
	if g.Channel == "" {
		g.Channel = "none"
	}
	return g
}

// validate returns what is wrong with the description.
func (g GNodeB) validate() *keyError {
	switch {
	case g.Spacing != 15 && g.Spacing != 30:
		return &keyError{key: "scs_khz", text: fmt.Sprintf("%d, want 15 or 30", g.Spacing)}
	case g.first() == nil:
		return &keyError{key: "pattern", text: fmt.Sprintf("%q, want a with 15 kHz, b or c with 30 kHz", g.Pattern)}
	case g.Most != 4 && g.Most != 8:
		return &keyError{key: "most_blocks", text: fmt.Sprintf("%d, want 4 or 8", g.Most)}
	case !slices.Contains([]int{5, 10, 20, 40, 80, 160}, g.Period):
		return &keyError{key: "period_ms", text: fmt.Sprintf("%d, want 5, 10, 20, 40, 80 or 160", g.Period)}
	case g.SIB1 != "" && (g.KSSB >= 24 || g.KSSB*15%g.Spacing != 0 || g.Common30 != (g.Spacing == 30)):
		return &keyError{key: "sib1", text: "needs k_ssb below 24 in whole subcarriers, and common_30 as scs_khz"}
	case g.SIB1 != "" && g.CORESET0 < 16 && g.CORESET0 >= len(nrCORESETs[g.Spacing]):
		return &keyError{key: "coreset0", text: fmt.Sprintf("%d is reserved", g.CORESET0)}
	case channels[strings.ToLower(g.Channel)] == nil:
		return &keyError{key: "channel", text: fmt.Sprintf("%q, want none, epa, eva or etu", g.Channel)}
	}
	checks := []bounded{
		{"ssb", float64(g.SSB), -1e12, 1e12},
		{"pci", float64(g.PCI), 0, 1007},
		{"half", float64(g.Half), 0, 1},
		{"sfn", float64(g.SFN), 0, 1023},
		{"rb", float64(g.RB), 20, 275},
		{"load", g.Load, 0, 1},
		{"snr_db", g.SNR, -100, 100},
		{"k_ssb", float64(g.KSSB), 0, 31},
		{"coreset0", float64(g.CORESET0), 0, 15},
		{"searchspace0", float64(g.SearchSpace0), 0, 15},
		{"offset_hz", g.OffsetHz, -1e9, 1e9},
		{"delay_us", g.DelayUS, -1e9, 1e9},
		{"doppler_hz", g.DopplerHz, 0, 1e4},
	}
	for _, b := range g.Blocks {
		checks = append(checks, bounded{"blocks", float64(b), 0, float64(g.Most - 1)})
	}
	for _, v := range checks {
		if err := v.check(); err != nil {
			return err
		}
	}
	return nil
}

// first returns the symbols of a half-frame in which blocks begin, TS 38.213
// clause 4.1, or nil.
func (g GNodeB) first() []int {
	switch {
	case g.Pattern == "a" && g.Spacing == 15, g.Pattern == "c" && g.Spacing == 30:
		return []int{2, 8, 16, 22, 30, 36, 44, 50}
	case g.Pattern == "b" && g.Spacing == 30:
		return []int{4, 8, 16, 20, 32, 36, 44, 48}
	}
	return nil
}

// Open returns the cell as a receiver hears it from a time on, as ENodeB.Open.
func (g GNodeB) Open(r Receiver, noise, seconds float64, random *rand.Rand) (Emitter, error) {
	if err := g.validate(); err != nil {
		return nil, err
	}
	spacing := float64(g.Spacing) * 1e3
	offset := r.offset(g.SSB) + g.OffsetHz
	n := &nrCell{GNodeB: g, random: random, spacing: spacing}
	if !n.see(offset, r.clock()) {
		return silence{}, nil
	}
	n.path = newPortChannel(newFading(g.Channel, g.DopplerHz, random), n.hi-n.lo, func(i int) float64 { return float64(n.lo+i) * spacing })
	var err error
	if n.plan, err = dsp.NewFFT(n.fft); err != nil {
		return nil, err
	}
	if err := n.prepare(); err != nil {
		return nil, err
	}
	perElement := noise * spacing / float64(r.Rate) * fromDB(g.SNR)
	return newCarrier(n, seconds, n.rate(), offset+float64(n.centre)*spacing, r.clock(), math.Sqrt(perElement))
}
