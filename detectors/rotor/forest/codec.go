package forest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// ErrCorrupt is wrapped when what is read is no forest.
var ErrCorrupt = errors.New("forest: corrupt")

// leafBit marks a node in the file that is a leaf.
const leafBit = 1 << 15

// Write writes a scale, a forest and a Boosted: counts as uint32, then edges,
// leaves, nodes and twigs, little-endian. A node is 16 bits: a leaf's row, or
// feature and code; that nodes are in preorder tells the rest.
func Write(w io.Writer, s Scale, f *Forest, t Boosted) error {
	if len(f.Leaves) > leafBit*f.Classes {
		return fmt.Errorf("forest: %d mixtures of classes in leaves, more than %d", len(f.Leaves)/f.Classes, leafBit)
	}
	var b bytes.Buffer
	count := func(n int) { _ = binary.Write(&b, binary.LittleEndian, uint32(n)) } // a Buffer takes all
	count(len(s.Edges))
	for _, e := range s.Edges {
		_ = binary.Write(&b, binary.LittleEndian, e)
	}
	count(f.Classes)
	count(len(f.Leaves))
	b.Write(f.Leaves)
	count(len(f.Trees))
	for _, t := range f.Trees {
		count(len(t))
		for _, n := range t {
			word := uint16(n.Feature)<<6 | uint16(n.Below)
			if n.Below == 0 {
				word = leafBit | n.Right
			}
			b.Write([]byte{byte(word), byte(word >> 8)})
		}
	}
	count(len(t))
	_ = binary.Write(&b, binary.LittleEndian, t)
	_, err := w.Write(b.Bytes())
	return err
}

// Read reads what Write wrote and checks that every path ends in a leaf.
func Read(data []byte) (Scale, *Forest, Boosted, error) {
	r := reader{data: data}
	s := Scale{Edges: make([][]float32, r.count(256))}
	for i := range s.Edges {
		s.Edges[i] = make([]float32, steps-1)
		if err := binary.Read(&r, binary.LittleEndian, s.Edges[i]); err != nil {
			return s, nil, nil, fmt.Errorf("%w: edges of feature %d", ErrCorrupt, i)
		}
	}
	f := &Forest{Classes: r.count(maxClasses)}
	f.Leaves = make([]uint8, r.count(maxClasses<<16))
	_, _ = io.ReadFull(&r, f.Leaves)
	f.Trees = make([]Tree, r.count(1<<12))
	for i := range f.Trees {
		f.Trees[i] = make(Tree, r.count(1<<16))
		for k := range f.Trees[i] {
			var n [2]byte
			_, _ = io.ReadFull(&r, n[:])
			word := uint16(n[0]) | uint16(n[1])<<8
			if word&leafBit != 0 {
				f.Trees[i][k] = Node{Right: word &^ leafBit}
			} else {
				f.Trees[i][k] = Node{Feature: uint8(word >> 6), Below: uint8(word & 63)}
				r.bad = r.bad || word&63 == 0
			}
		}
		if !r.bad && f.Trees[i].link(0) != len(f.Trees[i]) {
			r.bad = true
		}
	}
	b := make(Boosted, r.count(1<<12))
	if err := binary.Read(&r, binary.LittleEndian, b); err != nil || r.bad || len(r.data) > 0 {
		return s, nil, nil, fmt.Errorf("%w: %d octets", ErrCorrupt, len(data))
	}
	if err := f.check(len(s.Edges)); err != nil {
		return s, nil, nil, err
	}
	return s, f, b, b.check(len(s.Edges))
}

// link sets where the nodes of the subtree at a place go right, and returns the
// place behind it, -1 when it is torn.
func (t Tree) link(at int) int {
	for at >= 0 && at < len(t) && t[at].Below != 0 {
		next := t.link(at + 1)
		if next < 0 || next >= len(t) {
			return -1
		}
		t[at].Right = uint16(next)
		at = next
	}
	if at < 0 || at >= len(t) {
		return -1
	}
	return at + 1
}

// check sees to it that Vote stays within the forest and comes to an end.
func (f *Forest) check(features int) error {
	for i, t := range f.Trees {
		ok := len(t) > 0
		for k, n := range t {
			if n.Below == 0 {
				ok = ok && (int(n.Right)+1)*f.Classes <= len(f.Leaves)
			} else {
				ok = ok && int(n.Feature) < features && int(n.Right) > k+1 && int(n.Right) < len(t)
			}
		}
		if !ok {
			return fmt.Errorf("%w: tree %d", ErrCorrupt, i)
		}
	}
	return nil
}

// check sees to it that Probability asks for features that are there.
func (b Boosted) check(features int) error {
	for i, t := range b {
		for _, c := range t.Cuts {
			if int(c.Feature) >= features {
				return fmt.Errorf("%w: twig %d", ErrCorrupt, i)
			}
		}
	}
	return nil
}

// A reader reads octets and remembers whether any were missing.
type reader struct {
	data []byte
	bad  bool
}

func (r *reader) Read(p []byte) (int, error) {
	n := copy(p, r.data)
	r.data = r.data[n:]
	if n < len(p) {
		r.bad = true
		return n, io.ErrUnexpectedEOF
	}
	return n, nil
}

// count reads a number of things, of which there are at most most.
func (r *reader) count(most int) int {
	var b [4]byte
	_, _ = r.Read(b[:])
	n := int(binary.LittleEndian.Uint32(b[:]))
	if n > most {
		r.bad = true
		return 0
	}
	return n
}
