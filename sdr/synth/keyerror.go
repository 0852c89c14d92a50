package synth

import (
	"fmt"
	"strings"
)

// A keyError says what is wrong with the value of a key of a scene.
type keyError struct {
	table string // name of the array of tables the key is in; empty at the top
	entry int    // which table of the array, from 1
	key   string
	text  string
}

// Error implements error.
func (e *keyError) Error() string {
	if e.table == "" {
		return e.key + " " + e.text
	}
	return fmt.Sprintf("%s %d: %s %s", e.table, e.entry, e.key, e.text)
}

// line returns the line of a scene file's text that has the key, or else the
// line its table begins on.
func (e *keyError) line(text string) int {
	start := 0
	for range e.entry {
		start = keyLine(text, e.table, start)
	}
	if at := keyLine(text, e.key, start); at > start {
		return at
	}
	return max(start, 1)
}

// keyLine returns the number of the first line after line number after that
// sets a key or begins its table, or 1.
func keyLine(text, key string, after int) int {
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimLeft(line, " \t[\"'")
		if rest, ok := strings.CutPrefix(line, key); ok && i >= after && strings.IndexAny(rest, " \t=]\"'.") == 0 {
			return i + 1
		}
	}
	return 1
}

// A bounded value must lie within limits.
type bounded struct {
	key          string
	v, low, high float64
}

func (b bounded) check() *keyError {
	if b.v >= b.low && b.v <= b.high {
		return nil
	}
	return &keyError{key: b.key, text: fmt.Sprintf("%g, want %g to %g", b.v, b.low, b.high)}
}
