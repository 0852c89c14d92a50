// Package rtltcp receives from an rtl_tcp server, in pure Go.
//
// The protocol is that of rtl_tcp in librtlsdr 0.6: the server greets with 12
// bytes and then sends unsigned 8-bit I and Q for ever; the client sends
// five-byte commands and gets no answer. The server reads its dongle in chunks
// of 262144 bytes, so that samples come in bursts of 55 ms at 2.4 MS/s.
//
// Retuning. Nothing in the stream marks where a command took effect. TCP loses
// nothing, so the sample clock knows the index of the sample that was on its
// way when the command was sent, however much is queued before it; from there
// Settle (100 ms unless set) is discarded as well, which covers the way of the
// command, the chunk being filled and the tuner's PLL. A link with more delay
// than that needs a longer one. A setting that the server's dongle refuses
// cannot be noticed.
//
// Loss. What a late reader loses is counted exactly. What the server drops
// because the network is too slow it does not say. A client that hears nothing
// for a second returns [sdr.ErrLost]; [sdr.Supervise] then connects again, with
// growing pauses, and counts the time away as lost samples.
package rtltcp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"vigie/sdr"
)

// Options say where the server is and how its dongle shall be set. Address and
// Centre must be given.
type Options struct {
	Receiver string   // label for the Blocks
	Address  string   // host:port; port 1234 when none is given
	Rate     sdr.Hz   // 0: 2.4 MS/s
	Centre   sdr.Hz   // as the dongle is tuned; sdr.Converter gives it for a frequency on the air
	Gain     sdr.Gain // dB
	GainStep int      // if above 0 the number of the step instead, counted from 1

	IFGain         map[int]float64 // dB by stage, 1 to 6, for the E4000
	PPM            int             // error of the dongle's crystal, corrected there
	AGC            bool            // the RTL2832U's own digital gain control
	BiasTee        bool            // 4.5 V on the antenna socket
	DirectSampling int             // 0 off, 1 the I input, 2 the Q input
	OffsetTuning   bool            // for zero-IF tuners
	Settle         time.Duration   // dropped after a retune; 0: 100 ms
}

const (
	defaultRate = 2.4e6
	defaultPort = "1234"
	settle      = 100 * time.Millisecond
	silence     = time.Second
	patience    = 5 * time.Second // for the connection and the greeting
	pieceBytes  = 16 << 10
	slots       = 128 // two and a half bursts wait without loss
)

func (o Options) complete() (Options, error) {
	if o.Rate == 0 {
		o.Rate = defaultRate
	}
	if o.Settle == 0 {
		o.Settle = settle
	}
	if o.Address == "" {
		return o, errors.New("rtltcp: no address")
	}
	if _, _, err := net.SplitHostPort(o.Address); err != nil {
		o.Address = net.JoinHostPort(o.Address, defaultPort)
	}
	if !(o.Rate >= 1 && o.Rate < 1<<32) {
		return o, fmt.Errorf("rtltcp: rate %.6g", o.Rate)
	}
	if o.DirectSampling < 0 || o.DirectSampling > 2 {
		return o, fmt.Errorf("rtltcp: direct sampling %d is none of 0 (off), 1 (I input) and 2 (Q input)", o.DirectSampling)
	}
	for stage := range o.IFGain {
		if stage < 1 || stage > 6 {
			return o, fmt.Errorf("rtltcp: IF gain stage %d is not 1 to 6", stage)
		}
	}
	return o, tunable(o.Centre)
}

func tunable(centre sdr.Hz) error {
	if !(centre >= 1 && centre < 1<<32) {
		return fmt.Errorf("rtltcp: cannot tune to %.6g Hz", centre)
	}
	return nil
}

// settings returns the commands that set the dongle.
func (o Options) settings() (p []byte) {
	p = setRate.append(p, uint32(o.Rate+0.5))
	p = setPPM.append(p, uint32(int32(o.PPM)))
	p = setDirect.append(p, uint32(o.DirectSampling))
	p = setOffset.append(p, truth(o.OffsetTuning))
	p = setFrequency.append(p, uint32(o.Centre+0.5))
	p = setAGC.append(p, truth(o.AGC))
	p = setGainMode.append(p, truth(o.Gain.Manual || o.GainStep > 0))
	switch {
	case o.GainStep > 0:
		p = setGainByIndex.append(p, uint32(o.GainStep-1))
	case o.Gain.Manual:
		p = setGain.append(p, uint32(tenths(o.Gain.DB)))
	}
	for stage := 1; stage <= 6; stage++ {
		if db, ok := o.IFGain[stage]; ok {
			p = setIFGain.append(p, uint32(stage)<<16|uint32(uint16(tenths(db))))
		}
	}
	return setBiasTee.append(p, truth(o.BiasTee))
}

