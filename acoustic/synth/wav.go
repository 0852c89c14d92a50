package synth

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"

	"vigie/acoustic"
)

// WriteWAV writes the rest of a scene that has an end as a WAV file of 16 bits, and
// returns how many frames that were. There is no other way to write sound, and none
// from a microphone.
func (s *Source) WriteWAV(ctx context.Context, w io.Writer) (frames int, err error) {
	if s.scene.Seconds == 0 {
		return 0, errors.New("synth: this scene has no end; give it seconds")
	}
	out := bufio.NewWriter(w)
	channels := s.scene.Channels
	frame := 2 * channels
	size := int(s.end-s.index) * frame
	header := []byte("RIFF")
	header = binary.LittleEndian.AppendUint32(header, uint32(36+size))
	header = append(header, "WAVEfmt \x10\x00\x00\x00\x01\x00"...)
	header = binary.LittleEndian.AppendUint16(header, uint16(channels))
	header = binary.LittleEndian.AppendUint32(header, uint32(acoustic.Rate))
	header = binary.LittleEndian.AppendUint32(header, uint32(acoustic.Rate)*uint32(frame))
	header = binary.LittleEndian.AppendUint16(header, uint16(frame))
	header = append(header, 16, 0)
	header = append(header, "data"...)
	if _, err := out.Write(binary.LittleEndian.AppendUint32(header, uint32(size))); err != nil {
		return 0, err
	}
	var b acoustic.Block
	var raw []byte
	for {
		err := s.Read(ctx, &b)
		if err == io.EOF {
			return frames, out.Flush()
		}
		if err != nil {
			return frames, err
		}
		raw = raw[:0]
		for i := range b.PCM[0] {
			for c := range channels {
				raw = binary.LittleEndian.AppendUint16(raw, uint16(int16(b.PCM[c][i]*32768)))
			}
		}
		frames += len(b.PCM[0])
		if _, err := out.Write(raw); err != nil {
			return frames, err
		}
	}
}
