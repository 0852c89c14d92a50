package forest

// A Forest is its trees; all of them vote.
type Forest struct {
	Classes int
	Trees   []Tree
}

// A Tree is its nodes in preorder: the left child of a node is the next one.
type Tree struct {
	Nodes  []Node
	Leaves []uint8 // shares of the classes in 255, a leaf after the other
}

// A Node sends a row left when its code is below. A node whose Below is 0 is a
// leaf, and Right its number.
type Node struct {
	Feature, Below uint8
	Right          uint16
}

// leaf adds a leaf with the shares of its classes.
func (t *Tree) leaf(count []int64, total int64) {
	t.Nodes = append(t.Nodes, Node{Right: uint16(len(t.Leaves) / len(count))})
	for _, n := range count {
		t.Leaves = append(t.Leaves, uint8((510*n+total)/(2*total)))
	}
}

// Vote writes the mean shares of the classes to dst.
func (f *Forest) Vote(dst []float64, codes []uint8) {
	clear(dst)
	for i := range f.Trees {
		t := &f.Trees[i]
		at := 0
		for t.Nodes[at].Below != 0 {
			if n := &t.Nodes[at]; codes[n.Feature] < n.Below {
				at++
			} else {
				at = int(n.Right)
			}
		}
		leaf := t.Leaves[int(t.Nodes[at].Right)*f.Classes:]
		for c := range dst {
			dst[c] += float64(leaf[c])
		}
	}
	for c := range dst {
		dst[c] /= 255 * float64(len(f.Trees))
	}
}
