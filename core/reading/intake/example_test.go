package intake_test

import (
	"context"
	"fmt"

	"github.com/fairweather-app/fairweather/core/reading/intake"
)

func ExampleParse() {
	page := `<html><head><title>Aid late</title><meta name="date" content="2024-05-06"></head>
<body><p>The delivery was <b>postponed</b>.</p><script>run()</script></body></html>`
	texts, err := intake.Parse(context.Background(), "page.html", []byte(page))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range texts {
		fmt.Printf("%s, %s: %s\n", t.Title, t.Date, t.Extract)
	}
	// Output: Aid late, 2024-05-06: The delivery was postponed.
}

func ExampleIndex() {
	wire := "Norway promised Ukraine two air-defence systems in March, and the delivery was postponed twice, officials in Oslo said on Monday, because the factory could not keep up with orders from other allies."
	x := intake.NewIndex()
	x.Add("wire", "", wire)
	for _, l := range x.Add("paper", "", "Aid late again. "+wire+" Subscribe for more.") {
		fmt.Printf("%s of %s, %.0f %%\n", l.Relation, l.ID, 100*l.Shared)
	}
	fmt.Println("one voice with", x.Voice("paper"))
	// Output:
	// a republication of wire, 100 %
	// one voice with wire
}
