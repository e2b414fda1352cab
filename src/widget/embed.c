/* SPDX-License-Identifier: MIT */
/*
 * embed: a build tool. Writes the files named on its command line to stdout
 * as one C file behind asset.h; /NAME is a file's path for browsers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* An array of numbers: a string literal may not be longer than 4095. */
static void write_bytes(const char *path, int number)
{
	FILE *file = fopen(path, "rb");
	int c, column = 0;

	if (!file) {
		perror(path);
		exit(1);
	}
	printf("static const char file_%d[] = {", number);
	while ((c = getc(file)) != EOF)
		printf("%s%d,", column++ % 16 ? "" : "\n\t",
		       c > 127 ? c - 256 : c);
	printf("\n\t0};\n");
	fclose(file);
}

int main(int argc, char **argv)
{
	int i;

	printf("/* Written by src/widget/embed.c. */\n"
	       "#include \"widget/asset.h\"\n\n#include <string.h>\n\n");
	for (i = 1; i < argc; i++)
		write_bytes(argv[i], i);
	printf("\nstatic const struct asset assets[] = {\n");
	for (i = 1; i < argc; i++)
		printf("\t{\"/%s\", \"%s\", file_%d, sizeof(file_%d) - 1},\n",
		       name_of(argv[i]), type_of(argv[i]), i, i);
	printf("};\n\nconst struct asset *asset_find(const char *path)\n{\n"
	       "\tsize_t i;\n\n"
	       "\tfor (i = 0; i < sizeof(assets) / sizeof(assets[0]); i++)\n"
	       "\t\tif (strcmp(assets[i].path, path) == 0)\n"
	       "\t\t\treturn &assets[i];\n\treturn NULL;\n}\n");
	return 0;
}
