/* SPDX-License-Identifier: MIT */
/*
 * golden.h: the example messages in tests/proto/golden, which the browser's
 * code and the schemas are tested with too. Include it behind cmocka.h.
 */
#ifndef FAQ_TEST_GOLDEN_H
#define FAQ_TEST_GOLDEN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOLDEN_FOLDER "tests/proto/golden/"
#define GOLDEN_BYTES 16384u

/* The file's one line, without the line's end. */
static inline void golden_read(const char *name, char out[GOLDEN_BYTES])
{
	char path[256];
	FILE *file;
	size_t size;

	snprintf(path, sizeof(path), GOLDEN_FOLDER "%s.json", name);
	file = fopen(path, "rb");
	if (!file)
		fail_msg("cannot read '%s'", path);
	size = fread(out, 1, GOLDEN_BYTES - 1, file);
	fclose(file);
	out[size] = '\0';
	out[strcspn(out, "\n")] = '\0';
}

/* With GOLDEN_WRITE set in the environment the file becomes what is written:
 * for a change of the protocol that is meant. */
static inline void golden_is(const char *name, const char *text)
{
	static char wanted[GOLDEN_BYTES];
	char path[256];
	FILE *file;

	if (getenv("GOLDEN_WRITE")) {
		snprintf(path, sizeof(path), GOLDEN_FOLDER "%s.json", name);
		file = fopen(path, "wb");
		assert_non_null(file);
		fprintf(file, "%s\n", text);
		fclose(file);
	}
	golden_read(name, wanted);
	assert_string_equal(text, wanted);
}

#endif
