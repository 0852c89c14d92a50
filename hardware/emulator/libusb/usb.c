/* The functions of libusb-1.0 that librtlsdr calls. */
#define _GNU_SOURCE
#include "stick.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A context has devices of its own, one for each stick. */
struct libusb_device {
	struct libusb_context *context;
	struct stick *stick;
};

struct libusb_context { struct libusb_device devices[MAX_STICKS]; };

struct entry {
	struct libusb_transfer *transfer;
	int64_t submitted; /* sample clock */
	int cancelled;
};

struct libusb_device_handle {
	struct libusb_device *device;
	struct stick *stick;
	int generation, claims;
	struct entry queue[MAX_TRANSFERS];
	int queued;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct libusb_device_handle *handles[MAX_HANDLES];

static void sleep_until(double t)
{
	double d = t - now();
	struct timespec ts = { (time_t)d, (long)((d - (time_t)d) * 1e9) };

	if (d > 0)
		nanosleep(&ts, NULL);
}

static int dead(struct libusb_device_handle *h)
{
	return !present(h->stick) || h->generation != h->stick->generation;
}

int libusb_init(libusb_context **out)
{
	struct libusb_context *context = calloc(1, sizeof *context);

	pthread_mutex_lock(&mutex);
	load();
	pthread_mutex_unlock(&mutex);
	for (int i = 0; i < MAX_STICKS; i++)
		context->devices[i] = (struct libusb_device){ context, &emu.sticks[i] };
	*out = context;
	return 0;
}

void libusb_exit(libusb_context *context) { free(context); }

ssize_t libusb_get_device_list(libusb_context *context, libusb_device ***list)
{
	int n = 0;

	*list = calloc(MAX_STICKS + 1, sizeof **list);
	pthread_mutex_lock(&mutex);
	for (int i = 0; i < emu.nsticks; i++)
		if (present(&emu.sticks[i]))
			(*list)[n++] = &context->devices[i];
	pthread_mutex_unlock(&mutex);
	return n;
}

void libusb_free_device_list(libusb_device **list, int unref)
{
	(void)unref;
	free(list);
}

int libusb_get_device_descriptor(libusb_device *device, struct libusb_device_descriptor *d)
{
	(void)device;
	*d = (struct libusb_device_descriptor){ .idVendor = 0x0bda, .idProduct = 0x2838,
		.iManufacturer = 1, .iProduct = 2, .iSerialNumber = 3 };
	return 0;
}

libusb_device *libusb_get_device(libusb_device_handle *h) { return h->device; }

int libusb_open(libusb_device *device, libusb_device_handle **out)
{
	struct stick *s = device->stick;
	int result = LIBUSB_ERROR_NO_MEM;

	pthread_mutex_lock(&mutex);
	if (!present(s))
		result = LIBUSB_ERROR_NO_DEVICE;
	else if (marked(s, "denied"))
		result = LIBUSB_ERROR_ACCESS;
	else
		for (int i = 0; i < MAX_HANDLES && result == LIBUSB_ERROR_NO_MEM; i++)
			if (!handles[i]) {
				*out = handles[i] = calloc(1, sizeof **out);
				handles[i]->device = device;
				handles[i]->stick = s;
				handles[i]->generation = s->generation;
				result = 0;
			}
	pthread_mutex_unlock(&mutex);
	return result;
}

void libusb_close(libusb_device_handle *h)
{
	pthread_mutex_lock(&mutex);
	for (int i = 0; i < MAX_HANDLES; i++)
		if (handles[i] == h)
			handles[i] = NULL;
	if (h->claims && h->generation == h->stick->generation)
		h->stick->claimed = 0;
	pthread_mutex_unlock(&mutex);
	free(h);
}

int libusb_kernel_driver_active(libusb_device_handle *h, int interface)
{
	(void)interface;
	return marked(h->stick, "kernel");
}

int libusb_detach_kernel_driver(libusb_device_handle *h, int interface)
{
	(void)interface;
	return marked(h->stick, "kernel") ? LIBUSB_ERROR_OTHER : 0;
}

int libusb_attach_kernel_driver(libusb_device_handle *h, int interface)
{
	(void)h, (void)interface;
	return 0;
}

int libusb_claim_interface(libusb_device_handle *h, int interface)
{
	int result = 0;

	(void)interface;
	pthread_mutex_lock(&mutex);
	if (dead(h))
		result = LIBUSB_ERROR_NO_DEVICE;
	else if ((h->stick->claimed && !h->claims) || marked(h->stick, "claimed") || marked(h->stick, "kernel"))
		result = LIBUSB_ERROR_BUSY;
	else
		h->stick->claimed = h->claims = 1;
	pthread_mutex_unlock(&mutex);
	return result;
}

int libusb_release_interface(libusb_device_handle *h, int interface)
{
	int result = 0;

	(void)interface;
	pthread_mutex_lock(&mutex);
	if (dead(h))
		result = LIBUSB_ERROR_NO_DEVICE;
	else if (h->claims)
		h->stick->claimed = h->claims = 0;
	pthread_mutex_unlock(&mutex);
	return result;
}

int libusb_reset_device(libusb_device_handle *h)
{
	(void)h;
	return 0;
}

int libusb_get_string_descriptor_ascii(libusb_device_handle *h, uint8_t index, unsigned char *data, int size)
{
	const char *text = index == 1 ? "Realtek" : index == 2 ? "RTL2838UHIDIR" : h->stick->serial;

	snprintf((char *)data, size, "%s", text);
	return strlen((char *)data);
}

unsigned char *libusb_dev_mem_alloc(libusb_device_handle *h, size_t size)
{
	(void)h;
	return calloc(1, size);
}

int libusb_dev_mem_free(libusb_device_handle *h, unsigned char *memory, size_t size)
{
	(void)h, (void)size;
	free(memory);
	return 0;
}

int libusb_control_transfer(libusb_device_handle *h, uint8_t type, uint8_t request, uint16_t value,
			    uint16_t index, unsigned char *data, uint16_t n, unsigned timeout)
{
	int result;

	(void)request, (void)timeout;
	if (emu.control_us > 0)
		sleep_until(now() + emu.control_us * 1e-6);
	pthread_mutex_lock(&mutex);
	if (dead(h))
		result = LIBUSB_ERROR_NO_DEVICE;
	else if (type & LIBUSB_ENDPOINT_IN)
		result = chip_read(h->stick, value, index, data, n);
	else
		result = chip_write(h->stick, value, index & ~0x10, data, n);
	pthread_mutex_unlock(&mutex);
	return result;
}

int libusb_bulk_transfer(libusb_device_handle *h, unsigned char endpoint, unsigned char *data, int n,
			 int *done, unsigned timeout)
{
	double due, limit = now() + (timeout ? timeout * 1e-3 : 1e9);
	int gone, hung;

	(void)endpoint;
	pthread_mutex_lock(&mutex);
	stream_submitted(h->stick, stream_clock(h->stick));
	for (;;) {
		gone = dead(h), hung = h->stick->hung;
		due = hung ? INFINITY : stream_due(h->stick, n / 2);
		if (gone || now() >= due || now() >= limit)
			break;
		pthread_mutex_unlock(&mutex);
		sleep_until(fmin(fmin(due, limit), now() + 5e-3));
		pthread_mutex_lock(&mutex);
	}
	*done = 0;
	if (!gone && now() >= due) {
		stream_take(h->stick, data, n / 2);
		*done = n;
	}
	pthread_mutex_unlock(&mutex);
	return gone ? LIBUSB_ERROR_NO_DEVICE : *done ? 0 : LIBUSB_ERROR_TIMEOUT;
}

struct libusb_transfer *libusb_alloc_transfer(int packets)
{
	(void)packets;
	return calloc(1, sizeof(struct libusb_transfer));
}

static void dequeue(struct libusb_device_handle *h, int i)
{
	memmove(&h->queue[i], &h->queue[i + 1], (--h->queued - i) * sizeof h->queue[0]);
}

void libusb_free_transfer(struct libusb_transfer *t)
{
	pthread_mutex_lock(&mutex);
	for (int k = 0; k < MAX_HANDLES; k++)
		for (int i = 0; handles[k] && i < handles[k]->queued; i++)
			if (handles[k]->queue[i].transfer == t)
				dequeue(handles[k], i);
	pthread_mutex_unlock(&mutex);
	free(t);
}

int libusb_submit_transfer(struct libusb_transfer *t)
{
	struct libusb_device_handle *h = t->dev_handle;
	int result = 0;

	pthread_mutex_lock(&mutex);
	if (dead(h))
		result = LIBUSB_ERROR_NO_DEVICE;
	else if (h->queued == MAX_TRANSFERS)
		result = LIBUSB_ERROR_NO_MEM;
	else
		h->queue[h->queued++] = (struct entry){ t, stream_clock(h->stick), 0 };
	pthread_mutex_unlock(&mutex);
	return result;
}

int libusb_cancel_transfer(struct libusb_transfer *t)
{
	struct libusb_device_handle *h = t->dev_handle;
	int result = LIBUSB_ERROR_NOT_FOUND;

	pthread_mutex_lock(&mutex);
	for (int i = 0; i < h->queued; i++)
		if (h->queue[i].transfer == t && !h->queue[i].cancelled) {
			h->queue[i].cancelled = 1;
			result = 0;
		}
	pthread_mutex_unlock(&mutex);
	return result;
}

/* finish takes one transfer that has ended off h's queue and returns it; or
 * NULL, and lowers *due to when the next will end. */
static struct libusb_transfer *finish(struct libusb_device_handle *h, double *due)
{
	struct libusb_transfer *t;
	int cancelled = 0, i;
	double next;

