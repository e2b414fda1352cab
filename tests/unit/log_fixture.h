/* SPDX-License-Identifier: MIT */
/*
 * log_fixture.h: a log into a pipe, with a clock that the test moves.
 */
#ifndef TEST_LOG_FIXTURE_H
#define TEST_LOG_FIXTURE_H

#include "server/log/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIPE_BYTES 65536u

struct piped {
	struct log log;
	struct log_settings settings;
	int out, in; /* the pipe's ends */
	int64_t now_ms;
	char text[PIPE_BYTES + 1];
};

static int64_t piped_clock(void *context)
{
	return ((struct piped *)context)->now_ms;
}

static int piped_set_up(void **state)
{
	struct piped *p = calloc(1, sizeof(*p));
	int ends[2];

	assert_non_null(p);
	assert_int_equal(pipe(ends), 0);
	p->in = ends[0];
	p->out = ends[1];
	assert_int_equal(fcntl(p->in, F_SETFL, O_NONBLOCK), 0);
	p->now_ms = 1709210096789;
	p->settings.fd = p->out;
	p->settings.level = LOG_LEVEL_INFO;
	p->settings.clock_ms = piped_clock;
	p->settings.clock_context = p;
	*state = p;
	return 0;
}

static int piped_tear_down(void **state)
{
	struct piped *p = *state;

	log_close(&p->log);
	close(p->in);
	close(p->out);
	free(p);
	return 0;
}

/* All that was written since the last call. */
static const char *piped_text(struct piped *p)
{
	ssize_t n = read(p->in, p->text, PIPE_BYTES);

	p->text[n > 0 ? n : 0] = '\0';
	return p->text;
}

__attribute__((unused)) static size_t piped_lines(const char *text)
{
	size_t lines = 0;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

#endif
