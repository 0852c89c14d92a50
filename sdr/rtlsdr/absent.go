//go:build !cgo || nortlsdr

package rtlsdr

import "errors"

var errAbsent = errors.New("rtlsdr: this vigie was built without RTL-SDR: install librtlsdr-dev and a C compiler and build with CGO_ENABLED=1 and without the tag nortlsdr (make build does it), or run rtl_tcp beside it and use that")

// Built reports whether this build can open such devices.
const Built = false

// Open says that this build has no RTL-SDR.
func Open(o Options) (Receiver, error) {
	if _, err := o.complete(); err != nil {
		return nil, err
	}
	return nil, errAbsent
}

// List returns no dongles.
func List() []Info { return nil }
