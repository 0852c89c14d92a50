//go:build race

package nr

// underRace says that the race detector makes everything ten times slower.
const underRace = true
