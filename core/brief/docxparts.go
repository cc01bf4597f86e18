package brief

import (
	"fmt"
	"strings"
)

// The parts of a DOCX that are the same in every brief, or nearly.
const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

	contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Default Extension="png" ContentType="image/png"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`

	packageRelations = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
		`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>`

	appProperties = xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Fairweather</Application></Properties>`

	wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

	documentHead = xmlHead + `<w:document ` + wordSpace + ` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>` + "\n"

	documentTail = `<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1300" w:right="1303" w:bottom="1300" w:left="1303" w:header="700" w:footer="600" w:gutter="0"/></w:sectPr></w:body></w:document>`

	docxSettings = xmlHead + `<w:settings ` + wordSpace + `><w:defaultTabStop w:val="720"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`
)

func coreProperties(d *Document) string {
	stamp := d.stamp().Format("2006-01-02T15:04:05Z")
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		fmt.Sprintf(`<dc:title>%s</dc:title><dc:subject>%s</dc:subject><dc:creator>Fairweather</dc:creator><dc:language>en</dc:language>`, escaped(d.Title), escaped(d.Case)) +
		fmt.Sprintf(`<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified></cp:coreProperties>`, stamp, stamp)
}

func docxFooter(d *Document) string {
	field := func(name string) string {
		return fmt.Sprintf(`<w:fldSimple w:instr=" %s "><w:r><w:t>1</w:t></w:r></w:fldSimple>`, name)
	}
	x := &docx{}
	x.runs(isolated(d.Question))
	return xmlHead + `<w:ftr ` + wordSpace + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + x.body.String() + `<w:r><w:tab/></w:r>` +
		field("PAGE") + `<w:r><w:t xml:space="preserve"> of </w:t></w:r>` + field("NUMPAGES") + `</w:p></w:ftr>`
}

// numbering defines bullets, and one count from 1 for each numbered list.
func (x *docx) numbering() string {
	var b strings.Builder
	level := func(id int, format, text string) {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="400" w:hanging="400"/></w:pPr></w:lvl></w:abstractNum>`, id, format, text)
	}
	b.WriteString(xmlHead + `<w:numbering ` + wordSpace + `>`)
	level(0, "bullet", "•")
	level(1, "decimal", "%1.")
	b.WriteString(`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`)
	for i := range x.lists {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, i+2)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}

var docxStyles = stylesPart()

// stylesPart makes the styles. Every look is a style, so that whoever goes on
// with the document can change it in one place.
func stylesPart() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:styles ` + wordSpace + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Microsoft YaHei" w:cs="Arial"/><w:color w:val="1B2230"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="fa-IR"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`)
	paragraph := func(id, name, based, next, properties, run string) {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="%s"%s><w:name w:val="%s"/>`, id, map[bool]string{true: ` w:default="1"`}[id == "Normal"], name)
		if based != "" {
			fmt.Fprintf(&b, `<w:basedOn w:val="%s"/>`, based)
		}
		if next != "" {
			fmt.Fprintf(&b, `<w:next w:val="%s"/>`, next)
		}
		fmt.Fprintf(&b, `<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, properties, run)
	}
	size := func(half int) string { return fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half, half) }
	const bold, quiet = `<w:b/><w:bCs/>`, `<w:color w:val="4A5568"/>`
	space := func(before, after int) string {
		return fmt.Sprintf(`<w:spacing w:before="%d" w:after="%d"/>`, before, after)
	}
	paragraph("Normal", "Normal", "", "", "", "")
	paragraph("BodyText", "Body Text", "Normal", "", space(0, 140), "")
	paragraph("Lead", "Lead", "BodyText", "BodyText", space(0, 160), size(23))
	paragraph("Note", "Note", "Normal", "", space(0, 100), quiet+size(18))
	paragraph("Title", "Title", "Normal", "BodyText", `<w:keepNext/>`+space(60, 80), bold+size(38))
	paragraph("Subtitle", "Subtitle", "Normal", "BodyText", space(0, 200), quiet+size(18))
	for i, h := range []int{28, 22, 21} {
		paragraph(fmt.Sprintf("Heading%d", i+1), fmt.Sprintf("heading %d", i+1), "Normal", "BodyText",
			`<w:keepNext/><w:keepLines/>`+space([]int{360, 220, 160}[i], []int{120, 60, 40}[i])+fmt.Sprintf(`<w:outlineLvl w:val="%d"/>`, i), bold+size(h))
	}
	paragraph("Caption", "caption", "Normal", "BodyText", `<w:keepLines/>`+space(60, 220), quiet+size(18))
	paragraph("TableCaption", "Table Caption", "Caption", "", `<w:keepNext/><w:keepLines/>`+space(160, 80), "")
	paragraph("Figure", "Figure", "Normal", "Caption", `<w:keepNext/>`+space(160, 0), "")
	paragraph("ListBullet", "List Bullet", "BodyText", "", space(0, 70)+`<w:ind w:left="400" w:hanging="400"/>`, "")
	paragraph("ListNumber", "List Number", "BodyText", "", space(0, 70)+`<w:ind w:left="400" w:hanging="400"/>`, "")
	paragraph("ListNote", "List Note", "Note", "ListNumber", space(0, 100)+`<w:ind w:left="400"/>`, "")
	paragraph("Reference", "Reference", "Normal", "", space(0, 60)+`<w:ind w:left="480" w:hanging="480"/>`, size(18))
	paragraph("Quote", "Quote", "Normal", "", space(0, 80)+`<w:ind w:left="700" w:right="300"/>`, quiet+size(18))
	paragraph("TableText", "Table Text", "Normal", "", space(30, 30), size(17))
	paragraph("TableHead", "Table Head", "TableText", "", "", bold)
	paragraph("Footer", "footer", "Normal", "", fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, docxWidth), quiet+size(16))
	character := func(id, name, run string) {
		fmt.Fprintf(&b, `<w:style w:type="character" w:styleId="%s"><w:name w:val="%s"/><w:rPr>%s</w:rPr></w:style>`, id, name, run)
	}
	character("Hyperlink", "Hyperlink", `<w:color w:val="1F55B5"/><w:u w:val="single"/>`)
	character("Citation", "Citation", `<w:color w:val="1F55B5"/><w:vertAlign w:val="superscript"/>`)
	character("SmallText", "Small Text", quiet+size(18))
	character("Rung", "Rung", size(19))
	line := func(edge string, width int, colour string) string {
		return fmt.Sprintf(`<w:%s w:val="single" w:sz="%d" w:space="0" w:color="%s"/>`, edge, width, colour)
	}
	b.WriteString(`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	b.WriteString(`<w:style w:type="table" w:styleId="BriefTable"><w:name w:val="Brief Table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>` +
		line("bottom", 4, "D0D6DF") + line("insideH", 4, "D0D6DF") + `</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>` + line("bottom", 8, "5B6678") + `</w:tcBorders></w:tcPr></w:tblStylePr></w:style>`)
	b.WriteString(`</w:styles>`)
	return b.String()
}
