//go:build !race

package timeline

const slowdown = 1
