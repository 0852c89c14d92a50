package acoustic

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vigie/internal/testdata"
	"vigie/sdr"
)

// memory is an input that needs no file.
type memory struct{ *bytes.Reader }

func (m memory) ReadFull(_ context.Context, buf []byte) (int, error) { return io.ReadFull(m, buf) }
func (m memory) Close() error                                        { return nil }

// fromBytes opens a recording that lies in memory.
func fromBytes(raw []byte, o Options) (*Reader, error) {
	r := &Reader{name: "memory", o: o, in: memory{bytes.NewReader(raw)}, size: int64(len(raw)), left: -1}
	return r, r.begin(context.Background())
}

// drain reads everything.
func drain(t testing.TB, src Source) (pcm [2][]float32, blocks []Block) {
	t.Helper()
	var b Block
	for {
		err := src.Read(context.Background(), &b)
		if err == io.EOF {
			return pcm, blocks
		}
		if err != nil {
			t.Fatal(err)
		}
		for c := range pcm {
			pcm[c] = append(pcm[c], b.PCM[c]...)
		}
		blocks = append(blocks, b)
	}
}

// chunks builds a WAV file from chunks.
func chunks(parts ...string) []byte {
	body := "WAVE" + strings.Join(parts, "")
	return append([]byte("RIFF"), append(binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body...)...)
}

func chunk(id string, body []byte) string {
	out := append([]byte(id), binary.LittleEndian.AppendUint32(nil, uint32(len(body)))...)
	if out = append(out, body...); len(body)%2 == 1 {
		out = append(out, 0)
	}
	return string(out)
}

// format is a plain fmt chunk.
func format(code, channels, rate, bits int) string {
	var b []byte
	frame := channels * ((bits + 7) / 8)
	for _, v := range []any{uint16(code), uint16(channels), uint32(rate), uint32(rate * frame), uint16(frame), uint16(bits)} {
		b, _ = binary.Append(b, binary.LittleEndian, v)
	}
	return chunk("fmt ", b)
}

