package dashboards

import (
	"regexp"
	"strings"
	"testing"

	"vigie/acoustic"
	"vigie/dashboards/grafana"
	"vigie/detectors"
	"vigie/metrics"
	"vigie/sdr"
)

var metricName = regexp.MustCompile(`\b(?:vigie|process|go)_\w+`)

// families returns the names that a sensor's metrics have in PromQL.
func families(t *testing.T) map[string]bool {
	t.Helper()
	registry := metrics.New(full(t, detectors.NewTracker(detectors.DefaultForget)))
	if _, err := registry.Queue(metrics.NewRecent(1), 1, nil); err != nil {
		t.Fatal(err)
	}
	rx := registry.Receiver("rtl0") // a noise floor is there once there was noise
	iq := make([]complex64, 4096)
	iq[1000] = 1
	frame := detectors.Frame{Block: &sdr.Block{Rate: 1e6, Centre: 792e6, IQ: iq}}
	rx.Block(frame.Block)
	rx.Spectrum(frame.Spectrum())
	registry.Microphone("mic0").Sound(new(acoustic.Block), detectors.Hearing{LevelDBFS: -40, Known: true}) // as a level
	all, err := registry.Gatherer().Gather()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range all {
		names[f.GetName()] = true
		if f.GetType().String() == "HISTOGRAM" {
			for _, end := range []string{"_bucket", "_sum", "_count"} {
				names[f.GetName()+end] = true
			}
		}
	}
	return names
}

func TestEveryMetricAskedForExists(t *testing.T) {
	known := families(t)
	if !known["vigie_noise_floor_dbfs"] {
		t.Error("the sensor of this test has no noise floor")
	}
	asks := func(where, expr string) {
		for _, name := range metricName.FindAllString(expr, -1) {
			recorded := strings.Contains(expr, ":"+name)
			if !known[name] && !recorded {
				t.Errorf("%s asks for %s, which no sensor has", where, name)
			}
		}
	}
	for _, s := range Board() {
		for _, p := range s.Panels {
			for _, q := range p.Queries {
				asks(p.Title.EN, q.Expr)
			}
		}
	}
	for _, group := range Rules().Groups {
		for _, r := range group.Rules {
			asks(r.Alert+r.Record, r.Expr)
		}
	}
	asks("annotations", AlertMarks)
	asks("variables", strings.TrimPrefix(instances, "label_values"))
}

func TestEveryMetricOfVigieIsShown(t *testing.T) {
	shown := ""
	for _, s := range Board() {
		for _, p := range s.Panels {
			for _, q := range p.Queries {
				shown += q.Expr + "\n"
			}
		}
	}
	for name := range families(t) {
		if strings.HasPrefix(name, "vigie_") && !regexp.MustCompile(`\b`+name+`(_bucket|_sum)?\b`).MatchString(shown) &&
			!strings.HasSuffix(name, "_count") && !strings.HasSuffix(name, "_sum") {
			t.Errorf("no panel shows %s", name)
		}
	}
}

func TestPanelsAreComplete(t *testing.T) {
	for _, lang := range []string{"en", "fr"} {
		d := Grafana(lang)
		ids := map[int]bool{}
		for _, p := range d.Panels {
			if ids[p.ID] || p.ID == 0 {
				t.Errorf("%s: id %d twice", p.Title, p.ID)
			}
			ids[p.ID] = true
			if p.Title == "" {
				t.Errorf("panel %d has no title in %s", p.ID, lang)
			}
			if p.GridPos.X+p.GridPos.W > 24 || p.GridPos.H == 0 {
				t.Errorf("%s: place %+v", p.Title, p.GridPos)
			}
			if p.Type == grafana.Row {
				continue
			}
			if p.Description == "" || p.FieldConfig.Defaults.Unit == "" || p.DataSource.UID != "${datasource}" || len(p.Targets) == 0 {
				t.Errorf("%s (%s): description %q, unit %q, data source %+v, %d queries", p.Title, lang, p.Description, p.FieldConfig.Defaults.Unit, p.DataSource, len(p.Targets))
			}
			for _, target := range p.Targets {
				if target.DataSource.UID != "${datasource}" || !strings.Contains(target.Expr, `instance=~"$instance"`) {
					t.Errorf("%s: %q does not follow the variables", p.Title, target.Expr)
				}
				if regexp.MustCompile(`\[\d+[sm]\]`).MatchString(target.Expr) && !strings.Contains(target.Expr, "latency") {
					t.Errorf("%s: %q has a fixed range where $__rate_interval belongs", p.Title, target.Expr)
				}
			}
			for _, other := range d.Panels {
				a, b := p.GridPos, other.GridPos
				if other.ID != p.ID && a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
					t.Errorf("%s lies over %s", p.Title, other.Title)
				}
			}
		}
		if d.UID != "vigie-"+lang || d.SchemaVersion < 36 {
			t.Errorf("uid %s, schema %d", d.UID, d.SchemaVersion)
		}
	}
}

func TestEverythingIsSaidInBothLanguages(t *testing.T) {
	both := func(where string, text detectors.Text) {
		if text.EN == "" || text.FR == "" {
			t.Errorf("%s: %+v", where, text)
		}
		hole := regexp.MustCompile(`{{.*?}}`)
		for _, h := range hole.FindAllString(text.EN, -1) {
			if !strings.Contains(text.FR, h) {
				t.Errorf("%s: the French lacks %s", where, h)
			}
		}
	}
	for _, s := range Board() {
		both("section", s.Title)
		for _, p := range s.Panels {
			both(p.Title.EN, p.Title)
			both(p.Title.EN, p.Description)
			for _, state := range p.States {
				both(p.Title.EN, state.Word)
			}
		}
	}
	for _, a := range Alerts() {
		both(a.Name, a.Summary)
		both(a.Name, a.Description)
		if len(a.Fires.Series) == 0 || len(a.Quiet.Series) == 0 {
			t.Errorf("%s is not tested both ways", a.Name)
		}
	}
}
