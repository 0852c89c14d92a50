package celldb

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A Bad row could not be read.
type Bad struct {
	Line int
	Why  string
}

// mostTold bounds how many bad rows are kept by line; all are counted.
const mostTold = 20

// A Report says what an import came to.
type Report struct {
	Cells  int64 // rows taken from lists of cells
	Sites  int64 // from lists of transmitters
	Passed int64 // of systems, networks or states that nobody asks for
	Bad    int64 // could not be read
	Told   []Bad // the first of them
	Kept   int64 // cells in the database afterwards
}

func (r *Report) refuse(line int, why error) {
	r.Bad++
	if len(r.Told) < mostTold {
		r.Told = append(r.Told, Bad{line, why.Error()})
	}
}

// ErrUnknown is wrapped by the error of a file whose columns are not known.
var ErrUnknown = errors.New("neither OpenCelliD or Mozilla cells (radio,mcc,net,area,cell,…) nor ANFR's observatory (adm_lb_nom;emr_lb_systeme;coordonnees;…)")

// plain undoes gzip, if it is.
func plain(in io.Reader) (*bufio.Reader, error) {
	b := bufio.NewReaderSize(in, 1<<20)
	if magic, _ := b.Peek(2); string(magic) != "\x1f\x8b" {
		return b, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, err
	}
	return bufio.NewReaderSize(z, 1<<20), nil
}

// A taker reads one row: it keeps it, passes over it, or says what is wrong.
type taker interface {
	take(row []string) (kept bool, err error)
}

// rows gives every row of a CSV file to the reader that its columns call for.
func rows(in io.Reader, to *writer, report *Report) error {
	text, err := plain(in)
	if err != nil {
		return err
	}
	head, err := text.Peek(4096)
	if len(head) == 0 {
		return fmt.Errorf("empty file: %w", err)
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(string(head), "\ufeff"), "\n")
	r := csv.NewReader(text)
	r.ReuseRecord, r.LazyQuotes, r.FieldsPerRecord = true, true, -1
	if strings.Count(first, ";") > strings.Count(first, ",") {
		r.Comma = ';'
	}
	t, skip, err := takerOf(strings.Split(strings.TrimRight(first, "\r"), string(r.Comma)), to)
	if err != nil {
		return err
	}
	for {
		row, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && errors.Is(err, csv.ErrQuote), err != nil && errors.Is(err, csv.ErrBareQuote):
			line, _ := r.FieldPos(0)
			report.refuse(line, err)
			continue
		case err != nil:
			return err // the file itself, such as a gzip stream that was cut
		case skip:
			skip = false
			continue
		}
		kept, err := t.take(row)
		switch {
		case err != nil && errors.Is(err, errWrite):
			return err
		case err != nil:
			line, _ := r.FieldPos(0)
			report.refuse(line, err)
		case !kept:
			report.Passed++
		}
	}
}

// takerOf chooses by the first line; skip says that it is a heading.
func takerOf(first []string, to *writer) (t taker, skip bool, err error) {
	columns := map[string]int{}
	for i, name := range first {
		columns[strings.ToLower(strings.Trim(name, "\" \ufeff"))] = i
	}
	if t, ok := newANFR(columns, to); ok {
		return t, true, nil
	}
	return newCells(columns, first, to)
}
