// Package hypotheses weighs rival readings of a partner's conduct against the
// evidence: a matrix of hypotheses and items of evidence that analysts rate,
// the Bayesian reading of it, Heuer's inconsistency beside it, what would
// overturn the leader, and how far the analysts agree. METHODS 6.
//
// What is known of the method, and so how this package is made. Filling in the
// matrix of the Analysis of Competing Hypotheses helps judgement little or
// harms it (Dhami, Belton and Mandel 2019; Karvetski and Mandel 2020); what
// helped was to make each analyst's judgements coherent by arithmetic and then
// to average them (Mandel, Karvetski and Dhami 2018: error down 61 %), and
// hypotheses in rows (Dhami et al. 2024). So people judge one cell at a time,
// and the machine does the sums.
//
// Choices that METHODS leaves open, each told with the result:
//   - A rating counts whenever it was made: it judges an item, and it is the item
//     that must be known by the as-of day.
//   - A cell may hold a likelihood ratio (3, 1/3) instead of a word.
//   - What is not rated, or not applicable, has ratio 1; an analyst's row without
//     spread over the hypotheses has no say at all.
//   - Items that share a publisher or an event share one weight: exact copies
//     first, then what one publisher says of one event, then the events of that
//     publisher or the publishers of that event, whichever are more. So a copy of
//     an item changes nothing, and confidence does not rise from volume.
//
// Everything is pure: same case, question and settings, same bytes.
package hypotheses
