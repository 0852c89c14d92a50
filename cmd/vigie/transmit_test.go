package main

import (
	"bytes"
	"debug/elf"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"testing"

	"vigie/acoustic/microphone"
	"vigie/sdr/rtlsdr"
	"vigie/sdr/soapy"
)

// sends are the names by which drivers send samples, or write into a device, or play sound.
var sends = regexp.MustCompile(`(?i)writestream|writebuffer|start_tx|_tx_|transmit|write_eeprom`)

// TestNothingTransmits looks at what the program takes from C libraries, and at
// the sources for the word by which SoapySDR is told to send.
func TestNothingTransmits(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the program is no ELF file here")
	}
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	file, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	symbols, err := file.ImportedSymbols()
	if err != nil && rtlsdr.Built {
		t.Fatal(err)
	}
	var names []string
	for _, s := range symbols {
		names = append(names, s.Name)
		if sends.MatchString(s.Name) {
			t.Errorf("the program imports %s", s.Name)
		}
	}
	if rtlsdr.Built && !slices.Contains(names, "rtlsdr_read_async") || soapy.Built && !slices.Contains(names, "SoapySDRDevice_readStream") {
		t.Errorf("not even what receives is among the imports: %v", names)
	}
	if microphone.Built && !slices.Contains(names, "Pa_ReadStream") {
		t.Errorf("not even what listens is among the imports: %v", names)
	}
	for _, word := range []string{"SoapySDRDevice_writeStream", "Pa_WriteStream", "hackrf_start_tx", "rtlsdr_write_eeprom"} {
		if !sends.MatchString(word) {
			t.Errorf("%s would not be noticed", word)
		}
	}
	sources, err := filepath.Glob("../../sdr/*/*.[cgh]*")
	if err != nil || len(sources) < 20 {
		t.Fatalf("%d sources, %v", len(sources), err)
	}
	for _, source := range sources {
		text, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte("SOAPY_SDR_TX")) {
			t.Errorf("%s names SOAPY_SDR_TX", source)
		}
	}
}
