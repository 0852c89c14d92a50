// Package hardware holds what people need to set receivers up: rules, and the
// emulator for tests. README.md is the entry.
package hardware
