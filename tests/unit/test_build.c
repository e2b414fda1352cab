/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/content.h"

/* Each fault of this content, with its place. Line numbers stand left. */
static const char page_md[] = /* 1 */ "# The library {#library}\n"
				      /* 2 */ "\n"
				      /* 3 */ "## Hours {#hours}\n"
				      /* 4 */ "\n"
				      /* 5 */ "## Hours again {#hours}\n";
static const char words_md[] = /* 1 */ "```words card\n"
				       /* 2 */ "card\n"
				       /* 3 */ "{cards}\n"
				       /* 4 */ "```\n"
				       /* 5 */ "```words left\n"
				       /* 6 */ "{right}\n"
				       /* 7 */ "```\n"
				       /* 8 */ "```words right\n"
				       /* 9 */ "x {left}\n"
				       /* 10 */ "```\n"
				       /* 11 */ "```words card\n"
				       /* 12 */ "pass\n"
				       /* 13 */ "```\n"
				       /* 14 */ "```words\n"
				       /* 15 */ "nameless\n"
				       /* 16 */ "```\n"
				       /* 17 */ "```words void\n"
				       /* 18 */ "# only a comment\n"
				       /* 19 */ "```\n"
				       /* 20 */ "```same\n"
				       /* 21 */ "no equals sign\n"
				       /* 22 */ "```\n"
				       /* 23 */ "```words lonely\n"
				       /* 24 */ "lonely\n"
				       /* 25 */ "```\n";
static const char desk_md[] =
	/* 1 */ "### Cards\n"
		/* 2 */ "\n"
		/* 3 */ "Ask [here](link:dsk) or [there](ftp://x) <br> now.\n"
		/* 4 */ "\n"
		/* 5 */ "```ask faq.card\n"
		/* 6 */ "@rests hour\n"
		/* 7 */ "@why faq.cards\n"
		/* 8 */ "@offer act.go\n"
		/* 9 */ "@note rule\n"
		/* 10 */ "@link mop\n"
		/* 11 */ "@colour blue\n"
		/* 12 */ "@rests\n"
		/* 13 */ "lose (my|the card\n"
		/* 14 */ "lose {cart}\n"
		/* 15 */ "[lose]\n"
		/* 16 */ "/lo(st/\n"
		/* 17 */ "/lo.*st/ lost\n"
		/* 18 */ "lose ok\n"
		/* 19 */ "```\n"
		/* 20 */ "\n"
		/* 21 */ "```ask faq.second\n"
		/* 22 */ "x\n"
		/* 23 */ "```\n"
		/* 24 */ "\n"
		/* 25 */ "### Cards again\n"
		/* 26 */ "\n"
		/* 27 */ "Yes.\n"
		/* 28 */ "\n"
		/* 29 */ "```ask faq.card\n"
		/* 30 */ "again {left}\n"
		/* 31 */ "```\n"
		/* 32 */ "\n"
		/* 33 */ "### No answer\n"
		/* 34 */ "\n"
		/* 35 */ "```ask limit.fees\n"
		/* 36 */ "how much\n"
		/* 37 */ "```\n"
		/* 38 */ "\n"
		/* 39 */ "### Strange\n"
		/* 40 */ "\n"
		/* 41 */ "x\n"
		/* 42 */ "\n"
		/* 43 */ "```ask odd.kind\n"
		/* 44 */ "strange\n"
		/* 45 */ "```\n"
		/* 46 */ "\n"
		/* 47 */ "### To the desk\n"
		/* 48 */ "\n"
		/* 49 */ "There.\n"
		/* 50 */ "\n"
		/* 51 */ "```ask redirect.desk\n"
		/* 52 */ "@rests library\n"
		/* 53 */ "```\n"
		/* 54 */ "\n"
		/* 55 */ "### Nobody can ask\n"
		/* 56 */ "\n"
		/* 57 */ "this.\n"
		/* 58 */ "\n"
		/* 59 */ "## A section\n"
		/* 60 */ "\n"
		/* 61 */ "```ask faq.stray\n"
		/* 62 */ "x\n"
		/* 63 */ "```\n"
		/* 64 */ "```again\n"
		/* 65 */ "x\n"
		/* 66 */ "```\n"
		/* 67 */ "\n"
		/* 68 */ "###\n"
		/* 69 */ "\n"
		/* 70 */ "Text.\n"
		/* 71 */ "\n"
		/* 72 */ "```ask\n"
		/* 73 */ "x\n"
		/* 74 */ "```\n";
static const char utf_md[] = "one\ntwo \xff three\n";

