/* SPDX-License-Identifier: MIT */
/* What others could read as another header is seen before lws reads it. */
#include "server/edge/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "POST / HTTP/1.1\r\nHost: h\r\n"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool crooked(const char *bytes, size_t size)
{
	struct guard guard = {0};

	guard_look(&guard, bytes, size, 0);
	return guard.crooked;
}

static void plain_requests_pass(void **state)
{
	static const char *const plain[] = {
		HEAD "\r\n",
		HEAD "X:\ty z\r\n\r\n" HEAD "\r\n",
		HEAD "Content-Length: 9\r\n\r\na\n\rb\nc\n\r\n" HEAD "\r\n",
		HEAD "content-length:3\r\n\r\n\n\n\n",
		HEAD "Content-Length: 9999\r\n\r\n\n\n\n",
		"",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(plain); i++)
		assert_false(crooked(plain[i], strlen(plain[i])));
}

static void bare_ends_of_lines_and_nuls_are_seen(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
	} bad[] = {
#define ROW(bytes_) {bytes_, sizeof(bytes_) - 1}
		ROW(HEAD "X: y\nTransfer-Encoding: chunked\r\n\r\n"),
		ROW(HEAD "X: y\rTransfer-Encoding: chunked\r\n\r\n"),
		ROW(HEAD "X: y\r\r\n\r\n"),
		ROW(HEAD "X: 22\0\r\n\r\n"),
		ROW("GET / HTTP/1.1\nHost: h\r\n\r\n"),
		ROW(HEAD "\n"),
		ROW(HEAD "\r\n" HEAD "X: y\nZ: z\r\n\r\n"),
		ROW(HEAD "Content-Length: 2\r\n\r\nab" HEAD "X: y\n\r\n\r\n"),
		ROW(HEAD "Transfer-Encoding  : chunked\r\n\r\n"),
		ROW(HEAD "Transfer-Encoding\x0b: chunked\r\n\r\n"),
		ROW(HEAD " Transfer-Encoding: chunked\r\n\r\n"),
		ROW(HEAD ": x\r\n\r\n"),
#undef ROW
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++)
		assert_true(crooked(bad[i].bytes, bad[i].size));
}

static void it_does_not_matter_where_the_bytes_are_cut(void **state)
{
	static const char plain[] = HEAD "X: y\r\nContent-Length: 5\r\n\r\n";
	static const char whole[] =
		HEAD "X: y\r\nContent-Length: 5\r\n\r\n\n\r\n\n\n";
	static const char bad[] = HEAD "X: y\nZ: z\r\n\r\n";
	const size_t head = sizeof(plain) - 1;
	struct guard guard;
	size_t at;

	(void)state;
	for (at = 1; at < sizeof(plain) - 1; at++) {
		memset(&guard, 0, sizeof(guard));
		guard_look(&guard, plain, at, 0);
		guard_look(&guard, plain + at, sizeof(plain) - 1 - at, 0);
		guard_look(&guard, "\n\r\n\n\nGET / HTTP/1.1\r\n\r\n", 23, 5);
		assert_false(guard.crooked);
		memset(&guard, 0, sizeof(guard));
		guard_look(&guard, whole, at, 0);
		guard_look(&guard, whole + at, sizeof(whole) - 1 - at,
			   at > head ? 5 - (at - head) : 0);
		assert_false(guard.crooked);
	}
	for (at = 1; at < sizeof(bad) - 1; at++) {
		memset(&guard, 0, sizeof(guard));
		guard_look(&guard, bad, at, 0);
		guard_look(&guard, bad + at, sizeof(bad) - 1 - at, 0);
		assert_true(guard.crooked);
	}
}

static void a_head_is_measured_wherever_it_is_cut(void **state)
{
	static const char heads[] = HEAD "X: y\r\nContent-Length: 5\r\n\r\n"
					 "12345" HEAD "X: y\r\n\r\n";
	const size_t first = (size_t)(strstr(heads, "12345") - heads);
	size_t at, i;

	(void)state;
	for (at = 1; at < sizeof(heads) - 1; at++)
		for (i = 0; i < 2; i++) {
			struct guard guard = {.head_max = first - i};

			guard_look(&guard, heads, at, 0);
			guard_look(&guard, heads + at, sizeof(heads) - 1 - at,
				   at > first && at < first + 5 ? first + 5 - at
								: 0);
			assert_int_equal(guard.long_head, i == 1);
		}
}

static void a_cut_line_can_not_pose_as_a_length(void **state)
{
	static const char rest[] = "Content-Length: 60\r\n\r\n"
				   "GET / HTTP/1.1\r\nX: y\nZ: z\r\n\r\n";
	struct guard guard = {0};

	(void)state;
	guard_look(&guard, "GET / HTTP/1.1\r\nX: ", 19, 0);
	guard_look(&guard, rest, sizeof(rest) - 1, 0);
	assert_true(guard.crooked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_requests_pass),
		cmocka_unit_test(bare_ends_of_lines_and_nuls_are_seen),
		cmocka_unit_test(it_does_not_matter_where_the_bytes_are_cut),
		cmocka_unit_test(a_head_is_measured_wherever_it_is_cut),
		cmocka_unit_test(a_cut_line_can_not_pose_as_a_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
