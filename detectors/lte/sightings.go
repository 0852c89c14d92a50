package lte

import (
	"math"
	"time"

	"vigie/detectors"
	"vigie/detectors/lte/downlink"
	"vigie/sdr"
)

// forget drops the cells that were not seen for long.
func (d *Detector) forget() {
	kept := d.cells[:0]
	for _, c := range d.cells {
		if float64(d.index+1-c.seen) < forgetSeconds*float64(d.rate) {
			kept = append(kept, c)
		}
	}
	d.cells = kept
}

// sight begins to read what a decoded cell says, unless that was done of late.
func (d *Detector) sight(c *cell) {
	s := d.sighting(c)
	pause := rereadSeconds
	if s.said.SIB1 == nil && float64(c.RB)*180e3 < float64(d.rate) {
		pause = repeatSeconds
	}
	if s.asked != 0 && s.askedAt == d.centre && d.live && float64(d.index+1-s.asked) < pause*float64(d.rate) {
		return
	}
	if d.live && float64(c.RB)*180e3 >= float64(d.rate) && d.windows < settledWindows {
		return
	}
	s.asked, s.askedAt = d.index+1, d.centre
	d.recall(s, nearSeries)
	d.inform.start(c, d.work.delay(), s.said)
}

// report emits what is known of the decoded cell at work when it is new, says
// something else, or was not reported for a while, and goes on to the next.
func (d *Detector) report(emit func(detectors.Event)) {
	c := &d.work.cells[d.told]
	d.told++
	s, again := d.note(c)
	fields := c.fields()
	fields.add(s.said)
	if s.decoded && again && s.fields.Same(fields) {
		return
	}
	s.decoded, s.fields, s.reported = true, fields, d.index
	d.ask(s, c)
	s.cell, s.first = *c, d.at(c.first/sampleRate-d.work.delay())
	e := c.event(d.centre, fields)
	if s.said.SIB1 != nil {
		identify(&e, s.said)
	}
	d.emit(c, s, e, emit)
}

// hear does the same for a cell that was identified but not decoded, unless it
// was decoded lately.
func (d *Detector) hear(c *cell, emit func(detectors.Event)) {
	s, again := d.note(c)
	if s.decoded || again {
		return
	}
	s.reported = d.index
	d.emit(c, s, c.heardEvent(d.centre), emit)
}

// emit sets the time of an event about a cell, the start of its first frame, and
// the track that the cell had first.
func (d *Detector) emit(c *cell, s *sighting, e detectors.Event, emit func(detectors.Event)) {
	if s.track == "" {
		s.track = e.Track
	}
	e.Track = s.track
	e.Time = d.at(c.first/sampleRate - d.work.delay())
	emit(e)
}

// pass hands on a message of system information.
func (d *Detector) pass(b *downlink.Block) {
	f := d.inform
	m := detectors.Broadcast{RAT: "lte", Channel: "bcch-dl-sch", ARFCN: -1, Octets: b.Data, SNR: 10 * math.Log10(f.reader.SNR())}
	m.FN = uint32((f.timing.SFN + b.Frame + frameCount) % frameCount)
	m.Time = d.at(f.seconds() + float64(b.Frame)*10e-3 + float64(b.Subframe)*1e-3)
	if d.centre != 0 {
		m.Freq = d.centre + sdr.Hz(math.Round(f.reader.Timing().Offset/rasterHz)*rasterHz)
	}
	d.broadcast(&m)
}

// at returns the time of a place in the window, in seconds from its start.
func (d *Detector) at(seconds float64) time.Time {
	return d.time.Add(time.Duration(math.Round(seconds * 1e9)))
}

// ask asks for a stay at an edge of the carrier of a cell that did not say who it
// is: SIB1 usually lies at the lower one, else at the upper one.
func (d *Detector) ask(s *sighting, c *cell) {
	in := edgeView * float64(d.rate) / 2
	half := float64(c.RB) * 90e3
	if d.dwell == nil || s.said.SIB1 != nil || s.asks == 2 || d.centre == 0 || half <= in || c.snr < leastAsked {
		return
	}
	edge := in - half
	if s.asks == 1 {
		edge = -edge
	}
	stay := edgeStay
	if c.snr < 1 {
		stay = faintStay
	}
	if d.dwell(sdr.Dwell{Centre: d.centre + sdr.Hz(c.carrier+edge), Stay: stay}) {
		s.asks++
	}
}

// edges lists the cells, found at other tunings, whose carrier's edge is in view
// while its middle is not, and of which SIB1 is unknown.
func (d *Detector) edges() {
	d.far = d.far[:0]
	for i := range d.cells {
		s := &d.cells[i]
		if s.centre == 0 || d.centre == 0 || s.centre == d.centre || !s.decoded || s.said.SIB1 != nil {
			continue
		}
		if d.live && (len(d.far) == maxFar || s.asked != 0 && s.askedAt == d.centre && float64(d.index+1-s.asked) < repeatSeconds*float64(d.rate)) {
			continue
		}
		off := math.Abs(float64(s.centre-d.centre) + s.carrier)
		half := float64(d.rate) / 2
		if off+occupiedHz/2 > half && off-float64(s.cell.RB)*90e3 < half {
			d.far = append(d.far, i)
		}
	}
}

// reportFar emits what was learnt of a cell from its carrier's edge. Its frame
// number goes on from where the cell was decoded, as if no time were missing.
func (d *Detector) reportFar(emit func(detectors.Event)) {
	s := &d.cells[d.far[0]]
	d.far = d.far[:copy(d.far, d.far[1:])]
	if !d.inform.learned {
		return
	}
	s.seen, s.reported = d.index+1, d.index
	s.fields.add(s.said)
	e := s.cell.event(s.centre, s.fields)
	identify(&e, s.said)
	e.Track = s.track
	e.Time = d.at(d.inform.seconds())
	frames := math.Round(e.Time.Sub(s.first).Seconds() * sampleRate / frameSize)
	fields := s.fields
	fields.SFN = ((fields.SFN+int(frames))%frameCount + frameCount) % frameCount
	e.Fields = fields
	emit(e)
}

// note keeps what a window shows of a cell. It returns the cell's sighting, and
// whether an event was emitted lately.
func (d *Detector) note(c *cell) (s *sighting, again bool) {
	s = d.sighting(c)
	again = s.seen != 0 && float64(d.index+1-s.reported) < repeatSeconds*float64(d.rate)
	s.pci, s.carrier, s.cfo, s.drift, s.seen = c.pci, c.carrier, c.cfo, c.primary.drift, d.index+1
	return s, again
}

// sighting returns what is known of a cell, or room for it. When the table is
// full the cell not seen for longest makes room.
func (d *Detector) sighting(c *cell) *sighting {
	oldest := 0
	for i := range d.cells {
		s := &d.cells[i]
		if s.centre == d.centre && s.pci == c.pci && math.Abs(s.carrier-c.carrier) < rasterHz/2 {
			return s
		}
		if s.seen < d.cells[oldest].seen {
			oldest = i
		}
	}
	if len(d.cells) < maxSightings {
		oldest = len(d.cells)
		d.cells = d.cells[:oldest+1]
	}
	d.cells[oldest] = sighting{centre: d.centre, pci: c.pci, carrier: c.carrier, said: &information{}}
	return &d.cells[oldest]
}
