/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a line of an ask block: a fault with its column, or a template
 * whose pattern is bounded, compiles and matches within its steps.
 */
#include "core/lists.h"
#include "core/pattern.h"
#include "fuzz/fuzz.h"

struct bench {
	struct arena arena;
	struct text text;
	struct words words;
	struct faults faults;
	struct template_parser parser;
	size_t line_bytes;
};

static char regex[PATTERN_BYTES];

static void check_fault(void *context, const struct faq_diag *diag)
{
	const struct bench *bench = context;
	require(diag->line == 1 || !strcmp(diag->source, "words.md"));
	require(diag->column <= bench->line_bytes + 1);
	require(diag->message[0] != '\0');
}

static void add_list(struct lists *lists, const char *name, const char *text)
{
	struct page_block block = {
		.kind = PAGE_WORDS, .name = name, .text = text, .line = 2};
	lists_add(lists, &block, "words.md");
}

static void match(const struct pattern_code *code)
{
	static const char subject[] = " where be my card~s . i lose~d it ";
	struct faq_options options = {0};
	struct pattern_matcher *matcher = pattern_matcher_new(&options);
	if (!matcher)
		return;
	pattern_matcher_start(matcher, 0);
	(void)pattern_match(matcher, code, subject, sizeof(subject) - 1);
	pattern_matcher_free(matcher);
}

static void check_template(struct bench *bench, const struct template *template)
{
	struct pattern_code *code;
	char error[128];
	size_t offset;
	enum pattern_status status = pattern_regex(
		regex, template, bench->parser.vocab, &bench->arena);
	require(status == PATTERN_OK || status == PATTERN_TOO_LARGE);
	if (status == PATTERN_TOO_LARGE)
		return;
	const char *fault = pattern_lint(regex, &offset);
	require(template->raw || !fault);
	if (fault)
		return;
	struct pattern_builder *builder =
		pattern_builder_new(&bench->arena, false);
	require(builder != NULL);
	status = pattern_compile(builder, &code, regex, template->raw, error,
				 &offset);
	if (status == PATTERN_BAD) {
		/* of a generated one only its size may be refused */
		require(template->raw || strstr(error, "too large"));
		return;
	}
	require(status == PATTERN_OK);
	match(code);
	pattern_code_free(code);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct bench bench;
	struct place place = {"a.md", 1, 1};
	struct template template;
	if (size > TEMPLATE_LINE_BYTES + 10 ||
	    !text_is_utf8((const char *)data, size, NULL) ||
	    memchr(data, '\n', size))
		return 0;
	memset(&bench, 0, sizeof(bench));
	bench.line_bytes = size;
	arena_init(&bench.arena, NULL);
	bench.faults =
		(struct faults){.report = check_fault, .context = &bench};
	bench.parser =
		(struct template_parser){.arena = &bench.arena,
					 .vocab = vocab_new(&bench.arena, 4000),
					 .faults = &bench.faults,
					 .text = &bench.text,
					 .words = &bench.words};
	struct lists *lists = lists_new(&bench.parser);
	require(lists != NULL);
	bench.parser.lists = lists_finder(lists);
	add_list(lists, "card", "card\n[library] pass\n");
	add_list(lists, "lose", "lose\n(miss|forget)\n{card} gone\n");
	enum template_line got = template_read(&bench.parser, &template,
					       (const char *)data, size, place);
	if (got == TEMPLATE_FAULT)
		require(bench.faults.errors > 0);
	else
		require(bench.faults.errors == 0);
	require(!bench.faults.nomem);
	if (got == TEMPLATE_READ)
		check_template(&bench, &template);
	arena_release(&bench.arena);
	return 0;
}
