package metrics

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"

	"vigie/detectors"
)

// encode writes e as one JSON object and a line feed. JSON has no word for NaN
// and infinities: where an event holds one, 0 stands in its place. Rather than
// that an event is lost, Fields that cannot be written at all are left out.
func encode(b *bytes.Buffer, e *detectors.Event) error {
	b.Reset()
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(e)
	var unsupported *json.UnsupportedValueError
	if errors.As(err, &unsupported) {
		b.Reset()
		err = enc.Encode(finite(reflect.ValueOf(e)).Interface())
	}
	if err != nil {
		bare := finite(reflect.ValueOf(*e)).Interface().(detectors.Event)
		bare.Fields = nil
		b.Reset()
		err = enc.Encode(bare)
	}
	if err != nil {
		return fmt.Errorf("%w: event %d: %w", ErrRefused, e.Seq, err)
	}
	return nil
}

// JSON returns e as one JSON object, as every sink writes it.
func JSON(e *detectors.Event) (json.RawMessage, error) {
	var b bytes.Buffer
	err := encode(&b, e)
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), err
}

// finite returns a copy of v in which every float that is no finite number is 0.
func finite(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	switch v.Kind() {
	case reflect.Float32, reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			c.SetFloat(0)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			p := reflect.New(v.Type().Elem())
			p.Elem().Set(finite(v.Elem()))
			c.Set(p)
		}
	case reflect.Interface:
		if !v.IsNil() {
			c.Set(finite(v.Elem()))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if c.Field(i).CanSet() {
				c.Field(i).Set(finite(v.Field(i)))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			c.Index(i).Set(finite(v.Index(i)))
		}
	case reflect.Slice:
		if !v.IsNil() {
			c.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
			for i := range v.Len() {
				c.Index(i).Set(finite(v.Index(i)))
			}
		}
	case reflect.Map:
		if !v.IsNil() {
			c.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
			for _, k := range v.MapKeys() {
				c.SetMapIndex(k, finite(v.MapIndex(k)))
			}
		}
	}
	return c
}
