package school

import (
	"bufio"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"vigie/detectors/rotor/timbre"
)

func wav(path string) []float32 {
	b, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	i := strings.Index(string(b[:min(len(b), 4096)]), "data")
	b = b[i+8:]
	x := make([]float32, len(b)/2)
	for i := range x {
		x[i] = float32(int16(binary.LittleEndian.Uint16(b[2*i:]))) / 32768
	}
	return x
}

func Lab(m string, clean bool, copies int, seed uint64) {
	f, _ := os.Open(m)
	rows, _ := csv.NewReader(f).ReadAll()
	rows = rows[1:]
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	var clips [][]float32
	var neg, pos []int
	for i, r := range rows {
		clips = append(clips, wav(filepath.Join(filepath.Dir(m), r[0])))
		if r[1] == "drone" || r[1] == "rotor_bench" {
			pos = append(pos, i)
		} else {
			neg = append(neg, i)
		}
	}
	st := newStudio()
	var v timbre.Vector
	looks := func(name, noise string, x []float32, extra string) {
		a := timbre.New()
		hops, n, since := 0, 0, 4
		for len(x) > 0 {
			k, done := a.Push(x)
			x = x[k:]
			if !done {
				continue
			}
			hops++
			since++
			if a.Ready() && (since >= 4 && hops >= 8 || len(x) < timbre.Hop && n == 0) {
				since = 0
				v = a.Look(v)
				n++
				fmt.Fprintf(out, "%s|%s|%s,%d", name, noise, extra, hops)
				for _, y := range v {
					fmt.Fprintf(out, ",%.6g", y)
				}
				fmt.Fprintln(out)
			}
		}
	}
	if clean {
		for i, r := range rows {
			looks(r[0], "", clips[i], "clean")
		}
		return
	}
	p := prng(seed)
	r := &p
	for c := range copies {
		do := func(name string, x []float64, positive bool) {
			st.path(r, x)
			noise, extra := "", fmt.Sprintf("aug%d", c)
			if positive && r.chance(0.7) || !positive && r.chance(0.4) {
				j := neg[r.below(len(neg))]
				nx := cut(r, clips[j])
				st.path(r, nx)
				snr := r.uniform(-6, 20)
				st.mix(x, nx, snr)
				noise = rows[j][0]
				extra = fmt.Sprintf("snr%.0f", snr)
			} else if r.chance(0.5) {
				st.mix(x, st.hiss(r, len(x)), r.uniform(-3, 30))
			}
			looks(name, noise, record(r, x), extra)
		}
		for i, row := range rows {
			positive := row[1] == "drone" || row[1] == "rotor_bench"
			do(row[0], cut(r, clips[i]), positive)
			extra := 0
			if !positive {
				extra = 1
			}
			if row[1] == "helicopter" || row[1] == "airplane" {
				extra = 7
			}
			for range extra {
				do(row[0], cut(r, clips[i]), positive)
			}
		}
		for range 120 {
			do("synth/quad", multirotor(r, taken), true)
			do("synth/heli", helicopter(r, taken), false)
		}
	}
}
