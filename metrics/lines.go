package metrics

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"vigie/detectors"
)

// Lines writes events as JSON lines: one object a line, one write a line.
type Lines struct {
	name   string
	w      io.Writer
	buffer bytes.Buffer
}

// NewLines returns a Sink with this name that writes to w and never closes it.
func NewLines(name string, w io.Writer) *Lines { return &Lines{name: name, w: w} }

// Name returns the metric label.
func (l *Lines) Name() string { return l.name }

// Write writes one line.
func (l *Lines) Write(e *detectors.Event) error {
	if err := encode(&l.buffer, e); err != nil {
		return err
	}
	if _, err := l.w.Write(l.buffer.Bytes()); err != nil {
		return fmt.Errorf("%s: %w", l.name, err)
	}
	return nil
}

// Close does nothing.
func (l *Lines) Close() error { return nil }

// A LinesFile appends JSON lines to a file. It opens the file again after a
// failure and when the path no longer leads to it (log rotation), and never
// leaves half a line behind: neither its own after a full disk, nor that of a
// process that was killed.
type LinesFile struct {
	name, path string
	file       *os.File
	buffer     bytes.Buffer
}

// OpenLines returns a Sink with this name that appends to the file at path,
// made when it is not there and readable by its owner only.
func OpenLines(name, path string) (*LinesFile, error) {
	l := &LinesFile{name: name, path: path}
	if err := l.open(); err != nil {
		return nil, err
	}
	return l, nil
}

// Name returns the metric label.
func (l *LinesFile) Name() string { return l.name }

// Write appends one line.
func (l *LinesFile) Write(e *detectors.Event) error {
	if err := encode(&l.buffer, e); err != nil {
		return err
	}
	if l.moved() {
		l.Close() // the file is gone from its path; what it holds was written
	}
	if l.file == nil {
		if err := l.open(); err != nil {
			return err
		}
	}
	if _, err := l.file.Write(l.buffer.Bytes()); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", l.name, err), l.Close())
	}
	return nil
}

// Close closes the file.
func (l *LinesFile) Close() error {
	if l.file == nil {
		return nil
	}
	f := l.file
	l.file = nil
	return f.Close()
}

// moved reports whether the path leads elsewhere than to the open file.
func (l *LinesFile) moved() bool {
	if l.file == nil {
		return false
	}
	there, err := os.Stat(l.path)
	if err != nil {
		return true
	}
	open, err := l.file.Stat()
	return err != nil || !os.SameFile(there, open)
}

// open opens the file at its end, a torn last line cut off.
func (l *LinesFile) open() error {
	f, err := os.OpenFile(l.path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("%s: %w", l.name, err)
	}
	if err := mend(f); err != nil {
		return errors.Join(fmt.Errorf("%s: %s: %w", l.name, l.path, err), f.Close())
	}
	l.file = f
	return nil
}

// maxLine bounds the search for the start of a torn line.
const maxLine = 1 << 20

// mend makes the file end in a whole line. It refuses a file whose last line
// is no JSON object, whole or torn: that file is not ours to cut.
func mend(f *os.File) error {
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return err
	}
	start := max(0, info.Size()-maxLine)
	tail := make([]byte, info.Size()-start)
	if _, err := f.ReadAt(tail, start); err != nil {
		return err
	}
	line := tail[bytes.LastIndexByte(tail, '\n')+1:]
	switch {
	case len(line) == 0:
		return nil
	case line[0] != '{':
		return errors.New("the last line is no event: not a file of JSON lines")
	case json.Valid(line):
		_, err = f.Write([]byte{'\n'})
		return err
	}
	return f.Truncate(info.Size() - int64(len(line)))
}
