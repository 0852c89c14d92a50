package forest

// A Forest is its trees; all of them vote.
type Forest struct {
	Classes int
	Trees   []Tree
	Leaves  []uint8 // shares of the classes in 255, one row for each mixture that occurs
}

// A Tree is its nodes in preorder: the left child of a node is the next one.
type Tree []Node

// A Node sends a row left when its code is below. A node whose Below is 0 is a
// leaf, and Right its row in Leaves.
type Node struct {
	Feature, Below uint8
	Right          uint16
}

// Vote writes the mean shares of the classes to dst.
func (f *Forest) Vote(dst []float64, codes []uint8) {
	clear(dst)
	for _, t := range f.Trees {
		at := 0
		for t[at].Below != 0 {
			if n := &t[at]; codes[n.Feature] < n.Below {
				at++
			} else {
				at = int(n.Right)
			}
		}
		leaf := f.Leaves[int(t[at].Right)*f.Classes:]
		for c := range dst {
			dst[c] += float64(leaf[c])
		}
	}
	for c := range dst {
		dst[c] /= 255 * float64(len(f.Trees))
	}
}
