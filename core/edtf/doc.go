// Package edtf holds dates as sources give them: Extended Date/Time Format
// (EDTF, ISO 8601-2; loc.gov/standards/datetime) level 0 and level 1.
//
// A Date keeps the text it was read from, byte for byte, and what follows from
// it: the earliest and the latest day it may mean, whether it is uncertain or
// approximate, and whether it is an interval. Parse reads EDTF and nothing
// else; FromInput also reads what a person types ("Dec 2007", "about 2016").
//
// Choices that the standard leaves open, or where other readers differ:
//
//   - '?', '~' and '%' are recorded but do not widen a date's days.
//   - Seasons follow the northern hemisphere, as in python-edtf: spring (21) is
//     March to May, summer June to August, autumn September to November, and
//     winter (24) is December of the year it is written with, so that the
//     seasons of a year sort in order within it.
//   - A time of day does not move a date: 2004-01-01T23:00:00-05 is 1 January,
//     the day that the source wrote. 24:00:00 belongs to the day it ends.
//   - Fractions of a second, and offsets without a colon (+0430), are read; the
//     standard's level 0 has neither, but both are common and unmistakable.
//     Offsets run from -12:00 to +14:00.
//   - Three or four unspecified year digits (1XXX, XXXX, XXXX-XX-XX) are read;
//     the standard's examples have one and two. A negative year counts on its
//     magnitude: -01XX is -0199 to -0100.
//   - An interval's end may not begin before its start does: 2004-06-11/2004-06
//     is refused.
//   - ".." means without bound; an empty end means a bound that nobody knows.
//   - What level 2 adds (sets, exponents, qualifiers and X inside a date, X
//     inside an interval, the divisions 25 to 41) is refused, with its name.
//   - Two and three digits alone (a century or a decade in ISO 8601-1) are no
//     EDTF and are refused.
//
// There is no Go library to build on: the two that exist, sfomuseum/go-edtf and
// whosonfirst/go-edtf, are not served by the module proxy. Hence our own.
package edtf
