//go:build !race

package nr

const underRace = false
