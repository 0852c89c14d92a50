// Package evaluate holds events against known truth: what was found of what is
// there, and what was said of what is not.
//
// An index is a JSON list of recordings, each with how to read it and what is
// known to be in it. Detection probability is the share of known emitters that
// were found; false alarms are counted only in recordings that are known to
// hold none, per hour of their length, with the exact upper bound of a Poisson
// rate at 95 % confidence (Garwood, Biometrika 28, 1936), which is what may be
// said when few or none were seen.
package evaluate

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"vigie/sdr"
)

// The kinds of recordings that can be evaluated.
const (
	iq    = "iq"
	sound = "sound"
)

// An Entry is one recording of an index.
type Entry struct {
	Path      string      `json:"path"` // below the index's folder
	Kind      string      `json:"kind"` // "iq" and "sound" can be evaluated
	Format    *sdr.Format `json:"format"`
	Rate      float64     `json:"rate"`            // samples a second
	Centre    float64     `json:"centre_hz"`       // on the air
	LO        float64     `json:"converter_lo_hz"` // 0 without a converter
	SkipBytes int64       `json:"skip_bytes"`
	Truth     Truth       `json:"truth"`
}

// Truth is what is known of a recording. A nil list says nothing; an empty one
// says that there is none.
type Truth struct {
	LTE   []json.RawMessage `json:"lte_cells"`
	NR    []json.RawMessage `json:"nr_cells"`
	GSM   []json.RawMessage `json:"gsm_cells"`
	Drone *bool             `json:"drone"`
	Links []string          `json:"links"` // of the drone, by their names in the contract, if that is known
	Lab   bool              `json:"lab"`   // a laboratory's cell, which looks like an IMSI catcher
	// Aircraft is what is heard in a recording of sound, by its class in the
	// contract, or "none".
	Aircraft string `json:"aircraft"`
}

// ErrRateUnknown is wrapped by the error for a recording whose sample rate
// nobody knows: it cannot be evaluated.
var ErrRateUnknown = errors.New("sample rate unknown")

// ReadIndex reads an index file.
func ReadIndex(path string) ([]Entry, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var entries []json.RawMessage
	if err := json.Unmarshal(text, &entries); err != nil {
		return nil, fmt.Errorf("%s: not a JSON list of recordings: %w", path, err)
	}
	var all []Entry
	for i, raw := range entries {
		var e Entry
		var kind struct {
			Kind string `json:"kind"`
		}
		if err := json.Unmarshal(raw, &kind); err != nil {
			return nil, fmt.Errorf("%s: recording %d: %w", path, i, err)
		}
		if kind.Kind != iq && kind.Kind != sound {
			continue
		}
		if err := json.Unmarshal(raw, &e); err != nil {
			return nil, fmt.Errorf("%s: recording %d: %w", path, i, err)
		}
		if e.Path == "" || e.Kind == iq && e.Format == nil {
			return nil, fmt.Errorf("%s: recording %d: path or format is missing", path, i)
		}
		if !slices.Contains(heard, e.Truth.Aircraft) {
			return nil, fmt.Errorf("%s: recording %d: aircraft %q; one of %q is possible", path, i, e.Truth.Aircraft, heard[1:])
		}
		e.Path = filepath.Join(filepath.Dir(path), filepath.FromSlash(e.Path))
		all = append(all, e)
	}
	return all, nil
}
