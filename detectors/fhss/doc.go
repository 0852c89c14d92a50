// Package fhss joins bursts to links: hopping control and telemetry, by their
// time lattice, channel raster, airtime and duty.
//
// A [Finder] gives [Burst]s; a [Linker] keeps those of one kind and form together
// and says, when asked, which system they are likely to be:
//
//   - Lattice. Packets of a control link start at multiples of its period T. Of
//     n instants t the Rayleigh statistic R = |Σ exp(j2πt/T)|²/n is n when all fit
//     and exceeds r by chance with probability e^-r (K. V. Mardia, P. E. Jupp,
//     Directional Statistics, 2000, section 6.3.1), times the periods tried.
//   - Raster. Channels lie at first + k·step, all off by one error of the crystals.
//   - Airtime, that of the firmware's packet; the share of slots in which
//     something is sent on the channels that are seen; and how many packets follow
//     each other on a channel before the link hops.
//
// Each gives a logarithm of how much better it fits a system than it fits
// emissions of any length at any time and place. A system is named when at least
// three of them agree with it, and the sum is largest; what was rejected is said
// with the reason.
package fhss
