#ifndef VIGIE_RTLSDR_BINDING_H
#define VIGIE_RTLSDR_BINDING_H

#include <rtl-sdr.h>
#include <stdint.h>

/* rtlsdr_read_async with a Go handle, an integer that C never looks into. */
int vigie_rtlsdr_read_async(rtlsdr_dev_t *dev, uintptr_t handle, uint32_t buffers, uint32_t bytes);

#endif
