package main

import (
	"vigie/detectors"
	"vigie/metrics"
)

// gsmtapFlag sends what GSM and LTE cells broadcast to other programs.
type gsmtapFlag struct {
	GSMTAP string `name:"gsmtap" help:"What GSM and LTE cells broadcast, for Wireshark: host:port for UDP (Wireshark listens at 4729), anything else is a pcap file." placeholder:"FILE|HOST:PORT"`
}

// tap opens it. wait keeps every message, where nothing hurries. Without the flag
// it is nothing: broadcast is nil and closing does nothing.
func (f gsmtapFlag) tap(wait bool) (broadcast func(*detectors.Broadcast), closing func() error, err error) {
	if f.GSMTAP == "" {
		return nil, func() error { return nil }, nil
	}
	g, err := metrics.OpenGSMTAP(f.GSMTAP, wait)
	if err != nil {
		return nil, nil, err
	}
	return g.Write, g.Close, nil
}
