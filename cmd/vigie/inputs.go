package main

import (
	"fmt"

	"github.com/alecthomas/kong"
)

// An input is what one table of a receiver or a microphone is read into.
type input interface{ check() error }

// inputs are the kinds of tables that may be written several times.
var inputs = map[string]func() input{
	"receiver":   func() input { return &receiverFlags{} },
	"microphone": func() input { return &microphoneFlags{} },
}

func (f *file) checkInputs(kind string, grammar func() input) error {
	for i := range f.tables(kind) {
		if err := f.input(kind, i, grammar()); err != nil {
			return err
		}
	}
	if f.tables(kind) == nil {
		return f.at(kind, "%ss are written [[%s]], one table each", kind, kind)
	}
	return nil
}

// tables returns the tables of a kind.
func (f *file) tables(kind string) []map[string]any {
	tables, _ := f.tree[kind].([]map[string]any)
	return tables
}

// receivers returns every receiver of the file.
func (f *file) receivers() (all []*receiverFlags, err error) {
	for i := range f.tables("receiver") {
		r := &receiverFlags{}
		if err := f.input("receiver", i, r); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// microphones returns every microphone of the file.
func (f *file) microphones() (all []*microphoneFlags, err error) {
	for i := range f.tables("microphone") {
		m := &microphoneFlags{}
		if err := f.input("microphone", i, m); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// input reads the i-th table of a kind with the parser of the command line: its
// keys are the flags that name such an input.
func (f *file) input(kind string, i int, grammar input) error {
	table := f.tables(kind)[i]
	parser, err := kong.New(grammar, kong.Name(kind), kong.NoDefaultHelp(), kong.Exit(func(int) {}))
	if err != nil {
		return err
	}
	prefix := fmt.Sprintf("%s.%d", kind, i)
	var args []string
	for _, key := range sorted(table) {
		if err := f.checkFlag(parser.Model.Node, prefix+".", key, table[key]); err != nil {
			return err
		}
		args = append(args, "--"+key+"="+tomlText(table[key]))
	}
	if _, err := parser.Parse(args); err != nil {
		return f.at(prefix, "[[%s]]: %v", kind, err)
	}
	if err := grammar.check(); err != nil {
		return f.at(prefix, "[[%s]]: %v", kind, err)
	}
	return nil
}
