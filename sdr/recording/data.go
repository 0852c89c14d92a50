package recording

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"vigie/sdr"
)

// data is where the bytes of a recording come from.
type data struct {
	src interface {
		ReadFull(ctx context.Context, buf []byte) (int, error)
	}
	close func() error
	size  int64 // bytes, headers included; -1 when only the end will tell
}

// newData reads f, a file or a pipe, from where it stands to its end.
func newData(f *os.File) (data, error) {
	info, err := f.Stat()
	switch {
	case err != nil:
		return data{}, cause(err)
	case info.IsDir():
		return data{}, errors.New("is a directory, not a recording")
	case info.Mode()&fs.ModeType != 0:
		p := sdr.NewPipe(f)
		return data{p, func() error { p.End(); return f.Close() }, -1}, nil
	}
	at, err := f.Seek(0, io.SeekCurrent) // standard input may have been read in part
	if err != nil {
		return data{}, cause(err)
	}
	return data{file{f}, f.Close, max(0, info.Size()-at)}, nil
}

// part reads size bytes of f from the offset on.
func part(f *os.File, offset, size int64) data {
	return data{file{io.NewSectionReader(f, offset, size)}, f.Close, size}
}

// A file reads what is there at once, or soon.
type file struct{ io.Reader }

func (f file) ReadFull(ctx context.Context, buf []byte) (int, error) {
	if ctx.Err() != nil {
		return 0, sdr.ErrCalledOff
	}
	return io.ReadFull(f.Reader, buf)
}
