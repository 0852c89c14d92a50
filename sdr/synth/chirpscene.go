package synth

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// ChirpEmitters are the emitters of a Scene whose signals are chirps.
type ChirpEmitters struct {
	ExpressLRS  []ExpressLRS  `toml:"expresslrs"`
	ChirpHopper []ChirpHopper `toml:"chirp_hopper"`
	LoRaNodes   []LoRaNodes   `toml:"lora_nodes"`
}

// A described emitter is an entry of a table of a scene.
type described interface {
	validate() *keyError
	Open(r Receiver, noise, seconds float64, random *rand.Rand) (Emitter, error)
}

// each calls visit with every emitter, its table and its place in it.
func (c *ChirpEmitters) each(visit func(d described, table string, i int) error) error {
	for i := range c.ExpressLRS {
		if err := visit(&c.ExpressLRS[i], "expresslrs", i); err != nil {
			return err
		}
	}
	for i := range c.ChirpHopper {
		if err := visit(&c.ChirpHopper[i], "chirp_hopper", i); err != nil {
			return err
		}
	}
	for i := range c.LoRaNodes {
		if err := visit(&c.LoRaNodes[i], "lora_nodes", i); err != nil {
			return err
		}
	}
	return nil
}

// validate completes the emitters and returns what is wrong with them.
func (c *ChirpEmitters) validate() (wrong *keyError) {
	_ = c.each(func(d described, table string, i int) error {
		if wrong == nil {
			if wrong = d.validate(); wrong != nil {
				wrong.table, wrong.entry = table, i+1
			}
		}
		return nil
	})
	return wrong
}

// clone returns a copy whose emitters may be completed.
func (c *ChirpEmitters) clone() ChirpEmitters {
	return ChirpEmitters{slices.Clone(c.ExpressLRS), slices.Clone(c.ChirpHopper), slices.Clone(c.LoRaNodes)}
}

// open opens every emitter at a time in seconds.
func (c *ChirpEmitters) open(r Receiver, seed uint64, noise, seconds float64) (all []Emitter, err error) {
	err = c.each(func(d described, table string, i int) error {
		random := rand.New(rand.NewPCG(seed, uint64(table[0])<<40+uint64(table[4])<<32+uint64(i)))
		e, err := d.Open(r, noise, seconds, random)
		if err != nil {
			return fmt.Errorf("synth: %s %d: %w", table, i+1, err)
		}
		all = append(all, e)
		return nil
	})
	return all, err
}
