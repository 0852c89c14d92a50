package rtlsdr

import (
	"strings"
	"testing"

	"vigie/sdr"
)

func TestOptionsAreChecked(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Options
		want string
	}{
		{"rate between the two ranges", Options{Rate: 500e3, Centre: 800e6}, "500000"},
		{"rate beyond USB", Options{Rate: 10e6, Centre: 800e6}, "1e+07"},
		{"no centre", Options{}, "tune"},
		{"centre beyond 32 bits", Options{Centre: 5e9}, "5e+09"},
		{"third input", Options{Centre: 7e6, DirectSampling: 3}, "direct sampling 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Open(c.o); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v; want %q in it", err, c.want)
			}
		})
	}
	o, err := Options{Centre: 800e6}.complete()
	if err != nil || o.Rate != 2.4e6 || o.Settle <= 0 || o.Gain != (sdr.Gain{}) {
		t.Errorf("defaults %+v, %v", o, err)
	}
}
