// Package fsk finds bursts of frequency shift keying in any channel and measures
// them.
//
//   - Gate. The receiver's shared spectra, over the tracked floor, in groups of
//     neighbouring bins: groups above a bound that noise passes once in 10⁹ tries
//     are joined over frequency and time. What begins and ends together, such as
//     the two lobes of a wide shift, is one emission. Where a steady carrier is,
//     one begins only above that.
//   - Wait. Only after 60 ms is it measured: by then the chirps are known, and what
//     lies within one in time and frequency is a piece of it.
//   - Measure. The emission's samples are brought to 0 Hz and thinned out. Its
//     envelope gives start and end: the stretch whose sum of powers above half the
//     signal's is largest. The frequency, smoothed over the reciprocal of the
//     bandwidth, has two levels; where it crosses their middle, a bit ends. Of the
//     crossings t the frequency f with the largest |Σ exp(j2πft)|²/n, the line
//     that a bit clock makes (W. R. Bennett, Statistics of Regenerative Digital
//     Transmission, Bell Syst. Tech. J. 37, 1958), is the bit rate; the levels in
//     the middle of bits between equal ones give the deviation. A chirp has no two
//     levels, a keyed carrier no steady envelope.
//
// Package fhss joins the bursts to links; package sik reads the packets in them.
package fsk
