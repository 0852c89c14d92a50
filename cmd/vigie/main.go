// Command vigie tells people when they are being watched by radio or from the
// air. It only receives.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is the whole command line; every flag is also a key in vigie.toml.
type cli struct {
	Config string `short:"c" help:"Configuration file (default: ./vigie.toml, then the user's, then /etc/vigie/vigie.toml)." placeholder:"FILE" type:"path"`
	Sensor string `default:"vigie" help:"Name of this sensor in its events."`
	Lang   string `enum:"auto,en,fr" default:"auto" help:"Language of texts for people: en, fr, or auto from the environment."`

	Demo       demoCmd       `cmd:"" help:"The whole product with no hardware: a modelled scene in real time, with the live page."`
	Run        runCmd        `cmd:"" help:"The service: receivers in; events, metrics and live page out."`
	Replay     replayCmd     `cmd:"" help:"Recordings in, events out."`
	Scan       scanCmd       `cmd:"" help:"The air around, once, as a table."`
	Evaluate   evaluateCmd   `cmd:"" help:"Recordings with known truth in, detection and false alarms out."`
	Rotor      rotorCmd      `cmd:"" help:"The model that hears rotors."`
	Simulate   simulateCmd   `cmd:"" help:"A scene file in, samples out: modelled emitters, for tests and exercises."`
	Baseline   baselineCmd   `cmd:"" help:"Learn a site: which cells are always there, and how."`
	Cells      cellsCmd      `cmd:"" help:"List the cells heard, compare them with a baseline, import published ones."`
	Detectors  detectorsCmd  `cmd:"" help:"What vigie can see, what looks like it, and what it cannot see."`
	Check      checkCmd      `cmd:"" help:"Check the configuration and say what it means."`
	Version    versionCmd    `cmd:"" help:"Version, build and what is compiled in."`
	Completion completionCmd `cmd:"" help:"Completion script for bash, zsh or fish."`
}

// env is what a command may touch of the world.
type env struct {
	ctx    context.Context
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	cli    *cli
	file   *file      // the configuration, empty when there is none
	parser *kong.Kong // for completion
}

// Exit codes of the contract.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// usageError is an error of the caller's: wrong flags or configuration.
type usageError struct{ error }

func (u usageError) Unwrap() error { return u.error }

func usagef(format string, a ...any) error { return usageError{fmt.Errorf(format, a...)} }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the program with its surroundings as arguments.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	e := &env{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr, cli: &cli{}}
	exited := -1
	parser, err := kong.New(e.cli,
		kong.Name("vigie"),
		kong.Description("vigie, the lookout: a receive-only sensor that tells you when you are being watched by radio or from the air."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.UsageOnError(),
	)
	if err != nil {
		fmt.Fprintln(stderr, "vigie:", err)
		return exitFailed
	}
	e.parser = parser
	if e.file, err = findConfig(args); err != nil {
		return report(stderr, err)
	}
	if err := e.file.check(parser.Model); err != nil {
		return report(stderr, err)
	}
	if err := kong.Resolvers(e.file).Apply(parser); err != nil {
		return report(stderr, usageError{err})
	}
	command, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
	}
	if err != nil {
		return report(stderr, usageError{err})
	}
	command.Bind(e)
	return report(stderr, command.Run())
}

// report prints a command's error once, at the edge, and gives the exit code.
func report(stderr io.Writer, err error) int {
	if err == nil || errors.Is(err, context.Canceled) {
		return exitDone
	}
	if !errors.As(err, new(silent)) {
		fmt.Fprintln(stderr, "vigie:", err)
	}
	if errors.As(err, new(usageError)) {
		return exitUsage
	}
	return exitFailed
}

// lang returns the language of texts for people: "en" or "fr".
func (e *env) lang() string {
	if e.cli.Lang != "auto" {
		return e.cli.Lang
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if len(v) >= 2 && v[:2] == "fr" {
				return "fr"
			}
			break
		}
	}
	return "en"
}
