/* SPDX-License-Identifier: MIT */
/*
 * page.h: a content file (CommonMark) -> its entries and blocks. The only part
 * that knows cmark.
 *
 *	### Title            entry: title, answer, again, ask block
 *	answer ...
 *	```ask id            templates
 *	```words name        block: a word list
 *	```same              block: rewriting rules
 *	```say key           block: a phrase of the bot
 *	text {#anchor}       anchor, in page.md only
 *
 * Everything lives in the arena. Raw HTML in an answer never gets through:
 * cmark renders in its safe mode.
 */
#ifndef FAQ_PAGE_H
#define FAQ_PAGE_H

#include "arena.h"
#include "diag.h"

struct page_entry {
	struct page_entry *next;
	const char *title;
	const char *chapter; /* the level-1 or -2 heading above it, or "" */
	const char *text, *markdown, *html; /* the answer; "" when empty */
	const char *again;                  /* plain text or "" */
	const char *id;                     /* NULL: no ask block */
	const char *ask;                    /* its lines */
	unsigned line, ask_line; /* of heading; of the first ask line */
};

enum page_block_kind {
	PAGE_WORDS,
	PAGE_SAME,
	PAGE_SAY
};

struct page_block {
	struct page_block *next;
	enum page_block_kind kind;
	const char *name; /* of the list or phrase, "" for same */
	const char *text;
	unsigned line; /* of the text's first line */
};

struct page_anchor {
	struct page_anchor *next;
	const char *id, *text;
	unsigned line;
};

struct page {
	const char *source;
	struct page_entry *entries;
	struct page_block *blocks;
	struct page_anchor *anchors;
	const char *html; /* the whole of page.md, else "" */
};

/*
 * Parses one file. Links of the form link:NAME are resolved against `site`.
 * Faults go to `faults`; FAQ_ERROR_NOMEM is the only other result.
 */
FAQ_MUST_CHECK enum faq_status page_parse(struct page *out, struct arena *arena,
					  const struct faq_source *source,
					  const struct faq_site *site,
					  struct faults *faults);

#endif
