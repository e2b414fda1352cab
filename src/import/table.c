/* SPDX-License-Identifier: MIT */
/*
 * Rows of a question and an answer, by libcsv: CSV (also with ';'), and the
 * TSV of QnA Maker, whose first line names its columns:
 *
 *	Question	Answer	Source	Metadata	...
 *
 * Rows with the same answer are wordings of one question.
 */
#include "import/readers.h"

#include "import/draft.h"

#include <csv.h>
#include <string.h>
#include <strings.h>

#define TABLE_COLUMNS_MAX 32u

struct table {
	struct import *import;
	const char *field[TABLE_COLUMNS_MAX]; /* of this row */
	size_t fields;
	size_t question, answer; /* their columns */
	unsigned line;           /* now */
	unsigned row_line;       /* where this row begins; 0: not begun */
	size_t rows;
};

static void take_field(void *bytes, size_t size, void *context)
{
	struct table *table = context;

	if (table->fields < TABLE_COLUMNS_MAX)
		table->field[table->fields++] =
			import_copy(table->import, bytes ? bytes : "", size);
}

static bool is_word_of(const char *field, const char *const *words)
{
	for (; *words; words++)
		if (strcasecmp(field, *words) == 0)
			return true;
	return false;
}

/* The line that names the columns, if there is one. */
static bool take_header(struct table *table)
{
	static const char *const questions[] = {"question",  "questions", "q",
						"utterance", "title",     NULL};
	static const char *const answers[] = {"answer",   "answers", "a",
					      "response", "reply",   NULL};
	bool question = false, answer = false;

	for (size_t i = 0; i < table->fields; i++) {
		if (!question && is_word_of(table->field[i], questions)) {
			table->question = i;
			question = true;
		} else if (!answer && is_word_of(table->field[i], answers)) {
			table->answer = i;
			answer = true;
		}
	}
	if (question && answer)
		return true;
	table->question = 0;
	table->answer = 1;
	return false;
}

/* QnA Maker writes a line's end as the two characters \n. */
static const char *answer_of(struct table *table, const char *field)
{
	struct draft text = {0};
	const char *answer = NULL;

	for (; *field; field++) {
		bool end = field[0] == '\\' && field[1] == 'n';
		draft_add(&text, end ? "\n" : field, 1);
		field += end;
	}
	if (text.failed)
		table->import->no_memory = true;
	else
		answer = answer_of_markdown(table->import, draft_bytes(&text));
	draft_release(&text);
	return answer;
}

static struct import_item *same_answer(struct import *import, size_t first,
				       const char *answer)
{
	for (size_t i = first; i < import->item_count; i++)
		if (import->items[i].answer &&
		    strcmp(import->items[i].answer, answer) == 0)
			return &import->items[i];
	return NULL;
}

static void take_pair(struct table *table)
{
	struct import *import = table->import;
	size_t most = table->question > table->answer ? table->question
						      : table->answer;
	if (table->fields <= most || !table->field[table->question][0] ||
	    !table->field[table->answer][0]) {
		import_fault(import, FAQ_SEVERITY_WARNING, "no-answer",
			     table->row_line,
			     "a row without a question and an answer is left "
			     "out");
		return;
	}
	const char *answer = answer_of(table, table->field[table->answer]);
	if (!answer)
		return;
	struct import_item *same = same_answer(import, 0, answer);
	if (same)
		import_add_example(import, same, table->field[table->question]);
	else
		import_add(import, IMPORT_QUESTION,
			   table->field[table->question], answer,
			   table->row_line);
}

static void take_row(int end, void *context)
{
	struct table *table = context;
	bool blank =
		table->fields == 0 || (table->fields == 1 && !*table->field[0]);

	(void)end;
	for (size_t i = 0; i < table->fields; i++)
		if (!table->field[i])
			return;
	if (!blank && (table->rows++ || !take_header(table)))
		take_pair(table);
	table->fields = 0;
	table->row_line = 0;
}

static char delimiter(const char *bytes, size_t size, bool tabs)
{
	size_t commas = 0, semicolons = 0;

	if (tabs)
		return '\t';
	for (size_t i = 0; i < size && bytes[i] != '\n'; i++) {
		commas += bytes[i] == ',';
		semicolons += bytes[i] == ';';
	}
	return semicolons > commas ? ';' : ',';
}

static bool feed(struct table *table, struct csv_parser *parser,
		 const char *bytes, size_t size)
{
	/* Byte by byte, so that a row's line is known. */
	for (size_t i = 0; i < size && !table->import->no_memory; i++) {
		if (!table->row_line && bytes[i] != '\n' && bytes[i] != '\r')
			table->row_line = table->line;
		if (csv_parse(parser, bytes + i, 1, take_field, take_row,
			      table) != 1)
			return false;
		table->line += bytes[i] == '\n';
	}
	return csv_fini(parser, take_field, take_row, table) == 0;
}

bool table_read(struct import *import, const char *bytes, size_t size,
		bool tabs)
{
	struct csv_parser parser;
	struct table table = {.import = import, .answer = 1, .line = 1};

	if (csv_init(&parser, CSV_APPEND_NULL | CSV_STRICT_FINI | CSV_STRICT) !=
	    0) {
		import->no_memory = true;
		return false;
	}
	csv_set_delim(&parser, (unsigned char)delimiter(bytes, size, tabs));
	/* A TSV has no quotes: what looks like one is text. */
	if (tabs)
		csv_set_quote(&parser, 0);
	bool good = feed(&table, &parser, bytes, size);
	if (!good && csv_error(&parser) == CSV_ENOMEM)
		import->no_memory = true;
	else if (!good)
		import_fault(import, FAQ_SEVERITY_ERROR, "bad-csv",
			     table.row_line ? table.row_line : table.line,
			     "a quote in this row stands alone; put the field "
			     "in quotes and write a quote within it as two");
	csv_free(&parser);
	import->way = tabs ? "rows of TSV" : "rows of CSV";
	return good;
}
