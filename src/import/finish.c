/* SPDX-License-Identifier: MIT */
/* What shows only when all files are read: replies, and a name for each. */
#include "import/import.h"

#include "core/faq_word.h"

#include <stdio.h>
#include <string.h>

#define SLUG_WORDS 5u

static void take_response(struct import *import, struct import_item *item)
{
	for (size_t i = 0; i < import->response_count && !item->answer; i++) {
		struct import_response *response = &import->responses[i];
		if (strcmp(response->name, item->name) != 0)
			continue;
		response->used = true;
		item->answer = response->answer;
	}
	if (!item->answer)
		import_fault(import, FAQ_SEVERITY_WARNING, "no-answer",
			     item->line,
			     "intent '%s' has no answer and is left out; give "
			     "the file with its 'utter_%s' too",
			     item->name, item->name);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_plain(char c)
{
	c = lower(c);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/*
 * Up to SLUG_WORDS words of `text`, parted by '_'; only those that tell what it
 * is about when `telling`. "" when there are none in plain letters.
 */
static void make_slug(const char *text, bool telling, char *out, size_t size)
{
	char word[48];
	size_t used = 0, words = 0;

	out[0] = '\0';
	while (*text && words < SLUG_WORDS) {
		size_t bytes = 0;
		for (; is_plain(*text) || *text == '\''; text++)
			if (*text != '\'' && bytes + 1 < sizeof(word))
				word[bytes++] = lower(*text);
		if (bytes && (!telling ||
			      faq_word_kind(word, bytes) == FAQ_WORD_CONTENT)) {
			if (used + bytes + 2 > size)
				return;
			used += (size_t)snprintf(out + used, size - used,
						 "%s%.*s", used ? "_" : "",
						 (int)bytes, word);
			words++;
		}
		if (*text)
			text++;
	}
}

static const char *prefix_of(const struct import_item *item)
{
	switch (item->kind) {
	case IMPORT_STEP:
		return "step";
	case IMPORT_ABOUT:
		return "about";
	default:
		return "faq";
	}
}

static bool is_taken(const struct import *import, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(import->items[i].id, id) == 0)
			return true;
	return false;
}

static void name_item(struct import *import, size_t at)
{
	struct import_item *item = &import->items[at];
	char slug[IMPORT_ID_BYTES - 20];

	make_slug(item->name[0] ? item->name : item->title, !item->name[0],
		  slug, sizeof(slug));
	if (!slug[0])
		make_slug(item->title, false, slug, sizeof(slug));
	if (!slug[0])
		snprintf(slug, sizeof(slug), "question_%zu", at + 1);
	snprintf(item->id, sizeof(item->id), "%s.%s", prefix_of(item), slug);
	for (unsigned n = 2; is_taken(import, at, item->id); n++)
		snprintf(item->id, sizeof(item->id), "%s.%s_%u",
			 prefix_of(item), slug, n);
	/* One name for both, so that a reader finds the one by the other. */
	snprintf(item->anchor, sizeof(item->anchor), "%s", item->id);
	for (char *c = item->anchor; *c; c++)
		if (*c == '_' || *c == '.')
			*c = '-';
}

static void report_unused(struct import *import)
{
	for (size_t i = 0; i < import->response_count; i++)
		if (!import->responses[i].used)
			import_fault(import, FAQ_SEVERITY_NOTE,
				     "unused-response",
				     import->responses[i].line,
				     "'utter_%s' answers no intent and is left "
				     "out",
				     import->responses[i].name);
}

enum faq_status import_finish(struct import *import)
{
	size_t kept = 0;

	for (size_t i = 0; i < import->item_count; i++) {
		struct import_item *item = &import->items[i];
		if (!item->answer)
			take_response(import, item);
		if (!item->answer)
			continue;
		if (!item->answer[0]) {
			import_fault(import, FAQ_SEVERITY_WARNING, "no-answer",
				     item->line,
				     "'%.100s' has no answer and is left out",
				     item->title);
			continue;
		}
		if (kept != i)
			import->items[kept] = *item;
		kept++;
	}
	import->item_count = kept;
	report_unused(import);
	for (size_t i = 0; i < kept; i++)
		name_item(import, i);
	if (import->no_memory)
		return FAQ_ERROR_NOMEM;
	if (!kept)
		import_fault(import, FAQ_SEVERITY_ERROR, "no-question", 0,
			     "no question with an answer was found; it needs "
			     "headings with text below them, or schema.org's "
			     "FAQPage");
	return kept ? FAQ_OK : FAQ_ERROR_CONTENT;
}
