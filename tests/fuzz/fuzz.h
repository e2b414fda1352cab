/* SPDX-License-Identifier: MIT */
/*
 * fuzz.h: what the targets share. A broken promise is an abort(), which
 * libFuzzer reports with the input that shows it.
 */
#ifndef FAQ_FUZZ_H
#define FAQ_FUZZ_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void require(int holds)
{
	if (!holds)
		abort();
}

#endif
