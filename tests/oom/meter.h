/* SPDX-License-Identifier: MIT */
/*
 * meter.h: an allocator that fails when it is told to, and knows what is out.
 */
#ifndef FAQ_METER_H
#define FAQ_METER_H

#include "core/faq.h"

#include <stdint.h>
#include <stdlib.h>

enum meter_mode {
	METER_ONE,  /* only that allocation fails */
	METER_REST, /* it and all after it */
	METER_MODES
};

struct meter {
	enum meter_mode mode;
	size_t calls;   /* so far */
	size_t fail_at; /* from 1; 0: never */
	size_t failed;  /* times that it did */
	size_t out;     /* allocations not yet released */
};

static inline bool meter_fails(struct meter *meter)
{
	meter->calls++;
	bool fails =
		meter->fail_at &&
		(meter->mode == METER_ONE ? meter->calls == meter->fail_at
					  : meter->calls >= meter->fail_at);
	meter->failed += fails;
	return fails;
}

static inline void *meter_allocate(void *context, size_t size)
{
	struct meter *meter = context;
	if (!size)
		abort(); /* the contract: never 0 */
	if (meter_fails(meter))
		return NULL;
	void *memory = malloc(size);
	meter->out += memory != NULL;
	return memory;
}

static inline void meter_release(void *context, void *pointer)
{
	struct meter *meter = context;
	if (!pointer || !meter->out)
		abort(); /* the contract: never NULL, never twice */
	meter->out--;
	free(pointer);
}

#endif
