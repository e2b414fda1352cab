/* SPDX-License-Identifier: MIT */
/*
 * faqctl accept: says that a person has read what a program proposed.
 */
#include "cli/proposals.h"

static enum exit_code run_accept(const struct options *options,
				 const struct term *out, const struct term *err)
{
	if (!options->word_count && !options->all) {
		fputs("faqctl accept: name the intents, or say --all\n",
		      err->file);
		return EXIT_USAGE;
	}
	return proposals_accept(options, out, err);
}

const struct command cmd_accept = {
	.name = "accept",
	.operands = "ID...",
	.summary = "take what is proposed as yours",
	.about = "What 'faqctl import' and 'faqctl new' write is marked "
		 "'@proposed' in its ask block, and 'faqctl check' counts it. "
		 "This removes the mark from the intents named, or from --all. "
		 "Removing the line by hand does the same.",
	.examples = "faqctl accept faq.opening_hours\n"
		    "faqctl accept -C pool --all",
	.options = {OPTION_CONTENT, OPTION_LANGUAGE, OPTION_ALL, OPTION_COLOR,
		    OPTION_HELP},
	.run = run_accept};
