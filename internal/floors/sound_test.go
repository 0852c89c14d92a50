package floors

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// hearing are the folders whose packages hold sound, rotor's with all below:
// nothing in them may lead it out of the process.
var hearing = []string{"acoustic", "acoustic/microphone", "detectors", "detectors/rotor"}

func hears(folder string) bool {
	return slices.Contains(hearing, folder) || strings.HasPrefix(folder, "detectors/rotor/") && folder != school
}

// school learns from files that people give it, and writes tables of what it
// learnt. Nothing that listens imports it.
const school = "detectors/rotor/school"

// outward are the packages by which something leaves a process, or is written.
var outward = []string{
	"net", "net/", "log", "log/", "os/exec", "database/", "encoding/gob", "encoding/json", "encoding/csv", "bufio", "archive/", "compress/",
	"vigie/metrics", "vigie/dashboards", "vigie/" + school,
}

// harmless is what those packages may use of os: they read recordings.
var harmless = []string{"Open", "Stdin", "File", "ErrClosed"}

// sources calls visit with every file of the program, tests left out.
func sources(t *testing.T, visit func(folder, path string, f *ast.File)) {
	t.Helper()
	root, files := "../..", 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		files++
		visit(filepath.ToSlash(folder), path, f)
		return err
	})
	if err != nil || files < 100 {
		t.Fatalf("%d files, %v", files, err)
	}
}

// leaks returns what in a file could lead sound out.
func leaks(f *ast.File) (found []string) {
	for _, i := range f.Imports {
		path, _ := strconv.Unquote(i.Path.Value)
		for _, o := range outward {
			if path == o || strings.HasSuffix(o, "/") && strings.HasPrefix(path, o) {
				found = append(found, "imports "+path)
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if name, ok := call.Fun.(*ast.Ident); ok && (name.Name == "print" || name.Name == "println") {
				found = append(found, "calls "+name.Name)
			}
		}
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		switch of, _ := s.X.(*ast.Ident); {
		case of == nil:
		case of.Name == "os" && !slices.Contains(harmless, s.Sel.Name),
			of.Name == "fmt" && (strings.HasPrefix(s.Sel.Name, "Print") || strings.HasPrefix(s.Sel.Name, "Fprint")),
			of.Name == "syscall" && strings.HasPrefix(s.Sel.Name, "Write"):
			found = append(found, "uses "+of.Name+"."+s.Sel.Name)
		}
		return true
	})
	return found
}

// touches reports whether a file reads or writes the samples of a Block.
func touches(f *ast.File) (yes bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok { // the number of samples is no sound
			if name, ok := call.Fun.(*ast.Ident); ok && name.Name == "len" {
				return false
			}
		}
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "PCM" {
			yes = true
		}
		return true
	})
	return yes
}

// TestNoPathLeadsFromSoundToTheOutside: packages that hold sound write nothing,
// send nothing and log nothing, and no other package looks at it but the models,
// whose sound nobody made.
func TestNoPathLeadsFromSoundToTheOutside(t *testing.T) {
	held := 0
	sources(t, func(folder, path string, f *ast.File) {
		switch {
		case hears(folder):
			held++
			for _, l := range leaks(f) {
				t.Errorf("%s holds sound and %s", path, l)
			}
		case folder != "acoustic/synth" && folder != school && touches(f):
			t.Errorf("%s looks at sound; only %v may", path, hearing)
		}
	})
	if held < 20 {
		t.Errorf("only %d files hold sound: the test looks at the wrong ones", held)
	}
}

func TestLeaksAreFound(t *testing.T) {
	for source, want := range map[string]string{
		`package p; import "net/http"`:                             "imports net/http",
		`package p; import "log/slog"`:                             "imports log/slog",
		`package p; import "os"; func f() { os.Create("x") }`:      "uses os.Create",
		`package p; import "fmt"; func f() { fmt.Fprintln(w, x) }`: "uses fmt.Fprintln",
		`package p; func f() { println(1) }`:                       "calls println",
		`package p; import "os"; func f() { os.Open("x") }`:        "",
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "p.go", source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(leaks(f), "; "); got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
	f, err := parser.ParseFile(token.NewFileSet(), "p.go", `package p; func f() { g(b.PCM[0]) }`, parser.SkipObjectResolution)
	if err != nil || !touches(f) {
		t.Errorf("a look at samples is not seen, %v", err)
	}
}
