package recording

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"vigie/sdr"
)

// metadata is what reading the samples needs of a .sigmf-meta file.
type metadata struct {
	Global   *global       `json:"global"`
	Captures []captureJSON `json:"captures"`
}

type global struct {
	Datatype      string      `json:"core:datatype"`
	SampleRate    json.Number `json:"core:sample_rate"`
	Channels      json.Number `json:"core:num_channels"`
	Dataset       string      `json:"core:dataset"`
	TrailingBytes json.Number `json:"core:trailing_bytes"`
	Offset        json.Number `json:"core:offset"`
	MetadataOnly  bool        `json:"core:metadata_only"`
	SHA512        string      `json:"core:sha512"`
	Extensions    []struct {
		Name     string `json:"name"`
		Optional *bool  `json:"optional"`
	} `json:"core:extensions"`
}

type captureJSON struct {
	SampleStart json.Number `json:"core:sample_start"`
	Frequency   json.Number `json:"core:frequency"`
	Datetime    string      `json:"core:datetime"`
	GlobalIndex json.Number `json:"core:global_index"`
	HeaderBytes json.Number `json:"core:header_bytes"`
}

// maxMetadata bounds a metadata file: 64 MiB are half a million captures.
const maxMetadata = 64 << 20

// readMetadata parses a metadata file.
func readMetadata(r io.Reader) (*metadata, error) {
	text, err := readLimited(r)
	if err != nil {
		return nil, err
	}
	m := new(metadata)
	if err := json.Unmarshal(text, m); err != nil {
		return nil, jsonError(text, err)
	}
	if m.Global == nil {
		return nil, errors.New(`no "global" object: not SigMF metadata`)
	}
	return m, nil
}

func readLimited(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxMetadata+1))
	switch {
	case err != nil:
		return nil, cause(err)
	case len(text) > maxMetadata:
		return nil, errors.New("metadata of more than 64 MiB")
	}
	return bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), nil
}

// jsonError adds the line to an error of encoding/json.
func jsonError(text []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	offset := int64(-1)
	if errors.As(err, &syntax) {
		offset = syntax.Offset
	} else if errors.As(err, &kind) {
		offset = kind.Offset
	}
	if offset < 0 || offset > int64(len(text)) {
		return err
	}
	return fmt.Errorf("line %d: %w", 1+bytes.Count(text[:offset], []byte("\n")), err)
}

// maxCount bounds the counts of metadata, so that sums of some stay integers.
const maxCount = 1 << 60

// natural reads a count, 0 when it is absent. Writers in languages with one
// kind of number put 1000.0 and 1e3: these are counts too.
func natural(key string, text json.Number) (int64, error) {
	if text == "" {
		return 0, nil
	}
	if n, err := strconv.ParseInt(string(text), 10, 64); err == nil && n >= 0 && n <= maxCount {
		return n, nil
	}
	v, err := strconv.ParseFloat(string(text), 64)
	switch {
	case err != nil || v > maxCount:
		return 0, fmt.Errorf("%s is %s: too large", key, shorten(string(text)))
	case v < 0:
		return 0, fmt.Errorf("%s is %s: must not be negative", key, shorten(string(text)))
	case v != math.Trunc(v):
		return 0, fmt.Errorf("%s is %s: must be a whole number", key, shorten(string(text)))
	}
	return int64(v), nil
}

// hertz reads a frequency or rate, 0 when it is absent.
func hertz(text json.Number) (sdr.Hz, error) {
	if text == "" {
		return 0, nil
	}
	v, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return 0, fmt.Errorf("%s Hz is no frequency", shorten(string(text)))
	}
	return sdr.Hz(v), nil
}

// shorten keeps a hostile value from filling the screen.
func shorten(text string) string {
	if len(text) > 40 {
		return text[:40] + "…"
	}
	return text
}

// parseDatetime reads a core:datetime, RFC 3339 with any number of fractional
// digits, and how fine it is. A time without its zone is taken as UTC, which
// SigMF prescribes; a leap second becomes the second after.
func parseDatetime(text string) (t time.Time, resolution time.Duration, err error) {
	leap := time.Duration(0)
	plain := text
	if len(text) >= 19 && text[16:19] == ":60" {
		plain, leap = text[:16]+":59"+text[19:], time.Second
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05"} {
		if t, err = time.Parse(layout, plain); err == nil && t.Year() >= 1900 && t.Year() < 2200 {
			return t.UTC().Add(leap), resolutionOf(text), nil
		}
	}
	return time.Time{}, 0, fmt.Errorf("core:datetime %q is no date such as 2026-11-22T01:02:03.456Z", shorten(text))
}

// resolutionOf returns the weight of the last digit of a time's seconds.
func resolutionOf(text string) time.Duration {
	resolution := time.Second
	if _, fraction, found := strings.Cut(text, "."); found {
		for i := 0; i < len(fraction) && fraction[i] >= '0' && fraction[i] <= '9'; i++ {
			resolution /= 10
		}
	}
	return resolution
}
