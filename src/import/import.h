/* SPDX-License-Identifier: MIT */
/*
 * import.h: an FAQ of another format -> its questions, answers and steps.
 *
 *	bytes --import_read--> items --import_finish--> ids
 *	                                   |
 *	           propose.h: templates  <-+-> files.h: a content folder
 *
 * Formats: schema.org FAQPage and HowTo (JSON-LD, microdata), HTML and Markdown
 * headings, CSV of questions and answers, QnA Maker's TSV, Rasa's nlu.yml and
 * domain.yml. Answers come out as CommonMark that the content's format takes.
 *
 * Ownership: the import owns all items and their strings until
 * import_release(). Faults go to `sink`, named by the source and its line.
 */
#ifndef FAQ_IMPORT_H
#define FAQ_IMPORT_H

#include "proto/fault.h"

#define IMPORT_BYTES_MAX (1024u * 1024u) /* of a file */
#define IMPORT_ITEMS_MAX 2000u
#define IMPORT_EXAMPLES_MAX 40u /* further wordings of an item */
#define IMPORT_DEPTH_MAX 256u   /* of elements; HTML_PARSE_DEPTH_MAX */
#define IMPORT_ID_BYTES 64u

enum import_format {
	IMPORT_UNKNOWN,
	IMPORT_HTML,
	IMPORT_MARKDOWN,
	IMPORT_JSON, /* JSON-LD */
	IMPORT_CSV,
	IMPORT_TSV,
	IMPORT_RASA
};

enum import_kind {
	IMPORT_QUESTION,
	IMPORT_STEP, /* of a HowTo */
	IMPORT_ABOUT /* what stands below the page's own title */
};

struct import_item {
	enum import_kind kind;
	const char *title;
	const char *answer; /* CommonMark; NULL: comes by import_finish() */
	const char *name;   /* what the source calls it, or "" */
	unsigned line;
	char id[IMPORT_ID_BYTES];     /* "faq.opening_hours" */
	char anchor[IMPORT_ID_BYTES]; /* "opening-hours" */
	const char *example[IMPORT_EXAMPLES_MAX];
	size_t example_count;
};

/* A reply that Rasa keeps apart from its question. */
struct import_response {
	const char *name; /* without "utter_" */
	const char *answer;
	unsigned line;
	bool used;
};

struct import {
	struct import_block *memory;
	struct import_item *items;
	size_t item_count, item_room;
	struct import_response *responses;
	size_t response_count, response_room;
	const char *name; /* of the page, or "" */
	const char *source;
	const char *way; /* how items were found: "JSON-LD" ... */
	struct fault_sink *sink;
	bool no_memory;
};

void import_init(struct import *import, struct fault_sink *sink);
void import_release(struct import *import);

/* "html" ... "rasa" -> its format; IMPORT_UNKNOWN for another word. */
enum import_format import_format_named(const char *word);
/* By the file's name, else by its first bytes. */
enum import_format import_format_of(const char *name, const char *bytes,
				    size_t size);

/*
 * Adds all items of `bytes`. `source` is the name for faults and must live as
 * long as the import. FAQ_ERROR_CONTENT when it could not be read as that
 * format; then the sink has an error.
 */
FAQ_MUST_CHECK enum faq_status import_read(struct import *import,
					   const char *source,
					   enum import_format format,
					   const char *bytes, size_t size);

/* Pairs questions with replies, drops what has no answer (with a warning) and
 * names every item. FAQ_ERROR_CONTENT when none is left. */
FAQ_MUST_CHECK enum faq_status import_finish(struct import *import);

/* Calls for the readers of formats. Memory is zeroed and lives as long as the
 * import; NULL, and no_memory set, when there is none. */
void *import_alloc(struct import *import, size_t count, size_t size);
const char *import_copy(struct import *import, const char *bytes, size_t size);
/* NULL when there are too many (reported) or no memory. Title and answer are
 * kept, not copied; the title may be too long or empty: then it is mended. */
struct import_item *import_add(struct import *import, enum import_kind kind,
			       const char *title, const char *answer,
			       unsigned line);
void import_add_example(struct import *import, struct import_item *item,
			const char *text);
void import_add_response(struct import *import, const char *name,
			 const char *answer, unsigned line);
__attribute__((format(printf, 5, 6))) void
import_fault(struct import *import, enum faq_severity severity,
	     const char *code, unsigned line, const char *format, ...);

#endif
