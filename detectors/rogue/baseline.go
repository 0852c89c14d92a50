package rogue

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A baseline file is one line that says what it is, who signed it and how, then
// the learnt site as JSON. The signature (Ed25519, RFC 8032) is over the JSON, so
// that a file that was damaged or edited is told from a good one.
const baselineMagic = "vigie-baseline-1"

// ErrBaseline is wrapped by the error of a file that is no sound baseline.
var ErrBaseline = errors.New("baseline is damaged or was changed")

// Seal writes a learnt site, signed.
func (l *Learnt) Seal(key ed25519.PrivateKey) ([]byte, error) {
	body, err := json.MarshalIndent(l, "", " ")
	if err != nil {
		return nil, fmt.Errorf("rogue: baseline: %w", err)
	}
	public := key.Public().(ed25519.PublicKey)
	header := fmt.Sprintf("%s %x %x\n", baselineMagic, []byte(public), ed25519.Sign(key, body))
	return append([]byte(header), body...), nil
}

// OpenSealed reads a baseline and returns who signed it.
func OpenSealed(data []byte) (l *Learnt, signer ed25519.PublicKey, err error) {
	header, body, _ := bytes.Cut(data, []byte("\n"))
	words := strings.Fields(string(header))
	if len(words) != 3 || words[0] != baselineMagic {
		return nil, nil, fmt.Errorf("rogue: %w: it does not begin with %s", ErrBaseline, baselineMagic)
	}
	public, err1 := hex.DecodeString(words[1])
	signature, err2 := hex.DecodeString(words[2])
	if err1 != nil || err2 != nil || len(public) != ed25519.PublicKeySize || !ed25519.Verify(public, body, signature) {
		return nil, nil, fmt.Errorf("rogue: %w: the signature does not fit", ErrBaseline)
	}
	l = &Learnt{}
	if err := json.Unmarshal(body, l); err != nil {
		return nil, nil, fmt.Errorf("rogue: %w: %w", ErrBaseline, err)
	}
	if l.To.Before(l.From) {
		return nil, nil, fmt.Errorf("rogue: %w: it ends before it begins", ErrBaseline)
	}
	l.index()
	return l, public, nil
}

// LoadBaseline reads a file. One that is damaged is renamed, so that it is kept
// for a look and read no more; aside is its new name.
func LoadBaseline(path string) (l *Learnt, signer ed25519.PublicKey, aside string, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, "", fmt.Errorf("rogue: baseline: %w", err)
	}
	l, signer, err = OpenSealed(data)
	if err != nil {
		aside = path + ".damaged"
		if renamed := os.Rename(path, aside); renamed != nil {
			return nil, nil, "", errors.Join(fmt.Errorf("%s: %w", path, err), renamed)
		}
		return nil, nil, aside, fmt.Errorf("%s: %w", path, err)
	}
	return l, signer, "", nil
}

// SaveBaseline writes a file whole or not at all.
func SaveBaseline(path string, l *Learnt, key ed25519.PrivateKey) error {
	data, err := l.Seal(key)
	if err != nil {
		return err
	}
	temporary := path + ".new"
	if err := os.WriteFile(temporary, data, 0o600); err != nil {
		return fmt.Errorf("rogue: baseline: %w", err)
	}
	return os.Rename(temporary, path)
}

// SensorKey returns the sensor's own key for signing, kept in a file that is
// made when there is none.
func SensorKey(path string) (ed25519.PrivateKey, error) {
	seed, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		_, key, err := ed25519.GenerateKey(nil)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(path), 0o700)
		}
		if err == nil {
			err = os.WriteFile(path, []byte(hex.EncodeToString(key.Seed())+"\n"), 0o600)
		}
		if err != nil {
			return nil, fmt.Errorf("rogue: key: %w", err)
		}
		return key, nil
	}
	if err != nil {
		return nil, fmt.Errorf("rogue: key: %w", err)
	}
	raw, err := hex.DecodeString(strings.TrimSpace(string(seed)))
	if err != nil || len(raw) != ed25519.SeedSize {
		return nil, fmt.Errorf("rogue: key: %s is none", path)
	}
	return ed25519.NewKeyFromSeed(raw), nil
}
