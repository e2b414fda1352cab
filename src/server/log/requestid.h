/* SPDX-License-Identifier: MIT */
/*
 * requestid.h: the id under which the log speaks of a request, and random ids
 * for traces (trace.h). They tell requests apart and guard nothing: whoever
 * has seen some can guess the next.
 *
 * Threads: a struct request_ids is one thread's.
 */
#ifndef FAQD_REQUESTID_H
#define FAQD_REQUESTID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REQUEST_ID_BYTES 65u /* 64 of one taken over, and a NUL */
#define REQUEST_IDS_SEED 32u
#define REQUEST_IDS_DIGITS 16u

struct request_id {
	char text[REQUEST_ID_BYTES]; /* 32 hex digits when it is ours */
};

/* A generator: xoshiro256** 1.0 by Blackman and Vigna, prng.di.unimi.it */
struct request_ids {
	uint64_t state[4];
};

/* The seed is the caller's randomness, another for each thread. */
void request_ids_init(struct request_ids *ids,
		      const uint8_t seed[REQUEST_IDS_SEED]);

/* The next 64 bits, never 0. */
uint64_t request_ids_next(struct request_ids *ids);

/* The next 64 bits as hex, without a NUL. */
void request_ids_write(struct request_ids *ids, char out[REQUEST_IDS_DIGITS]);

/* 16 random bytes as hex. */
void request_id_make(struct request_id *out, struct request_ids *ids);

/*
 * Takes over an X-Request-Id: 8 to 64 letters, digits and "._-". False, and
 * `out` as it was, if it is not so. Only for what a trusted proxy sends: a
 * visitor could make two requests look like one.
 */
__attribute__((warn_unused_result)) bool
request_id_take(struct request_id *out, const char *header, size_t bytes);

#endif
