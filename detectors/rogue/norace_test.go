//go:build !race

package rogue

const racing = false
