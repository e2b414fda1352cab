/* SPDX-License-Identifier: MIT */
/*
 * wipe.h: memory that others gave back, or left on the stack, without
 * overwriting what a visitor said. A core file would show it.
 *
 * Threads: any; wipe_stack() is of the calling thread.
 */
#ifndef FAQD_WIPE_H
#define FAQD_WIPE_H

#include <stddef.h>

/* For lws_set_allocator(): overwrites all that is freed. */
void *wipe_realloc(void *bytes, size_t size, const char *reason);

/* Below the caller. Requests of all kinds reached 52 KiB deep [measured]. */
#define WIPE_STACK_BYTES (128u * 1024u)

/* Overwrites what calls that have returned left on the stack. */
void wipe_stack(void);

#endif
