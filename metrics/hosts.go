package metrics

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// private are endings of names that only a local network gives out.
var private = []string{".local", ".lan", ".home.arpa", ".internal", ".localhost"}

// hosts lets requests pass that call this machine by an address, a local name
// or one of names. Any other name may be a stranger's that was made to lead
// here, so that a web page of theirs could read the sensor through its
// visitor's browser (DNS rebinding). Behind a password this is not needed.
func hosts(names []string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ours(r.Host, names) {
			plain(w, http.StatusForbidden, "this sensor does not answer to that name; allow it in the configuration, or use its address")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func ours(host string, names []string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return true
	}
	if host == "" {
		return false
	}
	return !strings.Contains(host, ".") ||
		slices.ContainsFunc(private, func(end string) bool { return strings.HasSuffix(host, end) }) ||
		slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, host) })
}
