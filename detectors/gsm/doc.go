// Package gsm finds GSM cells and reads what they broadcast: every carrier of
// the receiver's window at once.
//
//  1. Frequency correction burst (TS 45.002 clause 5.2.4): spectra of the whole
//     window show a tone on any carrier, whatever the receiver's offset; the
//     burst's beginning and the offset follow from its samples.
//  2. Synchronisation burst, a frame later (clause 5.2.5): timing and channel
//     from its 64 known bits, a trellis with soft outputs, the code and parity
//     of TS 45.003 clause 4.7: colour codes and frame number.
//  3. From there the cell is followed. Only timeslot 0 is demodulated, an eighth
//     of the time: frequency correction and synchronisation bursts for the loops
//     that track offset and clock, blocks of the broadcast and common control
//     channels (TS 45.003 clause 4.1) with a channel estimated from the training
//     sequence of each burst.
//  4. System Information 1 to 4, their 2bis, 2ter and 2quater, and 13 (TS
//     44.018). Of paging and of assignments nothing is kept but counts: the
//     octets are zeroed in the function that counts them.
//
// There is no channelizer: a burst of 0.6 ms every 4.6 ms is cut out of the
// window by itself, at two samples a symbol and at its own time and frequency,
// which serves any rate, raster and offset and costs nothing for silent
// carriers.
//
// A synchronisation burst has only ten parity bits. A cell is reported when two
// of them agree about where in the stream their frame numbers are, or when a
// block passes the 40 bits of the Fire code.
package gsm