func TestEveryEncodingOfSoXIsRead(t *testing.T) {
	for _, c := range []struct {
		file     string
		channels int
		bits     int
		step     float64 // of the encoding
	}{
		{"u8", 2, 8, 1.0 / 128},
		{"s16", 2, 16, 1.0 / 32768},
		{"s24", 2, 24, 1.0 / (1 << 23)},
		{"s32", 2, 32, 1.0 / (1 << 23)},
		{"f32", 2, 32, 1.0 / (1 << 23)},
		{"f64", 2, 64, 1.0 / (1 << 23)},
		{"mono", 1, 16, 1.0 / 32768},
	} {
		r, err := Open(context.Background(), filepath.Join("testdata", c.file+".wav"), Options{Microphone: "m"})
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		pcm, blocks := drain(t, r)
		if e := r.Encoding(); e.Channels != c.channels || e.Bits != c.bits || e.Rate != 16000 || r.Warning() != "" {
			t.Errorf("%s: %+v, warning %q", c.file, e, r.Warning())
		}
		if b := blocks[0]; len(blocks) != 1 || b.Channels != c.channels || b.Band != 8000 || b.Microphone != "m" || !b.Start.Equal(epoch) || b.Clipped != 0 {
			t.Errorf("%s: %d Blocks, first %+v", c.file, len(blocks), b)
		}
		for ch := range c.channels {
			if len(pcm[ch]) != 20 {
				t.Fatalf("%s: %d samples in channel %d", c.file, len(pcm[ch]), ch)
			}
			for i, v := range pcm[ch] {
				want := math.Pow(10, -1.0/20) * math.Sin(2*math.Pi*1000*float64(1+ch)*float64(i)/16000)
				if math.Abs(float64(v)-want) > c.step {
					t.Errorf("%s: channel %d sample %d is %v, want %v", c.file, ch, i, v, want)
				}
			}
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestHeaders(t *testing.T) {
	data := chunk("data", []byte{1, 0, 2, 0, 3, 0, 4, 0})
	extensible := func(valid int, sub byte) string {
		body := []byte(format(waveExtensible, 1, 16000, 32))[8:]
		body = append(body, 22, 0, byte(valid), 0, 0, 0, 0, 0, sub, 0)
		return chunk("fmt ", append(body, make([]byte, 14)...))
	}
	wide := binary.LittleEndian.AppendUint64(make([]byte, 8), 6)
	rf64 := chunks(chunk("ds64", append(wide, make([]byte, 12)...)), format(1, 1, 16000, 16), "data\xff\xff\xff\xff\x01\x00\x02\x00\x03\x00LIST")
	copy(rf64, "RF64")
	pipe := []byte("data\x00\x00\x00\x00\x01\x00\x02\x00")
	for _, c := range []struct {
		claim   string
		raw     []byte
		samples int
		want    string // of the error or the warning
	}{
		{"other chunks are passed, odd ones with their padding", chunks(chunk("LIST", []byte("abc")), format(1, 1, 16000, 16), chunk("fact", []byte{0, 0, 0, 0}), data), 4, ""},
		{"what follows the samples is no sound", chunks(format(1, 1, 16000, 16), data, chunk("LIST", make([]byte, 100))), 4, ""},
		{"sizes of an RF64 file", rf64, 3, ""},
		{"a pipe that could not know", chunks(format(1, 1, 16000, 16), string(pipe)), 2, ""},
		{"24 valid bits of 32", chunks(extensible(24, 1), data), 2, ""},
		{"12 bits in 16", chunks(format(1, 1, 16000, 12), data), 4, ""},
		{"cut off", chunks(format(1, 1, 16000, 16), data)[:12+24+8+6], 3, "cut off: 2 bytes"},
		{"half a frame", chunks(format(1, 1, 16000, 16), data)[:12+24+8+7], 3, "1 bytes of an incomplete frame"},
		{"nothing", nil, 0, "not a WAV file"},
		{"not RIFF", []byte("fLaC00000000000000000000"), 0, "not a WAV file"},
		{"big-endian", append([]byte("RIFX"), chunks(format(1, 1, 16000, 16), data)[4:]...), 0, "RIFX"},
		{"no format", chunks(data), 0, "before their format"},
		{"no data", chunks(format(1, 1, 16000, 16)), 0, "header ends before the samples"},
		{"short format", chunks(chunk("fmt ", make([]byte, 8)), data), 0, "fmt chunk of 8 bytes"},
		{"compressed", chunks(format(0x55, 1, 16000, 16), data), 0, "compressed"},
		{"unknown sub-format", chunks(extensible(24, 9), data), 0, "format 0x9"},
		{"no channel", chunks(format(1, 0, 16000, 16), data), 0, "0 channels"},
		{"no rate", chunks(format(1, 1, 0, 16), data), 0, "samples a second"},
		{"more valid bits than bits", chunks(extensible(33, 1), data), 0, "33 valid bits"},
		{"frames that do not fit", chunks(strings.Replace(format(1, 2, 16000, 16), "\x04\x00\x10", "\x06\x00\x10", 1), data), 0, "frames of 6 bytes"},
		{"empty", chunks(format(1, 1, 16000, 16), chunk("data", nil)), 0, "not a single sample"},
	} {
		r, err := fromBytes(c.raw, Options{})
		n, said := 0, ""
		if err == nil {
			var b Block
			for err == nil {
				if err = r.Read(context.Background(), &b); err == nil {
					n += len(b.PCM[0])
				}
			}
			said = r.Warning()
		}
		if err != io.EOF {
			said = err.Error()
		}
		if n != c.samples || !strings.Contains(said, c.want) || c.want == "" && said != "" {
			t.Errorf("%s: %d samples and %q, want %d and %q", c.claim, n, said, c.samples, c.want)
		}
	}
}

func TestFullScaleCounts(t *testing.T) {
	bits := func(v ...float32) (raw []byte) {
		for _, f := range v {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(f))
		}
		return raw
	}
	nan := float32(math.NaN())
	for _, c := range []struct {
		claim string
		enc   Encoding
		raw   []byte
		want  int
	}{
		{"8 bits", Encoding{Bits: 8}, []byte{0, 1, 128, 254, 255}, 2},
		{"16 bits", Encoding{Bits: 16}, []byte{0, 0x80, 0xff, 0x7f, 0xfe, 0x7f, 0, 0}, 2},
		{"24 bits", Encoding{Bits: 24}, []byte{0, 0, 0x80, 0xff, 0xff, 0x7f, 0xfe, 0xff, 0x7f}, 2},
		{"24 of 32 bits", Encoding{Bits: 32, Valid: 24}, []byte{0, 0xff, 0xff, 0x7f, 0, 0xfe, 0xff, 0x7f}, 1},
		{"floats, and what is no number", Encoding{Bits: 32, Float: true}, bits(1, -1, 0.99, 2, nan, float32(math.Inf(1))), 5},
	} {
		c.enc.Rate, c.enc.Channels = 16000, 1
		r, err := fromBytes(c.raw, Options{Raw: &c.enc})
		if err != nil {
			t.Fatalf("%s: %v", c.claim, err)
		}
		pcm, blocks := drain(t, r)
		if blocks[0].Clipped != c.want {
			t.Errorf("%s: %d clipped in %v, want %d", c.claim, blocks[0].Clipped, pcm[0], c.want)
		}
		for _, v := range pcm[0] {
			if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
				t.Errorf("%s: %v passed", c.claim, v)
			}
		}
	}
}

// tone is raw 16-bit sound at some rate: a sine in the first channel of several.
func tone(rate, hz, seconds float64, channels int) []byte {
	var raw []byte
	for i := range int(rate * seconds) {
		v := 0.5 * math.Sin(2*math.Pi*hz*float64(i)/rate)
		for ch := range channels {
			raw = binary.LittleEndian.AppendUint16(raw, uint16(int16(32767*v/float64(1+ch))))
		}
	}
	return raw
}

// TestRatesMeetAt16kHz: the sine must come out in time, in level and nowhere else.
func TestRatesMeetAt16kHz(t *testing.T) {
	for _, rate := range []float64{8000, 11025, 16000, 22050, 32000, 44100, 48000, 96000, 192000, 12345} {
		r, err := fromBytes(tone(rate, 1000, 0.5, 2), Options{Raw: &Encoding{Rate: sdr.Hz(rate), Channels: 2, Bits: 16}})
		if err != nil {
			t.Fatalf("%v: %v", rate, err)
		}
		pcm, blocks := drain(t, r)
		n := len(pcm[0])
		if want := int(math.Round(float64(int(rate*0.5)) * 16000 / rate)); n != want || len(pcm[1]) != n {
			t.Errorf("%v: %d and %d samples, want %d", rate, n, len(pcm[1]), want)
		}
		if want := sdr.Hz(min(rate, 16000) / 2); blocks[0].Band != want {
			t.Errorf("%v: band %v, want %v", rate, blocks[0].Band, want)
		}
		var worst float64
		for i := 200; i < n-200; i++ {
			want := 0.5 * math.Sin(2*math.Pi*1000*float64(i)/16000)
			worst = max(worst, math.Abs(float64(pcm[0][i])-want), math.Abs(float64(pcm[1][i])-want/2))
		}
		// Half a sample of delay at most, and 0.1 dB of ripple.
		if limit := 0.5 * (2*math.Pi*1000*0.5/16000 + 0.012); rate != 16000 && worst > limit || rate == 16000 && worst > 1e-4 {
			t.Errorf("%v: off by %.4f, at most %.4f is allowed", rate, worst, limit)
		}
	}
}

// TestWhatAliasesIsHeldDown: above half of 16 kHz nothing may fold into hearing.
func TestWhatAliasesIsHeldDown(t *testing.T) {
	r, err := fromBytes(tone(48000, 12000, 0.5, 1), Options{Raw: &Encoding{Rate: 48000, Channels: 1, Bits: 16}})
	if err != nil {
		t.Fatal(err)
	}
	pcm, _ := drain(t, r)
	var power float64
	for _, v := range pcm[0][200 : len(pcm[0])-200] {
		power += float64(v) * float64(v) / float64(len(pcm[0])-400)
	}
	if dB := 10 * math.Log10(power/0.125); dB > -60 {
		t.Errorf("12 kHz comes through at %.1f dB", dB)
	}
}

func TestTimesAndIndexes(t *testing.T) {
	r, err := fromBytes(tone(44100, 500, 1, 1), Options{Raw: &Encoding{Rate: 44100, Channels: 1, Bits: 16}, Start: time.Unix(100, 0)})
	if err != nil {
		t.Fatal(err)
	}
	_, blocks := drain(t, r)
	var end uint64
	for _, b := range blocks {
		if b.Index != end || b.Lost != 0 || !b.Start.Equal(time.Unix(100, 0).Add(Rate.Duration(b.Index))) {
			t.Fatalf("Block at %d, %v, lost %d, after %d", b.Index, b.Start, b.Lost, end)
		}
		end += uint64(len(b.PCM[0]))
	}
	if end != 16000 {
		t.Errorf("a second has %d samples", end)
	}
}

func TestReadingAllocatesNothing(t *testing.T) {
	for _, rate := range []sdr.Hz{16000, 44100, 8000} {
		r, err := fromBytes(make([]byte, 4<<20), Options{Raw: &Encoding{Rate: rate, Channels: 2, Bits: 16}})
		if err != nil {
			t.Fatal(err)
		}
		var b Block
		read := func() {
			if err := r.Read(context.Background(), &b); err != nil {
				t.Fatal(err)
			}
		}
		read()
		if n := testing.AllocsPerRun(100, read); n != 0 {
			t.Errorf("%v: %v allocations a Block", rate, n)
		}
	}
}

func TestAPipeCanBeCalledOff(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	r, err := open(context.Background(), in, "standard input", Options{Raw: &Encoding{Rate: 16000, Channels: 1, Bits: 16}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if err := r.Read(ctx, new(Block)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Read = %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := r.Read(context.Background(), new(Block)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Read after Close = %v", err)
	}
}

func TestWAVOverAPipe(t *testing.T) {
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join("testdata", "s16.wav"))
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for i := range whole {
			out.Write(whole[i : i+1])
		}
		out.Close()
	}()
	r, err := open(context.Background(), in, "standard input", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	pcm, _ := drain(t, r)
	if len(pcm[1]) != 20 || r.Size() != -1 || r.Position() != int64(len(whole)) {
		t.Errorf("%d samples, size %d, position %d of %d", len(pcm[1]), r.Size(), r.Position(), len(whole))
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{filepath.Join(dir, "none.wav"): "no such file", dir: "is a folder"} {
		if _, err := Open(context.Background(), path, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}

// TestRealClipsAreRead reads every clip of the data folder.
func TestRealClipsAreRead(t *testing.T) {
	clips, err := filepath.Glob(filepath.Join(filepath.Dir(testdata.File(t, "acoustic/manifest.csv")), "*", "*.wav"))
	if err != nil || len(clips) < 500 {
		t.Fatalf("%d clips, %v", len(clips), err)
	}
	for _, clip := range clips {
		r, err := Open(context.Background(), clip, Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		if pcm, _ := drain(t, r); len(pcm[0]) < 8000 || r.Warning() != "" {
			t.Errorf("%s: %d samples, warning %q", clip, len(pcm[0]), r.Warning())
		}
		r.Close()
	}
}

// FuzzReader: whatever a file says of itself, reading it ends, and gives numbers.
func FuzzReader(f *testing.F) {
	for _, name := range []string{"u8", "s16", "s24", "f32", "f64", "mono"} {
		raw, err := os.ReadFile(filepath.Join("testdata", name+".wav"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := fromBytes(raw, Options{})
		if err != nil {
			return
		}
		defer r.Close()
		var b Block
		for range 1 << 16 {
			if err := r.Read(context.Background(), &b); err != nil {
				return
			}
			for _, v := range b.PCM[0] {
				if math.IsNaN(float64(v)) {
					t.Fatal("a sample that is no number")
				}
			}
		}
	})
}
