/* SPDX-License-Identifier: MIT */
/*
 * embed PATH=FILE...: a build tool. Writes the files to stdout as one C file
 * behind asset.h; PATH is where browsers find a file, "/widget.js".
 */
#include "widget/asset.h"
#include "widget/compress.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES_MAX (1024u * 1024u)

struct type {
	const char *suffix, *type;
};

static const struct type types[] = {
	{".html", "text/html; charset=utf-8"},
	{".css", "text/css; charset=utf-8"},
	{".js", "text/javascript; charset=utf-8"},
	{".svg", "image/svg+xml"},
	{".json", "application/json"},
};

static const char *type_of(const char *path)
{
	const char *suffix = strrchr(path, '.');
	size_t i;

	for (i = 0; suffix && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].suffix, suffix) == 0)
			return types[i].type;
	fprintf(stderr, "embed: no media type is known for '%s'\n", path);
	exit(1);
}

/* "PATH=FILE": the file; the path ends at the '=', which becomes a NUL. */
static const char *split(char *argument)
{
	char *equals = strchr(argument, '=');

	if (argument[0] != '/' || !equals) {
		fprintf(stderr, "embed: '%s' is not PATH=FILE\n", argument);
		exit(1);
	}
	*equals = '\0';
	return equals + 1;
}

static size_t read_file(const char *path, char *bytes)
{
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!file) {
		perror(path);
		exit(1);
	}
	size = fread(bytes, 1, FILE_BYTES_MAX, file);
	if (size == 0 || size == FILE_BYTES_MAX || ferror(file)) {
		fprintf(stderr, "embed: '%s' is empty or too long\n", path);
		exit(1);
	}
	fclose(file);
	return size;
}

/* An array of numbers: a string literal may not be longer than 4095. */
static void write_array(const char *name, int number, const char *bytes,
			size_t size)
{
	size_t i;

	printf("static const char %s_%d[] = {", name, number);
	for (i = 0; i < size; i++)
		printf("%s%d,", i % 16 ? "" : "\n\t", (signed char)bytes[i]);
	printf("\n\t0};\n");
}

/* What is not smaller for it stays unpacked: an array of the NUL alone. */
static void write_packed(const char *name, int number, bool made,
			 struct packed *packed, size_t plain_size)
{
	if (!made) {
		fputs("embed: out of memory\n", stderr);
		exit(1);
	}
	write_array(name, number, packed->bytes,
		    packed->size < plain_size ? packed->size : 0);
	free(packed->bytes);
}

static void write_hash(int number, const char *bytes, size_t size)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	size_t i;

	SHA256((const unsigned char *)bytes, size, digest);
	printf("#define HASH_%d \"", number);
	for (i = 0; i < ASSET_ETAG_DIGITS / 2; i++)
		printf("%02x", digest[i]);
	printf("\"\n");
}

static void write_file(const char *path, int number)
{
	static char bytes[FILE_BYTES_MAX];
	size_t size = read_file(path, bytes);
	struct packed packed;
	bool made;

	write_hash(number, bytes, size);
	write_array("plain", number, bytes, size);
	made = compress_gzip(&packed, bytes, size, COMPRESS_BEST);
	write_packed("gzip", number, made, &packed, size);
	made = compress_brotli(&packed, bytes, size, COMPRESS_BEST);
	write_packed("brotli", number, made, &packed, size);
}

static void write_row(const char *path, const char *file, int number)
{
	static const char *const names[CODINGS] = {"plain", "gzip", "brotli"};
	static const char *const marks[CODINGS] = {"", "-gz", "-br"};
	size_t i;

	printf("\t{\"%s\", \"%s\", {", path, type_of(file));
	for (i = 0; i < CODINGS; i++)
		printf("\n\t {%s_%d, sizeof(%s_%d) - 1,"
		       " \"\\\"\" HASH_%d \"%s\\\"\"},",
		       names[i], number, names[i], number, number, marks[i]);
	printf("}},\n");
}

int main(int argc, char **argv)
{
	const char **files = calloc((size_t)argc, sizeof(*files));
	int i;

	if (!files) {
		fputs("embed: out of memory\n", stderr);
		return 1;
	}
	printf("/* Written by src/widget/embed.c. */\n"
	       "#include \"widget/asset.h\"\n\n#include <string.h>\n\n");
	for (i = 1; i < argc; i++)
		write_file(files[i] = split(argv[i]), i);
	printf("\nstatic const struct asset assets[] = {\n");
	for (i = 1; i < argc; i++)
		write_row(argv[i], files[i], i);
	printf("};\n\nconst struct asset *asset_find(const char *path)\n{\n"
	       "\tsize_t i;\n\n"
	       "\tfor (i = 0; i < sizeof(assets) / sizeof(assets[0]); i++)\n"
	       "\t\tif (strcmp(assets[i].path, path) == 0)\n"
	       "\t\t\treturn &assets[i];\n\treturn NULL;\n}\n");
	free(files);
	return 0;
}
