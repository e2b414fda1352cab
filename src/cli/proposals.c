/* SPDX-License-Identifier: MIT */
#include "cli/proposals.h"

#include "cli/bot.h"
#include "cli/folder.h"
#include "proto/fault.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char fence[] = "```";
static const char mark[] = "@proposed";

/* The line at `text` is `words` and white space. */
static bool line_is(const char *text, const char *words)
{
	size_t size = strlen(words);
	if (strncmp(text, words, size) != 0)
		return false;
	text += size;
	text += strspn(text, " \t\r");
	return *text == '\n' || *text == '\0';
}

static bool begins_ask(const char *line, const char *id)
{
	char head[160];

	if (!id)
		return strncmp(line, "```ask ", 7) == 0;
	snprintf(head, sizeof(head), "```ask %s", id);
	return line_is(line, head);
}

static size_t line_bytes(const char *line)
{
	size_t size = strcspn(line, "\n");
	return size + (line[size] == '\n');
}

void proposals_unmark(struct draft *out, const char *text, const char *id)
{
	bool inside = false;

	for (const char *line = text; *line; line += line_bytes(line)) {
		if (inside && line_is(line, fence))
			inside = false;
		else if (begins_ask(line, id))
			inside = true;
		if (!inside || !line_is(line, mark))
			draft_add(out, line, line_bytes(line));
	}
}

void proposals_mark_all(struct draft *out, const char *text)
{
	for (const char *line = text; *line; line += line_bytes(line)) {
		const char *next = line + line_bytes(line);
		draft_add(out, line, line_bytes(line));
		if (begins_ask(line, NULL) && !line_is(next, mark))
			draft_put(out, "@proposed\n");
	}
}

/* Beside it first, so that a full disk loses nothing. */
static bool replace_file(const char *path, const struct draft *text,
			 const struct term *err)
{
	char beside[FOLDER_PATH_BYTES], cause[96];
	int size = snprintf(beside, sizeof(beside), "%s.new", path);
	FILE *file = NULL;

	if (size > 0 && (size_t)size < sizeof(beside))
		file = fopen(beside, "wx");
	bool good = file && fwrite(draft_bytes(text), 1, text->size, file) ==
				    text->size;
	if (file)
		good = fclose(file) == 0 && good;
	good = good && rename(beside, path) == 0;
	if (good)
		return true;
	fault_errno(errno, cause, sizeof(cause));
	fprintf(err->file, "faqctl: cannot write '%s': %s\n", path, cause);
	if (file)
		remove(beside);
	return false;
}

static bool accept_one(const struct faq_intent *intent, const struct term *out,
		       const struct term *err)
{
	struct draft text = {0};
	size_t size;
	char *bytes =
		folder_read(intent->source, FAQ_SOURCE_BYTES_MAX, &size, err);

	if (!bytes)
		return false;
	proposals_unmark(&text, bytes, intent->id);
	bool good = !text.failed && text.size < size &&
		    replace_file(intent->source, &text, err);
	if (good)
		fprintf(out->file, "  %s:%u: %s accepted\n", intent->source,
			intent->line, intent->id);
	draft_release(&text);
	free(bytes);
	return good;
}

static bool is_wanted(const struct options *options,
		      const struct faq_intent *intent)
{
	if (!intent->proposed || options->all)
		return intent->proposed;
	for (size_t i = 0; i < options->word_count; i++)
		if (strcmp(options->words[i], intent->id) == 0)
			return true;
	return false;
}

/* All names are known and proposed, or nothing is done. */
static bool words_are_proposals(const struct options *options,
				const struct bot *bot, const struct term *err)
{
	bool good = true;

	for (size_t i = 0; i < options->word_count; i++) {
		const char *id = options->words[i];
		const struct faq_intent *intent =
			faq_catalog_find(bot->catalog, id);
		const char *near = intent ? NULL : bot_nearest(bot, id);
		if (intent && intent->proposed)
			continue;
		good = false;
		fprintf(err->file, "faqctl accept: '%s' is %s", id,
			intent ? "not proposed" : "no intent");
		if (near)
			fprintf(err->file, ", did you mean '%s'?", near);
		fputc('\n', err->file);
	}
	return good;
}

enum exit_code proposals_accept(const struct options *options,
				const struct term *out, const struct term *err)
{
	struct bot bot;
	size_t accepted = 0, left = 0;
	enum exit_code code = bot_open(&bot, options, err);

	if (code != EXIT_GOOD)
		return code;
	if (!words_are_proposals(options, &bot, err))
		code = EXIT_FINDINGS;
	for (size_t i = 0; i < faq_catalog_intents(bot.catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(bot.catalog, i);
		if (code != EXIT_GOOD)
			break;
		if (!is_wanted(options, intent))
			left += intent->proposed;
		else if (accept_one(intent, out, err))
			accepted++;
		else
			code = EXIT_CANNOT;
	}
	if (code == EXIT_GOOD)
		fprintf(out->file, "%zu accepted, %zu still proposed\n",
			accepted, left);
	bot_release(&bot);
	return code;
}
