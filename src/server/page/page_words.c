/* SPDX-License-Identifier: MIT */
#include "server/page/page_words.h"

#include <string.h>

static const char *const words[] = {
	[WORD_CONTENTS] = "On this page",
	[WORD_WARNING] = "Warning",
	[WORD_LINK] = "Link to",
	[WORD_OF] = "of",
	[WORD_DONE] = "done",
	[WORD_CLEAR] = "Clear ticks",
	[WORD_NOTE] = "Note",
	[WORD_NOTES] = "Please note",
};

static const char *const headings[] = {
	[FAQ_KIND_STEP] = "The order",
	[FAQ_KIND_MISTAKE] = "Common mistakes",
	[FAQ_KIND_REDIRECT] = "Where to go next",
	[FAQ_KIND_FAQ] = "Questions",
	[FAQ_KIND_LIST] = "At a glance",
	[FAQ_KIND_ABOUT] = "About this page",
	[FAQ_KIND_LIMIT] = "What this page does not answer",
	[FAQ_KIND_META] = "Small talk",
	[FAQ_KIND_ACT] = "Commands",
};

/* Those of ISO 639-1 whose script, as Unicode's CLDR has it, runs so. */
static const char left[][3] = {"ar", "dv", "fa", "he", "ks",
			       "ps", "sd", "ug", "ur", "yi"};

const char *word(enum word which)
{
	return words[which];
}

const char *word_heading(enum faq_kind kind)
{
	return headings[kind];
}

bool word_runs_left(const char *language)
{
	size_t i, size = strcspn(language, "-_");

	for (i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		if (size == 2 && strncmp(language, left[i], 2) == 0)
			return true;
	return false;
}
