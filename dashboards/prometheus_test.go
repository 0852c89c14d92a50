package dashboards

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// tool returns the path of a program of Debian's package prometheus.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed (Debian: apt-get install prometheus)", name)
	}
	return path
}

// promtool runs promtool in a folder with the generated files.
func promtool(t *testing.T, stdin string, args ...string) {
	t.Helper()
	cmd := exec.Command(tool(t, "promtool"), args...)
	cmd.Dir, cmd.Stdin = "prometheus", strings.NewReader(stdin)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func TestPromtoolAcceptsTheRules(t *testing.T) {
	promtool(t, "", "check", "rules", "--lint-fatal", "vigie.rules.yml")
}

func TestPromtoolAcceptsTheConfig(t *testing.T) { promtool(t, "", "check", "config", "prometheus.yml") }

func TestEveryAlertFiresWhenItShouldAndOnlyThen(t *testing.T) {
	promtool(t, "", "test", "rules", "vigie.rules.test.yml")
}

func TestPromtoolAcceptsTheMetrics(t *testing.T) {
	promtool(t, fetch(t, sensorAt(t)+"/metrics"), "check", "metrics")
}

func fetch(t *testing.T, address string) string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v %s", address, resp.Status, err, text)
	}
	return string(text)
}

// scraping starts a Prometheus that scrapes the sensor at base every second
// with the generated rules, until the test ends, and returns its address.
func scraping(t *testing.T, base string) string {
	t.Helper()
	program, dir := tool(t, "prometheus"), t.TempDir()
	target, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]any{"prometheus.yml": Config(target.Host, "1s"), "vigie.rules.yml": Rules()} {
		text, err := manifest(v)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	address := freeAddress(t)
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, "--config.file="+dir+"/prometheus.yml", "--storage.tsdb.path="+dir+"/data", "--web.listen-address="+address)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	var log strings.Builder
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = cmd.Wait() // ended by the signal
		if t.Failed() {
			t.Log(log.String())
		}
	})
	return "http://" + address
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// ask runs a query as a panel does and returns the finite values.
func ask(server, expr string) ([]float64, error) {
	expr = strings.NewReplacer("$__rate_interval", "5s", "$__range", "30s", "$instance", ".*").Replace(expr)
	resp, err := http.PostForm(server+"/api/v1/query", url.Values{"query": {expr}})
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var got struct {
		Error string
		Data  struct {
			Result []struct{ Value [2]any }
		}
	}
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil {
		return nil, err
	}
	if got.Error != "" {
		return nil, fmt.Errorf("%s: %s", expr, got.Error)
	}
	var values []float64
	for _, r := range got.Data.Result {
		text, _ := r.Value[1].(string)
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, err
		}
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			values = append(values, v)
		}
	}
	return values, nil
}

// await asks until there is an answer that satisfies, at most for a while.
func await(t *testing.T, server, expr string, satisfies func([]float64) bool) {
	t.Helper()
	var values []float64
	var err error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(250 * time.Millisecond) {
		if values, err = ask(server, expr); err == nil && satisfies(values) {
			return
		}
	}
	t.Errorf("%s gives %v, %v", expr, values, err)
}

func someData(values []float64) bool { return len(values) > 0 }

// everyPanelHasData asks a Prometheus that scrapes the sensor at base for all
// that the dashboards show.
func everyPanelHasData(t *testing.T, base string) {
	server := scraping(t, base)
	await(t, server, `min(vigie_receiver_up)`, func(v []float64) bool { return len(v) == 1 && v[0] == 1 })
	for _, lang := range []string{"en", "fr"} {
		for _, panel := range Grafana(lang).Panels {
			for _, target := range panel.Targets {
				await(t, server, target.Expr, someData)
			}
		}
	}
}

func TestEveryPanelHasData(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	everyPanelHasData(t, sensorAt(t))
}

// demo runs the program's demonstration until the test ends and returns the
// address of its page.
func demo(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "vigie")
	if out, err := exec.Command("go", "build", "-o", program, "vigie/cmd/vigie").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, "demo", "--listen", "127.0.0.1:0", "--quiet")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = cmd.Wait() // ended by the signal
	})
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if base := regexp.MustCompile(`http://[\d.]+:\d+`).FindString(lines.Text()); base != "" {
			go io.Copy(io.Discard, said)
			return base
		}
	}
	t.Fatalf("the demonstration ended without naming its page: %v", lines.Err())
	return ""
}

func TestEveryPanelHasDataFromTheDemonstration(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus and the program")
	}
	tool(t, "prometheus")
	everyPanelHasData(t, demo(t))
}

func TestAnAlertOnTheAirReachesPrometheus(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	server := scraping(t, sensorAt(t))
	await(t, server, `ALERTS{alertname="CellAlert", alertstate="firing"}`, someData)
	await(t, server, AlertMarks, someData)
	for _, r := range Recording() {
		await(t, server, r.Record, someData)
	}
	await(t, server, `vigie_band_coverage_ratio`, func(v []float64) bool { return len(v) == 1 && v[0] > 0.999 })
	await(t, server, `sum(rate(vigie_samples_total[5s]))`, func(v []float64) bool {
		return len(v) == 1 && math.Abs(v[0]/pacedRate-1) < 0.1
	})
}
