/* SPDX-License-Identifier: MIT */
/*
 * samples.h: plain questions, wherever they come from: a .test file (its `+`
 * lines), rows of JSON with "text", a question a line, or all tests.
 */
#ifndef FAQ_SAMPLES_H
#define FAQ_SAMPLES_H

#include "cli/command.h"

#define SAMPLES_MAX 200000u

struct samples {
	char **text;
	size_t count, room;
};

/* From `path` ("-": stdin, a question a line). */
enum exit_code samples_read(struct samples *samples, const char *path,
			    const struct term *err);
/* The `+` lines of FOLDER/questions/LANGUAGE/X.test. */
enum exit_code samples_read_tests(struct samples *samples, const char *folder,
				  const char *language, const struct term *err);
/* Fine on a zeroed one. */
void samples_release(struct samples *samples);

#endif
