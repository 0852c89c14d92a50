// Package downlink reads the control and the shared channel of an LTE cell of
// which the identity, the timing and the master information block are known.
//
// It works on what a receiver sees of the carrier: all of it, or a window of a
// few resource blocks. Elements outside are erasures.
//
//  1. OFDM (TS 36.211 clause 6.12) at the receiver's own rate where 15 kHz divide
//     it; the carrier may lie anywhere in or beside the band.
//  2. Cell-specific reference signals (clause 6.10.1) of up to four ports give
//     channel, noise, residual timing and carrier offset.
//  3. PCFICH (6.7), the elements of PHICH (6.9) and the common search space of
//     the PDCCH (6.8, TS 36.213 clause 9.1.1) give downlink assignments of
//     formats 1A and 1C (TS 36.212 clause 5.3.3) for system information and
//     paging.
//  4. PDSCH (6.4, 6.3.4.3): soft bits, descrambling, rate matching with each of
//     the four redundancy versions, turbo code, CRC24A.
//  5. Where the assignment cannot be seen, [Reader.Blind] finds the block without.
//  6. SIB1 that did not decode adds up with its repetitions, those of earlier windows
//     included, in a [Memory].
package downlink
