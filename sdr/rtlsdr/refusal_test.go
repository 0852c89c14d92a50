//go:build cgo && !nortlsdr

package rtlsdr

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A kernel's view of USB: dongle "roof" on port 1-1.2, bound to driver.
func fakeSys(t *testing.T, driver string) string {
	t.Helper()
	sys := t.TempDir()
	device := filepath.Join(sys, "bus/usb/devices/1-1.2")
	drivers := filepath.Join(sys, "bus/usb/drivers", driver)
	for _, dir := range []string{device + "/1-1.2:1.0", drivers} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(device+"/serial", []byte("roof\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if driver == "" {
		return sys
	}
	if err := os.Symlink(drivers, device+"/1-1.2:1.0/driver"); err != nil {
		t.Fatal(err)
	}
	return sys
}

func TestRefusalNamesTheHolder(t *testing.T) {
	modules := filepath.Join(t.TempDir(), "modules")
	text := "rtl2832 32768 1 rtl2832_sdr, Live 0x0\nrtl2832_sdr 28672 0 - Live 0x0\nsnd 1 0 - Live 0x0\n"
	if err := os.WriteFile(modules, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, driver, modules string
		result                int
		want                  string
	}{
		{"the television driver", "dvb_usb_rtl28xxu", modules, errBusy, "driver dvb_usb_rtl28xxu: free it with 'sudo modprobe -r rtl2832_sdr rtl2832'"},
		{"another program through usbfs", "usbfs", modules, errBusy, "another program"},
		{"librtlsdr says nothing, one module is loaded", "", modules, 0, "driver rtl2832_sdr"},
		{"librtlsdr says nothing, nor does the kernel", "", "/nonexistent", 0, "dvb_usb_rtl28xxu rtl2832_sdr rtl2832"},
		{"something else", "", "/nonexistent", -12, "not supported (-12)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := refusal(Info{Serial: "roof"}, c.result, fakeSys(t, c.driver), c.modules)
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v; want %q in it", err, c.want)
			}
		})
	}
}
