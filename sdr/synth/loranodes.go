package synth

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"

	"vigie/sdr"
)

// LoRaNodes are many ordinary LoRa stations around the receiver: LoRaWAN sensors
// and the gateway that answers some of them, or a Meshtastic network, all of whose
// nodes share a channel. They send at random times within their duty cycle, at
// random distances.
type LoRaNodes struct {
	System  string  `toml:"system"`     // "lorawan" or a Meshtastic preset: "meshtastic-longfast", "meshtastic-mediumfast", "meshtastic-shortfast", "meshtastic-shortturbo"
	Region  string  `toml:"region"`     // "eu868" or "us915"
	Nodes   int     `toml:"nodes"`      // how many
	Duty    float64 `toml:"duty"`       // share of the time that each sends, 0.001 when left out
	Radius  float64 `toml:"radius_m"`   // nodes are spread evenly within it, 2000 when left out
	SNR     float64 `toml:"snr_db"`     // of a node 100 m away, in 125 kHz; it falls with the power 3.5 of the distance
	Shadow  float64 `toml:"shadow_db"`  // standard deviation of what buildings add
	Channel string  `toml:"channel"`    // "none", or a profile whose paths fade together
	Doppler float64 `toml:"doppler_hz"` // of that
}

// Channels and settings: LoRaWAN Regional Parameters RP002-1.0.4 sections 2.4 and
// 2.5, and the presets and default frequency slots of Meshtastic's documentation.
var (
	lorawan868 = []float64{868.1e6, 868.3e6, 868.5e6, 867.1e6, 867.3e6, 867.5e6, 867.7e6, 867.9e6}
	presets    = map[string]loraModem{
		"meshtastic-longfast":   {SF: 11, Bandwidth: 250e3, CR: 1},
		"meshtastic-mediumfast": {SF: 9, Bandwidth: 250e3, CR: 1},
		"meshtastic-shortfast":  {SF: 7, Bandwidth: 250e3, CR: 1},
		"meshtastic-shortturbo": {SF: 7, Bandwidth: 500e3, CR: 1},
	}
)

// validate completes the description and returns what is wrong with it.
func (l *LoRaNodes) validate() *keyError {
	if l.Duty == 0 {
		l.Duty = 0.001
	}
	if l.Radius == 0 {
		l.Radius = 2000
	}
	if l.Region == "" {
		l.Region = "eu868"
	}
	if l.Channel == "" {
		l.Channel = "none"
	}
	if _, ok := presets[l.System]; !ok && l.System != "lorawan" {
		return &keyError{key: "system", text: fmt.Sprintf("%q, want lorawan or meshtastic-longfast, -mediumfast, -shortfast or -shortturbo", l.System)}
	}
	if l.Region != "eu868" && l.Region != "us915" {
		return &keyError{key: "region", text: fmt.Sprintf("%q, want eu868 or us915", l.Region)}
	}
	if _, ok := channels[l.Channel]; !ok {
		return &keyError{key: "channel", text: fmt.Sprintf("%q is no channel profile", l.Channel)}
	}
	for _, v := range []bounded{
		{"nodes", float64(l.Nodes), 1, 1e4},
		{"duty", l.Duty, 1e-6, 1},
		{"radius_m", l.Radius, 1, 1e6},
		{"snr_db", l.SNR, -100, 150},
		{"shadow_db", l.Shadow, 0, 20},
		{"doppler_hz", l.Doppler, 0, 1000},
	} {
		if err := v.check(); err != nil {
			return err
		}
	}
	return nil
}

// Open returns the stations as a receiver hears them from a time on, seconds after
// the scene's start, over noise of a power in the receiver's band.
func (l LoRaNodes) Open(r Receiver, noise, seconds float64, random *rand.Rand) (Emitter, error) {
	if err := l.validate(); err != nil {
		return nil, err
	}
	n := &loraNetwork{LoRaNodes: l, receiver: r, random: random, noise: noise / float64(r.Rate)}
	for range l.Nodes {
		n.join(seconds)
	}
	heap.Init(&n.due)
	return newChirper(n.next, r, seconds), nil
}

// A loraNode is one station.
type loraNode struct {
	modem loraModem
	gain  float64 // amplitude for 1 Hz of bandwidth
	ppm   float64
	fade  *fading
}

