package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Run prints a completion script made from the command line's own grammar.
//
//	bash: source <(vigie completion bash)
//	zsh:  vigie completion zsh > "${fpath[1]}/_vigie"
//	fish: vigie completion fish > ~/.config/fish/completions/vigie.fish
func (c *completionCmd) Run(e *env) error {
	model := e.parser.Model
	var text string
	switch c.Shell {
	case "bash":
		text = bashCompletion(model)
	case "zsh":
		text = "#compdef vigie\nautoload -U +X bashcompinit && bashcompinit\n" + bashCompletion(model)
	case "fish":
		text = fishCompletion(model)
	}
	_, err := fmt.Fprint(e.stdout, text)
	return err
}

func bashCompletion(model *kong.Application) string {
	var b strings.Builder
	b.WriteString("_vigie() {\n  local cur=${COMP_WORDS[COMP_CWORD]} words\n  case ${COMP_WORDS[1]} in\n")
	var commands []string
	for _, node := range model.Children {
		commands = append(commands, node.Name)
		fmt.Fprintf(&b, "  %s) words=%q;;\n", node.Name, strings.Join(longFlags(model.Node, node), " "))
	}
	fmt.Fprintf(&b, "  *) words=%q;;\n  esac\n", strings.Join(append(commands, longFlags(model.Node)...), " "))
	b.WriteString("  [[ $COMP_CWORD -eq 1 || $cur == -* ]] && COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n")
	b.WriteString("}\ncomplete -o default -F _vigie vigie\n")
	return b.String()
}

func fishCompletion(model *kong.Application) string {
	var b strings.Builder
	for _, node := range model.Children {
		fmt.Fprintf(&b, "complete -c vigie -n __fish_use_subcommand -f -a %s -d %s\n", node.Name, quote(node.Help))
		for _, f := range node.Flags {
			fmt.Fprintf(&b, "complete -c vigie -n '__fish_seen_subcommand_from %s' -l %s -d %s\n", node.Name, f.Name, quote(f.Help))
		}
	}
	for _, f := range model.Flags {
		fmt.Fprintf(&b, "complete -c vigie -l %s -d %s\n", f.Name, quote(f.Help))
	}
	return b.String()
}

// longFlags lists the flags of the nodes as --name.
func longFlags(nodes ...*kong.Node) []string {
	var names []string
	for _, n := range nodes {
		for _, f := range n.Flags {
			names = append(names, "--"+f.Name)
		}
	}
	return names
}

// quote writes s as one word for fish, in which only \ and ' are special
// between single quotes.
func quote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}
