package all

import (
	"reflect"
	"strings"
	"testing"

	"vigie/detectors"
)

// forbidden are the words that no field of an event may be named with: who
// somebody is, and what somebody says.
var forbidden = []string{
	"imsi", "imei", "tmsi", "guti", "msisdn", "suci", "supi", "subscriber", "phone", "mobileidentity", "ueidentity",
	"audio", "pcm", "voice", "speech", "picture", "image", "sms", "payload", "plaintext",
}

// TestNoEventCanHoldAnIdentityOrAVoice walks every type that leaves the process.
func TestNoEventCanHoldAnIdentityOrAVoice(t *testing.T) {
	types := []any{detectors.Event{}, detectors.SummaryFields{}, detectors.SensorFields{}}
	for _, s := range Specs() {
		for _, f := range s.Fields {
			types = append(types, f)
		}
		if len(s.Fields) == 0 {
			t.Errorf("detector %s does not list the fields of its events", s.Name)
		}
	}
	for _, v := range types {
		walk(t, reflect.TypeOf(v), reflect.TypeOf(v).String(), map[reflect.Type]bool{})
	}
}

func walk(t *testing.T, typ reflect.Type, path string, seen map[reflect.Type]bool) {
	if seen[typ] {
		return
	}
	seen[typ] = true
	switch typ.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		walk(t, typ.Elem(), path+"[]", seen)
	case reflect.Struct:
		if typ.PkgPath() == "time" {
			return
		}
		for i := range typ.NumField() {
			f := typ.Field(i)
			name := path + "." + f.Name
			if !counts(path, f.Type) {
				checkName(t, name, f.Name)
				checkName(t, name, f.Tag.Get("json"))
			}
			walk(t, f.Type, name, seen)
		}
	case reflect.Float32, reflect.Complex64, reflect.Complex128, reflect.Func, reflect.Chan:
		t.Errorf("%s is a %s: samples and code do not belong into an event", path, typ)
	}
}

// counts reports whether a field only counts pages of one kind of identity,
// which is all that the contract lets an event say of them.
func counts(path string, typ reflect.Type) bool {
	return strings.HasSuffix(strings.TrimRight(path, "[]"), ".Paging") && (typ.Kind() == reflect.Int || typ.Kind() == reflect.Uint64)
}

func checkName(t *testing.T, path, name string) {
	for _, word := range forbidden {
		if strings.Contains(strings.ToLower(name), word) {
			t.Errorf("%s is named with %q", path, word)
		}
	}
}

func TestTheWalkFindsWhatItLooksFor(t *testing.T) {
	var inner testing.T
	type bad struct{ Nested []struct{ IMSI string } }
	walk(&inner, reflect.TypeOf(bad{}), "bad", map[reflect.Type]bool{})
	if !inner.Failed() {
		t.Error("a nested IMSI field was not found")
	}
	var paging testing.T
	type worse struct{ Paging struct{ IMSI string } }
	walk(&paging, reflect.TypeOf(worse{}), "worse", map[reflect.Type]bool{})
	if !paging.Failed() {
		t.Error("an IMSI among the pages was not found")
	}
}
