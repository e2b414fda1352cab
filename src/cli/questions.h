/* SPDX-License-Identifier: MIT */
/*
 * questions.h: the lines of *.test files (tests/README.md has the format).
 */
#ifndef FAQ_QUESTIONS_H
#define FAQ_QUESTIONS_H

#include "cli/testfile.h"

enum question_want {
	QUESTION_WINS,   /* + this intent answers */
	QUESTION_NOT,    /* - this intent does not */
	QUESTION_CLARIFY /* ~ the bot asks back */
};

struct question {
	enum question_want want;
	bool known_failure; /* ! fails the run once it passes */
	unsigned line;
	char *intent; /* "none": no answer at all */
	char *text;
};

struct questions {
	struct question *list;
	size_t count, room;
};

/*
 * Reads a file. Faults go to `fault`. False when it can't be read at all, or
 * when memory runs out. Release it in any case.
 */
bool questions_read(struct questions *questions, const char *path,
		    const struct testfile_fault *fault);
void questions_release(struct questions *questions);

#endif
