package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"vigie/detectors"
	"vigie/detectors/all"
	"vigie/detectors/rogue"
)

type detectorsCmd struct {
	JSON       bool `name:"json" help:"As JSON." xor:"form"`
	Markdown   bool `help:"As Markdown: docs/detectors.md is made so." xor:"form"`
	Indicators bool `help:"The signs by which cells are judged, with weights and innocent explanations, as Markdown."`
}

// Run describes every detector from its Spec.
func (c *detectorsCmd) Run(e *env) error {
	if c.Indicators {
		return rogue.Document(e.stdout, e.lang())
	}
	if c.JSON {
		return c.json(e)
	}
	if c.Markdown {
		return markdown(e.stdout, all.Specs(), e.lang())
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

// A row is one line of a description.
type row struct{ heading, text string }

// rows returns what a Spec says to people.
func rows(s detectors.Spec, lang string) []row {
	return []row{
		{headings.finds.In(lang), s.Finds.In(lang)},
		{headings.bands.In(lang), s.Bands.In(lang)},
		{headings.like.In(lang), s.LooksLike.In(lang)},
		{headings.blind.In(lang), s.CannotSee.In(lang)},
		{headings.proof.In(lang), string(s.Reaches)},
	}
}

func describe(w io.Writer, s detectors.Spec, lang string) error {
	if _, err := fmt.Fprintf(w, "%s (version %d)\n", s.Name, s.Version); err != nil {
		return err
	}
	for _, r := range rows(s, lang) {
		if _, err := fmt.Fprintf(w, "  %s:\n%s\n", r.heading, wrap(r.text, "    ", 96)); err != nil {
			return err
		}
	}
	return nil
}

// markdown writes the page of the documentation.
func markdown(w io.Writer, specs []detectors.Spec, lang string) error {
	title := detectors.Text{EN: "What vigie sees, and what it cannot", FR: "Ce que vigie voit, et ce qu'elle ne voit pas"}
	origin := detectors.Text{
		EN: "Made from the program: `vigie detectors --markdown`.",
		FR: "Tiré du programme : `vigie --lang fr detectors --markdown`.",
	}
	fmt.Fprintf(w, "# %s\n\n%s\n", title.In(lang), origin.In(lang))
	for _, s := range specs {
		fmt.Fprintf(w, "\n## %s\n\n", s.Name)
		for _, r := range rows(s, lang) {
			if _, err := fmt.Fprintf(w, "- **%s**: %s\n", r.heading, r.text); err != nil {
				return err
			}
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
	type entry struct {
		Name      string             `json:"name"`
		Version   int                `json:"version"`
		Types     []detectors.Type   `json:"types"`
		Finds     detectors.Text     `json:"finds"`
		Bands     detectors.Text     `json:"bands"`
		LooksLike detectors.Text     `json:"looks_like"`
		CannotSee detectors.Text     `json:"cannot_see"`
		Reaches   detectors.Evidence `json:"reaches"`
	}
	entries := []entry{}
	for _, s := range all.Specs() {
		entries = append(entries, entry{s.Name, s.Version, s.Types, s.Finds, s.Bands, s.LooksLike, s.CannotSee, s.Reaches})
	}
	enc := json.NewEncoder(e.stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(entries)
}
