// Package downlink reads what an NR cell's synchronisation block points to: the
// control channel of CORESET 0 and the data channel with SIB1.
//
// A [Slot] holds the subcarriers of CORESET 0 in one slot, phase by symbol as
// the sender meant it. In the resources of the control channel (TS 38.211 clause
// 7.3.2) a [Reader] tries every candidate for an assignment to SI-RNTI (DCI
// format 1_0, TS 38.212 clause 7.3.1.2.1), whose CRC of 24 bits decides; then it
// demodulates the data channel (TS 38.211 clause 7.3.1, TS 38.214 clause 5.1)
// and decodes the transport block (TS 38.212 clause 7.2), of which parity checks
// and a CRC of 16 bits must hold. Repetitions that could not be decoded alone
// are added.
//
// Everything here is broadcast to all: no other RNTI is looked for.
package downlink
