/* SPDX-License-Identifier: MIT */
/* The load generator's eyes: it must not take for an answer what is none. */
#include "load/frame.h"
#include "load/histogram.h"
#include "load/reply.h"
#include "load/response.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FRAME_ROOM (FRAME_HEAD_BYTES + 70000u)

static void a_frame_that_was_written_unmasked_is_read_back(void **state)
{
	static const size_t sizes[] = {0, 1, 125, 126, 127, 65535, 65536};
	unsigned char *payload = calloc(1, FRAME_ROOM);
	unsigned char *out = calloc(1, FRAME_ROOM);
	size_t i, used;

	(void)state;
	assert_non_null(payload);
	assert_non_null(out);
	memset(payload, 'p', FRAME_ROOM);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		const struct frame frame = {FRAME_TEXT, true, NULL, payload,
					    sizes[i]};
		size_t bytes = frame_write(&frame, out);
		struct frame read;

		assert_int_equal(frame_read(out, bytes, &read, &used),
				 FRAME_READ_OK);
		assert_int_equal(used, bytes);
		assert_int_equal(read.opcode, FRAME_TEXT);
		assert_true(read.final);
		assert_int_equal(read.size, sizes[i]);
		assert_memory_equal(read.payload, payload, sizes[i]);
		assert_int_equal(frame_read(out, bytes - 1, &read, &used),
				 FRAME_READ_SHORT);
		assert_int_equal(used, 0);
	}
	free(payload);
	free(out);
}

/* The masked "Hello" of RFC 6455, 5.7. */
static void a_masked_frame_is_that_of_the_rfc(void **state)
{
	static const unsigned char mask[4] = {0x37, 0xfa, 0x21, 0x3d};
	static const unsigned char wanted[] = {0x81, 0x85, 0x37, 0xfa,
					       0x21, 0x3d, 0x7f, 0x9f,
					       0x4d, 0x51, 0x58};
	const struct frame frame = {FRAME_TEXT, true, mask, "Hello", 5};
	unsigned char out[FRAME_HEAD_BYTES + 5];

	(void)state;
	assert_int_equal(frame_write(&frame, out), sizeof(wanted));
	assert_memory_equal(out, wanted, sizeof(wanted));
}

static void what_no_server_may_send_is_bad(void **state)
{
	static const unsigned char bad[][10] = {
		{0x81, 0x80, 1, 2, 3, 4},   /* masked */
		{0xc1, 0x00},               /* a reserved bit */
		{0x83, 0x00},               /* an unknown opcode */
		{0x09, 0x00},               /* a ping in pieces */
		{0x89, 126, 0, 126},        /* a ping over 125 bytes */
		{0x81, 126, 0, 125},        /* a length in too many bytes */
		{0x81, 127, 0, 0, 0, 0, 0}, /* the same, longer */
		{0x81, 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
	};
	size_t i, used;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct frame frame;

		assert_int_equal(
			frame_read(bad[i], sizeof(bad[i]), &frame, &used),
			FRAME_READ_BAD);
		assert_int_equal(used, 0);
	}
}

static enum load_response_read
read_text(const char *text, struct load_response *response, size_t *used)
{
	return load_response_read((const unsigned char *)text, strlen(text),
				  response, used);
}

static void a_response_is_read_with_its_body_and_no_more(void **state)
{
	static const char text[] = "HTTP/1.1 200 OK\r\nX: y\r\n"
				   "Content-Length: 2\r\n"
				   "Connection: close\r\n\r\nokHTTP/1.1";
	struct load_response response;
	const char *value;
	size_t used, bytes;

	(void)state;
	assert_int_equal(read_text(text, &response, &used), LOAD_RESPONSE_OK);
	assert_int_equal(used, strlen(text) - strlen("HTTP/1.1"));
	assert_int_equal(response.status, 200);
	assert_true(response.close);
	assert_int_equal(response.body_bytes, 2);
	assert_memory_equal(response.body, "ok", 2);
	value = load_response_header(&response, "x", &bytes);
	assert_non_null(value);
	assert_int_equal(bytes, 1);
	assert_null(load_response_header(&response, "y", &bytes));
}

