package recording

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

// An archived recording's files, as they lie in a .sigmf archive.
type member struct{ offset, size int64 }

// openArchive opens the one recording of the SigMF archive at filePath, a tar
// file, without unpacking it.
func openArchive(filePath, name string, o Options) (*Reader, error) {
	f, err := os.Open(filePath)
	if err != nil {
		return nil, cause(err)
	}
	r, err := openMember(f, name, o)
	if err != nil {
		f.Close()
		return nil, err
	}
	return r, nil
}

func openMember(f *os.File, name string, o Options) (*Reader, error) {
	meta, members, err := listArchive(f)
	if err != nil {
		return nil, err
	}
	at := members[meta]
	m, err := readMetadata(io.NewSectionReader(f, at.offset, at.size))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", meta, err)
	}
	dataset := strings.TrimSuffix(meta, metaSuffix) + dataSuffix
	if m.Global.Dataset != "" {
		dataset = path.Join(path.Dir(meta), m.Global.Dataset)
	}
	samples, found := members[dataset]
	if !found {
		return nil, fmt.Errorf("its data %s are not in the archive", shorten(dataset))
	}
	d := part(f, samples.offset, samples.size)
	return openSigMF(m, d, io.NewSectionReader(f, samples.offset, samples.size), name, o)
}

// listArchive returns where the files of the archive lie, and which one holds the metadata.
func listArchive(f *os.File) (meta string, members map[string]member, err error) {
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return "", nil, errors.New("a SigMF archive must be a file")
	}
	members = map[string]member{}
	for t := tar.NewReader(f); ; {
		h, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return "", nil, fmt.Errorf("not a tar archive, as .sigmf files are: %w", err)
		}
		offset, err := f.Seek(0, io.SeekCurrent)
		if err != nil {
			return "", nil, cause(err)
		}
		if h.Typeflag != tar.TypeReg || isSparse(h) {
			continue
		}
		name := path.Clean(h.Name)
		members[name] = member{offset, h.Size}
		if strings.HasSuffix(name, metaSuffix) {
			if meta != "" {
				return "", nil, errors.New("an archive of several recordings; unpack it (tar xf) and name them")
			}
			meta = name
		}
	}
	if meta == "" {
		return "", nil, errors.New("an archive without a .sigmf-meta file")
	}
	return meta, members, nil
}

// isSparse tells whether the bytes of a file do not lie in one piece.
func isSparse(h *tar.Header) bool {
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}
