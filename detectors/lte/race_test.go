//go:build race

package lte

const underRace = true
