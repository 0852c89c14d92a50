package emulator

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// dirVariable tells a test that it runs under the emulator, and where its Bench is.
const dirVariable = "VIGIE_EMULATOR_DIR"

// patience bounds one test under the emulator: a driver that hangs shows where.
const patience = 4 * time.Minute

// Run lets the calling test see sticks: it runs the test again in a process of
// its own, where Run calls body and returns. The outer test reports what the
// inner one says. It skips when the emulator cannot be had.
func Run(t *testing.T, o Options, sticks []Stick, body func(b *Bench)) {
	t.Helper()
	if dir := os.Getenv(dirVariable); dir != "" {
		body(&Bench{dir: dir, library: os.Getenv("LD_PRELOAD")})
		return
	}
	b := Start(t, o, sticks...)
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.v", "-test.count=1", "-test.timeout="+patience.String(), "-test.run="+exactly(t.Name()))
	cmd.Env = append(b.Env(), dirVariable+"="+b.dir)
	out, err := cmd.CombinedOutput()
	switch {
	case err != nil:
		t.Errorf("under the emulator: %v\n%s", err, out)
	case strings.Contains(string(out), "--- SKIP"):
		t.Skipf("under the emulator:\n%s", out)
	case !strings.Contains(string(out), "--- PASS"):
		t.Errorf("under the emulator nothing ran:\n%s", out)
	default:
		t.Logf("under the emulator:\n%s", out)
	}
}

// Start describes sticks for other programs that the test runs with the
// Bench's Env. It skips the test when the emulator cannot be had.
func Start(t testing.TB, o Options, sticks ...Stick) *Bench {
	t.Helper()
	b, err := New(t.TempDir(), o, sticks...)
	if errors.Is(err, ErrUnavailable) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// late is how far behind the air a reader has to be before a loss is its own:
// a reader that keeps up is a few milliseconds behind, the rings hold 200 and more.
const late = 100 * time.Millisecond

// SkipIfLate ends a test that lost samples because this computer, busy with
// other work, let the reader fall behind the air; worst is by how much.
func SkipIfLate(t testing.TB, lost uint64, worst time.Duration) {
	t.Helper()
	if lost != 0 && worst > late {
		t.Skipf("this computer is too busy for real time: the reader fell %v behind, %d samples lost", worst.Round(time.Millisecond), lost)
	}
}

// exactly returns the -test.run pattern of one test or subtest.
func exactly(name string) string {
	return "^" + strings.ReplaceAll(name, "/", "$/^") + "$"
}
