package metrics

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"vigie/detectors"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func queue(t *testing.T, r *Registry, s Sink, size int) *Queue {
	t.Helper()
	q, err := r.Queue(s, size, quiet())
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestSinksHaveNamesOfTheirOwn(t *testing.T) {
	r := New(Setup{})
	queue(t, r, NewRecent(1), 1)
	if _, err := r.Queue(NewRecent(1), 1, quiet()); err == nil {
		t.Error("two sinks share a name, so a metric")
	}
}

// exposition returns what a scrape would.
func exposition(r *Registry) (string, error) {
	mux := http.NewServeMux()
	r.Handle(mux)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != http.StatusOK {
		return "", fmt.Errorf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String(), nil
}

// memory is a Sink that keeps the numbers of its events and fails when told.
type memory struct {
	mu     sync.Mutex
	got    []uint64
	fail   error
	stall  chan struct{} // when set, Write waits for it
	closed bool
}

func (m *memory) Name() string { return "memory" }

func (m *memory) Write(e *detectors.Event) error {
	if m.stall != nil {
		<-m.stall
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	m.got = append(m.got, e.Seq)
	return nil
}

func (m *memory) Close() error { m.closed = true; return nil }

func (m *memory) set(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fail = err
}

func put(q *Queue, from, to uint64) {
	for seq := from; seq <= to; seq++ {
		q.Put(detectors.Event{Seq: seq})
	}
}

const (
	up      = `vigie_sink_up{sink="memory"}`
	dropped = `vigie_sink_dropped_total{sink="memory"}`
)

func TestEventsPassInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, m := New(Setup{}), &memory{}
		q := queue(t, r, m, 1000)
		put(q, 1, 500)
		if err := q.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(m.got) != 500 || m.got[0] != 1 || m.got[499] != 500 || !m.closed {
			t.Errorf("got %d events, closed %v", len(m.got), m.closed)
		}
		put(q, 501, 501)
		if got := value(t, r, dropped); got != 1 {
			t.Errorf("%v dropped after the close, want 1", got)
		}
	})
}

func TestAStalledSinkHoldsNobodyUpAndLosesTheOldest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, m := New(Setup{}), &memory{stall: make(chan struct{})}
		q := queue(t, r, m, 10)
		began := time.Now()
		put(q, 1, 1000)
		if time.Since(began) != 0 {
			t.Errorf("Put waited %v", time.Since(began))
		}
		close(m.stall)
		if err := q.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := value(t, r, dropped); got+float64(len(m.got)) != 1000 {
			t.Errorf("%d passed and %v were dropped of 1000", len(m.got), got)
		}
		if n := len(m.got); n < 10 || m.got[n-10] != 991 || m.got[n-1] != 1000 {
			t.Errorf("got %v, want the newest ten last", m.got)
		}
	})
}

func TestADeadSinkIsSeenAndTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, m := New(Setup{}), &memory{fail: errors.New("connection refused")}
		q := queue(t, r, m, 100)
		put(q, 1, 50)
		time.Sleep(time.Hour)
		if value(t, r, up) != 0 {
			t.Error("a dead sink is up")
		}
		m.set(nil)
		time.Sleep(lastRetry)
		synctest.Wait()
		if value(t, r, up) != 1 || len(m.got) != 50 || value(t, r, dropped) != 0 {
			t.Errorf("up %v, %d events, %v dropped after it came back", value(t, r, up), len(m.got), value(t, r, dropped))
		}
		if err := q.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestARefusedEventDoesNotHoldUpTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, m := New(Setup{}), &memory{fail: fmt.Errorf("%w: too large", ErrRefused)}
		q := queue(t, r, m, 100)
		put(q, 1, 3)
		synctest.Wait()
		m.set(nil)
		put(q, 4, 4)
		if err := q.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if value(t, r, dropped) != 3 || len(m.got) != 1 {
			t.Errorf("%v dropped, %v passed", value(t, r, dropped), m.got)
		}
	})
}

func TestCloseGivesUpInTimeAndCountsTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, m := New(Setup{}), &memory{fail: errors.New("down")}
		q := queue(t, r, m, 100)
		put(q, 1, 7)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		if err := (Sinks{q}).Close(ctx); err != nil {
			t.Fatal(err)
		}
		if time.Since(began) != time.Second || value(t, r, dropped) != 7 {
			t.Errorf("closed after %v with %v dropped", time.Since(began), value(t, r, dropped))
		}
	})
}

func TestPutDoesNotAllocate(t *testing.T) {
	q := queue(t, New(Setup{}), NewLines("null", &bytes.Buffer{}), 10)
	e := detectors.Event{Seq: 1}
	q.mu.Lock() // keep the sink's goroutine out of the measurement
	defer q.mu.Unlock()
	if n := testing.AllocsPerRun(100, func() { q.put(&e) }); n != 0 {
		t.Errorf("%v allocations an event", n)
	}
}
