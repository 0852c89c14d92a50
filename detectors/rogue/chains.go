package rogue

import "time"

// Spans of the chains, and bounds that tell them from ordinary life.
const (
	blasterSpan  = 30 * time.Second // from the new LTE cell to the new GSM cell
	disturbSpan  = time.Minute      // before it
	chainMemory  = 2 * time.Minute  // how long a chain counts
	disturbedDB  = 6                // fall of an LTE cell's SNR below its mean
	restartCells = 6                // new cells within a minute that mean a site came back
	settleSpan   = 10 * time.Second // after the last step, for others to show up
	narrowRB     = 25
)

// fresh reports whether the cell appeared lately where it would have been heard.
func (v *view) fresh() bool {
	return v.record.isNew && v.record.age(v.now) <= chainMemory
}

// restart reports whether so many cells came at once that a site came back.
func (v *view) restart() bool {
	n := 0
	for r := range v.site.since(v.record.first.Add(-time.Minute)) {
		if r.isNew && r.first.Sub(v.record.first).Abs() <= time.Minute {
			n++
		}
	}
	return n > restartCells
}

// steady reports whether a 4G or 5G cell was heard often and well.
func (r *record) steady() bool { return r.cell.RAT != gsmRAT && r.seen > leastLevel && r.snr >= 6 }