struct expected {
	const char *source;
	unsigned line, column;
	const char *code;
	const char *hint; /* stands in the message */
};

static const struct expected all_faults[] = {
	{"page.md", 5, 1, "duplicate-anchor", "'hours'"},
	{"page.md", 3, 1, "untraced-anchor", "'hours'"},
	{"words.md", 3, 1, "unknown-list", "'{cards}', did you mean 'card'?"},
	{"words.md", 9, 3, "list-cycle", "'{left}' uses itself"},
	{"words.md", 11, 1, "duplicate-list", "words.md:1 already"},
	{"words.md", 14, 1, "list-name", "```words name"},
	{"words.md", 17, 1, "empty-list", "'{void}'"},
	{"words.md", 21, 1, "bad-same", "words = words"},
	{"words.md", 23, 1, "unused-list", "'{lonely}'"},
	{"desk.md", 3, 12, "unknown-link", "'dsk', did you mean 'desk'?"},
	{"desk.md", 3, 33, "bad-link", "'ftp://x'"},
	{"desk.md", 3, 1, "raw-html", "write Markdown"},
	{"desk.md", 6, 8, "unknown-anchor", "'hour', which page.md does not"},
	{"desk.md", 7, 6, "unknown-id", "@why 'faq.cards'"},
	{"desk.md", 8, 8, "unknown-id", "@offer 'act.go'"},
	{"desk.md", 9, 1, "unknown-note", "'rule', did you mean 'rules'?"},
	{"desk.md", 10, 1, "unknown-link", "'mop', did you mean 'map'?"},
	{"desk.md", 11, 1, "unknown-setting", "'@colour'"},
	{"desk.md", 12, 1, "bad-setting", "@key value"},
	{"desk.md", 13, 6, "unbalanced-bracket", "add ')'"},
	{"desk.md", 14, 6, "unknown-list", "'{cart}', did you mean 'card'?"},
	{"desk.md", 15, 1, "nothing-required", "outside [ ]"},
	{"desk.md", 16, 7, "bad-regex", "missing closing parenthesis"},
	{"desk.md", 17, 5, "unsafe-regex", "unbounded repeat"},
	{"desk.md", 21, 1, "second-ask", "under one heading"},
	{"desk.md", 29, 1, "duplicate-id", "desk.md:1 already"},
	{"desk.md", 33, 1, "empty-answer", "'limit.fees'"},
	{"desk.md", 43, 1, "unknown-kind", "'odd.kind'"},
	{"desk.md", 47, 1, "redirect-without-link", "@link NAME"},
	{"desk.md", 47, 1, "no-template", "'redirect.desk'"},
	{"desk.md", 55, 1, "entry-without-ask", "'Nobody can ask'"},
	{"desk.md", 61, 1, "stray-ask", "add the heading"},
	{"desk.md", 64, 1, "stray-again", "'### title'"},
	{"desk.md", 72, 1, "ask-without-id", "kind.name"},
	{"utf.md", 2, 5, "invalid-utf8", "save the file as UTF-8"},
	{"large.md", 0, 0, "file-too-large", "split it"},
};

static bool is_expected(const struct faq_diag *diag,
			const struct expected *expected)
{
	return !strcmp(diag->source, expected->source) &&
	       !strcmp(diag->code, expected->code) &&
	       diag->line == expected->line &&
	       diag->column == expected->column &&
	       strstr(diag->message, expected->hint);
}

static void every_fault_is_reported_in_one_run_with_its_place(void **state)
{
	static char large[FAQ_SOURCE_BYTES_MAX + 1];
	static struct recorded recorded;
	struct faq_catalog *catalog;
	(void)state;
	memset(large, 'x', sizeof(large));
	struct faq_source sources[] = {
		{"desk.md", desk_md, sizeof(desk_md) - 1},
		{"utf.md", utf_md, sizeof(utf_md) - 1},
		{"large.md", large, sizeof(large)},
		{"words.md", words_md, sizeof(words_md) - 1},
		{"page.md", page_md, sizeof(page_md) - 1}};
	recorded.count = 0;
	assert_int_equal(faq_catalog_build(&catalog, sources, COUNT(sources),
					   &test_site, NULL, record, &recorded),
			 FAQ_ERROR_CONTENT);
	assert_null(catalog);
	for (size_t i = 0; i < COUNT(all_faults); i++) {
		size_t found = 0;
		for (size_t j = 0; j < recorded.count; j++)
			found += is_expected(&recorded.diag[j], &all_faults[i]);
		if (found != 1) {
			print_faults(&recorded);
			fail_msg("%zu times: %s:%u:%u %s", found,
				 all_faults[i].source, all_faults[i].line,
				 all_faults[i].column, all_faults[i].code);
		}
	}
}

