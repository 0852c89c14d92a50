//go:build !cgo

package celldb

import (
	"errors"
	"path/filepath"
	"testing"
)

func TestWithoutCItSaysSo(t *testing.T) {
	if _, err := Import(t.Context(), filepath.Join(t.TempDir(), "x.db"), nil, nil, nil); !errors.Is(err, errNoC) {
		t.Error(err)
	}
}
