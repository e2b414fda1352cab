/* SPDX-License-Identifier: MIT */
#include "lists.h"

#include <stddef.h>
#include <string.h>

enum list_state {
	LIST_NEW,
	LIST_OPEN,
	LIST_READY,
	LIST_BAD
};

struct list {
	struct list *next;
	const char *name, *source, *text;
	unsigned line;
	enum list_state state;
	struct litset set;
	struct litset_memo memo; /* of the set, once it is ready */
};

/* Lists that use lists that use lists: a content needs a few. */
#define LISTS_DEPTH_MAX 32u

struct lists {
	struct template_parser parser;
	struct list *first;
	unsigned depth; /* of the lists that are being expanded */
};

static const struct litset *lists_find(void *context, const char *name,
				       struct place from);

struct lists *lists_new(const struct template_parser *parser)
{
	struct lists *lists = arena_alloc(parser->arena, 1, sizeof(*lists));
	if (!lists)
		return NULL;
	lists->parser = *parser;
	lists->parser.lists = lists_finder(lists);
	return lists;
}

struct template_lists lists_finder(struct lists *lists)
{
	return (struct template_lists){lists_find, lists};
}

static struct list *list_named(const struct lists *lists, const char *name)
{
	struct list *list = lists->first;
	while (list && strcmp(list->name, name))
		list = list->next;
	return list;
}

void lists_add(struct lists *lists, const struct page_block *block,
	       const char *source)
{
	struct faults *faults = lists->parser.faults;
	struct place place = {source, block->line - 1, 1};
	const struct list *old = list_named(lists, block->name);
	if (!*block->name) {
		faults_add(faults, FAQ_SEVERITY_ERROR, place, "list-name",
			   "a words block without a name; write ```words name");
		return;
	}
	if (old) {
		faults_add(faults, FAQ_SEVERITY_ERROR, place, "duplicate-list",
			   "word list '{%s}' stands at %s:%u already; merge "
			   "the two",
			   block->name, old->source, old->line - 1);
		return;
	}
	struct list *list = arena_alloc(lists->parser.arena, 1, sizeof(*list));
	if (!list) {
		faults->nomem = true;
		return;
	}
	*list = (struct list){.next = lists->first,
			      .name = block->name,
			      .source = source,
			      .text = block->text,
			      .line = block->line};
	lists->first = list;
}

void lists_lines(const char *text, unsigned line,
		 void (*each)(void *context, const char *bytes, size_t size,
			      unsigned line),
		 void *context)
{
	while (*text) {
		size_t size = strcspn(text, "\n");
		each(context, text, size, line++);
		text += size;
		text += *text == '\n';
	}
}

/* The phrases of the lines read so far; those of `pending` are not yet in the
 * list's set, for a union copies both sides. */
struct expansion {
	struct lists *lists;
	struct list *list;
	struct phrase *pending;
	size_t count, room;
};

static void report_size(const struct expansion *expansion, struct place place)
{
	faults_add(expansion->lists->parser.faults, FAQ_SEVERITY_ERROR, place,
		   "too-many-phrases",
		   "word list '{%s}' holds more than %u phrases; split it",
		   expansion->list->name, LITSET_PHRASES_MAX);
}

static void merge(struct expansion *expansion, struct place place)
{
	struct list *list = expansion->list;
	const struct template_parser *parser = &expansion->lists->parser;
	struct litset pending = {.phrases = expansion->pending,
				 .count = expansion->count};
	enum litset_status status =
		litset_union(&list->set, parser->arena, &list->set, &pending);
	expansion->count = 0;
	if (!status)
		return;
	if (status == LITSET_NOMEM)
		parser->faults->nomem = true;
	else
		report_size(expansion, place);
	list->state = LIST_BAD;
}

static void add_phrases(struct expansion *expansion, const struct litset *set,
			struct place place)
{
	const struct template_parser *parser = &expansion->lists->parser;
	struct list *list = expansion->list;
	for (size_t i = 0; i < set->count; i++) {
		struct phrase *more = arena_more(
			parser->arena, expansion->pending, expansion->count,
			&expansion->room, sizeof(*more));
		if (!more) {
			parser->faults->nomem = true;
			list->state = LIST_BAD;
			return;
		}
		expansion->pending = more;
		more[expansion->count++] = set->phrases[i];
	}
	/* Each union doubles the set, so that all of them cost twice the last.
	 */
	if (expansion->count > 256 && expansion->count > list->set.count)
		merge(expansion, place);
}

static void expand_line(void *context, const char *bytes, size_t size,
			unsigned line)
{
	struct expansion *expansion = context;
	struct list *list = expansion->list;
	struct place place = {list->source, line, 1};
	struct litset set;
	switch (template_read_phrases(&expansion->lists->parser, &set, bytes,
				      size, place)) {
	case TEMPLATE_NOTHING:
		break;
	case TEMPLATE_FAULT:
		list->state = LIST_BAD;
		break;
	case TEMPLATE_READ:
		/* What is bad already is read for its faults only. */
		if (list->state == LIST_OPEN)
			add_phrases(expansion, &set, place);
		break;
	}
}

static void finish(struct list *list, struct arena *arena)
{
	list->state = LIST_READY;
	list->memo.arena = arena;
	list->set.memo = &list->memo;
}