static const char good_md[] =
	"### Opening hours\n\nTen to six. See the [map](link:map).\n\n"
	"```again\nTen to six.\n```\n\n"
	"```ask faq.hours\n@why about.rules\n@note rules\n"
	"when [do] you open\n(open|close) on sunday\n- open a card\n"
	"/\\bhours\\b/ hours\n```\n\n"
	"### Show your card\n\nAt the door.\n\n```ask step.card\nshow "
	"card\n```\n"
	"\n### Find a seat\n\nUpstairs.\n\n```ask step.seat\nfind seat\n```\n\n"
	"### The rules\n\nQuiet.\n\n```ask about.rules\nhouse rules\n```\n\n"
	"### The desk\n\nGo there.\n\n```ask redirect.desk\n@link desk\n"
	"where is the desk\n```\n";

static void a_catalogue_holds_what_the_content_says(void **state)
{
	struct faq_catalog *catalog = build_good(good_md);
	(void)state;
	assert_string_equal(faq_catalog_name(catalog), "Library");
	assert_string_equal(faq_catalog_language(catalog), "en");
	assert_int_equal(faq_catalog_intents(catalog), 5);
	const struct faq_intent *hours = faq_catalog_find(catalog, "faq.hours");
	assert_non_null(hours);
	assert_ptr_equal(hours, faq_catalog_intent(catalog, 0));
	assert_string_equal(hours->title, "Opening hours");
	assert_string_equal(
		hours->text,
		"Ten to six. See the map (https://library.example/map).");
	assert_string_equal(hours->markdown,
			    "Ten to six. See the "
			    "[map](https://library.example/map).\n");
	assert_string_equal(hours->html,
			    "<p>Ten to six. See the <a "
			    "href=\"https://library.example/map\">map</a>."
			    "</p>\n");
	assert_string_equal(hours->again, "Ten to six.");
	assert_string_equal(hours->why, "about.rules");
	assert_string_equal(hours->note, test_notes[0].text);
	assert_string_equal(hours->rests, "");
	assert_null(hours->link);
	assert_int_equal(hours->kind, FAQ_KIND_FAQ);
	assert_int_equal(hours->line, 1);
	assert_string_equal(hours->source, "test.md");
	assert_int_equal(hours->pattern_count, 5);
	const struct faq_intent *desk =
		faq_catalog_find(catalog, "redirect.desk");
	assert_string_equal(desk->link->url, "https://library.example/desk");
	assert_null(faq_catalog_find(catalog, "faq.hour"));
	assert_true(faq_catalog_bytes(catalog) > 1000);
	faq_catalog_free(catalog);
}

static void patterns_keep_their_line_and_kind(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
		bool veto, raw;
	} rows[] = {{"when [do] you open", 12, false, false},
		    {"(open|close) on sunday", 13, false, false},
		    {"- open a card", 14, true, false},
		    {"/\\bhours\\b/ hours", 15, false, true}};
	struct faq_catalog *catalog = build_good(good_md);
	const struct faq_intent *hours = faq_catalog_find(catalog, "faq.hours");
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct faq_pattern *pattern =
			faq_catalog_pattern(catalog, hours->first_pattern + i);
		assert_string_equal(pattern->line_text, rows[i].text);
		assert_int_equal(pattern->line, rows[i].line);
		assert_int_equal(pattern->veto, rows[i].veto);
		assert_int_equal(pattern->raw, rows[i].raw);
		assert_ptr_equal(pattern->intent, hours);
		assert_true(strlen(pattern->regex) > 5);
	}
	faq_catalog_free(catalog);
}

static void steps_count_up_in_the_order_of_the_file(void **state)
{
	struct faq_catalog *catalog = build_good(good_md);
	(void)state;
	assert_int_equal(faq_catalog_steps(catalog), 2);
	assert_string_equal(faq_catalog_step(catalog, 1)->id, "step.card");
	assert_string_equal(faq_catalog_step(catalog, 2)->id, "step.seat");
	assert_int_equal(faq_catalog_step(catalog, 2)->step, 2);
	assert_null(faq_catalog_step(catalog, 0));
	assert_null(faq_catalog_step(catalog, 3));
	faq_catalog_free(catalog);
}

