// Package metrics is the way out of the process: what the sensor counts, for
// Prometheus, and where its events go.
//
// A [Registry] holds every metric of one sensor; each of its series exists at
// zero from the start, so that a rate or an alert never waits for a first
// event. Labels come from the configuration and the detectors' Specs alone:
// nothing seen on the air becomes a label. [Registry.Receiver] is the
// detectors.Observer of one receiver's loop.
//
// A [Sink] takes events somewhere. Each stands behind its own [Queue], so that
// none of them can hold up the detectors or another sink. A [Server] answers
// /metrics, /-/healthy and /-/ready.
package metrics
