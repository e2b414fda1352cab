/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/buf.h"
#include "unit/content.h"

static void show_symbol(struct buf *out, const struct vocab *vocab, symbol s)
{
	if (symbol_is_gap(s)) {
		buf_format(out, "*%u", s & 0xFFu);
		return;
	}
	buf_text(out, vocab_stem(vocab, symbol_id(s)));
	if (symbol_form(s) == '.')
		buf_text(out, "=");
	else if (symbol_form(s))
		buf_format(out, "~%c", symbol_form(s));
}

static void show_set(struct buf *out, const struct vocab *vocab,
		     const struct litset *set)
{
	for (size_t i = 0; i < set->count; i++) {
		buf_text(out, i ? "|" : "");
		for (size_t j = 0; j < set->phrases[i].count; j++) {
			buf_text(out, j ? " " : "");
			show_symbol(out, vocab, set->phrases[i].symbols[j]);
		}
	}
}

/* A template as one line: its flags, and each item in angle brackets. */
static void show(char *text, size_t size, const struct template *template,
		 const struct vocab *vocab)
{
	struct buf out;
	buf_init(&out, text, size);
	buf_text(&out, template->veto ? "-" : "");
	buf_text(&out, template->unordered ? "any" : "");
	buf_text(&out, template->begins ? "^" : "");
	if (template->raw)
		buf_format(&out, "/%s/", template->regex);
	for (size_t i = 0; i < template->count; i++) {
		const struct template_item *item = &template->item[i];
		buf_text(&out, item->negated ? "!<" : "<");
		if (item->slot)
			buf_format(&out, "%s=", item->slot);
		if (item->gap)
			buf_format(&out, "*%u", item->gap);
		show_set(&out, vocab, &item->set);
		buf_char(&out, '>');
	}
	buf_text(&out, template->ends ? "$" : "");
}

static void add_lists(struct workbench *bench)
{
	workbench_list(bench, "book", "book\nnovel\n");
	workbench_list(bench, "borrow", "borrow\ntake [out|home]\n");
}

static void each_line_becomes_its_elements(void **state)
{
	static const struct {
		const char *line, *shown;
	} rows[] = {
		{"where borrow", "<where><borrow>"},
		{"  where\tborrow \r", "<where><borrow>"},
		/* any form of a word is one word; fillers and case are gone */
		{"Borrowed the BOOKS, please", "<borrow><book>"},
		/* contractions are opened before a template sees them */
		{"what's lent", "<what><be><lend>"},
		{"(borrow|lend)", "<borrow|lend>"},
		{"(borrow out|lend) x", "<borrow out|lend><x>"},
		{"[my] card", "<|my><card>"},
		{"[a|my] card", "<|my><card>"},
		{"({book}|film) x", "<book|novel|film><x>"},
		{"{borrow} it", "<borrow|take|take out|take home><it>"},
		{"lend {what=book}", "<lend><what=book|novel>"},
		{"lend * book", "<lend><*4><book>"},
		{"lend *2 book", "<lend><*2><book>"},
		{"lend *8 book", "<lend><*8><book>"},
		{"(lend * out|rent)", "<lend *4 out|rent>"},
		{"lend \"books\"", "<lend><book~s>"},
		{"lend \"book\"", "<lend><book=>"},
		{"^ lend", "^<lend>"},
		{"^lend $", "^<lend>$"},
		{"^ * lend", "^<*4><lend>"},
		{"lend *3 $", "<lend><*3>$"},
		{"< lend book >", "any<lend><book>"},
		{"<lend !(film|song) book>", "any<lend>!<film|song><book>"},
		{"- lend film", "-<lend><film>"},
		{"-lend film", "-<lend><film>"},
		{"/lend(?:ing)?/", "/lend(?:ing)?/"},
		{"/a/b/ lend", "/a/b/<lend>"},
		{"- /lent/ lend", "-/lent/<lend>"},
		{"lend # the card", "<lend>"},
		{"/l#nd/", "/l#nd/"},
		{"/l #nd/", "/l #nd/"},
		{"/lend/ # and/or", "/lend/"},
		{"  - /lend/\t# x", "-/lend/"},
		{"/lend/ lend  # tried for these words", "/lend/<lend>"},
		{"(((lend)))", "<lend>"},
		{"[(a|lend)] card", "<|lend><card>"},
	};
	char shown[512];
	struct template template;
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct workbench *bench = workbench_new();
		add_lists(bench);
		enum template_line got =
			workbench_read(bench, &template, rows[i].line);
		if (got != TEMPLATE_READ) {
			print_faults(&bench->recorded);
			fail_msg("not read: %s", rows[i].line);
		}
		show(shown, sizeof(shown), &template, bench->vocab);
		if (strcmp(shown, rows[i].shown))
			fail_msg("'%s' became %s, not %s", rows[i].line, shown,
				 rows[i].shown);
		assert_int_equal(bench->recorded.count, 0);
		workbench_free(bench);
	}
}

