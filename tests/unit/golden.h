/* SPDX-License-Identifier: MIT */
/*
 * golden.h: messages as they go over the wire, in tests/proto/golden, read
 * from the top of the source tree. A line feed at a file's end is the editor's.
 */
#ifndef TEST_GOLDEN_H
#define TEST_GOLDEN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOLDEN_FOLDER "tests/proto/golden/"
#define GOLDEN_BYTES 65536u

/* The file's bytes and a NUL; free() them. */
static inline char *golden_read(const char *name, size_t *size)
{
	char path[256];
	char *bytes = malloc(GOLDEN_BYTES);
	FILE *file;

	assert_non_null(bytes);
	snprintf(path, sizeof(path), GOLDEN_FOLDER "%s", name);
	file = fopen(path, "rb");
	if (!file)
		fail_msg("cannot read '%s'", path);
	*size = fread(bytes, 1, GOLDEN_BYTES - 1, file);
	fclose(file);
	if (*size && bytes[*size - 1] == '\n')
		--*size;
	bytes[*size] = '\0';
	return bytes;
}

/* For a change of the protocol that is meant. */
static inline void golden_write(const char *name, const char *text, size_t size)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), GOLDEN_FOLDER "%s", name);
	file = fopen(path, "wb");
	assert_non_null(file);
	fprintf(file, "%.*s\n", (int)size, text);
	fclose(file);
}

/* `text` is that of the file, to the byte. With GOLDEN_WRITE set in the
 * environment the file becomes what is written. */
static inline void golden_is(const char *name, const char *text, size_t size)
{
	size_t wanted_size;
	char *wanted;

	while (size && text[size - 1] == '\n')
		size--;
	if (getenv("GOLDEN_WRITE"))
		golden_write(name, text, size);
	wanted = golden_read(name, &wanted_size);
	while (wanted_size && wanted[wanted_size - 1] == '\n')
		wanted_size--;
	if (wanted_size != size || memcmp(wanted, text, size) != 0)
		fail_msg("%s holds\n%s\nbut this came:\n%.*s", name, wanted,
			 (int)size, text);
	free(wanted);
}

#endif
