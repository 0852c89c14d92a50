package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"vigie/detectors/all"
	"vigie/sdr/dsp"
)

// version is set by the build: -ldflags "-X main.version=…".
var version = "development"

type versionCmd struct{}

// Run says what this binary is.
func (versionCmd) Run(e *env) error {
	fmt.Fprintf(e.stdout, "vigie %s (%s, %s/%s)\n", buildVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(e.stdout, "spectra:   %s\n", dsp.Backend())
	fmt.Fprintf(e.stdout, "receivers: %s\n", strings.Join(built(), ", "))
	fmt.Fprintf(e.stdout, "detectors: %s\n", strings.Join(all.Names(all.Specs()), ", "))
	_, err := fmt.Fprintln(e.stdout, "GPL-3.0-or-later; it transmits nothing")
	return err
}

// buildVersion prefers what the build said, then what Go knows of the commit.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if version != "development" || !ok {
		return version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(12, len(s.Value))]
		}
	}
	return version
}
