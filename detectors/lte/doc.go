// Package lte finds LTE cells and reads what they broadcast: identity, duplex
// mode, the master information block and system information.
//
// What finds cells works at 1.92 MS/s on the six resource blocks around the carrier,
// which every cell has, whatever its width:
//
//  1. Primary synchronisation signal (TS 36.211 clause 6.11.1): correlation with
//     the three sequences in the frequency domain, where a carrier offset is a
//     shift by whole bins; the normalised power is summed over the half-frames of
//     the window along the clock drift that belongs to each offset.
//  2. Secondary synchronisation signal (clause 6.11.2): coherent with the channel
//     that the primary signal shows, summed over the window, for FDD and TDD and
//     both cyclic prefixes.
//  3. Cell-specific reference signals (clause 6.10.1): Wiener estimate of the
//     channel of up to four antenna ports, and of the noise.
//  4. Broadcast channel (clauses 6.6 and 6.3.4.3, TS 36.212 clause 5.3.1): transmit
//     diversity, soft bits, tail-biting Viterbi, CRC with the mask of the ports;
//     frames are combined within their 40 ms period and, because a frame number
//     grows in a known way and the code is linear, across periods.
//  5. The control and the shared channel, in package downlink, give system
//     information (package rrc), where enough of the carrier is in view: all of
//     it, or the few resource blocks that carry SIB1, also at another tuning than
//     the one at which the cell was found.
//  6. What a decoded cell sends there is rebuilt and subtracted, and the rest
//     searched again, so that weaker cells of the carrier appear.
//
// A CRC of 16 bits alone would pass noise too often. Descrambling multiplies
// what is not this cell by random signs, so that the correlation z of the soft
// bits with any one codeword, in units of their root sum square, exceeds a value
// with probability at most exp(-z²/2) (Hoeffding). A cell is reported when that,
// times all codewords with a valid check and all hypotheses tried, is negligible;
// the product is the event's false-alarm probability.
package lte
