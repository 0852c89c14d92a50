package school

import (
	"context"
	"encoding/gob"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"

	"vigie/detectors/rotor"
)

func TestLab(t *testing.T) {
	if os.Getenv("LAB") == "" {
		t.Skip()
	}
	p := &pupils{}
	if f, err := os.Open("/tmp/lab.gob"); err == nil {
		d := gob.NewDecoder(f)
		d.Decode(&p.clips)
		d.Decode(&p.lessons)
	} else {
		p, _ = gather(context.Background(), "/work/shared/data/acoustic/manifest.csv", func(s string) { fmt.Println(s) })
		f, _ := os.Create("/tmp/lab.gob")
		e := gob.NewEncoder(f)
		cl := slices.Clone(p.clips)
		for i := range cl {
			cl[i].Sound = nil
		}
		e.Encode(cl)
		e.Encode(p.lessons)
		f.Close()
	}
	env := func(n string, v float64) float64 {
		if s := os.Getenv(n); s != "" {
			v, _ = strconv.ParseFloat(s, 64)
		}
		return v
	}
	weights[rotor.Helicopter] = env("WH", 0.4)
	weights[rotor.FixedWing] = env("WF", 0.4)
	options.Tries = int(env("MF", 30))
	options.Leaf = int(env("LEAF", 3))

	modelW := env("WM", 0.5)
	ModelWeight = modelW
	if os.Getenv("NOAUG") != "" {
		p.lessons = p.lessons[:len(p.clips)]
	}
	p.rows = code(p.lessons)
	tr := &Training{Model: &rotor.Model{Scale: p.rows.scale}, Clips: p.clips}
	tr.Answers = p.answers(BySource(p.clips))
	for class := rotor.Helicopter; class < rotor.Classes; class++ {
		tr.Model.Calibration[class] = calibrate(p.clips, tr.Answers, class)
	}
	Report(os.Stdout, tr)
}
