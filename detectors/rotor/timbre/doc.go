// Package timbre measures what one second of sound is like: some seventy numbers
// that hold for any level, by which [vigie/detectors/rotor] tells rotors from
// what else hums, roars and sings.
//
// Sound at 16 kHz is cut into hops of 2048 samples. Each gives a spectrum of
// 4096 samples (3.9 Hz a bin, Hann), whitened by the 40th percentile of the
// ±100 Hz around each bin, and sixteen envelopes of five bands (8 ms apart). The
// last eight hops, 1.024 s, are one look; four spectra, 0.64 s, suffice for one.
//
// What is measured follows from how rotors sound. Blades pass at 70–900 Hz and
// give a comb of lines; the rotors of one aircraft turn at slightly different
// speeds that are corrected all the time, so that the teeth widen with their
// number and the lines wander, by less than 3 % a second. The airflow adds a
// steady hiss at 2–7 kHz. Main rotors of helicopters pass 11–45 times a second
// and beat the whole band. Voices move and come in syllables (2–8 Hz), music has
// lines as thin as the window's and begins its notes, sirens sweep, engines have
// lines at half their firing rate, wind falls steeply from the lowest bins.
//
// Nothing in a look reads its level, its length, silence, or what lies above
// the source's own band.
package timbre
