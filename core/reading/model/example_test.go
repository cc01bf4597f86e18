package model_test

import (
	"fmt"

	"github.com/fairweather-app/fairweather/core/reading/model"
)

// What leaves the machine is said before it does.
func ExampleSettings_Depart() {
	s := model.Settings{BaseURL: "https://models.example.org/v1", Model: "large"}
	d, err := s.Depart(model.Text{Title: "An op-ed", Body: "Russia was silent."})
	fmt.Println(d, err)
	// Output:
	// To models.example.org goes, encrypted: the full text of “An op-ed” (18 characters, in one request), its date, instructions that are the same for every text, and the key if one is kept. Nothing else of the case is sent. <nil>
}
