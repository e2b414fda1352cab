/* SPDX-License-Identifier: MIT */
/*
 * faqctl accept: says that a person has read what a program proposed, or what
 * rests on a place of the page that changed.
 */
#include "cli/page_accept.h"
#include "cli/proposals.h"

static enum exit_code run_accept(const struct options *options,
				 const struct term *out, const struct term *err)
{
	if (!options->word_count && !options->all) {
		fputs("faqctl accept: name intents or places of the page, "
		      "'page' "
		      "for all of it, or say --all\n",
		      err->file);
		return EXIT_USAGE;
	}
	if (page_accept_is_meant(options))
		return page_accept(options, out, err);
	return proposals_accept(options, out, err);
}

const struct command cmd_accept = {
	.name = "accept",
	.operands = "ID...|ANCHOR...|page",
	.summary = "take what is proposed, or a changed page, as yours",
	.about = "What 'faqctl import' and 'faqctl new' write is marked "
		 "'@proposed' in its ask block, and 'faqctl check' counts it. "
		 "This removes the mark from the intents named, or from --all. "
		 "Removing the line by hand does the same.\n\n"
		 "With places of the page (or 'page' for all of them) it says "
		 "that the answers which rest there are right for the page as "
		 "it is now, and renews page.lock; until then 'faqctl check' "
		 "names those whose part of the page has changed.",
	.examples = "faqctl accept faq.opening_hours\n"
		    "faqctl accept -C pool --all\n"
		    "faqctl accept order-2\nfaqctl accept page",
	.options = {OPTION_CONTENT, OPTION_LANGUAGE, OPTION_ALL, OPTION_COLOR,
		    OPTION_HELP},
	.run = run_accept};
