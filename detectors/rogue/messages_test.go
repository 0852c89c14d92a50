package rogue

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// A per writes a message in the unaligned packed encoding rules, ITU-T X.691, field
// after field. TestModelledMessages reads what it writes by the decoders.
type per struct{ bits []byte }

func (p *per) put(width int, v int) *per {
	for i := width - 1; i >= 0; i-- {
		p.bits = append(p.bits, byte(v>>i&1))
	}
	return p
}

func (p *per) flag(yes ...bool) *per {
	for _, y := range yes {
		p.put(1, digit(y))
	}
	return p
}

// network writes a PLMN-Identity with its country code.
func (p *per) network(plmn string) *per {
	mcc, mnc, _ := strings.Cut(plmn, "-")
	p.put(1, 1)
	for _, d := range mcc {
		p.put(4, int(d-'0'))
	}
	p.put(1, len(mnc)-2)
	for _, d := range mnc {
		p.put(4, int(d-'0'))
	}
	return p
}

func (p *per) hex() string {
	o := make([]byte, (len(p.bits)+7)/8)
	for i, b := range p.bits {
		o[i/8] |= b << (7 - i%8)
	}
	return hex.EncodeToString(o)
}

// number returns a field as an integer, or another value when it is not there.
func (f fields) number(key string, otherwise int) int {
	switch v := f[key].(type) {
	case int:
		return v
	case int64:
		return int(v)
	}
	return otherwise
}

func (f fields) truth(key string) bool { v, _ := f[key].(bool); return v }

// lteSIB1 is TS 36.331 clause 6.2.2, SystemInformationBlockType1.
func lteSIB1(f fields) string {
	p := new(per).put(2, 1)                 // c1, SIB1
	p.flag(false, false, false).flag(false) // p-Max, tdd-Config, extensions; csg-Identity
	plmns := f["plmns"].([]string)
	p.put(3, len(plmns)-1)
	for _, n := range plmns {
		p.network(n).put(1, 1) // not reserved for the operator
	}
	p.put(16, f.number("tac", 0)).put(28, f.number("cell_id", 0))
	p.flag(!f.truth("cell_barred"), !f.truth("intra_freq_reselection"), false)
	p.flag(false).put(6, f.number("q_rx_lev_min_dbm", 0)/2+70).put(6, f.number("band", 20)-1)
	scheduled := f["scheduled"].([]string)
	p.put(5, max(1, len(scheduled))-1)
	for i := range max(1, len(scheduled)) {
		p.put(3, 0) // every 80 ms
		if i >= len(scheduled) {
			p.put(5, 0)
			continue
		}
		n, _ := strconv.Atoi(strings.TrimPrefix(scheduled[i], "sib"))
		p.put(5, 1).put(1, 0).put(4, n-3)
	}
	return p.put(3, 5).put(5, 1).hex() // windows of 20 ms
}

// information begins an SI message with one block.
func information(sib int) *per { return new(per).put(2, 0).put(2, 0).put(5, 0).put(1, 0).put(4, sib-2) }

// lteSIB returns the SI message of a block as far as the fields say what is in it.
func lteSIB(f fields, name string) string {
	said, _ := f[name].(fields)
	switch name {
	case "sib3":
		p := information(3).put(1, 0).flag(false).put(4, 4)
		p.flag(false).put(5, 2).put(3, said.number("priority", 5))
		return p.flag(false, false, false, false).put(6, 6).put(1, 1).put(2, 1).put(3, 1).hex()
	case "sib5":
		list, _ := said["carriers"].([]fields)
		if len(list) == 0 {
			return ""
		}
		p := information(5).put(1, 0).put(3, len(list)-1)
		for _, c := range list {
			p.put(1, 0).flag(false, false, true, false, false, false).put(16, c.number("arfcn", 0)).put(6, 6).put(3, 1).put(5, 4).put(5, 2).put(3, 3).put(1, 1).put(3, c.number("priority", 0)).put(2, 1)
		}
		return p.hex()
	case "sib6":
		list, _ := said["fdd"].([]fields)
		if len(list) == 0 {
			return ""
		}
		p := information(6).put(1, 0).flag(true, false, false).put(4, len(list)-1)
		for _, c := range list {
			p.put(1, 0).flag(true).put(14, c.number("arfcn", 0)).put(3, c.number("priority", 0)).put(5, 4).put(5, 2).put(6, 1).put(7, 70).put(5, 6)
		}
		return p.put(3, 1).hex()
	case "sib7":
		list, _ := said["groups"].([]fields)
		if len(list) == 0 {
			return ""
		}
		p := information(7).put(1, 0).flag(false, true).put(3, 1).put(4, len(list)-1)
		for _, c := range list {
			channels := c["arfcns"].([]int)
			p.put(1, 0).put(10, channels[0]).put(1, 0).put(2, 0).put(5, len(channels)-1)
			for _, n := range channels[1:] {
				p.put(10, n)
			}
			p.flag(true).flag(false).put(3, c.number("priority", 0)).put(8, 255).put(6, 1).put(5, 2).put(5, 1)
		}
		return p.hex()
	}
	return ""
}

// nrSIB1 is TS 38.331 clause 6.2.2, SIB1, without what a phone needs to enter.
func nrSIB1(f fields) string {
	scheduled := f["scheduled"].([]string)
	p := new(per).put(2, 1)
	p.flag(true, false, len(scheduled) > 0).put(8, 0)
	p.put(4, 0).put(6, f.number("q_rx_lev_min_dbm", 0)/2+70)
	p.put(2, 0).put(4, 0).put(1, 0).flag(true, false).put(4, 0) // one list with one network
	p.network(f["plmns"].([]string)[0])
	p.put(24, f.number("tac", 0)).put(18, f.number("nci", 0)>>18).put(18, f.number("nci", 0)&(1<<18-1)).put(1, 1)
	if len(scheduled) > 0 {
		p.put(4, 0).put(5, len(scheduled)-1) // no configuration of requests, extensions none
		for _, s := range scheduled {
			n, _ := strconv.Atoi(strings.TrimPrefix(s, "sib"))
			p.put(1, 0).put(3, 3).put(5, 0)
			p.flag(true, false).put(1, 0).put(4, n-2).put(5, 1)
		}
		p.put(4, 2)
	}
	return p.hex()
}

// siMessages are the messages after SIB1 in the order of its schedule.
func siMessages(f fields) (list []string) {
	for _, name := range f["scheduled"].([]string) {
		list = append(list, lteSIB(f, name))
	}
	if !slices.ContainsFunc(list, func(m string) bool { return m != "" }) {
		return nil
	}
	return list
}
