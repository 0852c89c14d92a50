// Package live is the page that a sensor serves about itself: what is near
// now, alerts first, with how sure it is and why; how the receivers fare; what
// happened lately. It is one HTML file, one style sheet and one script, all in
// the binary, and asks nothing of any other machine.
//
// The page follows /api/stream, a stream of server-sent events: "event" is one
// event in the contract's JSON, "state" once a second is the [State].
package live

import (
	"crypto/sha256"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"vigie/metrics"
)

//go:embed page.html page.css page.js
var files embed.FS

// Setup is what a page shows.
type Setup struct {
	// Title replaces the page's name, and what names the program on it, where
	// a screen may be seen by others. Empty shows both.
	Title    string
	Registry *metrics.Registry
	Recent   *metrics.Recent
}

// A Page serves a sensor's live page.
type Page struct {
	setup    Setup
	template *template.Template
	streams  chan struct{} // holds a token for each stream open
}

// maxStreams bounds how many people can follow at once.
const maxStreams = 64

// New returns the page of a sensor.
func New(setup Setup) *Page {
	return &Page{
		setup:    setup,
		template: template.Must(template.ParseFS(files, "page.html")),
		streams:  make(chan struct{}, maxStreams),
	}
}

// Handle adds the page and its API to mux: /, /live/…, /api/state, /api/events
// and /api/stream.
func (p *Page) Handle(mux *http.ServeMux) {
	mux.Handle("GET /{$}", guarded(p.page))
	mux.Handle("GET /live/page.css", guarded(asset("page.css", "text/css; charset=utf-8")))
	mux.Handle("GET /live/page.js", guarded(asset("page.js", "text/javascript; charset=utf-8")))
	mux.Handle("GET /favicon.ico", guarded(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	mux.Handle("GET /api/state", guarded(p.state))
	mux.Handle("GET /api/events", guarded(p.events))
	mux.Handle("GET /api/stream", guarded(p.stream))
}

// policy lets the page run its own script and style and talk to its own
// sensor, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// guarded adds what every answer forbids the browser.
func guarded(h http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		set := w.Header().Set
		set("Content-Security-Policy", policy)
		set("X-Content-Type-Options", "nosniff")
		set("Referrer-Policy", "no-referrer")
		set("Cross-Origin-Resource-Policy", "same-origin")
		set("Cross-Origin-Opener-Policy", "same-origin")
		set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		set("Cache-Control", "no-store")
		h(w, r)
	})
}

// asset serves an embedded file; a browser that has it need not load it again.
func asset(name, kind string) http.HandlerFunc {
	text, err := files.ReadFile(name)
	if err != nil {
		panic(err) // go:embed holds it
	}
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256(text))
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("Content-Type", kind)
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Write(text)
	}
}

// page serves the HTML in the reader's language.
func (p *Page) page(w http.ResponseWriter, r *http.Request) {
	lang := language(r)
	texts, err := json.Marshal(spoken(scriptTexts, lang))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	title := p.setup.Title
	if title == "" {
		title = "Vigie"
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Vary", "Accept-Language")
	// An error can only be the reader's connection: the template is tested.
	_ = p.template.Execute(w, map[string]any{
		"Lang": lang, "Title": title, "Neutral": p.setup.Title != "",
		"T": spoken(pageTexts, lang), "Texts": string(texts),
	})
}

// language returns "fr" or "en": what the address asks for, or else what the
// browser prefers.
func language(r *http.Request) string {
	switch lang := r.URL.Query().Get("lang"); lang {
	case "en", "fr":
		return lang
	}
	for tag := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), ";")
		primary, _, _ := strings.Cut(tag, "-")
		if primary == "en" || primary == "fr" {
			return primary
		}
	}
	return "en"
}