static void blank_lines_and_comments_are_nothing(void **state)
{
	static const char *const lines[] = {"",       " \t",    "\r",
					    "# lend", "   # x", "#"};
	struct template template;
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct workbench *bench = workbench_new();
		assert_int_equal(workbench_read(bench, &template, lines[i]),
				 TEMPLATE_NOTHING);
		assert_int_equal(bench->recorded.count, 0);
		workbench_free(bench);
	}
}

static void each_slip_is_a_fault_at_its_column(void **state)
{
	static const struct {
		const char *line, *code;
		unsigned column;
	} rows[] = {
		{"lend (book", "unbalanced-bracket", 6},
		{"lend [book", "unbalanced-bracket", 6},
		{"lend (a|(b) c", "unbalanced-bracket", 6},
		{"lend book)", "unexpected", 10},
		{"lend ]", "unexpected", 6},
		{"lend | book", "unexpected", 6},
		{"lend } book", "unexpected", 6},
		{"lend ! book", "unexpected", 6},
		{"lend (a ^ b)", "unexpected", 9},
		{"< lend book", "unbalanced-bracket", 1},
		{"lend < book >", "unexpected", 6},
		{"< lend > book", "behind-any-order", 10},
		{"< lend * book >", "unexpected", 8},
		{"lend $ book", "behind-end", 8},
		{"lend ^ book", "unexpected", 6},
		{"lend {}", "list-name", 6},
		{"lend {Book}", "list-name", 6},
		{"lend {book", "list-name", 6},
		{"lend {=book}", "list-name", 6},
		{"lend {a=}", "list-name", 6},
		{"lend {boook}", "unknown-list", 6},
		{"lend ({x=book})", "slot-in-brackets", 7},
		{"lend {1st=book}", "slot-name", 6},
		{"lend {my-book=book}", "slot-name", 6},
		{"lend {a_slot_name_of_thirty_three_letters=book}", "slot-name",
		 6},
		{"lend \"book", "open-quote", 6},
		{"lend \"\" x", "empty-quote", 6},
		{"lend *0 book", "gap-size", 6},
		{"lend *9 book", "gap-size", 6},
		{"* lend", "gap-at-edge", 1},
		{"lend *", "gap-at-edge", 1},
		{"[lend]", "nothing-required", 1},
		{"the a", "nothing-required", 1},
		{"lend (*)", "gap-alone", 7},
		{"lend [*]", "gap-alone", 7},
		{"lend (book|* *2) x", "gap-alone", 12},
		{"< !lend >", "nothing-required", 1},
		{"^ $", "nothing-required", 1},
		{"/", "raw-end", 1},
		{"//", "raw-end", 1},
		{"/lend", "raw-end", 1},
		{"- /lend", "raw-end", 3},
	};
	struct template template;
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct workbench *bench = workbench_new();
		add_lists(bench);
		enum template_line got =
			workbench_read(bench, &template, rows[i].line);
		const struct faq_diag *diag = &bench->recorded.diag[0];
		if (got != TEMPLATE_FAULT || bench->recorded.count != 1 ||
		    strcmp(diag->code, rows[i].code) ||
		    diag->column != rows[i].column) {
			print_faults(&bench->recorded);
			fail_msg("'%s': no single %s at column %u",
				 rows[i].line, rows[i].code, rows[i].column);
		}
		assert_int_equal(diag->line, 7);
		assert_string_equal(diag->source, "faq.md");
		workbench_free(bench);
	}
}

/* "lend x x x ...", so many elements. */
static void repeat(char *out, const char *first, const char *more, size_t n)
{
	strcpy(out, first);
	for (size_t i = 1; i < n; i++)
		strcat(out, more);
}

