package metrics

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/prometheus/exporter-toolkit/web"
)

// DefaultAddress is where the Server listens unless told otherwise: this
// machine only.
const DefaultAddress = "127.0.0.1:9477"

// stopWithin bounds how long a stopping Server waits for answers under way.
const stopWithin = 3 * time.Second

// A Server answers HTTP, or HTTPS with the user names and passwords of a web
// configuration file as the Prometheus exporters take it.
type Server struct {
	listener net.Listener
	server   *http.Server
	config   string
}

// A ServerSetup says what a Server answers, and where.
type ServerSetup struct {
	Address string   // host:port; port 0 takes a free one
	Config  string   // path of a web configuration file, or empty
	Names   []string // further names by which people may call this machine
	Handler http.Handler
	Log     *slog.Logger
}

// Listen opens the address.
func Listen(setup ServerSetup) (*Server, error) {
	if err := web.Validate(setup.Config); err != nil {
		return nil, fmt.Errorf("metrics: --web.config.file %s: %w", setup.Config, err)
	}
	l, err := net.Listen("tcp", setup.Address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		_, port, _ := net.SplitHostPort(setup.Address)
		return nil, fmt.Errorf("metrics: port %s is in use by another program (address %s); "+
			"stop it, or choose another port with --listen HOST:PORT", port, setup.Address)
	case err != nil:
		return nil, fmt.Errorf("metrics: --listen %s: %w", setup.Address, err)
	}
	handler := setup.Handler
	if setup.Config == "" {
		handler = hosts(setup.Names, handler)
	}
	return &Server{
		listener: l, config: setup.Config,
		server: &http.Server{
			Handler:           handler,
			ReadHeaderTimeout: 5 * time.Second,
			ReadTimeout:       10 * time.Second,
			WriteTimeout:      30 * time.Second, // a stream extends its own
			IdleTimeout:       time.Minute,
			MaxHeaderBytes:    16 << 10,
			ErrorLog:          slog.NewLogLogger(setup.Log.Handler(), slog.LevelDebug),
		},
	}, nil
}

// Addr returns the address that the Server listens on.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// Serve answers until ctx ends, then lets answers under way finish for a
// moment. The contexts of requests end with ctx, so that streams end too.
func (s *Server) Serve(ctx context.Context) error {
	s.server.BaseContext = func(net.Listener) context.Context { return ctx }
	failed := make(chan error, 1)
	go func() {
		quiet := slog.New(slog.DiscardHandler)
		failed <- web.Serve(s.listener, s.server, &web.FlagConfig{WebConfigFile: &s.config}, quiet)
	}()
	select {
	case err := <-failed:
		return fmt.Errorf("metrics: server: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	err := s.server.Shutdown(stop)
	if err != nil {
		err = errors.Join(err, s.server.Close())
	}
	if served := <-failed; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