static void anchors_know_whether_an_intent_rests_on_them(void **state)
{
	static const char page[] = "# Rules {#rules}\n\n1. Quiet {#quiet}\n";
	static const char faq[] = "### Quiet\n\nYes.\n\n```ask faq.quiet\n"
				  "@rests quiet\nbe quiet\n```\n";
	struct faq_source sources[] = {{"en/page.md", page, sizeof(page) - 1},
				       {"en/faq.md", faq, sizeof(faq) - 1}};
	struct recorded recorded = {0};
	struct faq_catalog *catalog;
	(void)state;
	assert_int_equal(faq_catalog_build(&catalog, sources, 2, &test_site,
					   NULL, record, &recorded),
			 FAQ_OK);
	assert_int_equal(faq_catalog_anchors(catalog), 2);
	assert_string_equal(faq_catalog_anchor(catalog, 0)->id, "rules");
	assert_string_equal(faq_catalog_anchor(catalog, 0)->text, "Rules");
	assert_false(faq_catalog_anchor(catalog, 0)->used);
	assert_string_equal(faq_catalog_anchor(catalog, 1)->text, "Quiet");
	assert_int_equal(faq_catalog_anchor(catalog, 1)->line, 3);
	assert_true(faq_catalog_anchor(catalog, 1)->used);
	assert_non_null(strstr(faq_catalog_page_html(catalog),
			       "<a id=\"quiet\"></a>Quiet"));
	assert_null(strstr(faq_catalog_page_html(catalog), "{#"));
	assert_int_equal(recorded.count, 1);
	assert_string_equal(recorded.diag[0].code, "untraced-anchor");
	faq_catalog_free(catalog);
}

/* Whatever the order of files, each question has the same answer. */
static void the_order_of_files_changes_nothing(void **state)
{
	static const char one[] = "### A\n\nA.\n\n```ask faq.a\nred book\n"
				  "{book} home\n```\n";
	static const char two[] = "### B\n\nB.\n\n```ask faq.b\nred book\n"
				  "book shelf\n```\n";
	static const char words[] = "```words book\nbook\nnovel\n```\n";
	static const char *const questions[] = {"red book", "novel home",
						"book shelf", "red shelf"};
	struct faq_source forth[] = {{"1.md", one, sizeof(one) - 1},
				     {"2.md", two, sizeof(two) - 1},
				     {"3.md", words, sizeof(words) - 1}};
	struct faq_source back[] = {forth[2], forth[1], forth[0]};
	struct talk a, b;
	struct faq_catalog *catalog;
	(void)state;
	assert_int_equal(faq_catalog_build(&catalog, forth, 3, &test_site, NULL,
					   NULL, NULL),
			 FAQ_OK);
	talk_begin(&a, catalog);
	assert_int_equal(faq_catalog_build(&catalog, back, 3, &test_site, NULL,
					   NULL, NULL),
			 FAQ_OK);
	talk_begin(&b, catalog);
	for (size_t i = 0; i < COUNT(questions); i++) {
		assert_string_equal(say_to(&a, questions[i]),
				    say_to(&b, questions[i]));
		assert_string_equal(a.reply.text, b.reply.text);
		assert_memory_equal(&a.dialog, &b.dialog, sizeof(a.dialog));
	}
	talk_end(&a);
	talk_end(&b);
}

static void only_misuse_is_misuse(void **state)
{
	struct faq_source source = {"a.md", "x", 1};
	struct faq_catalog *catalog = (struct faq_catalog *)&source;
	(void)state;
	assert_int_equal(faq_catalog_build(NULL, &source, 1, &test_site, NULL,
					   NULL, NULL),
			 FAQ_ERROR_MISUSE);
	assert_int_equal(faq_catalog_build(&catalog, NULL, 1, &test_site, NULL,
					   NULL, NULL),
			 FAQ_ERROR_MISUSE);
	assert_null(catalog);
	assert_int_equal(faq_catalog_build(&catalog, &source, 0, &test_site,
					   NULL, NULL, NULL),
			 FAQ_ERROR_MISUSE);
	assert_int_equal(
		faq_catalog_build(&catalog, &source, 1, NULL, NULL, NULL, NULL),
		FAQ_ERROR_MISUSE);
	assert_int_equal(faq_catalog_build(&catalog, &source, 1, &test_site,
					   NULL, NULL, NULL),
			 FAQ_ERROR_CONTENT);
	assert_null(catalog);
	faq_catalog_free(NULL);
}

