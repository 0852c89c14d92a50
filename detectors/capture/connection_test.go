package capture

import (
	"bytes"
	"encoding/hex"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/rogue"
)

// A packet is one message as GSMTAP has it.
type packet struct {
	kind, sub byte
	uplink    bool
	text      string // in hex
}

// Messages made for the purpose; tshark 4.0.17 names every one of them as here
// (tshark -r x.pcap -T fields -e _ws.col.Info), those of GSM behind their first
// one excepted, which it does not take apart.
var messages = map[string]packet{
	"RRCConnectionRelease to GERAN":                {13, 1, false, "2822215000"},
	"RRCConnectionRelease to E-UTRA":               {13, 1, false, "282200a280"},
	"RRCConnectionRelease":                         {13, 1, false, "2802"},
	"SecurityModeCommand EEA0":                     {13, 1, false, "300010"},
	"SecurityModeCommand EEA2":                     {13, 1, false, "300220"},
	"DLInformationTransfer, Identity request":      {13, 1, false, "0800183aa808"},
	"RRCConnectionRequest":                         {13, 2, true, "5123456789a8"},
	"RRCConnectionSetupComplete, Attach request":   {13, 3, true, "2000380e82e217ec05f020000202224466880be1e000000000040404023a00"},
	"the same of a registered phone":               {13, 3, true, "2021904040000404101d0505c4"},
	"ULInformationTransfer, Identity response":     {13, 3, true, "480160eac101220202064a8ed300"},
	"Identity request":                             {18, 0, false, "075501"},
	"Identity request for the equipment":           {18, 0, false, "075502"},
	"Authentication request":                       {18, 0, false, "075200111111111111111111111111111111111022222222222222222222222222222222"},
	"Security mode command EEA0":                   {18, 0, false, "37aabbccdd00075d010002e0e0"},
	"Security mode command EEA2":                   {18, 0, false, "37aabbccdd00075d220002e0e0"},
	"Attach reject":                                {18, 0, false, "07440b"},
	"Extended service request":                     {18, 0, true, "17aabbccdd00074c000504f0f0f0f0"},
	"Service request":                              {18, 0, true, "c7031122"},
	"GSM Identity Request":                         {1, 8, false, "03200d0518012b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"},
	"GSM Ciphering Mode Command without ciphering": {1, 8, false, "03400d0635002b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"},
	"GSM Ciphering Mode Command A5/3":              {1, 8, false, "03400d0635152b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"},
	"GSM Channel Release":                          {1, 8, false, "03600d060d002b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"},
	"GSM CM Service Request":                       {1, 8, true, "013f41052471035336a105f4aabbccdd000000002b2b2b"},
	"GSM Authentication Request":                   {1, 8, false, "032049051200333333333333333333333333333333332b"},
	"GSM Location Updating Reject":                 {1, 8, false, "03200d05040c2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"},
	"GSM Identity Request as layer 3":              {2, 0, false, "051801"},
	"a cell of GSM":                                {1, 1, false, "49061b67820 2f801b5adc8031e56a505b8000083004 04b"},
}

func (p packet) octets(t testing.TB) []byte {
	t.Helper()
	payload, err := hex.DecodeString(string(bytes.ReplaceAll([]byte(p.text), []byte(" "), nil)))
	if err != nil {
		t.Fatal(err)
	}
	head := []byte{2, 4, p.kind, 0, 0, 42, 0, 0, 0, 0, 0, 0, p.sub, 0, 0, 0}
	if p.uplink {
		head[4] |= 0x40
	}
	return append(head, payload...)
}

// TestSigns: what each message says of a connection.
func TestSigns(t *testing.T) {
	for name, want := range map[string]sign{
		"RRCConnectionRelease to GERAN": toGSM, "RRCConnectionRelease to E-UTRA": ends, "RRCConnectionRelease": ends,
		"SecurityModeCommand EEA0": bare, "SecurityModeCommand EEA2": proves, "DLInformationTransfer, Identity request": asks,
		"RRCConnectionRequest": begins, "RRCConnectionSetupComplete, Attach request": begins, "the same of a registered phone": begins,
		"ULInformationTransfer, Identity response": nothing, "Identity request": asks, "Identity request for the equipment": nothing,
		"Authentication request": proves, "Security mode command EEA0": bare, "Security mode command EEA2": proves, "Attach reject": refuses,
		"Extended service request": fallback, "Service request": begins, "GSM Identity Request": asks,
		"GSM Ciphering Mode Command without ciphering": bare, "GSM Ciphering Mode Command A5/3": proves, "GSM Channel Release": ends,
		"GSM CM Service Request": begins, "GSM Authentication Request": proves, "GSM Location Updating Reject": refuses, "GSM Identity Request as layer 3": asks,
	} {
		h, payload, ok := parse(messages[name].octets(t))
		if !ok {
			t.Fatalf("%s: no header", name)
		}
		if got := signOf(h, payload); got != want {
			t.Errorf("%s: sign %d, want %d", name, got, want)
		}
	}
}

// A line of a story: seconds since the one before, and a message.
type line struct {
	after   int
	message string
}

// play feeds a story and returns the last counts and what the judge said, and
// wants every payload erased.
func play(t *testing.T, setup rogue.Setup, story []line) (n Connections, said []detectors.Event) {
	t.Helper()
	judge := rogue.New(setup)
	s := newCells(func(e detectors.Event) {
		switch f := e.Fields.(type) {
		case GSM:
			if f.Connections != nil {
				n = *f.Connections
			}
		case Link:
			n = *f.Connections
		}
		judge.See(&e, func(a detectors.Event) { said = append(said, a) })
	})
	at := testTime
	for _, l := range story {
		at = at.Add(time.Duration(l.after) * time.Second)
		b := messages[l.message].octets(t)
		s.take(at, b)
		if !bytes.Equal(b[16:], make([]byte, len(b)-16)) {
			t.Errorf("%s: left %x", l.message, b[16:])
		}
	}
	s.finish(at)
	return n, said
}