static void the_bounds_of_a_line_are_faults(void **state)
{
	char line[2100];
	struct template template;
	struct workbench *bench = workbench_new();
	(void)state;
	repeat(line, "lend", " lend", TEMPLATE_ITEMS_MAX);
	assert_int_equal(workbench_read(bench, &template, line), TEMPLATE_READ);
	repeat(line, "lend", " (lend)", TEMPLATE_ITEMS_MAX + 1);
	assert_int_equal(workbench_read(bench, &template, line),
			 TEMPLATE_FAULT);
	assert_non_null(find_fault(&bench->recorded, "template-too-long"));
	repeat(line, "(lend)", "[x]", 400);
	assert_int_equal(workbench_read(bench, &template, line),
			 TEMPLATE_FAULT);
	assert_non_null(find_fault(&bench->recorded, "line-too-long"));
	repeat(line, "(", "(", TEMPLATE_DEPTH_MAX + 1);
	assert_int_equal(workbench_read(bench, &template, line),
			 TEMPLATE_FAULT);
	assert_non_null(find_fault(&bench->recorded, "too-deep"));
	repeat(line, "(lend", " lend", LITSET_SYMBOLS_MAX + 1);
	strcat(line, ")");
	assert_int_equal(workbench_read(bench, &template, line),
			 TEMPLATE_FAULT);
	assert_non_null(find_fault(&bench->recorded, "phrase-too-long"));
	/* 8^5 phrases */
	repeat(line, "((a1|a2|a3|a4|a5|a6|a7|a8)", " (a1|a2|a3|a4|a5|a6|a7|a8)",
	       5);
	strcat(line, ")");
	assert_int_equal(workbench_read(bench, &template, line),
			 TEMPLATE_FAULT);
	assert_non_null(find_fault(&bench->recorded, "too-many-phrases"));
	workbench_free(bench);
}

static void a_gap_never_takes_half_a_number(void **state)
{
	struct workbench *bench = workbench_new();
	struct template template;
	(void)state;
	assert_int_equal(workbench_read(bench, &template, "lend *12 book"),
			 TEMPLATE_FAULT);
	assert_non_null(find_fault(&bench->recorded, "gap-size"));
	workbench_free(bench);
}

static void a_list_line_is_a_set_of_phrases(void **state)
{
	static const struct {
		const char *line, *shown;
	} rows[] = {{"card", "card"},
		    {"library card", "library card"},
		    {"card|pass", "card|pass"},
		    {"[my] card", "card|my card"},
		    {"{book} shelf", "book shelf|novel shelf"},
		    {"card # theirs", "card"}};
	struct place place = {"words.md", 3, 1};
	char shown[256];
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct workbench *bench = workbench_new();
		struct litset set;
		struct buf out;
		add_lists(bench);
		/* so that ids, and with them the order, are known */
		template_read_words(&bench->parser, "card pass my", 12);
		assert_int_equal(template_read_phrases(
					 &bench->parser, &set, rows[i].line,
					 strlen(rows[i].line), place),
				 TEMPLATE_READ);
		buf_init(&out, shown, sizeof(shown));
		show_set(&out, bench->vocab, &set);
		assert_string_equal(shown, rows[i].shown);
		workbench_free(bench);
	}
}

static void a_list_line_that_may_be_nothing_is_a_fault(void **state)
{
	static const struct {
		const char *line, *code;
	} rows[] = {{"[card]", "empty-phrase"},    {"the", "empty-phrase"},
		    {"card|", "empty-phrase"},     {"^card", "unexpected"},
		    {"card $", "unexpected"},      {"< card >", "unexpected"},
		    {"{nowhere}", "unknown-list"}, {"card)", "unexpected"}};
	struct place place = {"words.md", 3, 1};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct workbench *bench = workbench_new();
		struct litset set;
		assert_int_equal(template_read_phrases(
					 &bench->parser, &set, rows[i].line,
					 strlen(rows[i].line), place),
				 TEMPLATE_FAULT);
		assert_int_equal(bench->recorded.count, 1);
		assert_string_equal(bench->recorded.diag[0].code, rows[i].code);
		assert_int_equal(bench->recorded.diag[0].line, 3);
		workbench_free(bench);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_line_becomes_its_elements),
		cmocka_unit_test(blank_lines_and_comments_are_nothing),
		cmocka_unit_test(each_slip_is_a_fault_at_its_column),
		cmocka_unit_test(the_bounds_of_a_line_are_faults),
		cmocka_unit_test(a_gap_never_takes_half_a_number),
		cmocka_unit_test(a_list_line_is_a_set_of_phrases),
		cmocka_unit_test(a_list_line_that_may_be_nothing_is_a_fault),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
