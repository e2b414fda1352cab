/* SPDX-License-Identifier: MIT */
#include "widget/compress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <brotli/decode.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define TEXT_BYTES 20000u

static char text[TEXT_BYTES];

static void fill_text(void)
{
	static const char words[] = "tea leaves water and ";
	size_t i;

	for (i = 0; i < TEXT_BYTES; i++)
		text[i] = words[(i * i / 97 + i) % (sizeof(words) - 1)];
}

static void unpack_gzip(const struct packed *packed, size_t size)
{
	static unsigned char out[TEXT_BYTES + 1];
	z_stream stream = {0};

	assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
	stream.next_in = (unsigned char *)packed->bytes;
	stream.avail_in = (unsigned)packed->size;
	stream.next_out = out;
	stream.avail_out = sizeof(out);
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	assert_int_equal(stream.total_out, size);
	assert_memory_equal(out, text, size);
	inflateEnd(&stream);
}

static void unpack_brotli(const struct packed *packed, size_t size)
{
	static unsigned char out[TEXT_BYTES + 1];
	size_t got = sizeof(out);

	assert_int_equal(
		BrotliDecoderDecompress(packed->size,
					(const unsigned char *)packed->bytes,
					&got, out),
		BROTLI_DECODER_RESULT_SUCCESS);
	assert_int_equal(got, size);
	assert_memory_equal(out, text, size);
}

static void what_is_packed_unpacks_to_the_same(void **state)
{
	static const size_t sizes[] = {0, 1, 300, TEXT_BYTES};
	size_t i;
	int effort;

	(void)state;
	fill_text();
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		for (effort = COMPRESS_QUICK; effort <= COMPRESS_BEST;
		     effort++) {
			struct packed packed;

			assert_true(
				compress_gzip(&packed, text, sizes[i],
					      (enum compress_effort)effort));
			unpack_gzip(&packed, sizes[i]);
			free(packed.bytes);
			assert_true(
				compress_brotli(&packed, text, sizes[i],
						(enum compress_effort)effort));
			unpack_brotli(&packed, sizes[i]);
			free(packed.bytes);
		}
	}
}

static void a_text_gets_smaller_and_always_the_same(void **state)
{
	struct packed one, two;

	(void)state;
	fill_text();
	assert_true(compress_gzip(&one, text, TEXT_BYTES, COMPRESS_QUICK));
	assert_true(compress_gzip(&two, text, TEXT_BYTES, COMPRESS_QUICK));
	assert_true(one.size < TEXT_BYTES / 2);
	assert_int_equal(one.size, two.size);
	assert_memory_equal(one.bytes, two.bytes, one.size);
	free(one.bytes);
	free(two.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_packed_unpacks_to_the_same),
		cmocka_unit_test(a_text_gets_smaller_and_always_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
