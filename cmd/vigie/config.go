package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"
)

// A file is vigie.toml. Its top level holds the global flags, a table a
// command holds that command's flags, and [[receiver]] and [[microphone]] tables
// hold those of `vigie run`: the keys are the flags' names, so that there is one
// list of options, one set of defaults and one check.
type file struct {
	path  string
	tree  map[string]any
	lines map[string]int // line of every key by its full name, "receiver.1.rate"
}

// Validate is part of kong.Resolver. What check found is no news to it.
func (f *file) Validate(*kong.Application) error { return nil }

// check refuses keys that are no flags and values that the flags cannot hold,
// with their line. It goes before the command line is parsed, so that a mistake
// in the file is told as one.
func (f *file) check(app *kong.Application) error {
	for _, key := range sorted(f.tree) {
		value := f.tree[key]
		if grammar, ok := inputs[key]; ok {
			if err := f.checkInputs(key, grammar); err != nil {
				return err
			}
			continue
		}
		if table, ok := value.(map[string]any); ok {
			if err := f.checkCommand(app, key, table); err != nil {
				return err
			}
			continue
		}
		if err := f.checkFlag(app.Node, "", key, value); err != nil {
			return err
		}
	}
	return nil
}

func (f *file) checkCommand(app *kong.Application, name string, table map[string]any) error {
	for _, node := range app.Children {
		if node.Name != name {
			continue
		}
		for _, key := range sorted(table) {
			if err := f.checkFlag(node, name+".", key, table[key]); err != nil {
				return err
			}
		}
		return nil
	}
	return f.at(name, "unknown table [%s]; the tables are the commands' names, [[receiver]] and [[microphone]]", name)
}

// checkFlag refuses a key that is no flag of node and a value of the wrong kind.
func (f *file) checkFlag(node *kong.Node, prefix, key string, value any) error {
	flag := flagOf(node, key)
	if flag == nil || key == "help" || key == "config" {
		return f.at(prefix+key, "unknown key %q; known: %s", key, strings.Join(flagNames(node), ", "))
	}
	target := reflect.New(flag.Target.Type()).Elem()
	scan := kong.ScanFromTokens(kong.Token{Type: kong.FlagValueToken, Value: tomlText(value)})
	if err := flag.Parse(scan, target); err != nil {
		return f.at(prefix+key, "%s: %v", key, err)
	}
	if flag.Enum != "" && !contains(strings.Split(flag.Enum, ","), fmt.Sprint(target.Interface())) {
		return f.at(prefix+key, "%s: %v is none of %s", key, value, flag.Enum)
	}
	return nil
}

// Resolve is part of kong.Resolver: the value of a flag that the command line
// does not give.
func (f *file) Resolve(_ *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	table := f.tree
	if parent != nil && parent.Command != nil {
		table, _ = f.tree[parent.Command.Name].(map[string]any)
	}
	value, ok := table[flag.Name]
	if _, isTable := value.(map[string]any); !ok || isTable {
		return nil, nil
	}
	return tomlText(value), nil
}

// at returns an error at the line of a key.
func (f *file) at(key, format string, a ...any) error {
	return usageError{fmt.Errorf("%s:%d: %s", f.path, max(f.lines[key], 1), fmt.Sprintf(format, a...))}
}

// findConfig reads the file that --config names, or the first of the usual
// ones that exists. Without any it returns an empty file.
func findConfig(args []string) (*file, error) {
	if path, ok := configArg(args); ok {
		return readConfig(path)
	}
	candidates := []string{"vigie.toml"}
	if dir, err := os.UserConfigDir(); err == nil {
		candidates = append(candidates, filepath.Join(dir, "vigie", "vigie.toml"))
	}
	for _, path := range append(candidates, "/etc/vigie/vigie.toml") {
		f, err := readConfig(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		return f, err
	}
	return &file{tree: map[string]any{}}, nil
}

// configArg finds --config before the flags can be parsed, because the file
// takes part in parsing them.
func configArg(args []string) (path string, ok bool) {
	for i, a := range args {
		for _, name := range []string{"--config", "-c"} {
			switch {
			case a == "--":
				return "", false
			case a == name && i+1 < len(args):
				return args[i+1], true
			case strings.HasPrefix(a, name+"="):
				return a[len(name)+1:], true
			}
		}
	}
	return "", false
}

func readConfig(path string) (*file, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, usageError{fmt.Errorf("configuration: %w", err)}
	}
	f := &file{path: path, tree: map[string]any{}, lines: keyLines(string(text))}
	if _, err := toml.Decode(string(text), &f.tree); err != nil {
		var parse toml.ParseError
		if errors.As(err, &parse) {
			return nil, usagef("%s:%d: %s", path, parse.Position.Line, parse.Message)
		}
		return nil, usagef("%s: %v", path, err)
	}
	return f, nil
}

// keyLines finds the line of every key and table of a TOML text; the n-th
// [[table]] is named "table.n". It need not understand values: the TOML parser
// has the last word on what is valid.
func keyLines(text string) map[string]int {
	lines, seen, table := map[string]int{}, map[string]int{}, ""
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "[["):
			name := strings.Trim(strings.SplitN(line, "]", 2)[0], "[ ")
			table = fmt.Sprintf("%s.%d", name, seen[name])
			seen[name]++
			if _, ok := lines[name]; !ok {
				lines[name] = i + 1
			}
			lines[table] = i + 1
		case strings.HasPrefix(line, "["):
			table = strings.Trim(strings.SplitN(line, "]", 2)[0], "[ ")
			lines[table] = i + 1
		case strings.Contains(line, "=") && !strings.HasPrefix(line, "#"):
			key := strings.Trim(strings.SplitN(line, "=", 2)[0], " \t\"'")
			if table != "" {
				key = table + "." + key
			}
			if _, ok := lines[key]; !ok {
				lines[key] = i + 1
			}
		}
	}
	return lines
}

// tomlText writes a TOML value as the command line would.
func tomlText(value any) string {
	switch v := value.(type) {
	case []any:
		parts := make([]string, len(v))
		for i, p := range v {
			parts[i] = tomlText(p)
		}
		return strings.Join(parts, ",")
	case float64:
		return strings.TrimSuffix(fmt.Sprintf("%f", v), ".000000")
	}
	return fmt.Sprint(value)
}

func flagOf(node *kong.Node, name string) *kong.Flag {
	for _, f := range node.Flags {
		if f.Name == name {
			return f
		}
	}
	return nil
}

func flagNames(node *kong.Node) []string {
	var names []string
	for _, f := range node.Flags {
		if f.Name != "help" && f.Name != "config" {
			names = append(names, f.Name)
		}
	}
	sort.Strings(names)
	return names
}

func sorted(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func contains(list []string, v string) bool {
	for _, l := range list {
		if l == v {
			return true
		}
	}
	return false
}
