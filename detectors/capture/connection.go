package capture

import (
	"time"

	"vigie/detectors"
)

// Connections counts what a cell did with the phone whose modem wrote the
// capture: kinds of messages only. A connection goes from one request for a
// channel to the next, or to its release.
type Connections struct {
	Total         int `json:"total"`
	Authenticated int `json:"authenticated"`  // in which the network proved or asked for a proof
	Asked         int `json:"identity_asked"` // in which it asked for the permanent identity
	AskedOnly     int `json:"identity_only"`  // asked, and it ended without authentication
	Rejected      int `json:"rejected"`       // in which it refused or detached the phone, unprotected
	NoCipher      int `json:"null_cipher"`    // in which it chose no encryption
	Redirected    int `json:"redirected_2g"`  // that it ended by sending the phone to 2G
	Fallback      int `json:"fallback"`       // of those, for a call that the phone asked to make there

	// Of the minute with the largest share of connections that exposed an identity,
	// among those with most connections.
	MinuteTotal    int `json:"minute_total"`
	MinuteExposing int `json:"minute_exposing"`
}

// A sign is what one message says of a connection.
type sign int

const (
	nothing  sign = iota
	begins        // the phone asks for a channel
	ends          // it is released
	asks          // for the permanent identity
	proves        // authentication is asked for
	refuses       // an unprotected rejection, or a detach by the network
	bare          // no encryption
	toGSM         // released towards 2G
	fallback      // the phone asks for a call that 4G does not carry
	emergent      // the phone makes an emergency call, which needs no keys
)

// A connection is the one that is under way.
type connection struct {
	open, heard                                            bool // the network has said something
	asked, proved, refused, noCipher, callAsked, emergency bool
	last                                                   time.Time

	counts         Connections
	minute         time.Time // beginning of the minute that is counted
	total, exposed int
}

// mostApart ends a connection that nothing ended.
const mostApart = time.Minute

// take notes a sign and reports whether the counts have changed.
func (c *connection) take(at time.Time, s sign) (changed bool) {
	switch s {
	case nothing:
		return false
	case begins:
		if c.heard {
			changed = c.close(at)
		}
		c.open, c.last = true, at
		return changed
	}
	if c.open && at.Sub(c.last) > mostApart {
		changed = c.close(c.last)
	}
	c.open, c.heard, c.last = true, true, at
	switch s {
	case asks:
		c.asked = true
	case proves:
		c.proved = true
	case refuses:
		c.refused = true
	case bare:
		c.noCipher = true
	case fallback:
		c.callAsked = true
	case emergent:
		c.emergency = true
	case toGSM:
		c.counts.Redirected++
		if c.callAsked {
			c.counts.Fallback++
		}
		c.close(at)
		return true
	case ends:
		return c.close(at)
	}
	return changed
}

// close counts a connection that is over.
func (c *connection) close(at time.Time) (counted bool) {
	if !c.open {
		return false
	}
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	n := &c.counts
	n.Total++
	count(&n.Authenticated, c.proved)
	count(&n.Asked, c.asked)
	count(&n.AskedOnly, c.asked && !c.proved)
	count(&n.Rejected, c.refused && !c.proved)
	count(&n.NoCipher, c.noCipher && !c.emergency)
	c.expose(at, c.asked || c.refused && !c.proved)
	*c = connection{counts: c.counts, minute: c.minute, total: c.total, exposed: c.exposed}
	return true
}

// finish ends a connection with the capture, where it is plain that it was over.
func (c *connection) finish(at time.Time) (counted bool) {
	return (c.refused || at.Sub(c.last) > settled) && c.heard && c.close(at)
}

// settled is how long after its last message a connection is surely over.
const settled = 15 * time.Second

// said returns the counts, nil before the first connection.
func (c *connection) said() *Connections {
	if c.counts == (Connections{}) {
		return nil
	}
	counts := c.counts
	return &counts
}

// expose counts the connections of a minute.
func (c *connection) expose(at time.Time, exposing bool) {
	if m := at.Truncate(time.Minute); !m.Equal(c.minute) {
		c.minute, c.total, c.exposed = m, 0, 0
	}
	c.total++
	if exposing {
		c.exposed++
	}
	n := &c.counts
	const enough = 10 // connections, as the published criterion has it
	before, now := n.MinuteTotal >= enough, c.total >= enough
	if !before && (now || c.total >= n.MinuteTotal) || now && c.exposed*n.MinuteTotal >= n.MinuteExposing*c.total {
		n.MinuteTotal, n.MinuteExposing = c.total, c.exposed
	}
}

// Link is what an event says of the connections with a cell that has not said
// which one it is.
type Link struct {
	RAT         string       `json:"rat"`
	Connections *Connections `json:"connections"`
}

// Same reports whether the counts are the same.
func (f Link) Same(other detectors.Fields) bool {
	o, ok := other.(Link)
	return ok && f.RAT == o.RAT && *f.Connections == *o.Connections
}
