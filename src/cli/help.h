/* SPDX-License-Identifier: MIT */
/*
 * help.h: the commands and their options, for a reader, as faqctl(1) and as
 * completion.
 */
#ifndef FAQ_HELP_H
#define FAQ_HELP_H

#include "cli/command.h"

struct help {
	const struct command *const *commands;
	size_t count;
};

void help_all(const struct help *help, const struct term *out);
void help_command(const struct command *command, const struct term *out);

/* "--man", "--bash" or "--zsh"; for the build. False for another word, or
 * when out of memory. */
bool help_write(const struct help *help, const char *form, FILE *file);

#endif
