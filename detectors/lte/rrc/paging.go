package rrc

// Paging counts the records of paging messages by the type of identity they
// call. The identities themselves are not read, and CountPaging wipes them.
type Paging struct {
	Messages int `json:"messages"`
	STMSI    int `json:"s_tmsi"`
	IMSI     int `json:"imsi"`
	Other    int `json:"other"`
	Changed  int `json:"si_modification"` // messages that announce new system information
}

// Add adds other counts.
func (p *Paging) Add(o Paging) {
	p.Messages += o.Messages
	p.STMSI += o.STMSI
	p.IMSI += o.IMSI
	p.Other += o.Other
	p.Changed += o.Changed
}

// CountPaging counts the records of a PCCH-Message and sets every octet of data
// to zero.
func CountPaging(data []byte) (p Paging) {
	defer clear(data)
	r := &reader{data: data}
	if r.flag() { // a class of messages that is not defined
		return p
	}
	optional := r.flags(4) // records, modification, earthquake warning, extension
	if optional[0] {
		for range r.count(1, 16) {
			r.record(&p)
		}
	}
	if optional[1] && !r.bad {
		p.Changed++
	}
	if r.bad {
		return Paging{}
	}
	p.Messages++
	return p
}

// record counts one PagingRecord and passes over it.
func (r *reader) record(p *Paging) {
	extended := r.flag()
	switch {
	case r.flag(): // an identity of a later release, with its length
		r.small()
		r.octets()
		p.Other++
	case !r.flag():
		r.skip(8 + 32)
		p.STMSI++
	default:
		r.skip(4 * r.ranged(6, 21))
		p.IMSI++
	}
	r.skip(1) // domain
	r.additions(extended)
}
