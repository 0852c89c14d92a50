package live

import (
	"bufio"
	"context"
	"encoding/json"
	"math"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/metrics"
	"vigie/sdr"
)

// station is a sensor with one receiver, ready to be shown.
type station struct {
	registry *metrics.Registry
	recent   *metrics.Recent
	tracker  *detectors.Tracker
	mux      *http.ServeMux
}

func newStation(title string) station {
	s := station{recent: metrics.NewRecent(10), tracker: detectors.NewTracker(time.Hour), mux: http.NewServeMux()}
	s.registry = metrics.New(metrics.Setup{
		Sensor: "roof", Tracker: s.tracker,
		Receivers: []metrics.ReceiverSetup{{Name: "rtl0"}},
		Bands:     []sdr.Band{{Name: "b20", Low: 791e6, High: 821e6}},
		Specs:     []detectors.Spec{{Name: "lte", Types: []detectors.Type{detectors.Cell}}},
	})
	New(Setup{Title: title, Registry: s.registry, Recent: s.recent}).Handle(s.mux)
	return s
}

// see passes an event of the track on, as a receiver's loop does.
func (s station) see(e detectors.Event) {
	s.registry.Receiver("rtl0").Block(&sdr.Block{Rate: 1e6, Centre: 806e6, Start: e.Time, IQ: make([]complex64, 10)})
	if s.tracker.Admit(&e) {
		s.recent.Write(&e)
	}
}

func (s station) get(path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, r)
	return w
}

func TestThePageSpeaksTheReadersLanguage(t *testing.T) {
	s := newStation("")
	for _, c := range []struct{ query, accept, want string }{
		{"", "", "en"},
		{"", "fr", "fr"},
		{"", "fr-CH, fr;q=0.9, en;q=0.8", "fr"},
		{"", "de, en;q=0.8, fr;q=0.5", "en"},
		{"", "de", "en"},
		{"?lang=fr", "en", "fr"},
		{"?lang=en", "fr", "en"},
		{"?lang=xx", "fr", "fr"},
		{"?lang=<script>", "", "en"},
	} {
		body := s.get("/"+c.query, "Accept-Language", c.accept).Body.String()
		if !strings.Contains(body, `<html lang="`+c.want+`"`) {
			t.Errorf("%q with Accept-Language %q is not in %s", c.query, c.accept, c.want)
		}
		near := map[string]string{"en": "Near now", "fr": "À proximité maintenant"}[c.want]
		if !strings.Contains(body, near) {
			t.Errorf("the %s page does not say %q", c.want, near)
		}
	}
}

func TestEveryTextIsInBothLanguages(t *testing.T) {
	for _, texts := range []map[string]detectors.Text{pageTexts, scriptTexts} {
		for key, text := range texts {
			if text.EN == "" || text.FR == "" {
				t.Errorf("%s: %+v", key, text)
			}
			for _, hole := range regexp.MustCompile(`\{\w+\}`).FindAllString(text.EN, -1) {
				if !strings.Contains(text.FR, hole) {
					t.Errorf("%s: the French has no %s", key, hole)
				}
			}
		}
	}
	for _, typ := range detectors.Types() {
		if _, ok := scriptTexts["type."+string(typ)]; !ok {
			t.Errorf("no text for the type %s", typ)
		}
	}
	for _, severity := range detectors.Severities() {
		if _, ok := scriptTexts["severity."+string(severity)]; !ok {
			t.Errorf("no text for the severity %s", severity)
		}
	}
	script, _ := files.ReadFile("page.js")
	for _, m := range regexp.MustCompile(`say\("([\w.]+)"[,)]`).FindAllStringSubmatch(string(script), -1) {
		if _, ok := scriptTexts[m[1]]; !ok {
			t.Errorf("the script says %q, which no text is for", m[1])
		}
	}
	html, _ := files.ReadFile("page.html")
	for _, m := range regexp.MustCompile(`\.T\.(\w+)`).FindAllStringSubmatch(string(html), -1) {
		if _, ok := pageTexts[m[1]]; !ok {
			t.Errorf("the page says %q, which no text is for", m[1])
		}
	}
}

func TestNothingIsLoadedFromElsewhereAndNothingIsMarkup(t *testing.T) {
	for _, name := range []string{"page.html", "page.css", "page.js"} {
		text, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{
			`https?://`, `["'(]//`, `@import`, `url\(`, `innerHTML`, `outerHTML`, `insertAdjacentHTML`, `document\.write`,
			`\beval\b`, `new Function`, ` on\w+="`, ` style="`, `\.style\b`, `<style`, `<script>`,
		} {
			if found := regexp.MustCompile(bad).Find(text); found != nil {
				t.Errorf("%s contains %q", name, found)
			}
		}
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	s := newStation("")
	for _, path := range []string{"/", "/live/page.css", "/live/page.js", "/api/state", "/api/events", "/favicon.ico"} {
		h := s.get(path).Header()
		if h.Get("Content-Security-Policy") != policy || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") == "" || h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: headers %v", path, h)
		}
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || !strings.HasPrefix(policy, "default-src 'none'") {
		t.Errorf("policy %s", policy)
	}
}