func TestConnections(t *testing.T) {
	attach := []line{{1, "RRCConnectionRequest"}, {0, "RRCConnectionSetupComplete, Attach request"}, {0, "Identity request"}}
	whole := func(more ...line) []line { return append(append([]line(nil), attach...), more...) }
	var many []line
	for range 12 {
		many = append(many, line{1, "GSM CM Service Request"}, line{0, "GSM Identity Request"}, line{0, "GSM Authentication Request"}, line{0, "GSM Channel Release"})
	}
	for _, c := range []struct {
		what  string
		story []line
		want  Connections
	}{
		{"a request alone is no connection", attach[:2], Connections{}},
		{"an attachment as it should be", whole(line{0, "Authentication request"}, line{0, "Security mode command EEA2"}, line{5, "RRCConnectionRelease"}), Connections{Total: 1, Authenticated: 1, Asked: 1, MinuteTotal: 1, MinuteExposing: 1}},
		{"asked and let go", whole(line{1, "RRCConnectionRelease"}), Connections{Total: 1, Asked: 1, AskedOnly: 1, MinuteTotal: 1, MinuteExposing: 1}},
		{"asked and refused, end of the capture", whole(line{1, "Attach reject"}), Connections{Total: 1, Asked: 1, AskedOnly: 1, Rejected: 1, MinuteTotal: 1, MinuteExposing: 1}},
		{"asked, then the capture ends", attach, Connections{}},
		{"a call on 2G", []line{{1, "Extended service request"}, {1, "RRCConnectionRelease to GERAN"}}, Connections{Total: 1, Redirected: 1, Fallback: 1, MinuteTotal: 1}},
		{"pushed to 2G", []line{{1, "Service request"}, {1, "RRCConnectionRelease to GERAN"}}, Connections{Total: 1, Redirected: 1, MinuteTotal: 1}},
		{"without encryption", []line{{1, "a cell of GSM"}, {1, "GSM CM Service Request"}, {0, "GSM Authentication Request"}, {0, "GSM Ciphering Mode Command without ciphering"}, {1, "GSM Channel Release"}}, Connections{Total: 1, Authenticated: 1, NoCipher: 1, MinuteTotal: 1}},
		{"twelve in a minute", many, Connections{Total: 12, Authenticated: 12, Asked: 12, MinuteTotal: 12, MinuteExposing: 12}},
	} {
		if n, _ := play(t, rogue.Setup{}, c.story); n != c.want {
			t.Errorf("%s:\n got %+v\nwant %+v", c.what, n, c.want)
		}
	}
}

// TestWhatTheJudgeSaysOfConnections: no weak sign alone, and no ordinary life.
func TestWhatTheJudgeSaysOfConnections(t *testing.T) {
	lure := []line{{1, "Service request"}, {0, "Identity request"}, {0, "Security mode command EEA0"}, {1, "RRCConnectionRelease to GERAN"}}
	lure[2].message = "SecurityModeCommand EEA0"
	asked := []line{{1, "RRCConnectionRequest"}, {0, "Identity request"}, {1, "Attach reject"}, {0, "RRCConnectionRelease"}}
	calls := []line{{1, "Extended service request"}, {0, "Authentication request"}, {1, "RRCConnectionRelease to GERAN"}}
	for _, c := range []struct {
		what  string
		story []line
		worst detectors.Severity
	}{
		{"identity without authentication, once", asked, detectors.Info},
		{"identity without authentication, three times", append(append(append([]line(nil), asked...), asked...), asked...), detectors.Info},
		{"identity asked, no encryption, pushed to 2G", lure, detectors.Alert},
		{"a phone that makes calls on 2G", append(append([]line(nil), calls...), calls...), detectors.Info},
	} {
		worst := detectors.Info
		for _, e := range second(play(t, rogue.Setup{}, c.story)) {
			if worst != detectors.Alert {
				worst = e.Severity
			}
		}
		if worst != c.worst {
			t.Errorf("%s: %s, want %s", c.what, worst, c.worst)
		}
	}
}

func second[A, B any](_ A, b B) B { return b }

// TestExposureIsOffUnlessAskedFor: the Marlin criterion.
func TestExposureIsOffUnlessAskedFor(t *testing.T) {
	var story []line
	for range 12 {
		story = append(story, line{1, "GSM CM Service Request"}, line{0, "GSM Identity Request"}, line{0, "GSM Authentication Request"}, line{0, "GSM Channel Release"})
	}
	x := rogue.DefaultExposure()
	for _, c := range []struct {
		setup rogue.Setup
		said  bool
	}{{rogue.Setup{Watch: -3}, false}, {rogue.Setup{Watch: -3, Exposure: &x}, true}} {
		if _, said := play(t, c.setup, story); (len(said) > 0) != c.said {
			t.Errorf("exposure %v: said %v", c.setup.Exposure, said)
		}
	}
}

func FuzzSigns(f *testing.F) {
	for _, m := range messages {
		f.Add(m.kind, m.sub, m.uplink, m.octets(f)[16:])
	}
	f.Fuzz(func(t *testing.T, kind, sub byte, uplink bool, payload []byte) {
		if s := signOf(header{kind: kind, sub: sub, uplink: uplink}, payload); s < nothing || s > emergent {
			t.Errorf("sign %d", s)
		}
	})
}
