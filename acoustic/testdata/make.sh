#!/bin/sh
# Makes the vectors of encoding_test.go with SoX 14.4.2: 20 frames of two sines,
# 1000 and 2000 Hz, 1 dB below full scale.
set -eu
tone() { # name, then the output's options
	name=$1
	shift
	sox -D -R -r 16000 -c 2 -n "$@" "$name.wav" synth 20s sine 1000 sine 2000 gain -1
}
tone u8 -b 8 -e unsigned
tone s16 -b 16
tone s24 -b 24
tone s32 -b 32 -e signed
tone f32 -b 32 -e float
tone f64 -b 64 -e float
sox -D -R -r 16000 -c 1 -n -b 16 mono.wav synth 20s sine 1000 gain -1
