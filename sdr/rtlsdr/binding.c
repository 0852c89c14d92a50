//go:build cgo && !nortlsdr

#include "binding.h"
#include "_cgo_export.h"

static void samples(unsigned char *buffer, uint32_t n, void *handle)
{
	vigieRTLSDRSamples(buffer, n, (uintptr_t)handle);
}

int vigie_rtlsdr_read_async(rtlsdr_dev_t *dev, uintptr_t handle, uint32_t buffers, uint32_t bytes)
{
	return rtlsdr_read_async(dev, samples, (void *)handle, buffers, bytes);
}
