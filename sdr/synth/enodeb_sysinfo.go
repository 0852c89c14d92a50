package synth

import (
	"encoding/hex"
	"fmt"
	"slices"

	"vigie/sdr/fec"
)

// A Downlink says what an LTE cell sends on its shared channel, and how. Messages
// are octets in hexadecimal digits, of TS 36.331; they may say anything.
type Downlink struct {
	SIB1     string   `toml:"sib1"`         // BCCH-DL-SCH message with SIB1; nothing is sent when all are empty
	SI       []string `toml:"si"`           // further BCCH-DL-SCH messages, in the order of SIB1's schedule
	Window   int      `toml:"si_window_ms"` // si-WindowLength: 1, 2, 5, 10, 15, 20 or 40
	Period   int      `toml:"si_period_ms"` // si-Periodicity of all: 80 to 5120
	Paging   string   `toml:"paging"`       // PCCH message, sent every 320 ms
	Format   string   `toml:"dci"`          // of the assignments: 1A or 1C
	Spread   bool     `toml:"spread"`       // distributed virtual resource blocks; 1C has no others
	SecondG  bool     `toml:"gap2"`         // the second gap, from 50 resource blocks on
	First    int      `toml:"first_rb"`     // first virtual resource block of the messages
	Blocks   int      `toml:"sib_rbs"`      // how many they take
	Control  int      `toml:"control"`      // symbols of the control region
	Versions []int    `toml:"rv"`           // redundancy versions of SIB1 in turn, instead of the standard's
}

// complete gives fields that were left out their usual values.
func (d Downlink) complete() Downlink {
	def := func(v *int, usual int) {
		if *v == 0 {
			*v = usual
		}
	}
	def(&d.Window, 20)
	def(&d.Period, 80)
	def(&d.Blocks, 6)
	def(&d.Control, 3)
	if d.Format == "" {
		d.Format = "1A"
	}
	if d.Format == "1C" {
		d.Spread = true
	}
	if d.Versions == nil {
		d.Versions = []int{0, 2, 3, 1}
	}
	return d
}

func (d *Downlink) sends() bool { return d.SIB1 != "" || len(d.SI) > 0 || d.Paging != "" }

// validate returns what is wrong with the description.
func (d *Downlink) validate(e *ENodeB) *keyError {
	if !d.sends() {
		return nil
	}
	for key, messages := range map[string][]string{"sib1": {d.SIB1}, "si": d.SI, "paging": {d.Paging}} {
		for _, m := range messages {
			if _, err := hex.DecodeString(m); err != nil {
				return &keyError{key: key, text: err.Error()}
			}
		}
	}
	least, most := 1, 3
	if e.RB <= 10 {
		least, most = 2, 4
	}
	if e.PHICH >= 4 {
		least = 3 // of extended duration
	}
	if d.Control < least || d.Control > most {
		return &keyError{key: "control", text: fmt.Sprintf("%d, want %d to %d", d.Control, least, most)}
	}
	for _, v := range d.Versions {
		if v < 0 || v > 3 {
			return &keyError{key: "rv", text: fmt.Sprintf("%d, want 0 to 3", v)}
		}
	}
	step := 1
	if d.Format == "1C" {
		step = compactStep(e.RB)
	}
	blocks := e.RB
	if d.Spread {
		blocks = e.virtualBlocks(d.gap())
	}
	switch {
	case d.Format != "1A" && d.Format != "1C":
		return &keyError{key: "dci", text: fmt.Sprintf("%q, want 1A or 1C", d.Format)}
	case d.SecondG && (e.RB < 50 || !d.Spread):
		return &keyError{key: "gap2", text: "is for 50 resource blocks or more, spread"}
	case !slices.Contains([]int{1, 2, 5, 10, 15, 20, 40}, d.Window):
		return &keyError{key: "si_window_ms", text: fmt.Sprintf("%d, want 1, 2, 5, 10, 15, 20 or 40", d.Window)}
	case !slices.Contains([]int{80, 160, 320, 640, 1280, 2560, 5120}, d.Period):
		return &keyError{key: "si_period_ms", text: fmt.Sprintf("%d, want 80, 160, 320, 640, 1280, 2560 or 5120", d.Period)}
	case d.Window*len(d.SI) > d.Period:
		return &keyError{key: "si", text: "more messages than windows in a period"}
	case d.First < 0 || d.Blocks < 1 || d.First+d.Blocks > blocks:
		return &keyError{key: "sib_rbs", text: fmt.Sprintf("%d from %d on, of %d", d.Blocks, d.First, blocks)}
	case d.First%step != 0 || d.Blocks%step != 0:
		return &keyError{key: "sib_rbs", text: fmt.Sprintf("format 1C counts in steps of %d", step)}
	}
	return nil
}

