/* The sample clock.
 *
 * Samples are numbered from when the library was loaded and come into being at
 * the stick's true rate, whether anybody listens or not. A transfer takes the
 * samples from where the one before ended, if it was submitted in time;
 * otherwise what did not fit into the stick's small FIFO has been lost, as on
 * the real stick, without a word.
 */
#include "stick.h"
#include <math.h>

enum { FIFO = 2048 }; /* samples that the stick itself holds back */

static const int64_t END = INT64_MAX / 2;

int64_t stream_clock(struct stick *s)
{
	if (emu.fast)
		return s->next;
	return s->at_since + (int64_t)((now() - s->since) * s->rate);
}

void stream_rate(struct stick *s, double rate)
{
	if (fabs(rate - s->rate) < 1e-3)
		return;
	s->at_since = stream_clock(s);
	s->since = now();
	s->rate = rate;
	note(s, "rate %.3f", rate);
}

/* stream_flush forgets what has not been sent: a FIFO reset, not a loss. */
void stream_flush(struct stick *s)
{
	s->next = stream_clock(s);
	s->flushed = 1;
}

static uint32_t random32(struct stick *s)
{
	s->noise ^= s->noise << 13;
	s->noise ^= s->noise >> 17;
	return s->noise ^= s->noise << 5;
}

static int64_t draw(struct stick *s, struct range ms)
{
	return (ms.from + (ms.to - ms.from) * (random32(s) / 4294967296.0)) * 1e-3 * s->rate;
}

static struct segment *push(struct stick *s, int64_t start)
{
	if (s->nsegments == MAX_SEGMENTS) {
		for (int i = 1; i < s->nsegments; i++)
			s->segments[i - 1] = s->segments[i];
		s->nsegments--;
	}
	s->segments[s->nsegments] = (struct segment){ .start = start, .window = &s->windows[0] };
	return &s->segments[s->nsegments++];
}

/* stream_unsettle: the PLL is being written. From here on the samples are worth nothing. */
void stream_unsettle(struct stick *s)
{
	if (s->settling)
		return;
	s->settling = 1;
	push(s, stream_clock(s))->garbage_until = END;
}

/* stream_settle: the PLL stands at s->centre. */
void stream_settle(struct stick *s)
{
	struct segment *g = push(s, stream_clock(s));
	double nearest = s->rate / 2;

	s->settling = 0;
	for (int i = 1; i < s->nwindows; i++) {
		double d = fabs(s->windows[i].centre - s->centre);
		if (d < nearest) {
			nearest = d;
			g->window = &s->windows[i];
		}
	}
	g->lost_until = g->start + draw(s, s->lost);
	g->garbage_until = g->lost_until + draw(s, s->garbage);
	note(s, "tune %.0f lost %lld garbage %lld", s->centre, (long long)(g->lost_until - g->start),
	     (long long)(g->garbage_until - g->lost_until));
}

static void fill(struct stick *s, const struct window *w, int64_t at, uint8_t *out, int64_t n)
{
	if (!w->iq) { /* noise some 20 dB below full scale */
		for (int64_t i = 0; i < 2 * n; i++)
			out[i] = 112 + (random32(s) >> 27);
		return;
	}
	for (int64_t i = 0; i < n; i++) {
		const unsigned char *x = w->iq + 2 * ((at + i) % w->samples);
		out[2 * i] = x[0];
		out[2 * i + 1] = x[1];
	}
}

/* walk goes over the next samples from at on, writes them to out unless that is
 * NULL, and returns the number of the sample after the last. */
static int64_t walk(struct stick *s, int64_t at, uint8_t *out, int64_t samples)
{
	for (int i = 0; i < s->nsegments; i++) {
		const struct segment *g = &s->segments[i];
		int64_t end = i + 1 < s->nsegments ? g[1].start : END;

		if (at < end && at < g->lost_until)
			at = g->lost_until < end ? g->lost_until : end;
		while (at < end && samples > 0) {
			int garbage = at < g->garbage_until;
			int64_t stop = garbage && g->garbage_until < end ? g->garbage_until : end;
			int64_t n = stop - at < samples ? stop - at : samples;

			if (out && garbage)
				for (int64_t k = 0; k < 2 * n; k++)
					*out++ = random32(s);
			else if (out) {
				fill(s, g->window, at, out, n);
				out += 2 * n;
			}
			at += n;
			samples -= n;
		}
		if (samples == 0)
			return at;
	}
	return at;
}

/* stream_submitted: the transfer next in turn had been submitted at that clock.
 * What went by between a flush and the first transfer is no loss. */
void stream_submitted(struct stick *s, int64_t clock)
{
	int64_t missed = clock - FIFO - s->next;

	if (!emu.fast && missed > 0) {
		if (!s->flushed)
			note(s, "overrun %lld", (long long)missed);
		s->next += missed;
	}
	s->flushed = 0;
}

/* stream_due returns the moment at which so many more samples will be there. */
double stream_due(struct stick *s, int samples)
{
	if (emu.fast)
		return 0;
	return s->since + (walk(s, s->next, NULL, samples) - s->at_since) / s->rate;
}

void stream_take(struct stick *s, uint8_t *out, int samples)
{
	int old = 0;

	s->next = walk(s, s->next, out, samples);
	while (old + 1 < s->nsegments && s->segments[old + 1].start <= s->next)
		old++;
	for (int i = old; i < s->nsegments; i++)
		s->segments[i - old] = s->segments[i];
	s->nsegments -= old;
}
