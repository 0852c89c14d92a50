// Package ofdm finds the bursts of DJI's OcuSync, DroneID's among them, in a
// window far narrower than they are, and says that they are there; it decodes
// nothing.
//
// A burst (Schiller et al., Drone Security and the Mysterious Case of DJI's
// DroneID, NDSS 2023) is OFDM with 601 carriers 15 kHz apart, the middle one
// empty: nine symbols, in older drones eight, of 66.7 µs with a cyclic prefix
// of 4.7 µs. Two symbols, two apart, are Zadoff-Chu sequences with the roots 600
// and 147. A window of 2.4 MHz, 160 carriers, sees a part of both:
//
//   - root 600 is -1 modulo 601, so its symbol is one chirp that falls through
//     all 9 MHz in 66.7 µs. It crosses the window in 18 µs, wherever the window
//     lies; only when it does tells where. A frequency error is a shift in time.
//   - root 147 fills the whole symbol with short chirps whose order depends on
//     the window's place among the carriers.
//
// The first of the nine symbols is the same in every burst too: the Gold sequence
// of TS 36.211 clause 7.2 that the others are scrambled with, from the initial
// value 0x12345678, for bits that are all zero. The paper does not say so; the
// bursts recorded from a Mavic Air 2 show it, those of DroneID as well as the
// others, in every one of the 144 carriers that were compared.
//
// The search correlates with the chirp, and where that gives more than one
// sample in a thousand would by chance, it correlates the place of the other
// symbol with root 147 for each centre that the burst may have and each error of
// the receiver's frequency, and then the place of the first symbol. The
// correlations r are normalised by the energy of the samples under them, so that
// white noise gives 1-r² a power law of the number of samples alone, whatever its
// level; the logarithms of the probabilities are added (R. A. Fisher, Statistical
// Methods for Research Workers, 1932, section 21.1) and weighed with the number
// of hypotheses. LTE has the same carrier spacing, but neither of the sequences.
//
// In a narrow window only its frequency tells a DroneID burst from others of the
// same form: DroneID's channels lie on a raster of 5 MHz, and in the recording
// the others lie 525 kHz beside it. A burst counts as DroneID's when no centre
// beside the raster explains it clearly better; the package droneid goes on from
// there. The detector of this package reports the others.
package ofdm
