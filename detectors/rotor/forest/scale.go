package forest

import (
	"math"
	"slices"
)

// steps is how many codes a feature has.
const steps = 64

// A Scale codes features by their rank among the rows it was made of.
type Scale struct {
	Edges [][]float32 // a feature's steps-1 edges, ascending
}

// NewScale makes the scale of rows, all of one length. NaN counts for nothing.
func NewScale(rows [][]float64) Scale {
	s := Scale{Edges: make([][]float32, len(rows[0]))}
	column := make([]float64, 0, len(rows))
	for f := range s.Edges {
		column = column[:0]
		for _, r := range rows {
			if !math.IsNaN(r[f]) {
				column = append(column, r[f])
			}
		}
		slices.Sort(column)
		s.Edges[f] = make([]float32, steps-1)
		for i := range s.Edges[f] {
			if len(column) > 0 {
				s.Edges[f][i] = float32(column[(i+1)*(len(column)-1)/steps])
			}
		}
	}
	return s
}

// Code writes the codes of a row to dst, which has its length. A feature that is
// NaN gets the code of the median.
func (s Scale) Code(dst []uint8, row []float64) {
	for f, v := range row {
		if math.IsNaN(v) {
			dst[f] = steps / 2
			continue
		}
		at, _ := slices.BinarySearch(s.Edges[f], float32(v))
		dst[f] = uint8(at)
	}
}
