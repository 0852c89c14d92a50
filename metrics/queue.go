package metrics

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"vigie/detectors"
)

// DefaultQueue is how many events wait for a sink before the oldest are dropped.
const DefaultQueue = 1024

// The wait before a failed event is offered again doubles between these.
const (
	firstRetry = 100 * time.Millisecond
	lastRetry  = 5 * time.Second
)

// A Queue stands between the detectors and one Sink. Put never waits: when the
// queue is full its oldest event is dropped and counted, because of what is
// near now the newest word matters most.
type Queue struct {
	sink Sink
	log  *slog.Logger
	wake chan struct{} // holds a token when there is something to look at
	done chan struct{} // closed when the goroutine has ended

	mu      sync.Mutex
	ring    []detectors.Event
	head    int // of the oldest event
	length  int
	closed  bool
	up      bool
	dropped uint64
	cancel  context.CancelFunc
}

func newQueue(sink Sink, size int, log *slog.Logger) *Queue {
	ctx, cancel := context.WithCancel(context.Background())
	q := &Queue{
		sink: sink, log: log, ring: make([]detectors.Event, max(1, size)), up: true,
		wake: make(chan struct{}, 1), done: make(chan struct{}), cancel: cancel,
	}
	go q.run(ctx)
	return q
}

// Put hands over an event and returns at once.
func (q *Queue) Put(e detectors.Event) {
	q.mu.Lock()
	q.put(&e)
	q.mu.Unlock()
	q.signal()
}

// put adds an event. The caller holds mu.
func (q *Queue) put(e *detectors.Event) {
	if q.closed {
		q.dropped++
		return
	}
	if q.length == len(q.ring) {
		q.shift()
		q.dropped++
	}
	q.ring[(q.head+q.length)%len(q.ring)] = *e
	q.length++
}

func (q *Queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// shift lets go of the oldest event. The caller holds mu.
func (q *Queue) shift() {
	q.ring[q.head] = detectors.Event{}
	q.head = (q.head + 1) % len(q.ring)
	q.length--
}

// next takes the oldest event off; ok is false when the queue is empty, end
// when it also is closed.
func (q *Queue) next() (e detectors.Event, ok, end bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.length == 0 {
		return e, false, q.closed
	}
	e = q.ring[q.head]
	q.shift()
	return e, true, false
}

// run offers events to the sink in order until the queue is closed and empty.
func (q *Queue) run(ctx context.Context) {
	defer close(q.done)
	for {
		e, ok, end := q.next()
		switch {
		case end:
			return
		case !ok:
			<-q.wake
		case !q.offer(ctx, &e):
			q.drop(1)
			return
		}
	}
}

// offer gives one event to the sink, again and again until it takes or refuses
// it; false means that ctx ended first.
func (q *Queue) offer(ctx context.Context, e *detectors.Event) bool {
	for wait := firstRetry; ; wait = min(2*wait, lastRetry) {
		err := q.sink.Write(e)
		switch {
		case err == nil:
			q.stands(true)
			return true
		case errors.Is(err, ErrRefused):
			q.drop(1)
			q.log.Error("event refused", "sink", q.sink.Name(), "seq", e.Seq, "error", err)
			return true
		}
		q.stands(false)
		if wait == firstRetry {
			q.log.Error("sink down; trying again", "sink", q.sink.Name(), "error", err)
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(wait):
		}
	}
}

func (q *Queue) drop(n uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.dropped += n
}

func (q *Queue) stands(up bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.up = up
}

// Close lets the sink have what is queued until ctx ends, drops and counts the
// rest, and closes the sink.
func (q *Queue) Close(ctx context.Context) error {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.signal()
	select {
	case <-q.done:
	case <-ctx.Done():
		q.cancel()
		<-q.done
	}
	q.cancel()
	q.drop(uint64(q.length)) // nobody adds to a closed queue
	return q.sink.Close()
}

// Sinks are the queues that every event goes to.
type Sinks []*Queue

// Put hands an event to every queue and returns at once.
func (s Sinks) Put(e detectors.Event) {
	for _, q := range s {
		q.Put(e)
	}
}

// Close closes every queue, all within ctx, and returns what went wrong.
func (s Sinks) Close(ctx context.Context) error {
	errs := make([]error, len(s))
	var wait sync.WaitGroup
	for i, q := range s {
		wait.Go(func() { errs[i] = q.Close(ctx) })
	}
	wait.Wait()
	return errors.Join(errs...)
}
