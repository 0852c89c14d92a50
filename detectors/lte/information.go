package lte

import (
	"encoding/hex"
	"fmt"
	"math"

	"vigie/detectors/lte/downlink"
	"vigie/detectors/lte/rrc"
)

// An information is what a cell's shared channel was found to say.
type information struct {
	SIB1    *rrc.SIB1
	SIB1Hex string
	rrc.SIBs
	Paging    rrc.Paging
	Malformed bool
	tries     int // turbo decodings before SIB1 passed
	spent     int // turbo decodings in windows that did not give it
	others    int // windows that were searched for other messages without control messages
}

// block takes what a block says.
func (f *informer) block(b *downlink.Block) {
	if b.RNTI == downlink.PagingRNTI {
		f.into.Paging.Add(rrc.CountPaging(b.Data))
		return
	}
	if f.pass != nil {
		f.pass(b)
	}
	m := rrc.Parse(b.Data)
	f.into.Malformed = f.into.Malformed || m.Malformed
	if m.SIB1 != nil && (!m.Malformed || f.into.SIB1 == nil) {
		f.into.SIB1, f.into.SIB1Hex = m.SIB1, hex.EncodeToString(b.Data)
		f.into.tries = f.into.spent + f.reader.Tries
		f.learned, f.sib1At = true, b.Frame
	}
	f.into.SIBs.Merge(&m.SIBs)
}

// falsePass bounds the probability that SIB1 is noise: each try passes the 24
// bits of parity with this chance.
func (i *information) falsePass() float64 { return float64(i.tries) * math.Exp2(-24) }

// name returns what a cell calls itself: operator and cell identity.
func (i *information) name() string {
	return fmt.Sprintf("%s-%d", i.SIB1.PLMNs[0], i.SIB1.CellID)
}
