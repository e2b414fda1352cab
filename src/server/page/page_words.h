/* SPDX-License-Identifier: MIT */
/*
 * page_words.h: the page's own English, in one table: what it says where the
 * content has no heading, and what it says of entries. What it always says is
 * in src/widget/page/index.html, the words of the chat in src/widget/words.
 */
#ifndef FAQD_PAGE_WORDS_H
#define FAQD_PAGE_WORDS_H

#include "core/faq.h"

enum word {
	WORD_CONTENTS, /* above the list of chapters */
	WORD_WARNING,  /* a mistake's label */
	WORD_LINK,     /* "Link to <title>" */
	WORD_OF,       /* "0 of 4 done" */
	WORD_DONE,
	WORD_CLEAR, /* the ticks of the checklist */
	WORD_NOTE,  /* "Note 1" */
	WORD_NOTES
};

const char *word(enum word which);

/* Is the language (a BCP 47 tag) written from right to left? */
bool word_runs_left(const char *language);

/* The heading over entries of a kind. */
const char *word_heading(enum faq_kind kind);

#endif