// gap returns which of the two gaps distributed blocks use.
func (d *Downlink) gap() int {
	if d.SecondG {
		return 2
	}
	return 1
}

// A transport is a transport block and its code.
type transport struct {
	rnti  uint16
	size  int // index in the table of the format
	coded []byte
	match *fec.TurboMatcher
}

// The identities of TS 36.321 clause 7.1.
const (
	systemRNTI = 0xFFFF
	pagingRNTI = 0xFFFE
)

// newTransport codes a message, filled up with zeros: TS 36.212 clause 5.3.2.
func (d *Downlink) newTransport(message string, rnti uint16) (*transport, error) {
	if message == "" {
		return nil, nil
	}
	octets, err := hex.DecodeString(message)
	if err != nil {
		return nil, fmt.Errorf("synth: %w", err)
	}
	sizes := d.sizes()
	t := &transport{rnti: rnti}
	for t.size < len(sizes) && sizes[t.size] < 8*len(octets) {
		t.size++
	}
	if t.size == len(sizes) {
		return nil, fmt.Errorf("synth: a message of %d octets, no block is that large", len(octets))
	}
	bits := make([]byte, 0, sizes[t.size]+24)
	for _, o := range octets {
		bits = appendBits(bits, int(o), 8)
	}
	bits = append(bits, make([]byte, sizes[t.size]-len(bits))...)
	bits = fec.CRC24A.Append(bits, bits, 0)
	k := fec.TurboSize(len(bits))
	turbo, err := fec.NewTurbo(k)
	if err != nil {
		return nil, err
	}
	fillers := k - len(bits)
	t.coded = make([]byte, fec.TurboCoded(k))
	turbo.Encode(t.coded, append(make([]byte, fillers), bits...))
	t.match, err = fec.NewTurboMatcher(k, fillers, 0)
	return t, err
}

// pagingFrames is how often paging is sent, in frames.
const pagingFrames = 32

// due returns what is sent in the subframe that begins, with its redundancy
// version: TS 36.331 clauses 5.2.1.2 and 5.2.3, TS 36.321 clause 5.3.1, TS 36.304
// clause 7.2. Of an SI window the first subframe is used, and subframe 0 of every
// frame that begins in it.
func (s *sender) due(sfn, subframe int) (t *transport, version int) {
	d := s.plan
	paging := 9
	if s.cell.TDD {
		paging = 0
	}
	switch {
	case s.paging != nil && subframe == paging && sfn%pagingFrames == 0:
		return s.paging, 0
	case subframe == 5 && sfn%2 == 0:
		if s.sib1 == nil {
			return nil, 0
		}
		return s.sib1, d.Versions[sfn/2%len(d.Versions)]
	}
	now := sfn%(d.Period/10)*10 + subframe
	n, i := now/d.Window, now%d.Window
	if n >= len(s.si) || i != 0 && subframe != 0 || s.cell.downlink(subframe) < 2*s.cell.symbolsPerSlot() {
		return nil, 0
	}
	return s.si[n], [4]int{0, 2, 3, 1}[i%4]
}
