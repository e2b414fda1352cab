/* SPDX-License-Identifier: MIT */
#include "server/page/page_words.h"

static const char *const words[] = {
	[WORD_CONTENTS] = "On this page",
	[WORD_WARNING] = "Warning",
	[WORD_NOTE] = "Note",
	[WORD_NOTES] = "Notes",
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

const char *word(enum word which)
{
	return words[which];
}

const char *word_heading(enum faq_kind kind)
{
	return headings[kind];
}
