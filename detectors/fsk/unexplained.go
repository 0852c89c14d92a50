package fsk

import (
	"vigie/detectors"
	"vigie/detectors/fhss"
)

// Of returns the Finder that the detectors of a receiver share.
func Of(setup detectors.Setup) (*Finder, error) {
	return detectors.Share(setup, shareKey{}, func() (*Finder, error) { return NewFinder(setup.Rate) })
}

type shareKey struct{}

// New returns a fhss.Finder of the bursts that no checksum has explained: of the
// others, who read them reports.
func New(setup detectors.Setup) (fhss.Finder, error) {
	f, err := Of(setup)
	if err != nil {
		return nil, err
	}
	return &unexplained{finder: f}, nil
}

type unexplained struct {
	finder *Finder
	given  int    // bursts, of all that there ever were
	taken  uint64 // first sample of the Frame that was taken last
}

// Find implements fhss.Finder.
func (u *unexplained) Find(frame *detectors.Frame, found func(*fhss.Burst)) {
	u.finder.work(frame)
	u.taken = frame.Index
	u.give(found)
}

// Flush implements fhss.Finder. Where the finder has begun with a Frame that is not
// taken here yet, it has finished with what was before.
func (u *unexplained) Flush(found func(*fhss.Burst)) {
	if u.taken == u.finder.taken {
		u.finder.settle(true)
	}
	u.give(found)
}

// give passes on what has not been given yet.
func (u *unexplained) give(found func(*fhss.Burst)) {
	f := u.finder
	for i := max(0, u.given-f.before); i < len(f.bursts); i++ {
		if b := &f.bursts[i]; b.Proof.System == "" {
			found(b)
		}
	}
	u.given = f.before + len(f.bursts)
}

// Heard implements fhss.Hearer.
func (u *unexplained) Heard(b *fhss.Burst) {
	if b.Kind == fhss.Chirp {
		u.finder.chirps.add(b)
	}
}
