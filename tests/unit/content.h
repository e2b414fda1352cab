/* SPDX-License-Identifier: MIT */
/*
 * content.h: content made inside a test, and where its faults go. The subject
 * is a public library, so that no test leans on the real content. Include it
 * behind cmocka.h.
 */
#ifndef FAQ_TEST_CONTENT_H
#define FAQ_TEST_CONTENT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/catalog.h"
#include "core/lists.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define FAULTS_MAX 64u

/* The first faults of a build. */
struct recorded {
	size_t count;
	struct faq_diag diag[FAULTS_MAX];
};

static inline void record(void *context, const struct faq_diag *diag)
{
	struct recorded *recorded = context;
	if (recorded->count == FAULTS_MAX)
		return;
	recorded->diag[recorded->count++] = *diag;
}

static inline const struct faq_diag *find_fault(const struct recorded *recorded,
						const char *code)
{
	for (size_t i = 0; i < recorded->count; i++)
		if (!strcmp(recorded->diag[i].code, code))
			return &recorded->diag[i];
	return NULL;
}

static inline void print_faults(const struct recorded *recorded)
{
	for (size_t i = 0; i < recorded->count; i++) {
		const struct faq_diag *diag = &recorded->diag[i];
		print_message("%s:%u:%u: %s [%s]\n", diag->source, diag->line,
			      diag->column, diag->message, diag->code);
	}
}

static const struct faq_link test_links[] = {
	{"desk", "the front desk", "https://library.example/desk"},
	{"map", "the map", "https://library.example/map"}};
static const struct faq_note test_notes[] = {
	{"rules", "The rules on the door have the last word."}};
static const struct faq_site test_site = {.name = "Library",
					  .links = test_links,
					  .link_count = COUNT(test_links),
					  .notes = test_notes,
					  .note_count = COUNT(test_notes)};

/* Builds one file; NULL when it has faults, which are in `recorded`. */
static inline struct faq_catalog *build_text(const char *name, const char *text,
					     struct recorded *recorded)
{
	struct faq_source source = {name, text, strlen(text)};
	struct faq_catalog *catalog;
	*recorded = (struct recorded){0};
	enum faq_status status = faq_catalog_build(
		&catalog, &source, 1, &test_site, NULL, record, recorded);
	assert_true(status == FAQ_OK || status == FAQ_ERROR_CONTENT);
	assert_true((catalog != NULL) == (status == FAQ_OK));
	return catalog;
}

/* The same, where faults are none of the test's business. */
static inline struct faq_catalog *build_good(const char *text)
{
	struct recorded recorded;
	struct faq_catalog *catalog = build_text("test.md", text, &recorded);
	if (!catalog)
		print_faults(&recorded);
	assert_non_null(catalog);
	return catalog;
}

/* A conversation with a catalogue. */
struct talk {
	struct faq_catalog *catalog;
	struct faq_scratch *scratch;
	struct faq_dialog dialog;
	struct faq_reply reply;
	struct faq_trace trace;
	char state[64];
};

static inline void talk_begin(struct talk *talk, struct faq_catalog *catalog)
{
	memset(talk, 0, sizeof(*talk));
	talk->catalog = catalog;
	assert_int_equal(faq_scratch_new(&talk->scratch, NULL), FAQ_OK);
	faq_dialog_init(&talk->dialog);
}

static inline void talk_end(struct talk *talk)
{
	faq_scratch_free(talk->scratch);
	faq_catalog_free(talk->catalog);
}

/* Says it; returns the id of the answer's first intent, "" when none. */
static inline const char *say_to(struct talk *talk, const char *text)
{
	assert_int_equal(faq_ask(talk->catalog, talk->scratch, &talk->dialog,
				 text, strlen(text), &talk->reply,
				 &talk->trace),
			 FAQ_OK);
	faq_dialog_describe(&talk->dialog, talk->state, sizeof(talk->state));
	return talk->reply.part_count ? talk->reply.part[0].intent->id : "";
}

/* A template parser with its memory. */
struct workbench {
	struct arena arena;
	struct vocab *vocab;
	struct text text;
	struct words words;
	struct recorded recorded;
	struct faults faults;
	struct template_parser parser;
	struct lists *lists;
};

static inline struct workbench *workbench_new(void)
{
	static struct workbench bench;
	memset(&bench, 0, sizeof(bench));
	arena_init(&bench.arena, NULL);
	bench.vocab = vocab_new(&bench.arena, 5000);
	bench.faults =
		(struct faults){.report = record, .context = &bench.recorded};
	bench.parser = (struct template_parser){.arena = &bench.arena,
						.vocab = bench.vocab,
						.faults = &bench.faults,
						.text = &bench.text,
						.words = &bench.words};
	bench.lists = lists_new(&bench.parser);
	assert_non_null(bench.lists);
	bench.parser.lists = lists_finder(bench.lists);
	return &bench;
}

/* Adds {name}, a line of text each. */
static inline void workbench_list(struct workbench *bench, const char *name,
				  const char *text)
{
	struct page_block block = {
		.kind = PAGE_WORDS, .name = name, .text = text, .line = 2};
	lists_add(bench->lists, &block, "words.md");
}

static inline enum template_line
workbench_read(struct workbench *bench, struct template *out, const char *line)
{
	struct place place = {"faq.md", 7, 1};
	size_t size = strlen(line);
	bench->recorded.count = 0;
	/* A copy of just that size: a sanitizer sees what is read behind it. */
	char *exact = malloc(size ? size : 1);
	assert_non_null(exact);
	memcpy(exact, line, size);
	enum template_line got =
		template_read(&bench->parser, out, exact, size, place);
	free(exact);
	return got;
}

static inline void workbench_free(struct workbench *bench)
{
	arena_release(&bench->arena);
}

#endif
