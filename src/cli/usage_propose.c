/* SPDX-License-Identifier: MIT */
#include "cli/usage_propose.h"

#include "cli/unmark.h"
#include "core/faq_word.h"
#include "import/propose.h"
#include "proto/content.h"

#include <string.h>

static const char words_fence[] = "```words ";

/* A draft's group, in the order of the import's items. */
struct proposal {
	const struct group *of[IMPORT_ITEMS_MAX];
};

/* "" when there was nothing but personal data. */
static const char *clean_text(struct import *import, const char *text)
{
	char clean[GROUPS_TEXT_BYTES];

	unmark(text, strlen(text), clean, sizeof(clean));
	return import_copy(import, clean, strlen(clean));
}

static bool has_telling_word(const char *text)
{
	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		size_t size = strcspn(text, " ");
		if (faq_word_kind(text, size) == FAQ_WORD_CONTENT)
			return true;
		text += size;
	}
	return false;
}

static void take_group(struct import *import, struct proposal *proposal,
		       const struct group *group)
{
	const char *title = clean_text(import, group->example[0]);

	/* A template of words that tell nothing would match anything. */
	if (!title || !has_telling_word(title))
		return;
	struct import_item *item =
		import_add(import, IMPORT_QUESTION, title,
			   "The page does not answer this yet.", 1);
	if (!item)
		return;
	proposal->of[import->item_count - 1] = group;
	for (size_t i = 1; i < group->example_count; i++) {
		const char *text = clean_text(import, group->example[i]);
		if (text && has_telling_word(text))
			import_add_example(import, item, text);
	}
}

/* "faq.opening_hours" -> "limit.opening_hours", or the next free one. */
static void make_id(const struct import_item *item, const struct bot *bot,
		    char out[IMPORT_ID_BYTES])
{
	const char *slug = strchr(item->id, '.') + 1;

	snprintf(out, IMPORT_ID_BYTES, "limit.%s", slug);
	for (unsigned n = 2; bot && faq_catalog_find(bot->catalog, out); n++)
		snprintf(out, IMPORT_ID_BYTES, "limit.%s_%u", slug, n);
}

static void put_entry(struct draft *out, struct propose *propose,
		      const struct import_item *item, const struct group *group,
		      const char *id, const struct bot *bot)
{
	const struct faq_intent *near =
		bot ? faq_catalog_find(bot->catalog, group->nearest) : NULL;

	draft_put(out, "\n### ");
	files_put_title(out, item->title);
	draft_format(out, "\n\n%s\n\n```ask %s\n@proposed\n", item->answer, id);
	if (near && near->rests[0])
		draft_format(out, "@rests %s\n", near->rests);
	else
		draft_put(out, "# @rests ANCHOR, a place of page.md\n");
	draft_format(out, "# asked %llu times, wordings: %u\n",
		     (unsigned long long)group->questions, group->wordings);
	if (group->nearest[0])
		draft_format(out,
			     "# if %s is meant (score %.2f), move the lines "
			     "there\n",
			     group->nearest, group->score);
	propose_templates(propose, out, item);
	draft_put(out, "```\n");
}

static void put_tests(struct draft *out, const struct import_item *item,
		      const char *id)
{
	draft_format(out, "\n[%s]\n+ %s\n", id, item->title);
	for (size_t i = 0; i < item->example_count; i++)
		draft_format(out, "+ %s\n", item->example[i]);
}

static bool line_names(const char *line, size_t size, const char *name)
{
	size_t fence = strlen(words_fence), bytes = strlen(name);

	while (size && (line[size - 1] == ' ' || line[size - 1] == '\r'))
		size--;
	return size == fence + bytes && memcmp(line, words_fence, fence) == 0 &&
	       memcmp(line + fence, name, bytes) == 0;
}

static bool has_list(const struct content *content, const char *name)
{
	for (size_t i = 0; i < content->source_count; i++) {
		const struct faq_source *source = &content->sources[i];
		for (size_t at = 0; at < source->size;) {
			const char *line = source->bytes + at;
			const char *end = memchr(line, '\n', source->size - at);
			size_t size =
				end ? (size_t)(end - line) : source->size - at;
			if (line_names(line, size, name))
				return true;
			at += size + 1;
		}
	}
	return false;
}

/* Those that the content has already are its own. */
static void put_lists(struct draft *out, struct propose *propose,
		      const struct content *content)
{
	for (size_t i = 0; content && i < propose->list_count; i++)
		if (has_list(content, propose->list[i].name))
			propose->list[i].used = false;
	draft_put(out, "\n");
	propose_lists(propose, out);
}

static bool write_drafts(struct files *files, const struct import *import,
			 const struct proposal *proposal,
			 const struct usage_target *target)
{
	const char *language = target->bot ? target->bot->language : "en";
	struct draft *out = files_add(files, false, "%s/proposed.md", language);
	struct draft *test =
		files_add(files, true, "questions/%s/proposed.test", language);
	struct propose propose;
	char id[IMPORT_ID_BYTES];

	if (!out || !test)
		return false;
	propose_init(&propose, import);
	draft_put(out, "# Proposed: what was asked in vain\n");
	draft_put(test, "# As visitors asked, for proposed.md\n");
	for (size_t i = 0; i < import->item_count; i++) {
		const struct import_item *item = &import->items[i];
		make_id(item, target->bot, id);
		put_entry(out, &propose, item, proposal->of[i], id,
			  target->bot);
		put_tests(test, item, id);
	}
	put_lists(out, &propose, target->content);
	return !out->failed && !test->failed;
}

bool usage_propose(struct files *files, const struct usage *usage, bool all,
		   const struct usage_target *target, size_t *count)
{
	struct fault_sink sink = {.report = NULL};
	struct proposal proposal;
	struct import import;
	size_t shown = usage_groups_shown(usage, all);

	import_init(&import, &sink);
	for (size_t i = 0; i < shown && import.item_count < IMPORT_ITEMS_MAX;
	     i++)
		if (all ||
		    usage->groups.list[i].questions >= USAGE_PROPOSE_LEAST)
			take_group(&import, &proposal, &usage->groups.list[i]);
	*count = import.item_count;
	bool good = !import.no_memory;
	if (good && *count)
		good = import_finish(&import) == FAQ_OK &&
		       write_drafts(files, &import, &proposal, target);
	import_release(&import);
	return good;
}
