/* An emulated RTL-SDR: an RTL2832U demodulator with an R820T tuner.
 *
 * This library takes the place of libusb-1.0 by LD_PRELOAD, so that the real
 * librtlsdr and everything above it run unchanged without hardware.
 *
 *   config.c   what the sticks are, and their state in the control directory
 *   chip.c     register writes: tuned frequency, sample rate, gain
 *   stream.c   the sample clock: which sample is on its way at which moment
 *   usb.c      the libusb functions that librtlsdr calls
 *
 * Everything is guarded by one mutex, taken in usb.c.
 */
#ifndef VIGIE_STICK_H
#define VIGIE_STICK_H

#include <libusb-1.0/libusb.h>
#include <pthread.h>
#include <stdint.h>

#define MAX_STICKS 8
#define MAX_WINDOWS 64
#define MAX_ABSENCES 32
#define MAX_SEGMENTS 64
#define MAX_TRANSFERS 256
#define MAX_HANDLES 32

/* What is on the air at one tuning: a recording of unsigned 8-bit I and Q,
 * looped. Every recording starts at the stick's sample 0, so that two windows
 * on one signal stay aligned whenever the stick moves between them. */
struct window {
	double centre;           /* Hz; 0 in the first one, which is heard elsewhere */
	const unsigned char *iq; /* NULL: receiver noise */
	int64_t samples;
};

/* A stretch of the sample clock with one tuning. */
struct segment {
	int64_t start;
	int64_t lost_until;    /* samples before this never reach the bus */
	int64_t garbage_until; /* samples before this are garbage */
	const struct window *window;
};

struct range { double from, to; };

struct stick {
	/* as configured */
	char serial[64];
	double ppm;                  /* error of the crystal, parts per million */
	struct range garbage, lost;  /* after a retune, ms, drawn evenly */
	struct range absent[MAX_ABSENCES]; /* s since the library was loaded */
	int absences;
	struct window windows[MAX_WINDOWS];
	int nwindows;

	/* chips */
	uint8_t tuner[256], tuner_pointer;
	uint8_t demod[16][256];
	uint8_t gpo;
	double centre; /* Hz, where the PLL stands */
	int settling;  /* between the first PLL write and the lock being read */

	/* stream */
	double rate;      /* true samples a second */
	double since;     /* moment from which that rate holds */
	int64_t at_since; /* sample clock at that moment */
	int64_t next;     /* next sample for the bus */
	int flushed;      /* no transfer has begun since the FIFO was reset */
	struct segment segments[MAX_SEGMENTS];
	int nsegments;
	uint32_t noise;

	/* plug */
	double looked; /* when the control directory was last read */
	int absent_now, hung;
	int generation; /* counts unpluggings; handles from before are dead */
	int claimed;
};

struct emulator {
	struct stick sticks[MAX_STICKS];
	int nsticks;
	int fast;          /* no pacing: samples come as fast as they are asked for */
	double control_us; /* time that one control transfer takes */
	char control[512]; /* directory with SERIAL.unplugged and the like */
	int log;           /* descriptor, or -1 */
	double start;
};

extern struct emulator emu;

/* config.c */
void load(void);
double now(void); /* s, monotonic */
void note(struct stick *s, const char *format, ...);
int marked(struct stick *s, const char *state); /* does SERIAL.state exist? */
int present(struct stick *s); /* also notices unplugging and hanging */

/* chip.c */
int chip_write(struct stick *s, uint16_t value, uint16_t index, const uint8_t *data, int n);
int chip_read(struct stick *s, uint16_t value, uint16_t index, uint8_t *data, int n);

/* stream.c */
int64_t stream_clock(struct stick *s);
void stream_rate(struct stick *s, double rate);
void stream_flush(struct stick *s);
void stream_unsettle(struct stick *s);
void stream_settle(struct stick *s);
void stream_submitted(struct stick *s, int64_t clock);
double stream_due(struct stick *s, int samples);
void stream_take(struct stick *s, uint8_t *out, int samples);

#endif
