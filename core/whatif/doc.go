// Package whatif answers who is hit, how hard and when, if an actor erodes:
// demand-side inoperability over the network of dependences (Haimes and Santos),
// its closed form, its course over months, Monte Carlo over what the shares may
// be, what drives the result, and how large a dependence would have to be for a
// claim to hold. METHODS 7.
//
// Inoperability is the share of an actor's functioning that is lost, 0 to 1. It
// solves q = A q + c: c is what the shock takes, and a_ij the share of i's
// functioning that rests on j.
//
// Choices that METHODS leaves open, each a setting or told with the result:
//   - The weight of a channel for an actor is 1 / number of channels in the
//     network, the same for all actors, unless set.
//   - A share of a part of a channel is never added to another. Where the whole
//     channel is on record it is left aside; where not, the largest part stands
//     for the channel, and the result counts such edges.
//   - Of several shares of one channel, the one dated last by the as-of day counts.
//   - A dependence dated to a period (2022/2023) that ended before the as-of day is
//     not in the network of that day: its date says when it held. A single date is
//     that of the figures, which stand until later ones replace them.
//   - Where the closed form would take an actor beyond 1, or does not exist, the
//     least solution of q = min(1, A q + c) is taken.
//   - The rate k of an actor is 1 / the mean substitution time of its dependences,
//     weighted by their size, at least one month.
//   - The shock is there from the first day: q(0) = c.
//   - A draw under a shock that lasts, beyond those that keep their course, goes to
//     its end in steps of up to a season, as long as the fastest actor allows: within
//     a point in a hundred of where short steps end.
//
// Draws are independent streams, one a draw: the same seed gives the same bytes
// on any number of cores, more draws extend fewer, and scenarios of one network
// are compared on the same draws.
//
// Libraries: gonum for linear solving, eigenvalues and strongly connected
// components. Single draws are solved by sweeps over the few edges there are, in
// the order of the components, which for networks of this size takes a tenth of
// the time of a dense solve and clips as it goes; where the spectral radius is near
// 1 they leap ahead along the direction they go (Aitken). No kept Go library reads
// GraphML with line numbers and bounds; encoding/xml does, and expands no entity.
package whatif
