// Package rotor hears aircraft with rotors: multirotors, helicopters and
// aeroplanes with propellers.
//
// Every 0.38 s the last second of sound is measured (package timbre) and a forest
// of randomised trees votes on what it is; of multirotors, boosted trees have half
// of the say (package forest). Package school trains them on recordings of other
// places. Six of the last eight looks must agree: the probability that is stated
// is the one that six of eight reach, or three in four of a recording that ends
// earlier. A site's own machines are got used to: a likelihood that is reached
// there all the time no longer suffices.
//
// What is emitted cannot hold a voice: class, probability, and once two seconds
// of a decided track are over a fundamental in steps of a semitone, if it stood
// still.
package rotor
