package metrics

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"vigie/acoustic"
	"vigie/detectors"
)

// serve runs a Server with a registry's answers until the test ends.
func serve(t *testing.T, r *Registry, config string) (address string, stop func() error) {
	t.Helper()
	mux := http.NewServeMux()
	r.Handle(mux)
	mux.HandleFunc("/slow", func(w http.ResponseWriter, req *http.Request) {
		w.WriteHeader(http.StatusOK)
		http.NewResponseController(w).Flush()
		<-req.Context().Done()
	})
	s, err := Listen(ServerSetup{Address: "127.0.0.1:0", Config: config, Handler: mux, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx) }()
	stop = func() error { cancel(); return <-done }
	return s.Addr().String(), stop
}

func fetch(t *testing.T, c *http.Client, url string) (int, string) {
	t.Helper()
	resp, err := c.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestTheServerAnswers(t *testing.T) {
	r := New(sensor(t))
	address, stop := serve(t, r, "")
	for _, c := range []struct {
		path string
		code int
		text string
	}{
		{"/metrics", 200, `vigie_samples_total{receiver="rtl0"} 0`},
		{"/-/healthy", 200, "healthy"},
		{"/-/ready", 503, "rtl0"},
		{"/nothing", 404, ""},
	} {
		if code, text := fetch(t, http.DefaultClient, "http://"+address+c.path); code != c.code || !strings.Contains(text, c.text) {
			t.Errorf("%s: %d %.200s", c.path, code, text)
		}
	}
	r.Receiver("rtl0").Block(block(796e6, 1))
	r.Microphone("mic0").Sound(&acoustic.Block{Start: time.Unix(1000, 0)}, detectors.Hearing{})
	if code, _ := fetch(t, http.DefaultClient, "http://"+address+"/-/ready"); code != 200 {
		t.Error("not ready though samples flow")
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestAStreamDoesNotHoldUpTheEnd(t *testing.T) {
	address, stop := serve(t, New(Setup{}), "")
	resp, err := http.Get("http://" + address + "/slow")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	began := time.Now()
	if err := stop(); err != nil || time.Since(began) > stopWithin {
		t.Errorf("stopped after %v: %v", time.Since(began), err)
	}
}

func TestAStrangersNameIsNotOurs(t *testing.T) {
	ok := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	h := hosts([]string{"vigie.example.org"}, ok)
	for host, want := range map[string]int{
		"127.0.0.1:9477": 200, "[::1]:9477": 200, "192.168.1.20:9477": 200, "localhost:9477": 200, "localhost": 200,
		"raspberrypi:9477": 200, "raspberrypi.local:9477": 200, "roof.lan": 200, "pi.home.arpa:80": 200,
		"vigie.example.org": 200, "VIGIE.example.org:9477": 200,
		"attacker.example.com:9477": 403, "localhost.example.com": 403, "127.0.0.1.example.com": 403, "": 403,
	} {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%q: %d, want %d", host, w.Code, want)
		}
	}
}

func TestAPortInUseIsNamed(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	_, err = Listen(ServerSetup{Address: l.Addr().String(), Log: quiet()})
	if err == nil || !strings.Contains(err.Error(), "port "+port) || !strings.Contains(err.Error(), "--listen") {
		t.Errorf("%v", err)
	}
	if _, err := Listen(ServerSetup{Address: "nonsense", Log: quiet()}); err == nil || !strings.Contains(err.Error(), "--listen nonsense") {
		t.Errorf("%v", err)
	}
}

func TestTLSAndPasswords(t *testing.T) {
	dir := t.TempDir()
	pool := certificate(t, dir)
	hash, err := bcrypt.GenerateFromPassword([]byte("sesame"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "web.yml")
	text := fmt.Sprintf("tls_server_config:\n  cert_file: cert.pem\n  key_file: key.pem\nbasic_auth_users:\n  lookout: %s\n", hash)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	address, stop := serve(t, New(Setup{}), config)
	defer stop()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	for url, want := range map[string]int{
		"https://lookout:sesame@": 200, "https://lookout:wrong@": 401, "https://": 401, "https://nobody:sesame@": 401,
	} {
		if code, _ := fetch(t, client, url+address+"/metrics"); code != want {
			t.Errorf("%s: %d, want %d", url, code, want)
		}
	}
	if code, _ := fetch(t, client, "http://"+address+"/metrics"); code == 200 {
		t.Error("answered without TLS")
	}
}

func TestABrokenWebConfigIsRefusedAtOnce(t *testing.T) {
	config := filepath.Join(t.TempDir(), "web.yml")
	for _, text := range []string{"nonsense: true\n", "tls_server_config:\n  cert_file: gone.pem\n  key_file: gone.pem\n", "basic_auth_users:\n  a: plain\n"} {
		if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Listen(ServerSetup{Address: "127.0.0.1:0", Config: config, Log: quiet()}); err == nil || !strings.Contains(err.Error(), config) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// certificate writes cert.pem and key.pem for 127.0.0.1.
func certificate(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for name, text := range map[string][]byte{
		"cert.pem": cert,
		"key.pem":  pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(cert)
	return pool
}
