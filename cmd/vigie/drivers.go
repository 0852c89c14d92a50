package main

import (
	"context"
	"fmt"
	"strings"

	"vigie/sdr"
)

// A driver opens one kind of receiver. Low and High are what it can be tuned to.
type driver struct {
	name      string
	low, high sdr.Hz
	open      func(ctx context.Context, f *receiverFlags, tuned sdr.Hz) (sdr.Source, error)
}

// drivers are what this build can open, in the order of their files.
var drivers []driver

// driverNames lists them.
func driverNames() []string {
	names := make([]string, len(drivers))
	for i, d := range drivers {
		names[i] = d.name
	}
	return names
}

// open opens the receiver at a frequency on the air, behind its converter.
func (f *receiverFlags) open(ctx context.Context, centre sdr.Hz) (sdr.Source, error) {
	for _, d := range drivers {
		if d.name != f.Driver {
			continue
		}
		converter := sdr.Converter{LO: f.ConverterLO, Invert: f.Invert, Low: d.low, High: d.high}
		tuned, _, err := converter.Tuned(centre)
		if err != nil {
			return nil, usageError{err}
		}
		src, err := d.open(ctx, f, tuned)
		if err != nil {
			return nil, err
		}
		converted, err := sdr.Convert(src, converter, centre)
		if err != nil {
			src.Close()
			return nil, usageError{err}
		}
		return converted, nil
	}
	return nil, fmt.Errorf("driver %s is not in this build (there are: %s); see the README on building with it",
		f.Driver, strings.Join(driverNames(), ", "))
}
