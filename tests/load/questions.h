/* SPDX-License-Identifier: MIT */
/* questions.h: what people ask, ready to be put into a JSON message. */
#ifndef LOAD_QUESTIONS_H
#define LOAD_QUESTIONS_H

#include <stdbool.h>
#include <stddef.h>

#define QUESTION_BYTES_MAX 1024u

struct questions {
	char **text; /* as inside the quotes of a JSON string */
	size_t count, room;
};

/* The "+" lines of FOLDER/(any).test, files in order of name. False, with the
 * cause in errno (ENOENT: not one line), when there are none; then nothing is
 * to be released. */
__attribute__((warn_unused_result)) bool
questions_read(struct questions *questions, const char *folder);
void questions_release(struct questions *questions);

#endif
