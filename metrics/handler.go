package metrics

import (
	"fmt"
	"io"
	"net/http"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Handle adds the registry's answers to mux: /metrics, /-/healthy (the process
// answers) and /-/ready (samples flow on every receiver).
func (r *Registry) Handle(mux *http.ServeMux) {
	mux.Handle("GET /metrics", promhttp.HandlerFor(r.gatherer, promhttp.HandlerOpts{MaxRequestsInFlight: 4}))
	mux.HandleFunc("GET /-/healthy", func(w http.ResponseWriter, _ *http.Request) {
		plain(w, http.StatusOK, "healthy")
	})
	mux.HandleFunc("GET /-/ready", func(w http.ResponseWriter, _ *http.Request) {
		if err := r.Ready(); err != nil {
			plain(w, http.StatusServiceUnavailable, err.Error())
			return
		}
		plain(w, http.StatusOK, "ready")
	})
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	io.WriteString(w, text+"\n")
}

// Ready returns nil when samples flowed within StaleAfter on every receiver and
// microphone, or an error that names the first that is silent.
func (r *Registry) Ready() error {
	now := r.uptime()
	for _, in := range r.intakes {
		in.mu.Lock()
		up := in.up(now)
		in.mu.Unlock()
		if !up {
			return fmt.Errorf("receiver %s: no samples within %v", in.name, StaleAfter)
		}
	}
	return nil
}
