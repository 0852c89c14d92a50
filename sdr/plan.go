package sdr

import (
	"errors"
	"fmt"
	"time"
)

// A Dwell is one stay of a receiver on one frequency.
type Dwell struct {
	Centre Hz
	Stay   time.Duration // in samples' time
}

// A Plan is a round of dwells that a receiver follows without end.
type Plan struct {
	dwells []Dwell
	at     int
	stayed time.Duration
	rounds int
	extra  Dwell // asked for
	asked  bool  // extra waits for the current dwell's end
	away   bool  // the receiver is at extra
}

// NewPlan returns a Plan over these dwells, in this order.
func NewPlan(dwells ...Dwell) (*Plan, error) {
	if len(dwells) == 0 {
		return nil, errors.New("sdr: plan: no dwell")
	}
	for i, d := range dwells {
		if d.Stay <= 0 || !(d.Centre > 0) {
			return nil, fmt.Errorf("sdr: plan: dwell %d: %v at %.0f Hz", i, d.Stay, float64(d.Centre))
		}
	}
	return &Plan{dwells: dwells}, nil
}

// Cover returns the dwells with which windows of this width cover a band from
// low to high, overlapping evenly.
func Cover(low, high, width Hz, stay time.Duration) []Dwell {
	n := max(1, int((high-low)/width+0.999999))
	dwells := make([]Dwell, n)
	for i := range dwells {
		centre := (low + high) / 2
		if n > 1 {
			centre = low + width/2 + Hz(i)*(high-low-width)/Hz(n-1)
		}
		dwells[i] = Dwell{Centre: centre, Stay: stay}
	}
	return dwells
}

// Centre returns where the receiver should be now.
func (p *Plan) Centre() Hz { return p.current().Centre }

func (p *Plan) current() Dwell {
	if p.away {
		return p.extra
	}
	return p.dwells[p.at]
}

// Ask puts a dwell between the current one and the next, once. It is granted
// unless another waits, or the receiver is at one: at least every other dwell is
// the plan's own.
func (p *Plan) Ask(d Dwell) (granted bool) {
	if p.asked || p.away || d.Stay <= 0 || !(d.Centre > 0) {
		return false
	}
	p.extra, p.asked = d, true
	return true
}

// Away reports whether the receiver is at a dwell that was asked for.
func (p *Plan) Away() bool { return p.away }

// Rounds returns how often the whole plan has been followed.
func (p *Plan) Rounds() int { return p.rounds }

// Dwells returns the round; the caller must not change it.
func (p *Plan) Dwells() []Dwell { return p.dwells }

// Round returns how long one round takes, retuning apart.
func (p *Plan) Round() (total time.Duration) {
	for _, d := range p.dwells {
		total += d.Stay
	}
	return total
}

// Advance counts d of samples and reports whether the receiver must now be
// moved to Centre. A plan of one dwell moves it only for what is asked for.
func (p *Plan) Advance(d time.Duration) (move bool) {
	p.stayed += d
	if p.stayed < p.current().Stay {
		return false
	}
	p.stayed = 0
	if p.asked {
		p.asked, p.away = false, true
		return true
	}
	back := p.away
	p.away = false
	p.at++
	if p.at == len(p.dwells) {
		p.at = 0
		p.rounds++
	}
	return back || len(p.dwells) > 1
}