	if (h->queued == 0)
		return NULL;
	for (i = 0; i < h->queued && !cancelled; i++)
		cancelled = h->queue[i].cancelled;
	i = cancelled ? i - 1 : 0;
	t = h->queue[i].transfer;
	t->actual_length = 0;
	if (cancelled)
		t->status = LIBUSB_TRANSFER_CANCELLED;
	else if (dead(h))
		t->status = LIBUSB_TRANSFER_NO_DEVICE;
	else {
		if (h->stick->hung)
			return NULL;
		stream_submitted(h->stick, h->queue[0].submitted);
		next = stream_due(h->stick, t->length / 2);
		if (next > now()) {
			*due = fmin(*due, next);
			return NULL;
		}
		stream_take(h->stick, t->buffer, t->length / 2);
		t->actual_length = t->length;
		t->status = LIBUSB_TRANSFER_COMPLETED;
	}
	dequeue(h, i);
	return t;
}

int libusb_handle_events_timeout_completed(libusb_context *context, struct timeval *limit, int *completed)
{
	double end = now() + limit->tv_sec + limit->tv_usec * 1e-6;

	while (!completed || !*completed) {
		struct libusb_transfer *t = NULL;
		double due = fmin(end, now() + 5e-3); /* look up for unplugging and cancelling */

		pthread_mutex_lock(&mutex);
		for (int k = 0; k < MAX_HANDLES && !t; k++)
			if (handles[k] && handles[k]->device->context == context)
				t = finish(handles[k], &due);
		pthread_mutex_unlock(&mutex);
		if (t) {
			t->callback(t);
			return 0;
		}
		if (now() >= end)
			return 0;
		sleep_until(due);
	}
	return 0;
}
