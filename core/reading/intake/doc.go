// Package intake brings texts in: from bytes, files, folders and addresses to a
// text that package reading can read and a person can check.
//
// What a text is, its content says first and its name second. Nothing in it is
// run, nothing that it names is fetched, and what is too large, locked or
// broken is refused with the reason. What was left out, guessed or odd stands in
// the text's Notes.
//
// The libraries, and why these:
//   - golang.org/x/net/html and its charset package: HTML as browsers read it.
//   - codeberg.org/readeck/go-readability/v2: the kept-up port of Mozilla's
//     Readability, for the main text of a page.
//   - github.com/klippa-app/go-pdfium: PDFium, the reader of Chrome, compiled to
//     WebAssembly and run by wazero without C. It alone of those tried keeps the
//     words of kerned and hyphenated text whole, and a hostile file is held in a
//     sandbox without files, of bounded memory, that a context can end.
//   - github.com/mmcdole/gofeed: RSS, Atom and JSON feeds as they are found.
//   - github.com/emersion/go-message: MIME with few dependencies, for mail and
//     saved pages (MHTML).
//   - github.com/yuin/goldmark and gopkg.in/yaml.v3: Markdown and its front matter.
//   - github.com/gogs/chardet: a port of ICU's detection of encodings, which the
//     readability library needs as well; golang.org/x/text decodes.
//   - github.com/abadojack/whatlanggo: 84 languages in half a megabyte. lingua-go
//     is surer of a single sentence, but brings a hundred megabytes of models; a
//     text here has paragraphs.
//
// DOCX is read with archive/zip and encoding/xml: the limits on entries, size and
// ratio must hold while it is unpacked.
package intake
