package recording

import (
	"testing"

	"vigie/internal/testdata"
	"vigie/sdr"
)

func TestRatesInFileNames(t *testing.T) {
	for _, c := range []struct {
		name         string
		rate, centre sdr.Hz
	}{
		{"x/gfile003_433.920M_250k.cu8", 250e3, 433.92e6},
		{"lacrosse_915M_250k.cu8", 250e3, 915e6},
		{"adsb_1090M_2000k.cu8", 2e6, 1090e6},
		{"g001_868.3M_1024ksps.cs16", 1024e3, 868.3e6},
		{"phone_1.8425G_15.36M.cf32", 15.36e6, 1842.5e6},
		{"wlan_bpsk12_20000k.cf32", 20e6, 0},
		{"mavic_air_2_50000k.cf32", 50e6, 0},
		{"GSMSP_940.8Mhz_118.cfile", 0, 940.8e6},
		{"f796_s1.92_bw1.2_0.08s_rtlsdr.bin", 1.92e6, 796e6},
		{"f1852.5_s19.2_bw20_0.08s_hackrf_home.bin", 19.2e6, 1852.5e6},
		{"f796_s1.92e6_x.bin", 1.92e6, 796e6},
		{"s1.92_alone.bin", 0, 0}, // only a pair says so
		{"f806_pci300_50rb_sib1edge_2400k.cu8", 2.4e6, 0},
		{"two_250k_1024k.cu8", 0, 0}, // which one?
		{"two_433.92M_868.3M_250k.cu8", 250e3, 0},
		{"plus3.0MHz_2400k.cu8", 2.4e6, 0}, // an offset is no centre
		{"lora_sf7_bw125_cr45_125k_8msgs.cf32", 125e3, 0},
		{"noise_rtlsdr.bin", 0, 0},
		{"99999999999k.cu8", 0, 0},
	} {
		if rate, centre := ratesOf(c.name); rate != c.rate || centre != c.centre {
			t.Errorf("%s: rate %v, centre %v; want %v, %v", c.name, rate, centre, c.rate, c.centre)
		}
	}
}

// What is guessed from the name of a real recording is either right or nothing.
func TestNamesOfRealRecordingsNeverMislead(t *testing.T) {
	formats, rates := 0, 0
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" {
			continue
		}
		if f := formatOf(e.Path); f != 0 {
			formats++
			if f.String() != e.Format {
				t.Errorf("%s: guessed %v, is %s", e.Path, f, e.Format)
			}
		}
		rate, centre := ratesOf(e.Path)
		if rate != 0 {
			rates++
		}
		if rate != 0 && e.RateHz != 0 && float64(rate) != e.RateHz {
			t.Errorf("%s: guessed %v S/s, is %v", e.Path, rate, e.RateHz)
		}
		if centre != 0 && e.CentreHz != 0 && float64(centre) != e.CentreHz {
			t.Errorf("%s: guessed %v Hz, is %v", e.Path, centre, e.CentreHz)
		}
	}
	t.Logf("format of %d and rate of %d recordings known by name", formats, rates)
}
