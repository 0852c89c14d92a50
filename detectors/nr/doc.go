// Package nr finds 5G NR cells by their synchronisation blocks and reads the
// master information block, also where the receiver sees but a part of it.
//
//  1. Search: correlation with the three primary synchronisation signals (TS
//     38.211 clause 7.4.2.2) in the frequency domain, where a carrier offset is
//     a shift by whole bins, around the positions of the synchronisation raster
//     (TS 38.104 clause 5.4.3) or, when the receiver's frequency is unknown,
//     everywhere; for blocks of 15 and of 30 kHz.
//  2. Start and carrier offset to a part of a sample and of a subcarrier.
//  3. Secondary synchronisation signal (TS 38.211 clause 7.4.2.3), coherent with
//     the channel that the primary one shows.
//  4. Reference signals of the broadcast channel (clause 7.4.1.4): the block's
//     number, then a Wiener estimate of the channel over what lies in the
//     receiver's view, and of the noise. Symbols are aligned in phase first:
//     transmitters restart the carrier's phase with every symbol (clause 5.4).
//  5. Broadcast channel (clause 7.3.3, TS 38.212 clause 7.1): soft bits, 0 for
//     those out of view, of which up to six tenths may be missing; polar list
//     decoder, CRC24C. Blocks 20 ms apart that cannot be decoded alone are
//     combined: the code is linear, and their payloads differ in a known way
//     but for a few hypotheses on the frame number.
//  6. Where the receiver is wide enough, SIB1 from what the block points to: see
//     package downlink.
//  7. Of a cell that cannot be decoded, such as one whose block is wider than
//     the receiver, the identity is reported when its signals come again.
//
// A CRC of 24 bits alone would pass noise too often, so a codeword must also
// correlate with the soft bits as random signs do less than once in ten million
// windows: see leastSupport.
package nr
