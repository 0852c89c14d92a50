package metrics

import (
	"errors"

	"vigie/detectors"
)

// A Sink takes events out of the process. One goroutine at a time calls it.
type Sink interface {
	Name() string // the metric label
	// Write takes one event. On an error the event is offered again later,
	// unless the error wraps ErrRefused.
	Write(e *detectors.Event) error
	Close() error
}

// ErrRefused is wrapped by the error of a Sink that will never take this event.
var ErrRefused = errors.New("event refused")
