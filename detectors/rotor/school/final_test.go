package school

import (
	"bytes"
	"context"
	"encoding/gob"
	"fmt"
	"os"
	"testing"
	"time"
)

func TestFinal(t *testing.T) {
	if os.Getenv("FINAL") == "" {
		t.Skip()
	}
	p := &pupils{}
	f, err := os.Open("/tmp/lab.gob")
	if err != nil {
		t.Fatal(err)
	}
	d := gob.NewDecoder(f)
	var old []Clip
	d.Decode(&old)
	d.Decode(&p.lessons)
	p.clips, err = ReadManifest(context.Background(), "/work/shared/data/acoustic/manifest.csv")
	if err != nil {
		t.Fatal(err)
	}
	say := func(s string) { fmt.Println(time.Now().Format("15:04:05"), s) }
	p.rows = code(p.lessons)
	tr := p.train(say)
	os.WriteFile("/tmp/model.bin", tr.Model.Encode(), 0o644)
	var b bytes.Buffer
	tr.WriteCard(&b, time.Now())
	os.WriteFile("/tmp/card.md", b.Bytes(), 0o644)
	Report(os.Stdout, tr)
	if os.Getenv("FINAL") == "train" {
		return
	}
	table := p.evaluate(say)
	o, _ := os.Create("/tmp/table.txt")
	table.Write(o)
	o.Close()
	say("done")
}
