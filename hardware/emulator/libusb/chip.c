/* The registers of the RTL2832U and the R820T, as far as they say where the
 * stick is tuned, how fast it samples and how much it amplifies.
 *
 * A control transfer addresses a block (high byte of index) and in it a
 * register (value). Bit 4 of index marks a write. Block 0 is the demodulator,
 * with the page in the low bits of index and the register in the high byte of
 * value; block 6 is the I2C bus, with the chip's address in value.
 */
#include "stick.h"
#include <math.h>
#include <string.h>

enum { DEMODULATOR = 0, USB = 1, SYSTEM = 2, I2C = 6 };
enum { R820T = 0x34 };              /* its address on the bus */
enum { GPO = 0x3001, EPA_CTL = 0x2148 }; /* output pins; bulk endpoint control */

#define CRYSTAL 28.8e6

static double crystal(const struct stick *s) { return CRYSTAL * (1 + s->ppm * 1e-6); }

/* The demodulator's mixer: a signed 22-bit fraction of the crystal, negated. */
static double if_hz(const struct stick *s)
{
	const uint8_t *r = s->demod[1];
	int32_t f = (r[0x19] & 0x3f) << 16 | r[0x1a] << 8 | r[0x1b];

	if (f & 0x200000)
		f -= 0x400000;
	return -f * crystal(s) / 4194304;
}

/* The tuner's PLL: VCO = 2 · crystal · (N + fraction), N = 4·ni + si + 13,
 * divided by 2, 4, … 64 for the mixer. */
static double lo_hz(const struct stick *s)
{
	const uint8_t *r = s->tuner;
	int n = 4 * (r[0x14] & 0x3f) + (r[0x14] >> 6) + 13;
	double fraction = (r[0x12] & 0x08) ? 0 : (r[0x16] << 8 | r[0x15]) / 65536.0;

	return 2 * crystal(s) * (n + fraction) / (2 << (r[0x10] >> 5));
}

/* Without the tuner (direct sampling) librtlsdr turns the demodulator's
 * spectrum inversion off, and the mixer alone tunes. */
static int direct(const struct stick *s) { return !(s->demod[1][0x15] & 1); }

static void retuned(struct stick *s)
{
	s->centre = direct(s) ? if_hz(s) : lo_hz(s) - if_hz(s);
	stream_settle(s);
}

/* The resampler's ratio is crystal · 2²² / rate; registers 0x3e and 0x3f trim
 * it by a signed fraction of 2⁻²⁴. */
static void resampled(struct stick *s)
{
	const uint8_t *r = s->demod[1];
	uint32_t ratio = (uint32_t)r[0x9f] << 24 | r[0xa0] << 16 | r[0xa1] << 8 | r[0xa2];
	int trim = (r[0x3e] & 0x3f) << 8 | r[0x3f];

	if (ratio == 0)
		return;
	if (trim & 0x2000)
		trim -= 0x4000;
	ratio |= (ratio & 0x08000000) << 1;
	stream_rate(s, crystal(s) * 4194304 / ratio * (1 + trim / 16777216.0));
}

static void write_demod(struct stick *s, int page, int reg, const uint8_t *data, int n)
{
	for (int i = 0; i < n; i++)
		s->demod[page][(reg + i) & 0xff] = data[i];
	if (page != 1)
		return;
	if (reg == 0xa1 || reg == 0x3e || reg == 0x3f)
		resampled(s);
	if (reg == 0x1b && direct(s))
		retuned(s);
}

static void write_tuner(struct stick *s, const uint8_t *data, int n)
{
	s->tuner_pointer = data[0];
	for (int i = 1; i < n; i++) {
		uint8_t reg = data[0] + i - 1, was = s->tuner[reg];

		s->tuner[reg] = data[i];
		if (reg == 0x10 || reg == 0x14 || reg == 0x15 || reg == 0x16)
			stream_unsettle(s);
		if ((reg == 0x05 || reg == 0x07) && was != data[i])
			note(s, "gain lna %d%s mixer %d%s", s->tuner[5] & 15, s->tuner[5] & 0x10 ? "" : " auto",
			     s->tuner[7] & 15, s->tuner[7] & 0x10 ? " auto" : "");
	}
}

/* What the tuner answers, bits in the order of the wire: its identity, "PLL
 * locked" in register 2, and a well-centred VCO in register 4. */
static void read_tuner(struct stick *s, uint8_t *data, int n)
{
	static const uint8_t answer[] = { 0x69, 0, 0x02, 0, 0x14 };

	for (int i = 0; i < n; i++)
		data[i] = s->tuner_pointer + i < (int)sizeof answer ? answer[s->tuner_pointer + i] : 0;
	if (s->settling && s->tuner_pointer == 0 && n >= 3)
		retuned(s);
}

int chip_write(struct stick *s, uint16_t value, uint16_t index, const uint8_t *data, int n)
{
	switch (index >> 8) {
	case DEMODULATOR:
		write_demod(s, index & 0xf, value >> 8, data, n);
		return n;
	case USB:
		if (value == EPA_CTL && n == 2 && data[0] == 0 && data[1] == 0)
			stream_flush(s);
		return n;
	case SYSTEM:
		if (value == GPO && n == 1) {
			if ((s->gpo ^ data[0]) & 1)
				note(s, "bias %d", data[0] & 1);
			s->gpo = data[0];
		}
		return n;
	case I2C:
		if (value != R820T)
			return LIBUSB_ERROR_PIPE; /* nobody acknowledges that address */
		if (n > 0)
			write_tuner(s, data, n);
	}
	return n;
}

int chip_read(struct stick *s, uint16_t value, uint16_t index, uint8_t *data, int n)
{
	memset(data, 0, n);
	switch (index >> 8) {
	case DEMODULATOR:
		for (int i = 0; i < n; i++)
			data[i] = s->demod[index & 0xf][((value >> 8) + i) & 0xff];
		break;
	case SYSTEM:
		if (value == GPO)
			data[0] = s->gpo;
		break;
	case I2C:
		if (value != R820T)
			return LIBUSB_ERROR_PIPE;
		read_tuner(s, data, n);
	}
	return n;
}
