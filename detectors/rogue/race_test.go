//go:build race

package rogue

// racing says that the race detector makes everything ten times slower: the long
// models are then shortened, for they hold one goroutine.
const racing = true
