package fec

// Sizes of the synchronisation channel's block, TS 45.003 clause 4.7.
const (
	SCHInfo  = 25 // BSIC and reduced frame number
	SCHCoded = 78 // coded bits in a synchronisation burst, two halves of 39
)

// schCRC has the generator D^10+D^8+D^6+D^5+D^4+D^2+1; its parity is sent
// inverted.
var schCRC = NewCRC(10, 0x175)

const schMask = 1<<10 - 1

// A SCH codes and decodes the synchronisation channel.
type SCH struct {
	viterbi *Viterbi
	block   [SCHInfo + 10]byte
}

// NewSCH returns a coder with its own memory.
func NewSCH() *SCH {
	viterbi, err := NewViterbi(GSMConv, SCHCoded/2)
	if err != nil {
		panic(err) // the code is a constant of the standard
	}
	return &SCH{viterbi: viterbi}
}

// Encode appends the 78 coded bits of 25 bits to dst.
func (s *SCH) Encode(dst, info []byte) []byte {
	block := append(s.block[:0], info[:SCHInfo]...)
	block = schCRC.Append(block, block, schMask)
	return GSMConv.EncodeTerminated(dst, block)
}

// Decode fills the 25 bits of info from 78 soft values. ok says whether the
// parity is right, metric is the correlation with the decoded path, see Viterbi.
// Ten parity bits pass one block of noise in 1024: a caller needs a second sign.
func (s *SCH) Decode(info []byte, llr []float32) (metric float32, ok bool) {
	metric = s.viterbi.Terminated(s.block[:], llr[:SCHCoded])
	copy(info[:SCHInfo], s.block[:])
	return metric, schCRC.Mask(s.block[:]) == schMask
}
