// Package sik reads the packets of SiK telemetry radios, as small aircraft and
// their ground stations use at 433, 868 and 915 MHz, and passes what they carry to
// package mavlink.
//
// The radios are Silicon Labs' Si1000 or alike with the firmware of
// github.com/ArduPilot/SiK, whose sources are what is known of the packets: Gaussian
// frequency shift keying at one of thirteen rates, with a deviation that the
// firmware sets for each; 64 bits of preamble, the synchronisation word 0x2DD4;
// then, whitened, the network's number, the length, the contents and a CRC over all
// of these. With error correction there is no header and no such CRC, but the
// length and, Golay coded, number, another CRC and contents. The last two octets of
// the contents are the time division's: how long the sender's window still lasts.
//
// Bits are detected without a phase: the energies of the two tones over the
// middle of a bit are compared (J. G. Proakis, Digital Communications, section
// 5.4.2), since with a deviation of the bit rate they are orthogonal.
//
// The whitening is a PN9 sequence. At which of its 511 bits the chip begins is not
// in public documents; nine ones are tried first. Otherwise the beginning is found
// as the one with which the length agrees with that of the burst and the CRC
// passes, in two packets alike: by chance that is so of one packet in about 2500,
// and of two in ten million.
//
// Radios with AES switched on send the same packets with contents that look
// random; the link is reported as encrypted. RFD900 radios with this firmware are
// the same; those of the x series with multipoint firmware are not documented.
package sik
