// Package mavlink finds MAVLink frames in octets and reads from them what kind of
// aircraft sends them and where it is; it reads nothing else.
//
// MAVLink (mavlink.io, "Serialization") has two frames. Version 1: 0xFE, length,
// sequence, system, component, message, payload, two octets of check. Version 2:
// 0xFD, length, two octets of flags, sequence, system, component, three octets of
// message, payload without its trailing zeros, check, and 13 octets of signature
// when the flags say so. The check is the CRC of ITU-T X.25 without its final
// inversion over all but the first octet, and over one octet more that is not sent:
// a digest of the message's definition. Chance passes it once in 65536 frames of a
// known message.
//
// Commands, parameters, missions and texts are counted as frames and not looked
// into.
package mavlink
