// Package fpv finds analogue video of aircraft by its line frequency; it never
// makes a picture.
//
// The picture is sent by frequency modulation (ITU-R BT.1700 composite video on a
// carrier of the 1.2, 2.4 or 5.8 GHz bands), several MHz wide. What a narrower
// receiver gets of it is strong while the carrier sweeps through its window, and
// that is the case at much the same instants of every line, so the envelope
// repeats with the line frequency: 15 625 Hz for 625 lines and 25 frames, 4.5 MHz
// / 286 = 15 734.27 Hz for 525 lines and 29.97 frames. The detector takes the
// spectrum of the envelope over a tenth of a second and compares the first eight
// harmonics of either frequency with their neighbourhood. Eight lines at exact
// multiples are hard to come by: each counts for so much at most, so that one or
// two strong tones do not suffice. Lines beside the harmonics, at the field
// frequency, show that the picture is a picture: the proof of a link.
package fpv