func tenths(db float64) int32 {
	if db < 0 {
		return int32(db*10 - 0.5)
	}
	return int32(db*10 + 0.5)
}

func truth(on bool) uint32 {
	if on {
		return 1
	}
	return 0
}

// A Client is a connection to an rtl_tcp server.
type Client struct {
	Header Header

	address string
	conn    net.Conn
	feed    *sdr.Feed
	ended   chan struct{}

	mu     sync.Mutex // guards the writing side
	closed bool
}

var _ sdr.Receiver = (*Client)(nil)

// Open connects, sets the dongle and starts streaming. It gives up after 5 s,
// or when ctx ends; ctx does not bind the open Client.
func Open(ctx context.Context, o Options) (*Client, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", o.Address)
	if err != nil {
		return nil, fmt.Errorf("rtltcp: %w (is rtl_tcp running there?)", err)
	}
	header, err := greet(ctx, conn, o.settings())
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("%w (%s)", err, o.Address)
	}
	c := &Client{Header: header, address: o.Address, conn: conn, ended: make(chan struct{})}
	c.feed = sdr.NewFeed(sdr.FeedOptions{
		Receiver: o.Receiver, Format: sdr.CU8, Rate: o.Rate, Centre: o.Centre,
		SlotBytes: pieceBytes, Slots: slots, Silence: silence, Settle: o.Settle,
	})
	c.feed.Tuning() // what comes first may have been received with the settings of the client before
	c.feed.Tuned(o.Centre)
	go c.stream()
	return c, nil
}

// greet reads the server's greeting and sends the settings.
func greet(ctx context.Context, conn net.Conn, settings []byte) (Header, error) {
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Now()) })
	defer stop()
	deadline, _ := ctx.Deadline()
	conn.SetDeadline(deadline)
	var greeting [headerBytes]byte
	if n, err := io.ReadFull(conn, greeting[:]); err != nil {
		return Header{}, fmt.Errorf("rtltcp: greeting ended after %d of %d bytes: %w (rtl_tcp serves one client at a time)", n, headerBytes, err)
	}
	header, err := parseHeader(greeting[:])
	if err != nil {
		return Header{}, err
	}
	if _, err := conn.Write(settings); err != nil {
		return Header{}, fmt.Errorf("rtltcp: %w", err)
	}
	if !stop() {
		return Header{}, fmt.Errorf("rtltcp: %w", context.Cause(ctx))
	}
	return header, conn.SetDeadline(time.Time{})
}

// stream hands over what comes until the connection ends.
func (c *Client) stream() {
	defer close(c.ended)
	piece := make([]byte, pieceBytes)
	for {
		_, err := io.ReadFull(c.conn, piece)
		if err != nil {
			c.feed.Fail(c.lost(err))
			return
		}
		c.feed.Put(piece)
	}
}

// lost says why the connection ended.
func (c *Client) lost(err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return fmt.Errorf("rtltcp: %s: %w", c.address, os.ErrClosed)
	}
	return fmt.Errorf("rtltcp: %s: %w: %w", c.address, sdr.ErrLost, err)
}

// Read fills b. See [sdr.Source].
func (c *Client) Read(ctx context.Context, b *sdr.Block) error { return c.feed.Read(ctx, b) }

// Tune sends the new centre. Samples taken before it can have had effect are
// discarded; see the package comment.
func (c *Client) Tune(centre sdr.Hz) error {
	if err := tunable(centre); err != nil {
		return err
	}
	c.feed.Tuning()
	err := c.send(setFrequency.append(nil, uint32(centre+0.5)))
	c.feed.Tuned(centre)
	return err
}

func (c *Client) send(p []byte) error {
	c.mu.Lock()
	c.conn.SetWriteDeadline(time.Now().Add(silence))
	_, err := c.conn.Write(p)
	c.mu.Unlock()
	if err != nil {
		return c.lost(err)
	}
	return nil
}

// Tally returns the counts of samples.
func (c *Client) Tally() sdr.Tally { return c.feed.Tally() }

// Close ends the connection.
func (c *Client) Close() error {
	c.mu.Lock()
	was := c.closed
	c.closed = true
	c.mu.Unlock()
	if was {
		return nil
	}
	err := c.conn.Close()
	<-c.ended
	return err
}
