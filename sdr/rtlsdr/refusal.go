//go:build cgo && !nortlsdr

package rtlsdr

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// What libusb's functions return, and librtlsdr hands on.
const (
	errIO       = -1
	errAccess   = -3
	errNoDevice = -4
	errBusy     = -6
)

var usbErrors = map[int]string{
	errIO: "input/output error", -2: "not possible here", errAccess: "no permission", errNoDevice: "no such device",
	-5: "not found", errBusy: "busy", -7: "timeout", -8: "overflow", -9: "pipe error", -11: "out of memory", -12: "not supported",
}

func usbError(result int) string {
	if text, ok := usbErrors[result]; ok {
		return fmt.Sprintf("%s (%d)", text, result)
	}
	return "error " + strconv.Itoa(result)
}

// televisionModules are the kernel's drivers that take an RTL2832U for a
// television receiver: the first binds to USB, the others come with it.
var televisionModules = []string{"dvb_usb_rtl28xxu", "rtl2832_sdr", "rtl2832"}

func (i Info) label() string {
	if i.Serial != "" {
		return "dongle " + i.Serial
	}
	return "dongle " + strconv.Itoa(i.Index)
}

// find picks the dongle that o asks for.
func find(list []Info, o Options) (Info, error) {
	if len(list) == 0 {
		return Info{}, fmt.Errorf("rtlsdr: no dongle: looked on USB for the RTL2832U kinds that librtlsdr knows (0bda:2832, 0bda:2838 and their relatives) and found none; is it plugged in (lsusb shows 0bda:…)?")
	}
	var serials []string
	for _, i := range list {
		if o.Serial == "" && i.Index == o.Index || o.Serial != "" && i.Serial == o.Serial {
			return i, nil
		}
		serials = append(serials, fmt.Sprintf("%d: %q", i.Index, i.Serial))
	}
	wanted := fmt.Sprintf("number %d", o.Index)
	if o.Serial != "" {
		wanted = fmt.Sprintf("with serial %q", o.Serial)
	}
	return Info{}, fmt.Errorf("rtlsdr: no dongle %s; found %s (an empty serial may mean no permission)", wanted, strings.Join(serials, ", "))
}

// refusal explains why a dongle on the bus could not be opened. sys and modules
// are where the kernel tells about USB devices and its modules.
func refusal(i Info, result int, sys, modules string) error {
	switch {
	case result == errAccess:
		return fmt.Errorf("rtlsdr: %s: no permission to use it: copy hardware/udev/60-vigie-sdr.rules to /etc/udev/rules.d, run 'sudo udevadm control --reload' and plug it in again", i.label())
	case result == errBusy, result == 0: // 0 without a dongle: the kernel did not let go
		holder := usbDriver(sys, i.Serial)
		if slices.Contains(televisionModules, holder) || result == 0 {
			return televisionError(i, holder, modules)
		}
		if holder == "" && len(loaded(modules)) > 0 {
			return televisionError(i, "", modules)
		}
		return fmt.Errorf("rtlsdr: %s: in use by another program (rtl_tcp, a second vigie, …)", i.label())
	}
	return fmt.Errorf("rtlsdr: %s: cannot open it: %s", i.label(), usbError(result))
}

func televisionError(i Info, holder, modules string) error {
	names := loaded(modules)
	if len(names) == 0 {
		names = televisionModules
	}
	if holder == "" {
		holder = names[0]
	}
	return fmt.Errorf("rtlsdr: %s: held by the kernel's television driver %s: free it with 'sudo modprobe -r %s', and for good by copying hardware/modprobe/vigie-rtlsdr.conf to /etc/modprobe.d",
		i.label(), holder, strings.Join(names, " "))
}

// loaded returns the television modules named in the kernel's module list, those
// that use others first, so that modprobe -r can take them in this order.
func loaded(modules string) (names []string) {
	text, err := os.ReadFile(modules)
	if err != nil {
		return nil
	}
	for _, name := range televisionModules {
		if strings.HasPrefix(string(text), name+" ") || strings.Contains(string(text), "\n"+name+" ") {
			names = append(names, name)
		}
	}
	return names
}

// usbDriver returns the driver bound to interface 0 of the USB device with that
// serial; "" when there is none or it cannot be told.
func usbDriver(sys, serial string) string {
	if serial == "" {
		return ""
	}
	files, err := filepath.Glob(filepath.Join(sys, "bus/usb/devices/*/serial"))
	if err != nil {
		return ""
	}
	for _, f := range files {
		if text, err := os.ReadFile(f); err != nil || strings.TrimSpace(string(text)) != serial {
			continue
		}
		dir := filepath.Dir(f)
		if driver, err := os.Readlink(dir + "/" + filepath.Base(dir) + ":1.0/driver"); err == nil {
			return filepath.Base(driver)
		}
	}
	return ""
}