static void half_a_response_is_short(void **state)
{
	static const char text[] =
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
	struct load_response response;
	size_t used, size;

	(void)state;
	for (size = 0; size < sizeof(text) - 1; size++)
		assert_int_equal(load_response_read((const unsigned char *)text,
						    size, &response, &used),
				 LOAD_RESPONSE_SHORT);
}

static void a_response_whose_end_is_unsure_is_bad(void **state)
{
	static const char *const bad[] = {
		"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 200 OK\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
		("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
		 "Transfer-Encoding: chunked\r\n\r\n"),
	};
	struct load_response response;
	size_t i, used;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(read_text(bad[i], &response, &used),
				 LOAD_RESPONSE_BAD);
}

static void assert_reply(const char *json, enum reply_kind kind, const char *to)
{
	struct reply reply = reply_look(json, strlen(json));

	assert_int_equal(reply.kind, kind);
	if (!to) {
		assert_null(reply.to);
		return;
	}
	assert_non_null(reply.to);
	assert_int_equal(reply.to_bytes, strlen(to));
	assert_memory_equal(reply.to, to, strlen(to));
}

static void a_reply_is_known_wherever_its_type_stands(void **state)
{
	(void)state;
	assert_reply("{\"type\":\"answer\",\"reply_to\":\"7\",\"x\":[1]}",
		     REPLY_ANSWER, "7");
	assert_reply("{\"parts\":[{\"type\":\"no\",\"a\":\"}]\\\"\"}],"
		     "\"n\": -1.5 , \"reply_to\" : \"12\",\"type\":\"none\"}",
		     REPLY_ANSWER, "12");
	assert_reply("{\"type\":\"clarify\"}", REPLY_ANSWER, NULL);
	assert_reply("{\"type\":\"error\",\"reply_to\":\"1\"}", REPLY_ERROR,
		     "1");
	assert_reply("{\"type\":\"hello\"}", REPLY_OTHER, NULL);
}

static void what_has_no_type_is_malformed(void **state)
{
	(void)state;
	assert_reply("", REPLY_MALFORMED, NULL);
	assert_reply("{}", REPLY_MALFORMED, NULL);
	assert_reply("[\"type\"]", REPLY_MALFORMED, NULL);
	assert_reply("{\"part\":{\"type\":\"answer\"}}", REPLY_MALFORMED, NULL);
	assert_reply("{\"type\":\"answer\"", REPLY_MALFORMED, NULL);
	assert_reply("{\"type\":\"answer}", REPLY_MALFORMED, NULL);
	assert_reply("{\"type\":7}", REPLY_MALFORMED, NULL);
}

static void a_quantile_is_at_most_three_per_cent_off(void **state)
{
	static struct histogram histogram;
	uint64_t ns;
	double part;

	(void)state;
	histogram_clear(&histogram);
	assert_int_equal(histogram_quantile(&histogram, 0.5), 0);
	for (ns = 1000; ns <= 1000000; ns += 1000)
		histogram_add(&histogram, ns);
	for (part = 0.01; part < 1.0; part += 0.01) {
		double wanted = part * 1e6 + 1000;
		double is = (double)histogram_quantile(&histogram, part);

		assert_true(is > wanted * 0.97 && is < wanted * 1.03);
	}
}

static void the_longest_time_has_a_place(void **state)
{
	static struct histogram histogram;

	(void)state;
	histogram_clear(&histogram);
	histogram_add(&histogram, UINT64_MAX);
	assert_true(histogram_quantile(&histogram, 1.0) > 1000000000000u);
	histogram_clear(&histogram);
	histogram_add(&histogram, 0);
	assert_int_equal(histogram_quantile(&histogram, 1.0), 0);
	assert_int_equal(histogram.count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_frame_that_was_written_unmasked_is_read_back),
		cmocka_unit_test(a_masked_frame_is_that_of_the_rfc),
		cmocka_unit_test(what_no_server_may_send_is_bad),
		cmocka_unit_test(a_response_is_read_with_its_body_and_no_more),
		cmocka_unit_test(half_a_response_is_short),
		cmocka_unit_test(a_response_whose_end_is_unsure_is_bad),
		cmocka_unit_test(a_reply_is_known_wherever_its_type_stands),
		cmocka_unit_test(what_has_no_type_is_malformed),
		cmocka_unit_test(a_quantile_is_at_most_three_per_cent_off),
		cmocka_unit_test(the_longest_time_has_a_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
