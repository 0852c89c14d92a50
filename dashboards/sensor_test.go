package dashboards

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"vigie/acoustic"
	"vigie/acoustic/synth"
	"vigie/detectors"
	"vigie/metrics"
	"vigie/sdr"
)

// A paced source delivers noise at its rate, 20 ms at a time.
type paced struct {
	began  time.Time
	centre sdr.Hz
	index  uint64
}

const pacedRate, pacedBlock = 240_000, 4800

func (s *paced) Tune(centre sdr.Hz) error { s.centre = centre; return nil }
func (s *paced) Close() error             { return nil }

func (s *paced) Read(ctx context.Context, b *sdr.Block) error {
	if s.began.IsZero() {
		s.began = time.Now()
	}
	due := s.began.Add(sdr.Hz(pacedRate).Duration(s.index + pacedBlock))
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(time.Until(due)):
	}
	if b.IQ == nil {
		b.IQ = make([]complex64, pacedBlock)
	}
	for i := range b.IQ {
		b.IQ[i] = complex(rand.Float32()-0.5, rand.Float32()-0.5)
	}
	b.Rate, b.Centre, b.Index = pacedRate, s.centre, s.index
	b.Start = s.began.Add(sdr.Hz(pacedRate).Duration(s.index))
	s.index += pacedBlock
	return nil
}

// caller is a detector that has news of one emitter every second.
type caller struct {
	event detectors.Event
	n     int
}

func (c *caller) Detect(f *detectors.Frame, emit func(detectors.Event)) {
	if c.n++; c.n%50 == 1 {
		e := c.event
		e.Time, e.Freq, e.Fields = f.Start, f.Centre, turn(c.n)
		emit(e)
	}
}

// turn are Fields that always are news.
type turn int

func (turn) Same(detectors.Fields) bool { return false }

func calls(name string, e detectors.Event) detectors.Spec {
	return detectors.Spec{
		Name: name, Version: 1, Types: []detectors.Type{e.Type},
		New: func(detectors.Setup) (detectors.Detector, error) { return &caller{event: e}, nil },
	}
}

// heard is an ear that reports the same thing now and then.
type heard struct{ caller }

func (h *heard) Hear(b *acoustic.Block, emit func(detectors.Event)) {
	if b.Index/16000%2 == 0 {
		e := h.event
		e.Time, e.Fields = b.Start, turn(b.Index)
		emit(e)
	}
}

func hears(name string, e detectors.Event) detectors.Spec {
	return detectors.Spec{
		Name: name, Version: 1, Types: []detectors.Type{e.Type},
		NewEar: func(detectors.EarSetup) (detectors.Ear, error) { return &heard{caller{event: e}}, nil },
	}
}

// full is the setup of a sensor with one of everything that has a series.
func full(t testing.TB, tracker *detectors.Tracker) metrics.Setup {
	t.Helper()
	band := sdr.Band{Name: "b20", Low: 791e6, High: 793e6}
	plan, err := sdr.NewPlan(sdr.Cover(band.Low, band.High, 1e6, 200*time.Millisecond)...)
	if err != nil {
		t.Fatal(err)
	}
	return metrics.Setup{
		Sensor: "roof", Version: "test", Bands: []sdr.Band{band}, Tracker: tracker,
		Receivers:   []metrics.ReceiverSetup{{Name: "rtl0", Plan: plan, Width: 1e6}},
		Microphones: []metrics.MicrophoneSetup{{Name: "mic0"}},
		Specs: []detectors.Spec{
			calls("lte", detectors.Event{Type: detectors.Cell, Severity: detectors.Info, Evidence: detectors.Decoded, Track: "a", Reason: "cell"}),
			calls("rogue", detectors.Event{Type: detectors.CellAlert, Severity: detectors.Alert, Evidence: detectors.Decoded, Track: "a", Reason: "alert"}),
			hears("rotor", detectors.Event{Type: detectors.Rotor, Severity: detectors.Watch, Evidence: detectors.Waveform, Track: "a", Reason: "rotor"}),
		},
	}
}

// sensorAt runs a whole sensor on modelled samples until the test ends and
// returns the address of its metrics.
func sensorAt(t testing.TB) (base string) {
	t.Helper()
	setup := full(t, detectors.NewTracker(detectors.DefaultForget))
	registry := metrics.New(setup)
	log := slog.New(slog.DiscardHandler)
	queue, err := registry.Queue(metrics.NewRecent(100), metrics.DefaultQueue, log)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	registry.Handle(mux)
	server, err := metrics.Listen(metrics.ServerSetup{Address: "127.0.0.1:0", Handler: mux, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 3)
	scene, err := synth.ParseScene("scene", "real_time = true\n[[multirotor]]\n")
	if err != nil {
		t.Fatal(err)
	}
	street, err := scene.Open(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	listener := &detectors.Listener{
		Name: "mic0", Sensor: "roof", Source: street, Specs: setup.Specs, Live: true, FullScale: 120,
		Tracker: setup.Tracker, Sink: metrics.Sinks{queue}.Put, Observer: registry.Microphone("mic0"),
	}
	receiver := &detectors.Receiver{
		Name: "rtl0", Sensor: "roof", Source: &paced{}, Specs: setup.Specs, Live: true, Plan: setup.Receivers[0].Plan,
		Tracker: setup.Tracker, Sink: metrics.Sinks{queue}.Put, Observer: registry.Receiver("rtl0"),
	}
	go func() { ended <- receiver.Run(ctx) }()
	go func() { ended <- listener.Run(ctx) }()
	go func() { ended <- server.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-ended
		<-ended
		<-ended
		if err := queue.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return "http://" + server.Addr().String()
}
