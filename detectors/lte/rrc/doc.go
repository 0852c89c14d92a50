// Package rrc reads the broadcast and paging messages of LTE's radio resource
// control, TS 36.331 clause 6.2, from their unaligned packed encoding (ITU-T
// X.691).
//
// What a later release has appended is skipped by its length; a message that
// ends too early, or holds what no release allows, is marked malformed, and what
// was read until there is kept.
package rrc
