/* SPDX-License-Identifier: MIT */
/*
 * config_fixture.h: settings read from texts, and the faults as one text.
 */
#ifndef TEST_CONFIG_FIXTURE_H
#define TEST_CONFIG_FIXTURE_H

#include "server/config/config_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

struct settings {
	struct config config;
	struct config_reader reader;
	char faults[8192]; /* a line each */
	size_t size;
};

static void settings_hear(void *context, const struct faq_diag *diag)
{
	struct settings *s = context;
	char place[32] = "";

	if (diag->line)
		snprintf(place, sizeof(place), ":%u:%u", diag->line,
			 diag->column);
	s->size += (size_t)snprintf(s->faults + s->size,
				    sizeof(s->faults) - s->size, "%s%s: %s\n",
				    diag->source, place, diag->message);
	assert_true(s->size < sizeof(s->faults));
}

/* The defaults. */
__attribute__((unused)) static int settings_set_up(void **state)
{
	static struct settings settings;

	settings = (struct settings){.size = 0};
	config_reader_init(&settings.reader, &settings.config, settings_hear,
			   &settings);
	*state = &settings;
	return 0;
}

__attribute__((unused)) static int settings_tear_down(void **state)
{
	struct settings *s = *state;

	config_release(&s->config);
	return 0;
}

/* All faults so far, in this order; a fault is a line. */
__attribute__((unused)) static void settings_faults(struct settings *s,
						    const char *faults)
{
	assert_string_equal(s->faults, faults);
	s->faults[0] = '\0';
	s->size = 0;
}

/* As a file of that name. */
__attribute__((unused)) static void
settings_file(struct settings *s, const char *name, const char *text)
{
	s->reader.file = name;
	config_file_parse(&s->reader, text, strlen(text));
}

/* As one variable, "FAQD_PORT=1". */
__attribute__((unused)) static void settings_env(struct settings *s,
						 const char *variable)
{
	char copy[512];
	char *const environment[] = {copy, NULL};

	snprintf(copy, sizeof(copy), "%s", variable);
	config_env_read(&s->reader, environment);
}

/* As a command line, parted by blanks. What it says stays as long as `line`,
 * which is cut up. */
__attribute__((unused)) static void settings_argv(struct settings *s,
						  char *line)
{
	char program[] = "faqd", *argv[32] = {program}, *more = line;
	int argc = 1;

	while (more && *more && argc < 31) {
		char *blank = strchr(more, ' ');

		if (blank)
			*blank = '\0';
		argv[argc++] = more;
		more = blank ? blank + 1 : NULL;
	}
	config_argv_read(&s->reader, argc, argv);
}

#define SETTINGS_TEST(name)                                                    \
	cmocka_unit_test_setup_teardown(name, settings_set_up,                 \
					settings_tear_down)

#endif
