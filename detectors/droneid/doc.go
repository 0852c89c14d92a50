// Package droneid finds the bursts of DJI's DroneID and says that they are there;
// it decodes nothing.
//
// What a burst is, and how it is found in a window far narrower than its 9 MHz,
// package ofdm explains. A drone repeats it every 640 ms on one channel for some
// seconds before it goes to another one: two bursts at that distance are a link.
// Bursts that come more often are OcuSync's, which have the same form.
package droneid