// A sending is a frame that is due.
type sending struct {
	at     float64
	node   *loraNode
	hz     float64 // on the air; 0 for a channel of the node's choice
	answer bool    // of the gateway
}

// sendings is a heap by time.
type sendings []sending

func (s sendings) Len() int           { return len(s) }
func (s sendings) Less(i, j int) bool { return s[i].at < s[j].at }
func (s sendings) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }

// Push and Pop implement heap.Interface.
func (s *sendings) Push(x any) { *s = append(*s, x.(sending)) }

func (s *sendings) Pop() any {
	old := *s
	x := old[len(old)-1]
	*s = old[:len(old)-1]
	return x
}

// A loraNetwork is LoRaNodes at work.
type loraNetwork struct {
	LoRaNodes
	receiver Receiver
	random   *rand.Rand
	noise    float64 // density
	due      sendings
}

// join adds a node at a place of its own.
func (n *loraNetwork) join(seconds float64) {
	metres := max(10, n.Radius*math.Sqrt(n.random.Float64()))
	snr := n.SNR - 35*math.Log10(metres/100) + n.Shadow*n.random.NormFloat64()
	node := &loraNode{gain: math.Sqrt(n.noise * 125e3 * fromDB(snr)), ppm: 20*n.random.Float64() - 10, fade: newFading(n.Channel, n.Doppler, n.random)}
	if m, ok := presets[n.System]; ok {
		node.modem = m
		node.modem.Preamble, node.modem.Sync = 16, 0x2B
	} else {
		node.modem = loraModem{SF: 7 + n.random.IntN(6), Bandwidth: 125e3, CR: 1, Preamble: 8, Sync: 0x34}
		if n.Region == "us915" {
			node.modem.SF = 7 + n.random.IntN(4)
		}
	}
	node.modem.Explicit, node.modem.Check = true, true
	node.modem.LowRate = node.modem.symbol() > 16e-3
	n.plan(node, seconds, n.random.Float64())
}

// plan puts a node's next frame at a random time after another, which is a part of
// its usual pause.
func (n *loraNetwork) plan(node *loraNode, after, part float64) {
	pause := node.modem.airtime(len(node.modem.encode(make([]byte, 30)))) / n.Duty
	heap.Push(&n.due, sending{at: after + part*pause*(0.5+n.random.ExpFloat64()/2), node: node})
}

// next returns the frame that is due first.
func (n *loraNetwork) next() (chirpFrame, bool) {
	s := heap.Pop(&n.due).(sending)
	hz := s.hz
	if hz == 0 {
		hz = n.channel(&s.node.modem)
		n.plan(s.node, s.at, 1)
	}
	payload := make([]byte, 13+n.random.IntN(40))
	for i := range payload {
		payload[i] = byte(n.random.UintN(256))
	}
	m := s.node.modem
	m.Inverted = s.answer
	m.Check = m.Check && !s.answer
	if s.answer && n.Region == "us915" {
		m.Bandwidth = 500e3
	}
	f := faded(&m, s.node.fade, m.encode(payload), s.at, n.receiver.offset(sdr.Hz(hz))+hz*s.node.ppm*1e-6, s.node.gain, n.random)
	if n.System == "lorawan" && !s.answer && n.random.Float64() < 0.1 {
		heap.Push(&n.due, sending{at: f.end + 1, node: n.gateway(s.node), hz: n.downlink(hz), answer: true})
	}
	return f, true
}

// gateway returns the station that answers a node.
func (n *loraNetwork) gateway(node *loraNode) *loraNode {
	g := *node
	g.ppm, g.gain = 0, math.Sqrt(n.noise*125e3*fromDB(n.SNR-35*math.Log10(n.Radius/200)))
	return &g
}

// channel returns where a node sends next.
func (n *loraNetwork) channel(m *loraModem) float64 {
	switch {
	case n.System == "lorawan" && n.Region == "eu868":
		return lorawan868[n.random.IntN(len(lorawan868))]
	case n.System == "lorawan":
		return 903.9e6 + 200e3*float64(n.random.IntN(8))
	case n.Region == "eu868":
		return 869.525e6
	}
	return 902e6 + m.Bandwidth/2 + 19*250e3
}

// downlink returns where the gateway answers.
func (n *loraNetwork) downlink(uplink float64) float64 {
	if n.Region == "eu868" {
		return uplink
	}
	return 923.3e6 + 600e3*float64(int((uplink-902.3e6)/200e3)%8)
}
