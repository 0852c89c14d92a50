package acoustic

import (
	"context"
	"errors"
	"io"
	"os"
	"sync/atomic"

	"vigie/sdr"
)

// An input gives bytes from a file or, so that it can be called off, a pipe.
type input interface {
	// ReadFull fills buf as io.ReadFull does, or returns sdr.ErrCalledOff.
	ReadFull(ctx context.Context, buf []byte) (int, error)
	Close() error
}

// newInput reads f from where it stands; size is -1 for a pipe.
func newInput(f *os.File) (in input, size int64, err error) {
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, 0, err
	case info.IsDir():
		return nil, 0, errors.New("is a folder, not a recording")
	case info.Mode().IsRegular():
		at, err := f.Seek(0, io.SeekCurrent) // standard input may have been read in part
		return fileInput{f}, max(0, info.Size()-at), err
	}
	return pipeInput{sdr.NewPipe(f), f}, -1, nil
}

type fileInput struct{ *os.File }

func (f fileInput) ReadFull(ctx context.Context, buf []byte) (int, error) {
	if ctx.Err() != nil {
		return 0, sdr.ErrCalledOff
	}
	return io.ReadFull(f.File, buf)
}

type pipeInput struct {
	*sdr.Pipe
	file *os.File
}

func (p pipeInput) Close() error {
	p.End()
	return p.file.Close()
}

// inputReader is an input as an io.Reader, for the header.
type inputReader struct {
	ctx context.Context
	in  input
	at  *atomic.Int64 // bytes read
}

func (r inputReader) Read(p []byte) (int, error) {
	n, err := r.in.ReadFull(r.ctx, p)
	r.at.Add(int64(n))
	switch {
	case errors.Is(err, sdr.ErrCalledOff):
		err = context.Cause(r.ctx)
	case err == io.ErrUnexpectedEOF:
		err = io.EOF
	}
	return n, err
}
