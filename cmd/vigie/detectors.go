package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"vigie/detectors"
	"vigie/detectors/all"
)

type detectorsCmd struct {
	JSON bool `name:"json" help:"As JSON."`
}

// Run describes every detector from its Spec.
func (c *detectorsCmd) Run(e *env) error {
	if c.JSON {
		return c.json(e)
	}
	for i, s := range all.Specs() {
		if i > 0 {
			fmt.Fprintln(e.stdout)
		}
		if err := describe(e.stdout, s, e.lang()); err != nil {
			return err
		}
	}
	return nil
}

// headings of a description, in both languages.
var headings = struct{ finds, bands, like, blind, proof detectors.Text }{
	finds: detectors.Text{EN: "finds", FR: "trouve"},
	bands: detectors.Text{EN: "where", FR: "où"},
	like:  detectors.Text{EN: "what looks like it", FR: "ce qui y ressemble"},
	blind: detectors.Text{EN: "cannot see", FR: "ne voit pas"},
	proof: detectors.Text{EN: "best evidence", FR: "meilleure preuve"},
}

func describe(w io.Writer, s detectors.Spec, lang string) error {
	if _, err := fmt.Fprintf(w, "%s (version %d)\n", s.Name, s.Version); err != nil {
		return err
	}
	for _, row := range []struct {
		heading detectors.Text
		text    string
	}{
		{headings.finds, s.Finds.In(lang)},
		{headings.bands, s.Bands.In(lang)},
		{headings.like, s.LooksLike.In(lang)},
		{headings.blind, s.CannotSee.In(lang)},
		{headings.proof, string(s.Reaches)},
	} {
		if _, err := fmt.Fprintf(w, "  %s:\n%s\n", row.heading.In(lang), wrap(row.text, "    ", 96)); err != nil {
			return err
		}
	}
	return nil
}

// wrap breaks text into lines of at most width columns, each after indent.
func wrap(text, indent string, width int) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case column == 0:
			b.WriteString(indent)
			column = len(indent)
		case column+1+n > width:
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}

func (c *detectorsCmd) json(e *env) error {
	type row struct {
		Name      string             `json:"name"`
		Version   int                `json:"version"`
		Types     []detectors.Type   `json:"types"`
		Finds     detectors.Text     `json:"finds"`
		Bands     detectors.Text     `json:"bands"`
		LooksLike detectors.Text     `json:"looks_like"`
		CannotSee detectors.Text     `json:"cannot_see"`
		Reaches   detectors.Evidence `json:"reaches"`
	}
	rows := []row{}
	for _, s := range all.Specs() {
		rows = append(rows, row{s.Name, s.Version, s.Types, s.Finds, s.Bands, s.LooksLike, s.CannotSee, s.Reaches})
	}
	enc := json.NewEncoder(e.stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(rows)
}
