package detectors

// LinkFields says of a drone_link what was recognised of it, never what it
// carries.
type LinkFields struct {
	Link            string   `json:"link"`                       // its name in the contract, such as "droneid-burst"
	Bursts          int      `json:"bursts,omitempty"`           // that the statement rests on
	SpreadingFactor int      `json:"spreading_factor,omitempty"` // of a chirp
	RateHz          float64  `json:"rate_hz,omitempty"`          // packets a second
	Domain          string   `json:"domain,omitempty"`           // regulatory domain that the channels are of, such as "eu868"
	Channels        int      `json:"channels,omitempty"`         // distinct ones seen
	Duty            float64  `json:"duty,omitempty"`             // share of the time on the air
	PeriodS         float64  `json:"period_s,omitempty"`         // of its repetition
	AirtimeS        float64  `json:"airtime_s,omitempty"`        // of one packet
	Agreements      []string `json:"agreements,omitempty"`       // independent tests that agree with the statement
	Binding         string   `json:"binding,omitempty"`          // hash of what binds the link, salted anew in every run
	OffsetHz        *float64 `json:"off_centre_hz,omitempty"`    // from the centre, where that is not known
	Rejected        []string `json:"rejected,omitempty"`         // hypotheses, and why
}

// Same reports whether the same link is stated with the same structure.
func (l LinkFields) Same(other Fields) bool {
	o, ok := other.(LinkFields)
	return ok && l.Link == o.Link && l.SpreadingFactor == o.SpreadingFactor && l.RateHz == o.RateHz && l.Domain == o.Domain
}
