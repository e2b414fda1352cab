/* SPDX-License-Identifier: MIT */
/*
 * compress.h: bytes as gzip and as brotli. The one place that knows the two
 * libraries: embed.c packs the files of this folder with it when faqd is
 * built, faqd the page when a content is loaded.
 *
 * Ownership: what comes out is the caller's to free().
 */
#ifndef FAQ_COMPRESS_H
#define FAQ_COMPRESS_H

#include <stdbool.h>
#include <stddef.h>

struct packed {
	char *bytes;
	size_t size;
};

enum compress_effort {
	COMPRESS_QUICK, /* while visitors wait for a new content */
	COMPRESS_BEST   /* once, when faqd is built */
};

/* RFC 1952. False, and nothing to free, when memory runs out. No time stands
 * in it: the same bytes always give the same. */
__attribute__((warn_unused_result)) bool
compress_gzip(struct packed *out, const char *bytes, size_t size,
	      enum compress_effort effort);

/* RFC 7932; as above. */
__attribute__((warn_unused_result)) bool
compress_brotli(struct packed *out, const char *bytes, size_t size,
		enum compress_effort effort);

#endif
