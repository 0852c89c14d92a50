package main

import (
	"strings"
	"testing"

	"vigie/internal/testdata"
)

func TestReplayOfACapture(t *testing.T) {
	for _, name := range []string{"gsmtap/bcch_1749211282-goodsim.pcap", "gsmtap/bcch_qcsuper_xperia_2g_4g.pcap"} {
		out, code := vigie(t, "replay", testdata.File(t, name))
		if code != exitDone || !strings.Contains(out, `"type":"cell"`) || !strings.Contains(out, `"type":"summary"`) || strings.Contains(out, "cell_alert") {
			t.Errorf("%s: exit code %d: %.300s", name, code, out)
		}
	}
}
