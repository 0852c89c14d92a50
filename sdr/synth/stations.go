package synth

import (
	"math/rand/v2"
	"slices"
)

// A station is an emitter of a scene that is made of transmissions.
type station interface {
	validate() *keyError // completes the description
	open(all []Emitter, r Receiver, noise, seconds float64, seed func() *rand.Rand) []Emitter
}

// A stationTable is one of a scene's arrays of tables.
type stationTable struct {
	name string
	all  []station
}

// Stations holds the emitters of a scene that are made of transmissions.
type Stations struct {
	SiK    []SiK      `toml:"sik"`
	GFSK   []GFSKFHSS `toml:"gfsk_fhss"`
	WMBus  []WMBus    `toml:"wmbus"`
	ZWave  []ZWave    `toml:"zwave"`
	Sigfox []Sigfox   `toml:"sigfox"`
	OOK    []OOK      `toml:"ook"`
	ERT    []ERT      `toml:"ert"`
	Pager  []Pager    `toml:"pager"`
}

// tables returns every kind of station.
func (s *Stations) tables() []stationTable {
	return []stationTable{
		{"sik", stations(s.SiK)},
		{"gfsk_fhss", stations(s.GFSK)},
		{"wmbus", stations(s.WMBus)},
		{"zwave", stations(s.ZWave)},
		{"sigfox", stations(s.Sigfox)},
		{"ook", stations(s.OOK)},
		{"ert", stations(s.ERT)},
		{"pager", stations(s.Pager)},
	}
}

func stations[T any, P interface {
	*T
	station
}](of []T) (all []station) {
	for i := range of {
		all = append(all, P(&of[i]))
	}
	return all
}

// clone returns stations whose descriptions may be completed.
func (s *Stations) clone() Stations {
	return Stations{
		SiK: slices.Clone(s.SiK), GFSK: slices.Clone(s.GFSK), WMBus: slices.Clone(s.WMBus), ZWave: slices.Clone(s.ZWave),
		Sigfox: slices.Clone(s.Sigfox), OOK: slices.Clone(s.OOK), ERT: slices.Clone(s.ERT), Pager: slices.Clone(s.Pager),
	}
}

// validate completes the stations and returns what is wrong with one.
func (s *Stations) validate() *keyError {
	for _, table := range s.tables() {
		for i, station := range table.all {
			if err := station.validate(); err != nil {
				err.table, err.entry = table.name, i+1
				return err
			}
		}
	}
	return nil
}

// stationSeeds is where the seeds of stations begin, far from those of cells.
const stationSeeds = 16 << 32

// emitters opens every station at a time in seconds.
func (s *Stations) emitters(r Receiver, noise, seconds float64, seed uint64) (all []Emitter) {
	for k, table := range s.tables() {
		for i, station := range table.all {
			next := stationSeeds + uint64(k)<<32 + uint64(i)<<16
			all = station.open(all, r, noise, seconds, func() *rand.Rand {
				next++
				return rand.New(rand.NewPCG(seed, next))
			})
		}
	}
	return all
}
