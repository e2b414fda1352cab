/* SPDX-License-Identifier: MIT */
#include "import/files.h"

#include "import/propose.h"
#include "import/starter.h"
#include "proto/json.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Well below what the engine takes of a file. */
#define FILE_BYTES (128u * 1024u)
#define PAGE_BYTES (224u * 1024u)

struct draft *files_add(struct files *files, bool test, const char *format, ...)
{
	va_list arguments;

	if (files->count == FILES_MAX)
		return NULL;
	struct file *file = &files->file[files->count++];
	*file = (struct file){.test = test};
	va_start(arguments, format);
	vsnprintf(file->path, sizeof(file->path), format, arguments);
	va_end(arguments);
	return &file->text;
}

void files_release(struct files *files)
{
	for (size_t i = 0; i < files->count; i++)
		draft_release(&files->file[i].text);
	files->count = 0;
}

void files_put_title(struct draft *out, const char *title)
{
	for (const char *at = title; *at; at++) {
		bool begins = at == title && strchr("#+-=>~", *at);
		if (begins || strchr("\\`*_[]<>&", *at))
			draft_add(out, "\\", 1);
		draft_add(out, at, 1);
	}
	size_t size = strlen(title);
	if (size && title[size - 1] == '#')
		draft_put(out, " #");
}

static bool make_site(struct files *files, const struct import *import,
		      const char *language)
{
	struct draft *out = files_add(files, false, "site.json");
	struct json_writer writer;

	json_writer_init(&writer, 64u * 1024u);
	json_put_open(&writer, '{');
	json_add_string(&writer, "name",
			import->name[0] ? import->name : "Questions");
	json_put_name(&writer, "languages");
	json_put_open(&writer, '[');
	json_put_string(&writer, language);
	json_put_close(&writer, ']');
	json_put_close(&writer, '}');
	bool good = out && !json_failed(&writer);
	if (good) {
		draft_add(out, writer.bytes, writer.size);
		draft_put(out, "\n");
	}
	json_writer_release(&writer);
	return good;
}

/* page.md: every question with its answer, as on the page that was read; only
 * the questions when that is too much for a file. */
static bool make_page(struct files *files, const struct import *import,
		      const char *language)
{
	struct draft *out = files_add(files, false, "%s/page.md", language);
	size_t bytes = 0;

	for (size_t i = 0; i < import->item_count; i++)
		bytes += strlen(import->items[i].answer) + 300;
	for (size_t i = 0; out && i < import->item_count; i++) {
		const struct import_item *item = &import->items[i];
		draft_put(out, i ? "\n## " : "## ");
		files_put_title(out, item->title);
		draft_format(out, " {#%s}\n", item->anchor);
		if (bytes > PAGE_BYTES)
			continue;
		draft_put(out, "\n");
		draft_put(out, item->answer);
		draft_put(out, "\n");
	}
	return out != NULL;
}

static void put_entry(struct draft *out, struct propose *propose,
		      const struct import_item *item)
{
	draft_put(out, "\n### ");
	files_put_title(out, item->title);
	draft_put(out, "\n\n");
	draft_put(out, item->answer);
	draft_format(out, "\n\n```ask %s\n@proposed\n@rests %s\n", item->id,
		     item->anchor);
	propose_templates(propose, out, item);
	draft_put(out, "```\n");
}

static void put_test(struct draft *out, const struct import_item *item)
{
	draft_format(out, "\n[%s]\n+ %s\n", item->id, item->title);
	for (size_t i = 0; i < item->example_count; i++)
		draft_format(out, "+ %s\n", item->example[i]);
}

/* The entries of a kind, and their tests, in files that are not too long. */
static bool make_entries(struct files *files, struct propose *propose,
			 enum import_kind kind, const char *stem,
			 const char *heading, const char *language)
{
	const struct import *import = propose->import;
	struct draft *out = NULL, *test = NULL;
	unsigned number = 0;

	for (size_t i = 0; i < import->item_count; i++) {
		const struct import_item *item = &import->items[i];
		char name[48];
		if (item->kind != kind)
			continue;
		if (!out || out->size > FILE_BYTES) {
			snprintf(name, sizeof(name), number ? "%s-%u" : "%s",
				 stem, number + 1);
			number++;
			out = files_add(files, false, "%s/%s.md", language,
					name);
			test = files_add(files, true, "questions/%s/%s.test",
					 language, name);
			if (!out || !test)
				return false;
			draft_format(out, "# %s\n", heading);
			draft_format(test,
				     "# Questions for %s.md: + this intent "
				     "answers, - it does not.\n",
				     name);
		}
		put_entry(out, propose, item);
		put_test(test, item);
	}
	return true;
}

static bool make_words(struct files *files, const struct propose *propose,
		       const char *language)
{
	struct draft *out = files_add(files, false, "%s/words.md", language);

	if (!out)
		return false;
	draft_put(out,
		  "# Word lists\n\nWhat visitors call a thing: a line each. "
		  "Add theirs, take out what is none of yours.\n\n");
	propose_lists(propose, out);
	return true;
}

bool files_make(struct files *files, const struct import *import,
		const char *language)
{
	struct propose propose;
	struct draft *dialogue;

	propose_init(&propose, import);
	bool good = make_site(files, import, language) &&
		    make_page(files, import, language) &&
		    make_entries(files, &propose, IMPORT_ABOUT, "about",
				 "About", language) &&
		    make_entries(files, &propose, IMPORT_STEP, "checklist",
				 "The steps", language) &&
		    make_entries(files, &propose, IMPORT_QUESTION, "faq",
				 "Questions", language) &&
		    make_words(files, &propose, language);
	dialogue = files_add(files, false, "%s/dialogue.md", language);
	if (dialogue)
		draft_put(dialogue, starter_dialogue);
	for (size_t i = 0; i < files->count; i++)
		good = good && !files->file[i].text.failed;
	return good && dialogue;
}
