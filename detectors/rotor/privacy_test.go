package rotor

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie/acoustic"
	"vigie/detectors"
	"vigie/detectors/rotor/forest"
	"vigie/internal/testdata"
)

// The attack: whoever has everything that leaves the process trains a forest on
// it to tell which digit was spoken and who spoke it. What may leave is what
// events carry; journal, metrics and page are made of events and of counts of
// them. The summary of a replay is only made from a recording that its reader
// has.

// An utterance is a spoken digit.
type utterance struct {
	digit, speaker int
	sound          []float32
}

const (
	digits   = 10
	speakers = 6
	margin   = 0.03 // over chance, that an attack may reach
)

// utterances cuts the clips of joined digits at the silence between them.
func utterances(t *testing.T) (all []utterance) {
	who := map[string]int{}
	for _, r := range manifest(t) {
		if r["label"] != "speech" {
			continue
		}
		names := strings.Fields(r["note"][strings.Index(r["note"], "source:")+len("source:"):])
		pieces := spoken(sound(t, r["file"]))
		if len(pieces) != len(names) {
			continue // two digits without silence between them
		}
		for i, n := range names {
			digit, speaker, _ := strings.Cut(n, "_")
			speaker, _, _ = strings.Cut(speaker, "_")
			if _, ok := who[speaker]; !ok {
				who[speaker] = len(who)
			}
			all = append(all, utterance{int(digit[0] - '0'), who[speaker], pieces[i]})
		}
	}
	return all
}

// spoken cuts at stretches of a tenth of a second without any sound.
func spoken(x []float32) (pieces [][]float32) {
	const gap = 1600
	begin, quiet := -1, 0
	for i, v := range x {
		if math.Abs(float64(v)) > 2./32768 {
			if begin < 0 {
				begin = i
			}
			quiet = 0
			continue
		}
		if quiet++; begin >= 0 && quiet == gap {
			pieces = append(pieces, x[begin:i-gap])
			begin = -1
		}
	}
	if begin >= 0 && len(x)-begin > gap {
		pieces = append(pieces, x[begin:])
	}
	return pieces
}

// manifest returns the rows of the clips' manifest.
func manifest(t testing.TB) (all []map[string]string) {
	t.Helper()
	f, err := os.Open(testdata.File(t, "acoustic/manifest.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = r[i]
		}
		all = append(all, m)
	}
	return all
}

