//go:build race

package timeline

// slowdown is how much longer the race detector lets everything take.
const slowdown = 12