/* Not "out of memory": an author can do something about it. */
static void too_many_intents_or_templates_are_a_fault(void **state)
{
	static char text[5][FAQ_SOURCE_BYTES_MAX];
	struct faq_source sources[5] = {{"0.md", text[0], 0},
					{"1.md", text[1], 0},
					{"2.md", text[2], 0},
					{"3.md", text[3], 0},
					{"4.md", text[4], 0}};
	struct recorded recorded = {0};
	struct faq_catalog *catalog;
	(void)state;
	for (unsigned i = 0; i < FAQ_INTENTS_MAX + 5; i++) {
		struct faq_source *file = &sources[i % 5];
		file->size += (size_t)sprintf(text[i % 5] + file->size,
					      "### T\n\nx\n\n```ask faq.t%u\n"
					      "book\n```\n",
					      i);
	}
	assert_int_equal(faq_catalog_build(&catalog, sources, 5, &test_site,
					   NULL, record, &recorded),
			 FAQ_ERROR_CONTENT);
	assert_int_equal(recorded.count, 1);
	assert_string_equal(recorded.diag[0].code, "too-many-intents");
	recorded.count = 0;
	for (size_t f = 0; f < 5; f++) {
		sources[f].size = (size_t)sprintf(
			text[f], "### T\n\nx\n\n```ask faq.t%zu\n", f);
		for (unsigned i = 0; i < FAQ_PATTERNS_MAX / 5 + 1; i++)
			sources[f].size += (size_t)sprintf(
				text[f] + sources[f].size, "book\n");
	}
	assert_int_equal(faq_catalog_build(&catalog, sources, 5, &test_site,
					   NULL, record, &recorded),
			 FAQ_ERROR_CONTENT);
	assert_int_equal(recorded.count, 1);
	assert_string_equal(recorded.diag[0].code, "too-many-patterns");
}

/* Lists that use lists, a chain of so many. */
static char *chain(unsigned length)
{
	char *text = malloc(length * 40u + 200u);
	size_t used = 0;
	assert_non_null(text);
	for (unsigned i = 0; i < length; i++)
		used += (size_t)sprintf(text + used,
					"```words l%u\n{l%u}\n```\n", i, i + 1);
	sprintf(text + used,
		"```words l%u\nbook\n```\n"
		"### A\n\nA.\n\n```ask faq.a\n{l0} x\n```\n",
		length);
	return text;
}

static void a_long_chain_of_lists_is_a_fault_not_a_crash(void **state)
{
	struct recorded recorded;
	char *text = chain(16);
	(void)state;
	faq_catalog_free(build_good(text));
	free(text);
	text = chain(8000);
	assert_true(strlen(text) < FAQ_SOURCE_BYTES_MAX);
	assert_null(build_text("a.md", text, &recorded));
	assert_non_null(find_fault(&recorded, "lists-too-deep"));
	assert_int_equal(recorded.diag[0].severity, FAQ_SEVERITY_ERROR);
	free(text);
}

/* A union copies both sides: one a line would need half a gigabyte here. */
static void a_long_list_costs_no_more_than_its_words(void **state)
{
	static char text[FAQ_SOURCE_BYTES_MAX];
	size_t used = (size_t)sprintf(text, "```words many\n");
	(void)state;
	for (unsigned i = 0; i < LITSET_PHRASES_MAX; i++)
		used += (size_t)sprintf(text + used, "w%u\n", i);
	used += (size_t)sprintf(text + used, "```\n```same\nx = y\n```\n");
	struct workbench *bench = workbench_new();
	bench->parser.vocab = vocab_new(&bench->arena, 20000);
	bench->lists = lists_new(&bench->parser);
	struct page page;
	struct faq_source source = {"words.md", text, used};
	assert_int_equal(page_parse(&page, &bench->arena, &source, &test_site,
				    &bench->faults),
			 FAQ_OK);
	lists_add(bench->lists, page.blocks, "words.md");
	size_t before = bench->arena.bytes;
	struct template_lists finder = lists_finder(bench->lists);
	struct place place = {"a.md", 1, 1};
	const struct litset *set = finder.find(finder.context, "many", place);
	assert_non_null(set);
	assert_int_equal(set->count, LITSET_PHRASES_MAX);
	assert_true(bench->arena.bytes - before < 8u * 1024u * 1024u);
	workbench_free(bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			every_fault_is_reported_in_one_run_with_its_place),
		cmocka_unit_test(a_catalogue_holds_what_the_content_says),
		cmocka_unit_test(patterns_keep_their_line_and_kind),
		cmocka_unit_test(steps_count_up_in_the_order_of_the_file),
		cmocka_unit_test(anchors_know_whether_an_intent_rests_on_them),
		cmocka_unit_test(the_order_of_files_changes_nothing),
		cmocka_unit_test(only_misuse_is_misuse),
		cmocka_unit_test(too_many_intents_or_templates_are_a_fault),
		cmocka_unit_test(a_long_chain_of_lists_is_a_fault_not_a_crash),
		cmocka_unit_test(a_long_list_costs_no_more_than_its_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
