package synth

import "math"

// Air is the state of the air.
type Air struct {
	Temperature float64 `toml:"temperature_c"`
	Humidity    float64 `toml:"humidity_percent"`
	Pressure    float64 `toml:"pressure_kpa"`
}

// speed returns the speed of sound, m/s (ISO 9613-1:1993, equation A.5).
func (a Air) speed() float64 { return 343.2 * math.Sqrt((a.Temperature+273.15)/293.15) }

// absorption returns what pure tones of this frequency lose, dB/m (ISO 9613-1:1993,
// equations 3 to 5; the saturation pressure is that of annex B).
func (a Air) absorption(hz float64) float64 {
	const triple, reference = 273.16, 293.15 // K
	kelvin, p := a.Temperature+273.15, a.Pressure/101.325
	saturation := math.Pow(10, -6.8346*math.Pow(triple/kelvin, 1.261)+4.6151)
	water := a.Humidity * saturation / p // molar concentration, %
	t := kelvin / reference
	oxygen := p * (24 + 4.04e4*water*(0.02+water)/(0.391+water))
	nitrogen := p / math.Sqrt(t) * (9 + 280*water*math.Exp(-4.170*(math.Pow(t, -1.0/3)-1)))
	f2 := hz * hz
	return 8.686 * f2 * (1.84e-11/p*math.Sqrt(t) + math.Pow(t, -2.5)*
		(0.01275*math.Exp(-2239.1/kelvin)/(oxygen+f2/oxygen)+0.1068*math.Exp(-3352/kelvin)/(nitrogen+f2/nitrogen)))
}

// reflection returns what the ground gives back of a wave that meets it at a
// grazing angle, for a flow resistivity in kPa·s/m²: 200 is grass, 20000 asphalt.
// The impedance is that of Delany and Bazley (Applied Acoustics 3, 1970), the wave
// plane and the ground locally reacting.
func reflection(hz, sine, resistivity float64) complex128 {
	x := math.Max(hz, 20) / resistivity
	z := complex(1+9.08*math.Pow(x, -0.75), 11.9*math.Pow(x, -0.73))
	s := complex(math.Max(sine, 1e-3), 0)
	return (z*s - 1) / (z*s + 1)
}
