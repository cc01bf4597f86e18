// Package assess computes the answer: can the relier count on the partner, as
// of a day, in a situation? Every measure is a pure function of the case, the
// question and the settings, as METHODS.md states it, and carries the ids of
// the records it rests on. Nothing dated after the as-of day is read.
package assess
