package rogue

// Exposure is the Marlin criterion, for whoever can follow phones to dedicated
// channels: in a minute with enough connections, which share of them made a phone
// tell its permanent identity. On the published minutes no benign one passes the
// thresholds. It is off unless asked for: the decoders of samples do not follow
// phones, and a capture is of one phone.
type Exposure struct {
	Least int     // connections a minute below which nothing is judged
	Share float64 // above which the minute exposes
}

// DefaultExposure holds the published thresholds.
func DefaultExposure() Exposure { return Exposure{Least: 10, Share: 0.15} }

// Exposes reports whether a minute with so many connections, of which some exposed
// a phone, is suspicious.
func (x Exposure) Exposes(connections, exposing int) bool {
	return connections >= x.Least && float64(exposing) > x.Share*float64(connections)
}
