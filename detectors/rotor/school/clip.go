package school

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"vigie/acoustic"
	"vigie/detectors/rotor"
)

// A Clip is a recording with its label.
type Clip struct {
	File    string // below the manifest's folder
	Label   string // of the manifest
	Kind    string // finer: the aircraft's model, or what else it is
	Class   rotor.Class
	Source  string // whose recordings of this class: what is left out together
	Group   string // cut from one recording, or made by one speaker
	Licence string
	BandHz  float64
	Sound   []float32
}

// classes are those of the manifest's labels; all others are no aircraft.
var classes = map[string]rotor.Class{
	"drone": rotor.Multirotor, "rotor_bench": rotor.Multirotor, "drone_ego": rotor.Multirotor,
	"helicopter": rotor.Helicopter, "airplane": rotor.FixedWing,
}

// ReadManifest reads a CSV file with the columns file, label, sub, src_repo and
// licence, and the clips it names.
func ReadManifest(ctx context.Context, path string) ([]Clip, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("rotor: manifest: %w", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("rotor: manifest %s: %w", path, err)
	}
	if len(rows) < 2 {
		return nil, fmt.Errorf("rotor: manifest %s: no clips", path)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	for _, name := range []string{"file", "label", "sub", "src_repo", "licence"} {
		if _, ok := column[name]; !ok {
			return nil, fmt.Errorf("rotor: manifest %s: no column %q in its first line", path, name)
		}
	}
	clips := make([]Clip, 0, len(rows)-1)
	for _, r := range rows[1:] {
		c := Clip{
			File: r[column["file"]], Label: r[column["label"]], Kind: r[column["sub"]],
			Source: r[column["src_repo"]], Licence: r[column["licence"]],
		}
		c.Class = classes[c.Label]
		c.Source += " " + c.Class.String()
		c.Group = group(c.File)
		if err := c.read(ctx, filepath.Join(filepath.Dir(path), filepath.FromSlash(c.File))); err != nil {
			return nil, err
		}
		clips = append(clips, c)
	}
	return clips, nil
}

// freesound is ESC-50's name of a clip: fold, number of the upload, take.
var freesound = regexp.MustCompile(`\d-(\d+)-[A-Z]\b`)

// trailing is the number of a piece within a recording.
var trailing = regexp.MustCompile(`[-_]?\d+$`)

// group names the recording or the speaker that a clip is from.
func group(file string) string {
	if m := freesound.FindStringSubmatch(file); m != nil {
		return m[1]
	}
	stem := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	return trailing.ReplaceAllString(stem, "")
}

// read takes the clip's sound into memory.
func (c *Clip) read(ctx context.Context, path string) error {
	r, err := acoustic.Open(ctx, path, acoustic.Options{})
	if err != nil {
		return fmt.Errorf("rotor: clip: %w", err)
	}
	defer r.Close()
	var b acoustic.Block
	for {
		err := r.Read(ctx, &b)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("rotor: clip %s: %w", path, err)
		}
		c.BandHz = float64(b.Band)
		c.Sound = append(c.Sound, b.PCM[0]...)
	}
}
