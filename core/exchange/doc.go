// Package exchange brings other people's formats into a case and gives a case
// back to other tools without loss.
//
//	Data Package      the whole case as CSV files with their meaning (Frictionless)
//	CSV, XLSX         a table of records of one kind, through a mapping of columns
//	BibTeX, RIS, CSL  the sources, for reference managers, both ways
//	iCalendar         due dates and forecasts
//	registers         arms transfers, aid and finance trackers as pledges and contributions
//
// Nothing here changes a case: readers give records, or changes for one edit,
// with what they refused and why, row by row. Everything read is held to limits,
// since it may come from anybody.
//
// # Libraries
//
// XLSX is read with github.com/xuri/excelize/v2, which core/brief writes with:
// it is the best kept of its kind and costs nothing that the program does not
// carry already. Its limits on what a workbook unpacks to are set here, and a
// workbook is looked through before it is opened. iCalendar is written with
// github.com/arran4/golang-ical, which folds and escapes as RFC 5545 wants.
// BibTeX, RIS and the CSV of a Data Package have readers of our own: the BibTeX
// modules that are kept drop the fields and the order that a round trip needs,
// and encoding/csv turns CR LF inside a quoted text into LF, so that what goes
// out would not come back the same.
package exchange