// sound reads a clip.
func sound(t testing.TB, file string) (x []float32) {
	t.Helper()
	r, err := acoustic.Open(context.Background(), testdata.File(t, filepath.ToSlash(filepath.Join("acoustic", file))), acoustic.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var b acoustic.Block
	for {
		err := r.Read(context.Background(), &b)
		if errors.Is(err, io.EOF) {
			return x
		}
		if err != nil {
			t.Fatal(err)
		}
		x = append(x, b.PCM[0]...)
	}
}

// leaves is what a live sensor lets out about sound, as numbers: of each event
// in its order the time, and every number and word of its JSON.
func leaves(t *testing.T, x []float32) []float64 {
	m, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	const events, each = 4, 9
	out := make([]float64, events*each+1)
	n := 0
	hear(m, x, true, func(e detectors.Event) {
		out[events*each]++
		if n == events {
			return
		}
		f, ok := e.Fields.(Fields)
		if !ok {
			return
		}
		v := []float64{
			float64(e.Time.UnixMilli()), e.Confidence, e.Duration, float64(len(e.Reason)), hash(e.Severity), hash(f.Class), f.Probability, f.F0Hz, e.Statistic.Value,
		}
		copy(out[n*each:], v)
		n++
	})
	return out
}

// hash makes a number of a word.
func hash(v any) (h float64) {
	text, _ := json.Marshal(v)
	for i, c := range text {
		h += float64(int(c) * (i + 1))
	}
	return h
}

// hear runs a detector over sound in the Blocks of a microphone.
func hear(m *Model, x []float32, live bool, emit func(detectors.Event)) *Detector {
	d := m.Ear(detectors.EarSetup{Channels: 1, Live: live})
	for at := 0; at < len(x); at += 1024 {
		b := acoustic.Block{Index: uint64(at), Start: time.Unix(0, 0).Add(acoustic.Rate.Duration(uint64(at))), Channels: 1, Band: 8000}
		b.PCM[0] = x[at:min(len(x), at+1024)]
		d.Hear(&b, emit)
	}
	d.Flush(emit)
	return d
}

// attack is how often a forest grown on the others tells the class of what is
// held back, in turn: the mean over the classes, so that guessing the commonest
// one is worth 1 in classes.
func attack(x [][]float64, class, fold []int, classes, folds int) float64 {
	scale := forest.NewScale(x)
	rows := forest.Rows{Classes: classes}
	for i := range x {
		c := make([]uint8, len(x[i]))
		scale.Code(c, x[i])
		rows.Codes = append(rows.Codes, c)
		rows.Class = append(rows.Class, uint8(class[i]))
		rows.Weight = append(rows.Weight, 1<<16)
	}
	right, of := make([]float64, classes), make([]float64, classes)
	shares := make([]float64, classes)
	for f := range folds {
		var within []int
		for i := range x {
			if fold[i] != f {
				within = append(within, i)
			}
		}
		grown := forest.Grow(rows, forest.Options{Trees: 80, Tries: max(1, len(x[0])/4), Leaf: 2, Seed: 5}.Within(within))
		for i := range x {
			if fold[i] != f {
				continue
			}
			grown.Vote(shares, rows.Codes[i])
			best := 0
			for c := range shares {
				if shares[c] > shares[best] {
					best = c
				}
			}
			of[class[i]]++
			if best == class[i] {
				right[class[i]]++
			}
		}
	}
	mean := 0.
	for c := range right {
		mean += right[c] / of[c] / float64(classes)
	}
	return mean
}

// TestNoVoiceCanBeToldFromWhatLeaves is the gate: digits alone, and digits in
// front of a drone, are attacked from all that a live sensor lets out. The same
// attack succeeds on what it must not let out.
func TestNoVoiceCanBeToldFromWhatLeaves(t *testing.T) {
	all := utterances(t)
	var drones [][]float32
	for _, r := range manifest(t) {
		if strings.HasPrefix(r["src_repo"], "DronePrint/") {
			drones = append(drones, sound(t, r["file"]))
		}
	}
	var digit, speaker, bySpeaker, byTurn, digit2, speaker2, bySpeaker2, byTurn2 []int
	draw := uint64(1)
	var bands, alone, mixed [][]float64
	said := 0
	for i, u := range all {
		digit, speaker = append(digit, u.digit), append(speaker, u.speaker)
		bySpeaker, byTurn = append(bySpeaker, u.speaker), append(byTurn, i%5)
		bands = append(bands, levels(u.sound))
		alone = append(alone, leaves(t, over(u.sound, make([]float32, 2*16000), 0)))
		// Which drones has nothing to do with who speaks or what.
		for range 2 {
			draw = draw*6364136223846793005 + 1442695040888963407
			mixed = append(mixed, leaves(t, over(u.sound, drones[draw>>33%uint64(len(drones))], 0)))
			digit2, speaker2 = append(digit2, u.digit), append(speaker2, u.speaker)
			bySpeaker2, byTurn2 = append(bySpeaker2, u.speaker), append(byTurn2, i%5)
			if last := mixed[len(mixed)-1]; last[len(last)-1] > 0 {
				said++
			}
		}
	}
	deviation := func(p float64) float64 { return math.Sqrt(p * (1 - p) / float64(len(mixed))) }
	t.Logf("%d utterances, %d mixtures; one standard deviation of chance among them: digit %.3f, speaker %.3f; %d gave events", len(all), len(mixed), deviation(1./digits), deviation(1./speakers), said)
	if said < len(mixed)/4 {
		t.Errorf("only %d of %d mixtures gave any event: the attack had nothing to go by", said, len(mixed))
	}
	for _, c := range []struct {
		name                              string
		x                                 [][]float64
		digit, speaker, bySpeaker, byTurn []int
		secret                            bool
	}{
		{"levels of bands, which do not leave", bands, digit, speaker, bySpeaker, byTurn, false},
		{"events of digits alone", alone, digit, speaker, bySpeaker, byTurn, true},
		{"events of digits and a drone, 0 dB", mixed, digit2, speaker2, bySpeaker2, byTurn2, true},
	} {
		unseen := attack(c.x, c.digit, c.bySpeaker, digits, speakers)
		known := attack(c.x, c.digit, c.byTurn, digits, 5)
		who := attack(c.x, c.speaker, c.byTurn, speakers, 5)
		t.Logf("%s: digit %.3f of unseen speakers, %.3f of known ones (chance %.3f); speaker %.3f (chance %.3f)", c.name, unseen, known, 1./digits, who, 1./speakers)
		if !c.secret {
			if known < 0.4 || who < 0.5 {
				t.Error("the attack is too weak to prove anything")
			}
			continue
		}
		if unseen > 1./digits+margin || known > 1./digits+margin {
			t.Errorf("%s tell digits", c.name)
		}
		if who > 1./speakers+margin {
			t.Errorf("%s tell speakers", c.name)
		}
	}
}

// over is a voice repeated over another sound, at a level of the voice in dB.
func over(voice, under []float32, db float64) []float32 {
	power := func(x []float32) float64 {
		sum := 1e-12
		for _, v := range x {
			sum += float64(v) * float64(v) / float64(len(x))
		}
		return sum
	}
	gain := 1.
	if power(under) > 1e-9 {
		gain = math.Sqrt(power(under) / power(voice) * math.Pow(10, db/10))
	}
	out := make([]float32, len(under))
	for i := range out {
		out[i] = under[i]
		if k := i % (len(voice) + 2400); k < len(voice) {
			out[i] += float32(gain * float64(voice[k]))
		}
	}
	return out
}

// levels are the mean powers of an utterance's thirds in 16 bands, what a coarse
// spectrogram would keep.
func levels(x []float32) (v []float64) {
	for part := range 3 {
		piece := x[part*len(x)/3 : (part+1)*len(x)/3]
		for b := range 16 {
			hz := 150 * math.Pow(1.24, float64(b))
			sum := 0.
			for _, step := range []float64{0.94, 1, 1.06} {
				var re, im float64
				for i, s := range piece {
					sin, cos := math.Sincos(2 * math.Pi * hz * step * float64(i) / 16000)
					re, im = re+float64(s)*cos, im+float64(s)*sin
				}
				sum += re*re + im*im
			}
			v = append(v, math.Log(sum+1e-9))
		}
	}
	return v
}
