package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie/acoustic/microphone"
	"vigie/internal/soundcard"
)

// TestRunOnAMicrophone is the service from the sound system to the metrics: a
// modelled scene is played into PulseAudio, which goes away and comes back.
func TestRunOnAMicrophone(t *testing.T) {
	if !microphone.Built {
		t.Skip("this build has no PortAudio; test with -tags portaudio")
	}
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	street := soundcard.NewStreet(t)
	dir := t.TempDir()
	scene, clip := filepath.Join(dir, "scene.toml"), filepath.Join(dir, "scene.wav")
	if err := os.WriteFile(scene, []byte("seconds = 20\nfull_scale_db = 100\nambient_dba = 60\n[[multirotor]]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(path, "simulate", scene, "-o", clip).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	street.Play(clip)
	environ := append(os.Environ(), street.Environ...)
	list := exec.Command(path, "run", "--list-microphones")
	list.Env = environ
	if out, err := list.Output(); err != nil || !strings.Contains(string(out), "street") {
		t.Errorf("the list: %v\n%s", err, out)
	}

	s := serve(t, environ, "run", "--microphone", "--microphone-device", "street", "--microphone-full-scale", "100")
	up := func() float64 { return s.metric(`vigie_receiver_up{receiver="mic0"}`) }
	eventually(t, 10*time.Second, "up", func() bool { return up() == 1 })
	eventually(t, 20*time.Second, "sound for five seconds", func() bool {
		return s.metric(`vigie_acoustic_listened_seconds_total{receiver="mic0"}`) > 5
	})
	if level := s.metric(`vigie_acoustic_level_dbfs{receiver="mic0"}`); level < -45 || level > -25 {
		t.Errorf("60 dB(A) where full scale is 100 dB are %v dBFS", level)
	}
	if deaf := s.metric(`vigie_acoustic_deaf{receiver="mic0"}`); deaf != 0 {
		t.Error("deaf at 60 dB(A)")
	}
	street.Stop()
	s.event(20*time.Second, func(e map[string]any) bool {
		f, _ := e["fields"].(map[string]any)
		return e["receiver"] == "mic0" && f["what"] == "lost"
	})
	eventually(t, 3*time.Second, "down", func() bool { return up() == 0 })
	street.Start()
	eventually(t, 20*time.Second, "up again", func() bool { return up() == 1 })
	if code := s.stop(); code != exitDone {
		t.Errorf("exit code %d: %s", code, s.log)
	}
}

// TestAMicrophoneThatOnlyCounts lets nothing out.
func TestAMicrophoneThatOnlyCounts(t *testing.T) {
	if !microphone.Built {
		t.Skip("this build has no PortAudio; test with -tags portaudio")
	}
	environ := append(os.Environ(), soundcard.File(t, make([]byte, 1<<20))...) // zeros: there would be an event
	s := serve(t, environ, "run", "--microphone", "--microphone-count-only")
	eventually(t, 20*time.Second, "ten seconds of zeros", func() bool {
		return s.metric(`vigie_acoustic_listened_seconds_total{receiver="mic0"}`) > 10
	})
	if s.metric(`vigie_events_total{detector="self",severity="info",type="sensor"}`) == 0 {
		t.Error("the zeros are not even counted")
	}
	if code := s.stop(); code != exitDone {
		t.Errorf("exit code %d: %s", code, s.log)
	}
	for e := range s.events {
		t.Errorf("it let out %v", e)
	}
}
