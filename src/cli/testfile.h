/* SPDX-License-Identifier: MIT */
/*
 * testfile.h: the files of tests/questions/LANG and tests/dialogs/LANG, and
 * the faults in them.
 */
#ifndef FAQ_TESTFILE_H
#define FAQ_TESTFILE_H

#include "cli/command.h"

/* Where faults of test files go; `count` grows. */
struct testfile_fault {
	const struct term *err;
	size_t *count;
};

/* "path:line: error: message" on stderr. */
__attribute__((format(printf, 4, 5))) void
testfile_fault(const struct testfile_fault *fault, const char *path,
	       unsigned line, const char *format, ...);

#define TESTFILES_MAX 1000u

struct testfiles {
	char *path[TESTFILES_MAX];
	size_t count;
};

/*
 * FOLDER/KIND/LANGUAGE/X for every X that ends in `suffix`, in order of name.
 * A folder that isn't there gives none. False when out of memory.
 */
bool testfiles_find(struct testfiles *files, const char *folder,
		    const char *kind, const char *language, const char *suffix);
void testfiles_release(struct testfiles *files);

/* A copy without spaces around it; NULL when out of memory. */
char *testfile_trimmed(const char *text, size_t size);

#endif
