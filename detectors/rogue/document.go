package rogue

import (
	"fmt"
	"io"
	"strings"

	"vigie/detectors"
)

// Document writes the catalogue for people, as Markdown, in a language.
func Document(w io.Writer, lang string) error {
	say := func(en, fr string) string { return detectors.Text{EN: en, FR: fr}.In(lang) }
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", say("How vigie judges a cell", "Comment vigie juge une cellule"))
	fmt.Fprintf(&b, "%s\n\n", say(
		"Made from the program: `vigie detectors --indicators --markdown`.",
		"Tiré du programme : `vigie --lang fr detectors --indicators --markdown`."))
	fmt.Fprintf(&b, say(
		"No sign proves an IMSI catcher. Each has a weight: the decimal logarithm of how many times more often it is seen at a catcher than at an operator's cell (1 is ten times, 2 a hundred). Weights add up, from the odds before looking, 10^%.0f. Signs that one cause can set off together form a group, whose sum is capped. From even odds on (score %.0f) vigie says watch, from ten to one on (score %.0f) alert, which also needs signs of two groups or one marked *strong*. A cell missing from a database, a jump in level or any other weak sign alone never alarms. The thresholds can be set.\n\n",
		"Aucun indice ne prouve un IMSI-catcher. Chacun a un poids : le logarithme décimal de sa fréquence chez un catcher rapportée à celle chez un opérateur (1 : dix fois, 2 : cent fois). Les poids s'ajoutent, à partir de la probabilité avant d'avoir regardé, 10^%.0f. Les indices qu'une même cause peut déclencher forment un groupe, dont la somme est plafonnée. À chances égales (score %.0f) vigie dit « watch », à dix contre un (score %.0f) « alert », ce qui demande aussi deux groupes ou un indice *fort*. Une cellule absente d'une base, un saut de niveau ou tout autre indice faible n'alarme jamais seul. Les seuils se règlent.\n\n"),
		DefaultPrior, DefaultWatch, DefaultAlert)
	for _, i := range Catalogue() {
		i.document(&b, lang, say)
	}
	fmt.Fprintf(&b, "## %s\n\n", say("Left out, and why", "Laissé de côté, et pourquoi"))
	for _, o := range Omissions() {
		fmt.Fprintf(&b, "- **%s**: %s\n", o.ID, o.Why.In(lang))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (i *Indicator) document(b *strings.Builder, lang string, say func(en, fr string) string) {
	rat := strings.ToUpper(i.RAT)
	if i.RAT == "any" {
		rat = say("any system", "tout système")
	}
	strong := ""
	if i.Strong {
		strong = ", *" + say("strong", "fort") + "*"
	}
	fmt.Fprintf(b, "## %s: %s\n\n", i.ID, i.Looks.In(lang))
	fmt.Fprintf(b, "- %s, %s « %s » (%s %.1f), %s %.1f%s, version %d\n", rat, say("group", "groupe"), i.Group.Title.In(lang),
		say("at most", "au plus"), i.Group.Cap, say("weight up to", "poids jusqu'à"), i.Weight, strong, i.Version)
	for _, line := range []struct{ heading, text detectors.Text }{
		{detectors.Text{EN: "when", FR: "quand"}, i.When},
		{detectors.Text{EN: "why this weight", FR: "pourquoi ce poids"}, i.Why},
		{detectors.Text{EN: "innocent", FR: "innocent"}, i.Innocent},
	} {
		fmt.Fprintf(b, "- **%s**: %s\n", line.heading.In(lang), line.text.In(lang))
	}
	b.WriteByte('\n')
}
