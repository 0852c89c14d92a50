package rotor

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheCardIsOfTheModel: what is built in is what docs/rotor-model.md speaks of.
func TestTheCardIsOfTheModel(t *testing.T) {
	card, err := os.ReadFile(filepath.Join("..", "..", "docs", "rotor-model.md"))
	if err != nil {
		t.Fatal(err)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(embedded)); !strings.Contains(string(card), sum) {
		t.Errorf("the card is of another model than %s; vigie rotor train writes both", sum)
	}
}