func TestANeutralPageDoesNotNameWhatItIs(t *testing.T) {
	s := newStation(`Weather "station" <1>`)
	body := s.get("/").Body.String()
	if !strings.Contains(body, "<title>Weather &#34;station&#34; &lt;1&gt;</title>") {
		t.Errorf("title not escaped or not there: %.300s", body)
	}
	visible := regexp.MustCompile(`data-texts="[^"]*"`).ReplaceAllString(body, "")
	for _, word := range []string{"Vigie", "vigie", pageTexts["purpose"].EN} {
		if strings.Contains(visible, word) {
			t.Errorf("the page says %q", word)
		}
	}
}

func TestAssetsAreKeptByTheBrowser(t *testing.T) {
	s := newStation("")
	tag := s.get("/live/page.js").Header().Get("ETag")
	if w := s.get("/live/page.js", "If-None-Match", tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("%d with %d bytes for a file the browser has", w.Code, w.Body.Len())
	}
}

func TestTheStateSaysWhatIsNearGravestFirst(t *testing.T) {
	s := newStation("")
	now := time.Unix(1e9, 0)
	s.see(detectors.Event{Time: now, Type: detectors.Cell, Severity: detectors.Info, Detector: "lte", Track: "a", Reason: "<b>hi</b>", SNR: math.NaN()})
	s.see(detectors.Event{Time: now.Add(3 * time.Second), Type: detectors.CellAlert, Severity: detectors.Alert, Detector: "rogue", Track: "b"})
	s.see(detectors.Event{Time: now.Add(6 * time.Second), Type: detectors.Cell, Severity: detectors.Info, Detector: "lte", Track: "c"})
	var got struct {
		Sensor    string
		Ready     bool
		Receivers []struct{ Up bool }
		Bands     []struct {
			Coverage float64 `json:"coverage_ratio"`
		}
		Near []struct {
			Event struct{ Track, Reason string }
			Age   float64 `json:"age_s"`
		}
	}
	if err := json.Unmarshal(s.get("/api/state").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	order := ""
	for _, n := range got.Near {
		order += n.Event.Track
	}
	if order != "bca" || got.Near[2].Age != 6 || got.Near[2].Event.Reason != "<b>hi</b>" {
		t.Errorf("near %+v", got.Near)
	}
	if !got.Ready || got.Sensor != "roof" || !got.Receivers[0].Up || math.Abs(got.Bands[0].Coverage-1./30) > 1e-9 {
		t.Errorf("state %+v", got)
	}
}

func TestEventsSince(t *testing.T) {
	s := newStation("")
	for range 3 {
		s.see(detectors.Event{Type: detectors.Emitter})
	}
	for _, c := range []struct {
		query string
		code  int
		want  int
	}{{"", 200, 3}, {"?since=1", 200, 2}, {"?since=x", 400, 0}} {
		w := s.get("/api/events" + c.query)
		var got []detectors.Event
		if w.Code == 200 {
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
		}
		if w.Code != c.code || len(got) != c.want {
			t.Errorf("%q: %d with %d events", c.query, w.Code, len(got))
		}
	}
}

func TestTheStreamCarriesWhatWasAndWhatComes(t *testing.T) {
	s := newStation("")
	s.see(detectors.Event{Type: detectors.Emitter, Reason: "before"})
	server := httptest.NewServer(s.mux)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	r, _ := http.NewRequestWithContext(ctx, "GET", server.URL+"/api/stream", nil)
	resp, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	said := bufio.NewScanner(resp.Body)
	said.Buffer(nil, 1<<20)
	next := func(prefix string) string {
		for said.Scan() {
			if text, ok := strings.CutPrefix(said.Text(), prefix); ok {
				return text
			}
		}
		t.Fatalf("no %q before the end: %v", prefix, said.Err())
		return ""
	}
	if got := next("data: "); !strings.Contains(got, `"before"`) {
		t.Errorf("first comes %s", got)
	}
	if got := next("event: "); got != "state" {
		t.Errorf("then comes %s", got)
	}
	s.see(detectors.Event{Type: detectors.Emitter, Reason: "two\nlines"})
	if id := next("id: "); id != "2" {
		t.Errorf("id %s", id)
	}
	if got := next("data: "); !strings.Contains(got, `"two\nlines"`) {
		t.Errorf("then comes %s", got)
	}
	next("event: state")
}

func TestReadersAreBounded(t *testing.T) {
	s := newStation("")
	p := New(Setup{Registry: s.registry, Recent: s.recent})
	for range maxStreams {
		p.streams <- struct{}{}
	}
	w := httptest.NewRecorder()
	p.stream(w, httptest.NewRequest("GET", "/api/stream", nil))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("one reader too many gets %d", w.Code)
	}
}
