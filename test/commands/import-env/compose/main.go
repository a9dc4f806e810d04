// Fills answers.json with what docker compose itself makes of each env file in it: `go run .` in this folder. The unit tests
// compare the project's own reader with these answers, so they need neither Go nor docker compose.
package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/sirupsen/logrus"
)

type example struct {
	// The env file.
	Text string `json:"text"`
	// The environment in which compose reads it.
	Environment map[string]string `json:"environment,omitempty"`
	// What it then sets.
	Values map[string]string `json:"values,omitempty"`
	// Whether compose refuses it.
	Refused bool `json:"refused,omitempty"`
}

func main() {
	logrus.SetOutput(io.Discard)
	content, err := os.ReadFile("answers.json")
	check(err)
	var examples []example
	check(json.Unmarshal(content, &examples))
	for i, each := range examples {
		values, err := dotenv.ParseWithLookup(bytes.NewReader([]byte(each.Text)), func(name string) (string, bool) {
			value, ok := each.Environment[name]
			return value, ok
		})
		examples[i].Values, examples[i].Refused = values, err != nil
		if err != nil {
			examples[i].Values = nil
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	out.WriteString("[\n")
	for i, each := range examples {
		check(encoder.Encode(each))
		if i < len(examples)-1 {
			out.Truncate(out.Len() - 1)
			out.WriteString(",\n")
		}
	}
	out.WriteString("]\n")
	check(os.WriteFile("answers.json", out.Bytes(), 0o644))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
