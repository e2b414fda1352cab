/* SPDX-License-Identifier: MIT */
/*
 * json_scan.h: the grammar of RFC 8259 over bytes, and where each value
 * stands. cJSON keeps no positions, so a place is found by scanning once more
 * up to the n-th value (in the order of the text, the root is 0).
 *
 * Stands behind json.h; nobody else includes it. Allocates nothing.
 */
#ifndef FAQ_JSON_SCAN_H
#define FAQ_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#define JSON_SCAN_NOWHERE ((size_t)-1)

struct json_scan {
	const char *bytes;
	size_t size, at;
	unsigned depth;
	size_t values;     /* begun so far */
	size_t wanted;     /* the value to find, or JSON_SCAN_NOWHERE */
	size_t found;      /* its offset, or JSON_SCAN_NOWHERE */
	size_t found_name; /* the offset of its name, or of itself */
	const char *fault; /* what is wrong at `at`, or NULL */
};

/*
 * Checks all of `bytes`; true when it is one value and white space. Stops
 * early once value `wanted` is found (pass JSON_SCAN_NOWHERE for none).
 */
bool json_scan(struct json_scan *scan, const char *bytes, size_t size,
	       size_t wanted);

/* Line and column (in bytes) of an offset, both from 1. */
void json_scan_place(const char *bytes, size_t offset, unsigned *line,
		     unsigned *column);

#endif
