// Package chirp finds LoRa's chirps in any channel of a receiver's window, and
// measures and partly reads their packets.
//
//   - Gate. The power of the shared spectra in strips of 100 kHz and tiles of about
//     a millisecond, summed over 500 kHz and compared with what is usual there, by
//     a cumulative sum: a burst 10 dB below the noise shows after three tiles.
//   - Search. The region is brought to 0 Hz and one sample a chip. A window of one
//     symbol times the inverse chirp is a tone wherever it begins, since a chirp
//     that leaves the band at the top comes back at the bottom: its place among
//     the transform's bins is offset in time plus offset in frequency. The powers
//     of six windows a symbol apart are added; two such sums a symbol cover a
//     preamble of eight. What is found must outdo what a carrier, the opposite
//     slope, half and twice the slope make of the same samples.
//   - Packet. Two falling symbols follow the preamble; on them offset in frequency
//     counts the other way, so both come apart. The samples are taken anew on the
//     packet's own frequency and grid; preamble and payload are followed to where
//     the running sum of their symbols' powers, less half a symbol's, is largest.
//   - Decoding. See decode.go.
//
// The work is bounded: forms found lately are tried first, forms that cannot fill
// the strips not at all, and what may be spent on the others is limited.
package chirp
