package microphone

import (
	"errors"
	"strings"
	"testing"
)

func TestNamesMeanOneDevice(t *testing.T) {
	all := []Info{{Name: "USB Audio: #0 (hw:1,0)"}, {Name: "pulse", Default: true}, {Name: "usb"}, {Name: "Monitor of USB speaker"}}
	for _, c := range []struct {
		name string
		want int
		says string
	}{
		{"", 1, ""},
		{"pulse", 1, ""},
		{"usb", 2, ""}, // the whole name wins over parts
		{"hw:1", 0, ""},
		{"usb audio", 0, ""},
		{"USB", 0, "3 are named so"},
		{"cellar", 0, "none is named so"},
	} {
		got, err := choose(all, c.name)
		if c.says != "" {
			if !errors.Is(err, ErrNoDevice) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q: %v, want %q", c.name, err, c.says)
			}
		} else if err != nil || got != c.want {
			t.Errorf("%q is device %d, %v; want %d", c.name, got, err, c.want)
		}
	}
	if got, err := choose(all[:1], ""); got != 0 || err != nil {
		t.Errorf("without a default: %d, %v", got, err)
	}
	if _, err := choose(nil, ""); !errors.Is(err, ErrNoDevice) {
		t.Errorf("no device at all: %v", err)
	}
}

func TestImpossibleOptionsAreRefused(t *testing.T) {
	for _, o := range []Options{{Channels: 0}, {Channels: 3}, {Channels: 1, Rate: 100}, {Channels: 1, Rate: 1e7}} {
		if _, err := Open(o); err == nil || errors.Is(err, ErrNoDevice) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
