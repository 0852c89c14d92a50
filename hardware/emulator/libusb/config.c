/* The configuration file, the log, and the state in the control directory. */
#define _GNU_SOURCE
#include "stick.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct emulator emu = { .log = -1 };

double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static void fail(const char *what, const char *which)
{
	fprintf(stderr, "emulator: %s %s: %s\n", what, which, errno ? strerror(errno) : "not understood");
	_exit(97);
}

/* One line of the log is one write, so that processes can share the file. */
void note(struct stick *s, const char *format, ...)
{
	char line[256];
	va_list args;
	int n, m;

	if (emu.log < 0)
		return;
	n = snprintf(line, sizeof line, "%.6f %s ", now() - emu.start, s->serial);
	va_start(args, format);
	m = vsnprintf(line + n, sizeof line - n - 1, format, args);
	va_end(args);
	n += m < (int)sizeof line - n - 1 ? m : (int)sizeof line - n - 2;
	line[n++] = '\n';
	if (write(emu.log, line, n) < 0)
		fail("log", "write");
}

static void map(struct window *w, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) < 0)
		fail("samples", path);
	w->samples = st.st_size / 2;
	if (w->samples == 0)
		fail("empty samples", path);
	w->iq = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (w->iq == MAP_FAILED)
		fail("samples", path);
	close(fd);
}

static struct stick *add_stick(const char *serial)
{
	struct stick *s = &emu.sticks[emu.nsticks];

	if (emu.nsticks == MAX_STICKS)
		fail("too many sticks at", serial);
	emu.nsticks++;
	snprintf(s->serial, sizeof s->serial, "%s", serial);
	s->nwindows = 1;
	s->nsegments = 1;
	s->segments[0].window = &s->windows[0];
	s->rate = 2048000;
	s->since = emu.start;
	s->noise = 2463534242u + emu.nsticks;
	return s;
}

static int parse_stick(struct stick *s, const char *line)
{
	char path[512];
	double a, b;

	if (sscanf(line, "file %511[^\n]", path) == 1)
		map(&s->windows[0], path);
	else if (sscanf(line, "tune %lf %511[^\n]", &a, path) == 2 && s->nwindows < MAX_WINDOWS) {
		s->windows[s->nwindows].centre = a;
		map(&s->windows[s->nwindows++], path);
	} else if (sscanf(line, "absent %lf %lf", &a, &b) == 2 && s->absences < MAX_ABSENCES)
		s->absent[s->absences++] = (struct range){ a, b };
	else if (sscanf(line, "garbage_ms %lf %lf", &a, &b) == 2)
		s->garbage = (struct range){ a, b };
	else if (sscanf(line, "lost_ms %lf %lf", &a, &b) == 2)
		s->lost = (struct range){ a, b };
	else if (sscanf(line, "ppm %lf", &a) == 1)
		s->ppm = a;
	else
		return 0;
	return 1;
}

static int parse_global(const char *line)
{
	char text[512];

	if (sscanf(line, "control_us %lf", &emu.control_us) == 1)
		return 1;
	if (sscanf(line, "control %511[^\n]", emu.control) == 1)
		return 1;
	if (strcmp(line, "fast\n") == 0)
		return emu.fast = 1;
	if (sscanf(line, "log %511[^\n]", text) == 1) {
		emu.log = open(text, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
		if (emu.log < 0)
			fail("log", text);
		return 1;
	}
	return 0;
}

/* load reads the configuration once. */
void load(void)
{
	static int loaded;
	struct stick *s = NULL;
	const char *path = getenv("VIGIE_EMULATOR");
	char line[1024], serial[64];
	FILE *f;

	if (loaded)
		return;
	loaded = 1;
	emu.start = now();
	if (!path)
		fail("VIGIE_EMULATOR", "must name the configuration file");
	f = fopen(path, "re");
	if (!f)
		fail("configuration", path);
	while (fgets(line, sizeof line, f)) {
		errno = 0;
		if (sscanf(line, "stick %63s", serial) == 1)
			s = add_stick(serial);
		else if (!parse_global(line) && !(s && parse_stick(s, line)))
			fail("configuration line", line);
	}
	fclose(f);
}

int marked(struct stick *s, const char *state)
{
	char path[640];

	if (!emu.control[0])
		return 0;
	snprintf(path, sizeof path, "%s/%s.%s", emu.control, s->serial, state);
	return access(path, F_OK) == 0;
}

/* present looks at the schedule and the control directory at most once a
 * millisecond, and says whether the stick is plugged in. */
int present(struct stick *s)
{
	double t = now();
	int absent, hung;

	if (t - s->looked < 1e-3)
		return !s->absent_now;
	s->looked = t;
	absent = marked(s, "unplugged");
	for (int i = 0; i < s->absences; i++)
		absent |= t - emu.start >= s->absent[i].from && t - emu.start < s->absent[i].to;
	if (absent != s->absent_now)
		note(s, absent ? "unplugged" : "plugged in");
	if (absent && !s->absent_now) {
		s->generation++;
		s->claimed = 0;
	}
	s->absent_now = absent;
	hung = marked(s, "hung");
	if (s->hung && !hung)
		stream_flush(s);
	s->hung = hung;
	return !absent;
}
