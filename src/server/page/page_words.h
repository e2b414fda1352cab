/* SPDX-License-Identifier: MIT */
/*
 * page_words.h: the page's own English, in one table: what it says where the
 * content has no heading, and what it says of entries. The words of the chat
 * stand in src/widget.
 */
#ifndef FAQD_PAGE_WORDS_H
#define FAQD_PAGE_WORDS_H

#include "core/faq.h"

enum word {
	WORD_CONTENTS, /* above the list of chapters */
	WORD_WARNING,  /* a mistake's label */
	WORD_NOTE,     /* "Note 1" */
	WORD_NOTES
};

const char *word(enum word which);

/* The heading over entries of a kind. */
const char *word_heading(enum faq_kind kind);

#endif
