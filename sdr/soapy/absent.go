//go:build !cgo || !soapy

package soapy

import (
	"errors"

	"vigie/sdr"
)

var errAbsent = errors.New("soapy: this vigie was built without SoapySDR: install libsoapysdr-dev and a C compiler and build with CGO_ENABLED=1 and -tags soapy (make build does it)")

// Built reports whether this build can open such devices.
const Built = false

// Open says that this build has no SoapySDR.
func Open(o Options) (sdr.Receiver, error) {
	if _, err := o.complete(); err != nil {
		return nil, err
	}
	return nil, errAbsent
}

// List says that this build has no SoapySDR.
func List(string) ([]Info, error) { return nil, errAbsent }
