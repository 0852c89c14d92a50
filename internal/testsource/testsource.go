// Package testsource opens the real recordings that tests run on as sources.
package testsource

import (
	"testing"

	"vigie/internal/testdata"
	"vigie/sdr"
	"vigie/sdr/recording"
)

// Open opens a recording of kind "iq" until the test ends, and skips the test when it
// is missing.
func Open(t testing.TB, e testdata.Entry) sdr.Source {
	t.Helper()
	f, err := sdr.ParseFormat(e.Format)
	if err != nil {
		t.Fatal(err)
	}
	src, err := recording.Open(testdata.File(t, e.Path), recording.Options{
		Format: f, Rate: sdr.Hz(e.RateHz), Centre: sdr.Hz(e.CentreHz), LO: sdr.Hz(e.LOHz), SkipBytes: e.SkipBytes, Receiver: "replay",
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	return src
}
