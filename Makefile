# make demo    the whole product, no hardware needed; then open the page it names
# make test    everything that must hold
# make build   bin/vigie
# make bench   speeds, beside FFTW's
# make evaluate  detection and false alarms, measured
# System packages are installed by the targets themselves (apt-get; sudo when
# not root). Elsewhere install what .ci/setup lists and say SETUP=true.

SETUP ?= .ci/setup
# Where the recordings are, if there are any.
DATA = $(or $(VIGIE_DATA),../shared/data)
BUILD_PACKAGES = ca-certificates gcc libc6-dev pkg-config librtlsdr-dev libusb-1.0-0-dev libsoapysdr-dev portaudio19-dev libasound2-dev
TEST_PACKAGES  = rtl-433 multimon-ng rtl-sdr soapysdr-module-rtlsdr soapysdr-tools prometheus libfftw3-dev git pulseaudio pulseaudio-utils libasound2-plugins libasound2-data
# A Go of any age will do: .ci/go fetches the right one with it.
GO_PACKAGE = $(if $(shell command -v go || ls /usr/local/go/bin/go 2>/dev/null),,golang-go)

GO = $(shell .ci/go)
TAGS = soapy,portaudio
VERSION = $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
# The vector kernels need Go's SIMD experiment, which exists for amd64.
SIMD = $(if $(filter amd64,$(shell $(GO) env GOARCH)),GOEXPERIMENT=simd)
GOTEST = $(GO) test -tags $(TAGS) -timeout 20m
# ./... passes over folders called testdata, in this case a package.
PACKAGES = ./... ./internal/testdata

.PHONY: build demo test check unit portable bench evaluate packages test-packages

build: packages
	$(SIMD) $(GO) build -tags $(TAGS) -trimpath -ldflags "-X main.version=$(VERSION)" -o bin/vigie ./cmd/vigie

demo: build
	bin/vigie demo

test: test-packages check unit portable

# What the tools say of the source.
check:
	$(GO) vet -tags $(TAGS) $(PACKAGES)
	$(SIMD) $(GO) vet -tags $(TAGS) $(PACKAGES)
	$(GO) tool staticcheck -tags $(TAGS) $(PACKAGES)
	@unformatted=$$($(GO) tool gofumpt -l $$(git ls-files '*.go' 2>/dev/null || find . -name '*.go')); \
	 [ -z "$$unformatted" ] || { echo "not gofumpt-formatted: $$unformatted"; exit 1; }

# What starts goroutines under the race detector; the arithmetic in plain Go; then
# everything as make ships it.
ARITHMETIC = ./sdr/dsp ./sdr/fec ./sdr/synth ./detectors/...
CONCURRENT = $(filter-out $(shell $(GO) list $(ARITHMETIC)),$(shell $(GO) list ./... ./internal/testdata)) vigie/detectors

unit: build
	$(GOTEST) -race -short $(CONCURRENT)
	$(GOTEST) -short $(ARITHMETIC)
	$(SIMD) $(GOTEST) $(PACKAGES)

# The builds that others make: without C, and with FFTW's transform.
portable:
	CGO_ENABLED=0 $(GO) build ./...
	$(GO) test -tags fftw ./sdr/dsp

bench: test-packages
	$(SIMD) $(GO) test -tags fftw -run '^$$' -bench . -benchmem ./sdr/... ./detectors/... ./metrics/...

evaluate: test-packages build
	$(SIMD) VIGIE_EVALUATE=1 $(GOTEST) -v -run 'Evaluate' -timeout 3h ./...
	@[ ! -e $(DATA)/index.json ] || bin/vigie evaluate $(DATA)/index.json
	@[ ! -e $(DATA)/index.json ] || bin/vigie evaluate --ledger $(DATA)/index.json
	@[ ! -e $(DATA)/acoustic/manifest.csv ] || bin/vigie evaluate rotor $(DATA)/acoustic/manifest.csv

packages:
	@$(SETUP) $(BUILD_PACKAGES) $(GO_PACKAGE)

test-packages:
	@$(SETUP) $(BUILD_PACKAGES) $(TEST_PACKAGES) $(GO_PACKAGE)
