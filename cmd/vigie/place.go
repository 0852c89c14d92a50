package main

import (
	"fmt"
	"strings"

	"vigie/detectors"
	"vigie/detectors/gsm"
	"vigie/detectors/lte"
	"vigie/detectors/nr"
	"vigie/detectors/rogue/knowledge"
	"vigie/sdr"
)

// place returns the channel that a cell is on, in the numbers of its standard, and
// who runs it, as far as they are known. Where the cell did not name its band, all
// that hold the frequency are given.
func place(e *detectors.Event) (channel, operator string) {
	switch f := e.Fields.(type) {
	case gsm.Fields:
		if f.ARFCN != nil {
			channel = fmt.Sprintf("ARFCN %d", *f.ARFCN)
		}
		if f.MCC != "" {
			operator = operatorName(f.MCC + "-" + f.MNC)
		}
		return channel, operator
	case lte.Fields:
		if f.Identity == nil {
			return earfcn(e.Freq, 0), ""
		}
		return earfcn(e.Freq, f.Band), operatorName(f.PLMNs...)
	case lte.HeardFields:
		return earfcn(e.Freq, 0), ""
	case nr.Fields:
		if f.SIB1 == nil {
			return nrarfcn(e.Freq, 0), ""
		}
		return nrarfcn(e.Freq, f.Band), operatorName(f.PLMNs...)
	case nr.Sync:
		return nrarfcn(e.Freq, 0), ""
	}
	return "", ""
}

// cellNumbers returns the numbers that tell a cell from others: its physical identity,
// and the one it is known by in its network, if it said that.
func cellNumbers(e *detectors.Event) string {
	switch f := e.Fields.(type) {
	case gsm.Fields:
		return fmt.Sprintf("BSIC %d%d", f.NCC, f.BCC)
	case lte.Fields:
		if f.Identity == nil {
			return fmt.Sprintf("PCI %d", f.PCI)
		}
		return fmt.Sprintf("PCI %d, %d", f.PCI, f.CellID)
	case lte.HeardFields:
		return fmt.Sprintf("PCI %d", f.PCI)
	case nr.Fields:
		if f.SIB1 == nil {
			return fmt.Sprintf("PCI %d", f.PCI)
		}
		return fmt.Sprintf("PCI %d, %d", f.PCI, f.NCI)
	case nr.Sync:
		return fmt.Sprintf("PCI %d", f.PCI)
	}
	return ""
}

// earfcn names an LTE channel in a band, in every band for 0.
func earfcn(hz sdr.Hz, band int) string {
	var names []string
	for _, b := range sdr.BandsAt("b", hz) {
		if number, ok := b.EARFCN(hz); ok && (band == 0 || b.Name == fmt.Sprintf("b%d", band)) {
			names = append(names, fmt.Sprintf("%s EARFCN %d", b.Name, number))
		}
	}
	return strings.Join(names, " or ")
}

// nrarfcn names the place of an NR synchronisation block.
func nrarfcn(hz sdr.Hz, band int) string {
	number, ok := sdr.NRARFCN(hz)
	if hz <= 0 || !ok {
		return ""
	}
	var names []string
	for _, b := range sdr.BandsAt("n", hz) {
		if band == 0 || b.Name == fmt.Sprintf("n%d", band) {
			names = append(names, b.Name)
		}
	}
	return fmt.Sprintf("%s NR-ARFCN %d", strings.Join(names, " or "), number)
}

// operatorName returns the name of the first network that has a known one, else
// the country of the first.
func operatorName(plmns ...string) string {
	for _, plmn := range plmns {
		if o, ok := knowledge.OperatorOf(plmn); ok {
			return o.Name
		}
	}
	if len(plmns) == 0 {
		return ""
	}
	mcc, _, _ := strings.Cut(plmns[0], "-")
	if test, _ := knowledge.IsTest(plmns[0]); test {
		return "test network"
	}
	country, _ := knowledge.Country(mcc)
	return country
}
