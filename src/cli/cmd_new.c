/* SPDX-License-Identifier: MIT */
/*
 * faqctl new: the skeleton of an intent or of a language, with its tests.
 */
#include "cli/bot.h"
#include "cli/folder.h"
#include "cli/proposals.h"
#include "cli/testfile.h"
#include "proto/content.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct job {
	const struct options *options;
	const struct term *out, *err;
	struct bot bot;
	struct content *content;
	struct files *files;
};

/* "faq.lost_card" -> "lost card" */
static void words_of(const char *id, char *out, size_t size)
{
	const char *dot = strchr(id, '.');
	snprintf(out, size, "%s", dot ? dot + 1 : id);
	for (; *out; out++)
		if (*out == '_' || *out == '.')
			*out = ' ';
}

static bool is_id(const char *id)
{
	static const char *const kinds[] = {
		"step.", "mistake.", "redirect.", "faq.",  "order.",
		"list.", "about.",   "limit.",    "meta.", "act."};
	bool good = strlen(id) < 64 &&
		    strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_.") ==
			    strlen(id);
	for (size_t i = 0; good && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t size = strlen(kinds[i]);
		if (strncmp(kinds[i], id, size) == 0 && id[size])
			return true;
	}
	return false;
}

/* The file where intents of that kind stand; else one named by the kind. */
static void stem_for(const struct job *job, const char *id, char *out,
		     size_t size)
{
	size_t kind = strcspn(id, ".") + 1;

	snprintf(out, size, "%.*s", (int)kind - 1, id);
	for (size_t i = 0; i < faq_catalog_intents(job->bot.catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(job->bot.catalog, i);
		const char *slash = strrchr(intent->source, '/');
		if (strncmp(intent->id, id, kind) != 0 || !slash)
			continue;
		snprintf(out, size, "%.*s", (int)strcspn(slash + 1, "."),
			 slash + 1);
	}
}

/* A place of the page that nothing rests on yet. */
static const char *free_anchor(const struct job *job)
{
	for (size_t i = 0; i < faq_catalog_anchors(job->bot.catalog); i++) {
		const struct faq_anchor *anchor =
			faq_catalog_anchor(job->bot.catalog, i);
		if (!anchor->used)
			return anchor->id;
	}
	return NULL;
}

/* What the file holds now, if it is there. */
static bool put_existing(struct job *job, const struct file *file,
			 struct draft *out)
{
	char path[FOLDER_PATH_BYTES];
	struct stat about;
	size_t size;

	if (!folder_path(file, job->options, path))
		return false;
	if (stat(path, &about) != 0)
		return true;
	char *bytes = folder_read(path, FAQ_SOURCE_BYTES_MAX, &size, job->err);
	if (!bytes)
		return false;
	draft_add(out, bytes, size);
	if (size && bytes[size - 1] != '\n')
		draft_put(out, "\n");
	free(bytes);
	return true;
}

static void put_entry(struct draft *out, const struct job *job, const char *id)
{
	char words[80];
	const char *anchor = free_anchor(job);

	words_of(id, words, sizeof(words));
	draft_format(out, "\n### %c%s\n\nWrite the answer here.\n\n",
		     words[0] >= 'a' && words[0] <= 'z' ? words[0] - 32
							: words[0],
		     words + 1);
	draft_format(out, "```ask %s\n@proposed\n", id);
	if (anchor)
		draft_format(out, "@rests %s\n", anchor);
	else
		draft_put(out, "# @rests ANCHOR, a place of page.md\n");
	if (strncmp(id, "redirect.", 9) == 0)
		draft_format(out, "@link %s\n",
			     job->content->site->links[0].name);
	draft_format(out, "# a template a line\n< %s >\n```\n", words);
}

static enum exit_code refuse(const struct job *job, const char *id)
{
	const struct faq_intent *old = faq_catalog_find(job->bot.catalog, id);

	if (!is_id(id))
		fprintf(job->err->file,
			"faqctl new: '%s' is no id; begin it with step. "
			"mistake. redirect. faq. order. list. about. limit. "
			"meta. or act., then a-z 0-9 _\n",
			id);
	else if (old)
		fprintf(job->err->file, "%s:%u: '%s' stands here already\n",
			old->source, old->line, id);
	else if (strncmp(id, "redirect.", 9) == 0 &&
		 !job->content->site->link_count)
		fprintf(job->err->file,
			"faqctl new: a redirect needs a link; add one to links "
			"in %s/site.json\n",
			job->options->content);
	else
		return EXIT_GOOD;
	return EXIT_FINDINGS;
}

/* Both files grow at their end; nothing in them is lost, so no --force. */
static enum exit_code new_intent(struct job *job, const char *id)
{
	struct options options = *job->options;
	char stem[64], words[80];
	enum exit_code code = refuse(job, id);

	if (code != EXIT_GOOD)
		return code;
	stem_for(job, id, stem, sizeof(stem));
	words_of(id, words, sizeof(words));
	struct draft *entry = files_add(job->files, false, "%s/%s.md",
					job->bot.language, stem);
	struct draft *test = files_add(job->files, true, "questions/%s/%s.test",
				       job->bot.language, stem);
	if (!put_existing(job, &job->files->file[0], entry) ||
	    !put_existing(job, &job->files->file[1], test))
		return EXIT_CANNOT;
	put_entry(entry, job, id);
	draft_format(test, "\n[%s]\n+ %s\n", id, words);
	if (entry->failed || test->failed)
		return EXIT_CANNOT;
	options.force = true;
	return folder_write(job->files, &options, job->out, job->err);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static bool add_tests(struct job *job, const char *language)
{
	struct testfiles *tests = calloc(1, sizeof(*tests));
	bool good =
		tests && testfiles_find(tests, job->options->tests, "questions",
					job->bot.language, ".test");
	for (size_t i = 0; good && i < tests->count; i++) {
		size_t size;
		char *bytes = folder_read(tests->path[i], DRAFT_BYTES_MAX / 2,
					  &size, job->err);
		struct draft *out =
			files_add(job->files, true, "questions/%s/%s", language,
				  base_name(tests->path[i]));
		good = bytes && out;
		if (good)
			draft_add(out, bytes, size);
		free(bytes);
	}
	if (tests)
		testfiles_release(tests);
	free(tests);
	return good;
}

static bool is_language(const char *language)
{
	size_t size = strlen(language);
	return size >= 2 && size < 16 &&
	       strspn(language,
		      "abcdefghijklmnopqrstuvwxyz"
		      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == size;
}

static void say_languages(const struct job *job, const char *language)
{
	fprintf(job->out->file,
		"\nAll of it is still in '%s': translate it, file by file. If "
		"%s/site.json\nhas \"languages\", add \"%s\" to them.\n",
		job->bot.language, job->options->content, language);
}

/* Every file of the present language, each intent marked until it has been
 * translated, and the tests. */
static enum exit_code new_language(struct job *job, const char *language)
{
	bool good = true;

	if (!is_language(language)) {
		fprintf(job->err->file,
			"faqctl new: '%s' is no language; it is a short name "
			"such as 'de'\n",
			language);
		return EXIT_USAGE;
	}
	for (size_t i = 0; good && i < job->content->source_count; i++) {
		const struct faq_source *source = &job->content->sources[i];
		char *text = malloc(source->size + 1);
		struct draft *out =
			files_add(job->files, false, "%s/%s", language,
				  base_name(source->name));
		good = text && out;
		if (good) {
			memcpy(text, source->bytes, source->size);
			text[source->size] = '\0';
			proposals_mark_all(out, text);
			good = !out->failed;
		}
		free(text);
	}
	if (!good || !add_tests(job, language)) {
		fputs("faqctl: out of memory, or too many files\n",
		      job->err->file);
		return EXIT_CANNOT;
	}
	enum exit_code code =
		folder_write(job->files, job->options, job->out, job->err);
	if (code == EXIT_GOOD)
		say_languages(job, language);
	return code;
}

static enum exit_code run_with(struct job *job)
{
	const char *what = job->options->words[0];
	enum faq_status status =
		content_load(&job->content, job->options->content,
			     job->options->language, NULL, NULL);

	job->files = calloc(1, sizeof(*job->files));
	if (status != FAQ_OK || !job->files)
		return EXIT_CANNOT;
	return strcmp(what, "intent") == 0
		       ? new_intent(job, job->options->words[1])
		       : new_language(job, job->options->words[1]);
}

static enum exit_code run_new(const struct options *options,
			      const struct term *out, const struct term *err)
{
	struct job job = {.options = options, .out = out, .err = err};

	if (options->word_count != 2 ||
	    (strcmp(options->words[0], "intent") != 0 &&
	     strcmp(options->words[0], "language") != 0)) {
		fputs("faqctl new: say 'intent ID' or 'language LANG'\n",
		      err->file);
		return EXIT_USAGE;
	}
	enum exit_code code = bot_open(&job.bot, options, err);
	if (code != EXIT_GOOD)
		return code;
	code = run_with(&job);
	if (job.files)
		files_release(job.files);
	free(job.files);
	content_free(job.content);
	bot_release(&job.bot);
	return code;
}

const struct command cmd_new = {
	.name = "new",
	.operands = "intent ID | language LANG",
	.summary = "write the skeleton of an intent or a language",
	.about = "An intent goes to the end of the file where its kind stands, "
		 "and its first question to the end of that file's tests. A "
		 "language begins as a copy of the present one, to be "
		 "translated.\n\n"
		 "Both are marked '@proposed' until you have written them.",
	.examples = "faqctl new intent faq.lost_card\n"
		    "faqctl new language de",
	.options = {OPTION_CONTENT, OPTION_TESTS, OPTION_LANGUAGE, OPTION_FORCE,
		    OPTION_COLOR, OPTION_HELP},
	.run = run_new};
