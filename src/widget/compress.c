/* SPDX-License-Identifier: MIT */
#include "widget/compress.h"

#include <brotli/encode.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

/*
 * The page of the KYC content, 22 KB [measured, one core of the test machine]:
 * gzip 4 / 6 / 9 5.8 / 5.6 / 5.6 KB in 0.4 / 0.5 / 0.6 ms; brotli 4 / 5 / 9 /
 * 11 5.6 / 5.3 / 5.3 / 4.6 KB in 0.3 / 0.5 / 10 / 20 ms.
 */
#define GZIP_QUICK 6
#define GZIP_BEST 9
#define BROTLI_QUICK 5
#define BROTLI_BEST 11

#define GZIP_WINDOW (15 + 16) /* 15 bits; 16 asks for gzip, not zlib */
#define GZIP_MEMORY 8         /* zlib's default */

static bool deflate_all(z_stream *stream, struct packed *out, size_t room)
{
	bool whole;

	out->bytes = malloc(room);
	if (!out->bytes)
		return false;
	stream->next_out = (Bytef *)out->bytes;
	stream->avail_out = (uInt)room;
	whole = deflate(stream, Z_FINISH) == Z_STREAM_END;
	out->size = room - stream->avail_out;
	if (!whole) {
		free(out->bytes);
		*out = (struct packed){NULL, 0};
	}
	return whole;
}

bool compress_gzip(struct packed *out, const char *bytes, size_t size,
		   enum compress_effort effort)
{
	z_stream stream = {0};
	bool good;

	*out = (struct packed){NULL, 0};
	if (size > INT_MAX / 2)
		return false;
	if (deflateInit2(&stream,
			 effort == COMPRESS_BEST ? GZIP_BEST : GZIP_QUICK,
			 Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	stream.next_in = (z_const Bytef *)(uintptr_t)bytes;
	stream.avail_in = (uInt)size;
	good = deflate_all(&stream, out, deflateBound(&stream, (uLong)size));
	deflateEnd(&stream);
	return good;
}

bool compress_brotli(struct packed *out, const char *bytes, size_t size,
		     enum compress_effort effort)
{
	size_t room = BrotliEncoderMaxCompressedSize(size);

	*out = (struct packed){NULL, 0};
	if (room == 0)
		return false;
	out->bytes = malloc(room);
	if (!out->bytes)
		return false;
	if (BrotliEncoderCompress(
		    effort == COMPRESS_BEST ? BROTLI_BEST : BROTLI_QUICK,
		    BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, size,
		    (const uint8_t *)bytes, &room, (uint8_t *)out->bytes)) {
		out->size = room;
		return true;
	}
	free(out->bytes);
	*out = (struct packed){NULL, 0};
	return false;
}