static void expand(struct lists *lists, struct list *list)
{
	struct expansion expansion = {.lists = lists, .list = list};
	struct place place = {list->source, list->line - 1, 1};
	list->state = LIST_OPEN;
	lists->depth++;
	lists_lines(list->text, list->line, expand_line, &expansion);
	lists->depth--;
	if (list->state == LIST_OPEN && expansion.count)
		merge(&expansion, place);
	if (list->state == LIST_OPEN && !list->set.count) {
		faults_add(lists->parser.faults, FAQ_SEVERITY_ERROR, place,
			   "empty-list",
			   "word list '{%s}' is empty; add a word a line",
			   list->name);
		list->state = LIST_BAD;
	}
	if (list->state == LIST_OPEN)
		finish(list, lists->parser.arena);
}

static const char *nth_name(const void *context, size_t i)
{
	const struct lists *lists = context;
	const struct list *list = lists->first;
	while (list && i--)
		list = list->next;
	return list ? list->name : NULL;
}

static const struct litset *lists_find(void *context, const char *name,
				       struct place from)
{
	struct lists *lists = context;
	struct list *list = list_named(lists, name);
	char hint[96];
	if (!list) {
		faults_nearest(hint, sizeof(hint), name, nth_name, lists);
		faults_add(lists->parser.faults, FAQ_SEVERITY_ERROR, from,
			   "unknown-list",
			   "unknown word list '{%s}'%s; add a ```words %s "
			   "block",
			   name, hint, name);
		return NULL;
	}
	if (list->state == LIST_OPEN) {
		faults_add(lists->parser.faults, FAQ_SEVERITY_ERROR, from,
			   "list-cycle",
			   "word list '{%s}' uses itself; break the circle "
			   "here",
			   name);
		list->state = LIST_BAD;
		return NULL;
	}
	if (list->state == LIST_NEW && lists->depth == LISTS_DEPTH_MAX) {
		faults_add(lists->parser.faults, FAQ_SEVERITY_ERROR, from,
			   "lists-too-deep",
			   "word lists that use lists more than %u deep; name "
			   "the words here",
			   LISTS_DEPTH_MAX);
		return NULL;
	}
	if (list->state == LIST_NEW)
		expand(lists, list);
	return list->state == LIST_READY ? &list->set : NULL;
}

const struct litset *lists_optional(struct lists *lists, const char *name)
{
	struct place nowhere = {"", 0, 0};
	return list_named(lists, name) ? lists_find(lists, name, nowhere)
				       : NULL;
}

/* True when the lines of a list name {name} (or {slot=name}). */
static bool names_list(const struct list *list, const char *name)
{
	size_t bytes = strlen(name);
	for (const char *at = list->text; (at = strchr(at, '{')); at++) {
		const char *end = at + strcspn(at, "}\n");
		if ((size_t)(end - at) > bytes && *end == '}' &&
		    !memcmp(end - bytes, name, bytes) &&
		    strchr("{= ", end[-(ptrdiff_t)bytes - 1]))
			return true;
	}
	return false;
}

/* Does `list` use `other`, itself or by way of lists that it uses? */
static bool uses_list(const struct lists *lists, const struct list *list,
		      const struct list *other, unsigned depth)
{
	if (names_list(list, other->name))
		return true;
	for (const struct list *by = lists->first; by && depth; by = by->next) {
		if (by != list && names_list(list, by->name) &&
		    uses_list(lists, by, other, depth - 1))
			return true;
	}
	return false;
}

static void check_swallowed(const struct lists *lists, const struct list *list,
			    const struct list *other)
{
	struct place place = {list->source, list->line - 1, 1};
	bool twins = list->set.count == other->set.count;
	if (twins && strcmp(list->name, other->name) < 0)
		return; /* said once, of the other one */
	if (!litset_within(&list->set, &other->set) ||
	    uses_list(lists, other, list, 4) ||
	    uses_list(lists, list, other, 4))
		return;
	faults_add(lists->parser.faults, FAQ_SEVERITY_WARNING, place,
		   twins ? "same-list" : "swallowed-list",
		   twins ? "word list '{%s}' holds the same phrases as '{%s}' "
			   "(%s:%u); keep one of them"
			 : "all of word list '{%s}' stands in '{%s}' (%s:%u), "
			   "too, so where that is asked for this one adds "
			   "nothing; write {...} there instead of its words, "
			   "or tell the two apart",
		   list->name, other->name, other->source, other->line - 1);
}

/* Lists of a word or two are names for them, and may well stand in others. */
#define LISTS_SWALLOWED_MIN 3u

static void check_pairs(const struct lists *lists)
{
	for (const struct list *list = lists->first; list; list = list->next) {
		const struct list *other = lists->first;
		if (list->state != LIST_READY ||
		    list->set.count < LISTS_SWALLOWED_MIN)
			continue;
		for (; other; other = other->next) {
			if (other != list && other->state == LIST_READY)
				check_swallowed(lists, list, other);
		}
	}
}

void lists_check(struct lists *lists)
{
	for (struct list *list = lists->first; list; list = list->next) {
		struct place place = {list->source, list->line - 1, 1};
		if (list->state != LIST_NEW)
			continue;
		faults_add(lists->parser.faults, FAQ_SEVERITY_WARNING, place,
			   "unused-list",
			   "no template uses word list '{%s}'; use it or "
			   "remove it",
			   list->name);
		expand(lists, list);
	}
	check_pairs(lists);
}
