/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as faqd's file of settings: they are taken, and can be printed, or
 * each fault has a place within them.
 */
#include "fuzz/fuzz.h"
#include "server/config/config_key.h"

#include <stdio.h>

struct seen {
	unsigned lines;
	size_t faults;
};

static void check_fault(void *context, const struct faq_diag *diag)
{
	struct seen *seen = context;

	require(diag->message[0] && strcmp(diag->source, "d/f.json") == 0);
	require(diag->line >= 1 && diag->column >= 1);
	require(diag->line <= seen->lines);
	seen->faults++;
}

/* Whatever was said, a number is within its range. */
static void check_numbers(const struct config *config)
{
	size_t count;
	const struct config_key *keys = config_keys(&count);

	for (size_t i = 0; i < count; i++) {
		const void *member = (const char *)config + keys[i].offset;

		if (keys[i].type != CONFIG_NUMBER)
			continue;
		require(*(const unsigned *)member >= keys[i].min);
		require(*(const unsigned *)member <= keys[i].max);
	}
}

static void print(const struct config *config)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	require(file != NULL);
	require(config_print_effective(config, file));
	fclose(file);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen seen = {.lines = 1};
	struct config config;
	struct config_reader reader;

	for (size_t i = 0; i < size; i++)
		seen.lines += data[i] == '\n';
	config_reader_init(&reader, &config, check_fault, &seen);
	reader.file = "d/f.json";
	config_file_parse(&reader, (const char *)data, size);
	config_check(&reader);
	require(!reader.no_memory && reader.sink.errors == seen.faults);
	check_numbers(&config);
	config.file = reader.file;
	print(&config);
	config_release(&config);
	return 0;
}
