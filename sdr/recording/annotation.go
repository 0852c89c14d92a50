package recording

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"vigie/sdr"
)

// An Annotation says what is in a stretch of a recording.
type Annotation struct {
	SampleStart uint64 // number of the first sample, as Reader.SampleAt gives it
	SampleCount uint64
	LowerHz     sdr.Hz // edges on the air; both 0: not stated
	UpperHz     sdr.Hz
	Label       string // 20 characters or fewer, for plots
	Comment     string // of any length
	Generator   string // who says so; "" is vigie
}

// annotationJSON is an Annotation under SigMF's names.
type annotationJSON struct {
	SampleStart uint64  `json:"core:sample_start"`
	SampleCount uint64  `json:"core:sample_count"`
	LowerHz     *sdr.Hz `json:"core:freq_lower_edge,omitempty"`
	UpperHz     *sdr.Hz `json:"core:freq_upper_edge,omitempty"`
	Label       string  `json:"core:label,omitempty"`
	Comment     string  `json:"core:comment,omitempty"`
	Generator   string  `json:"core:generator"`
}

// encode returns the JSON of a.
func (a *Annotation) encode() (json.RawMessage, error) {
	j := annotationJSON{
		SampleStart: a.SampleStart, SampleCount: a.SampleCount,
		Label: a.Label, Comment: a.Comment, Generator: cmp.Or(a.Generator, "vigie"),
	}
	if a.LowerHz != 0 || a.UpperHz != 0 {
		if !(a.LowerHz <= a.UpperHz && math.Abs(float64(a.LowerHz)) <= maxCentre && math.Abs(float64(a.UpperHz)) <= maxCentre) {
			return nil, fmt.Errorf("annotation %q from %v to %v Hz: edges out of order or range", a.Label, float64(a.LowerHz), float64(a.UpperHz))
		}
		j.LowerHz, j.UpperHz = &a.LowerHz, &a.UpperHz
	}
	return encodeJSON(j)
}

// Annotate adds annotations to the recording whose metadata are at metaPath, and
// keeps everything else that stands there. The file is replaced in one step;
// an annotation that it holds already is not added again.
func Annotate(metaPath string, annotations []Annotation) error {
	if err := annotate(metaPath, annotations); err != nil {
		return fmt.Errorf("recording: %s: %w", metaPath, err)
	}
	return nil
}

func annotate(metaPath string, annotations []Annotation) error {
	path, err := filepath.EvalSymlinks(metaPath)
	if err != nil {
		return cause(err)
	}
	f, err := os.Open(path)
	if err != nil {
		return cause(err)
	}
	text, err := readLimited(f)
	f.Close()
	if err != nil {
		return err
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(text, &top); err != nil {
		return jsonError(text, err)
	}
	if top["global"] == nil {
		return errors.New(`no "global" object: not SigMF metadata`)
	}
	var list []json.RawMessage
	if there := top["annotations"]; there != nil {
		if err := json.Unmarshal(there, &list); err != nil {
			return fmt.Errorf("annotations: %w", err)
		}
	}
	more := make([]json.RawMessage, len(annotations))
	for i := range annotations {
		if more[i], err = annotations[i].encode(); err != nil {
			return err
		}
	}
	if top["annotations"], err = encodeJSON(merge(list, more)); err != nil {
		return err
	}
	if top["captures"] == nil {
		top["captures"] = json.RawMessage("[]")
	}
	return writeMetadata(path, top)
}

// merge adds annotations to the list, without what it holds already, and sorts
// it by sample, as SigMF demands.
func merge(list, more []json.RawMessage) []json.RawMessage {
	type entry struct {
		start float64
		raw   json.RawMessage
	}
	entries := make([]entry, 0, len(list)+len(more))
	known := map[string]bool{}
	for _, raw := range list {
		known[compact(raw)] = true
		entries = append(entries, entry{startOf(raw), raw})
	}
	for _, raw := range more {
		if key := compact(raw); !known[key] {
			known[key] = true
			entries = append(entries, entry{startOf(raw), raw})
		}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(a.start, b.start) })
	merged := make([]json.RawMessage, len(entries))
	for i, e := range entries {
		merged[i] = e.raw
	}
	return merged
}

// startOf returns the core:sample_start of an annotation, 0 where there is none.
func startOf(raw json.RawMessage) float64 {
	var a struct {
		Start float64 `json:"core:sample_start"`
	}
	if json.Unmarshal(raw, &a) != nil {
		return 0
	}
	return a.Start
}

func compact(raw json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return string(raw)
	}
	return b.String()
}

// encodeJSON is json.Marshal without its escapes for web pages.
func encodeJSON(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// writeMetadata replaces the file at path by the objects of top, SigMF's three
// first, so that a reader sees the old text or the new, never a part.
func writeMetadata(path string, top map[string]json.RawMessage) error {
	keys := []string{"global", "captures", "annotations"}
	var others []string
	for k := range top {
		if !slices.Contains(keys, k) {
			others = append(others, k)
		}
	}
	slices.Sort(others)
	var flat, text bytes.Buffer
	for i, k := range append(keys, others...) {
		name, err := encodeJSON(k)
		if err != nil {
			return err
		}
		flat.WriteByte("{,"[min(i, 1)])
		flat.Write(name)
		flat.WriteByte(':')
		flat.Write(top[k])
	}
	flat.WriteByte('}')
	if err := json.Indent(&text, flat.Bytes(), "", "    "); err != nil {
		return err
	}
	text.WriteByte('\n')
	return replace(path, text.Bytes())
}
