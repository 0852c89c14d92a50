package sik

import (
	"math"

	"vigie/detectors/mavlink"
)

// Bounds of what is said of a network.
const (
	mostNetworks = 8
	mostChannels = 50
	apartHz      = 20e3 // of two channels
	forget       = 60.  // seconds without a packet after which a network is another
	leastOctets  = 1024 // without MAVLink, that are called encrypted or not
	mostChi      = 340. // of 255 degrees of freedom: even octets exceed it once in 4000 times
)

// A Network is a pair of radios, as its packets show it.
type Network struct {
	Number   int
	Air      Air
	Golay    bool
	Packets  int
	Since    float64 // seconds, of the first packet
	Last     float64
	Airtime  float64 // seconds of its packets
	Channels int
	Aligned  int  // packets whose window ends where the one before lets expect it
	Both     bool // windows of both radios were heard

	Frames      int // of MAVLink whose check passed
	Signed      bool
	Vehicle     mavlink.Vehicle // of the aircraft, once its heartbeat has been read
	Ground      bool            // a ground station's heartbeat has been read
	Position    mavlink.Position
	HasPosition bool
	News        bool // the last packet said where the aircraft is

	Stated float64 // when it was last reported, for who reports it
	Said   any     // and as what

	end    float64 // of the last window
	ends   int
	freqs  [mostChannels]float64
	parser mavlink.Parser
	counts [256]uint32 // of the contents' octets
	octets uint32
	read   func(*mavlink.Frame)
}

// Networks holds those that were heard.
type Networks struct {
	all  [mostNetworks]Network
	used int
}

// Add takes a packet that began at a time, on a frequency, and lasted so long. It
// returns its network.
func (n *Networks) Add(p *Packet, at, airtime, freq float64) *Network {
	k := n.find(p, at)
	k.Packets++
	k.Last, k.Airtime = at, k.Airtime+airtime
	k.channel(freq)
	k.window(p, at+airtime)
	k.News = false
	for _, o := range p.Contents {
		k.counts[o]++
	}
	k.octets += uint32(len(p.Contents))
	k.parser.Push(p.Contents, k.read)
	return k
}

// find returns the network of a packet.
func (n *Networks) find(p *Packet, at float64) *Network {
	oldest := 0
	for i := range n.all[:n.used] {
		k := &n.all[i]
		if k.Number == p.Network && k.Air == p.Air && k.Golay == p.Golay && at-k.Last <= forget {
			return k
		}
		if k.Last < n.all[oldest].Last {
			oldest = i
		}
	}
	if n.used < len(n.all) {
		oldest = n.used
		n.used++
	}
	k := &n.all[oldest]
	read := k.read
	if read == nil {
		read = k.take
	}
	*k = Network{Number: p.Network, Air: p.Air, Golay: p.Golay, Since: at, read: read}
	return k
}

// Reset forgets all networks.
func (n *Networks) Reset() { n.used = 0 }

// channel counts a frequency.
func (n *Network) channel(freq float64) {
	for _, f := range n.freqs[:n.Channels] {
		if math.Abs(f-freq) < apartHz {
			return
		}
	}
	if n.Channels < len(n.freqs) {
		n.freqs[n.Channels] = freq
		n.Channels++
	}
}

// take reads a frame.
func (n *Network) take(f *mavlink.Frame) {
	n.Frames++
	n.Signed = n.Signed || f.Signed
	if v, ok := f.Vehicle(); ok {
		if v.Ground {
			n.Ground = true
		} else {
			n.Vehicle = v
		}
	}
	if p, ok := f.Position(); ok && !p.AtNullIsland && !p.OutsideTheGlobe {
		n.Position, n.HasPosition, n.News = p, true, true
	}
}

// Encrypted reports whether enough was heard to say that the contents look random:
// no MAVLink, and all octets equally often.
func (n *Network) Encrypted() bool {
	if n.Frames > 0 || n.octets < leastOctets {
		return false
	}
	expected := float64(n.octets) / 256
	var chi float64
	for _, c := range n.counts {
		d := float64(c) - expected
		chi += d * d / expected
	}
	return chi <= mostChi
}
