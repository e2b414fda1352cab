/* SPDX-License-Identifier: MIT */
/* A Cyrillic "a" in a Latin word never meets the "a" that a visitor types. */
#include "cli/check.h"
#include "proto/utf8.h"

enum script {
	SCRIPT_NONE,
	SCRIPT_LATIN,
	SCRIPT_GREEK,
	SCRIPT_CYRILLIC
};

static const char *const script_text[] = {"", "Latin", "Greek", "Cyrillic"};

static enum script script_of(uint32_t point)
{
	uint32_t lower = point | 0x20;
	if ((lower >= 'a' && lower <= 'z' && point < 0x80) ||
	    (point >= 0xC0 && point <= 0x24F && point != 0xD7 && point != 0xF7))
		return SCRIPT_LATIN;
	if (point >= 0x370 && point <= 0x3FF)
		return SCRIPT_GREEK;
	return point >= 0x400 && point <= 0x52F ? SCRIPT_CYRILLIC : SCRIPT_NONE;
}

/* Takes no room and changes what stands around it. */
static bool is_unseen(uint32_t point)
{
	return point == 0xAD || (point >= 0x200B && point <= 0x200F) ||
	       (point >= 0x202A && point <= 0x202E) ||
	       (point >= 0x2060 && point <= 0x2069) || point == 0xFEFF;
}

/* Where a file is being read. */
struct scan {
	struct check *check;
	const char *source;
	unsigned line, column;
	enum script word; /* of the letters so far */
	uint32_t before;  /* the code point before this one */
	bool mixed;       /* said of this word */
};

static void look_unseen(struct scan *scan, uint32_t point)
{
	bool joins = point == 0x200C || point == 0x200D;
	/* Joiners belong to other scripts and to emoji. */
	if (!is_unseen(point) ||
	    (joins && script_of(scan->before) != SCRIPT_LATIN) ||
	    (point == 0xFEFF && scan->line == 1 && scan->column == 1))
		return;
	check_report(scan->check, WARNING, "unseen-character", scan->source,
		     scan->line, scan->column,
		     "an invisible character (U+%04X) that no visitor types; "
		     "delete it",
		     (unsigned)point);
}

static void look_letter(struct scan *scan, uint32_t point, const char *bytes,
			size_t size)
{
	enum script script = script_of(point);
	if (!script) {
		scan->word = SCRIPT_NONE;
		scan->mixed = false;
		return;
	}
	if (!scan->word)
		scan->word = script;
	if (script == scan->word || scan->mixed)
		return;
	scan->mixed = true;
	check_report(scan->check, WARNING, "look-alike", scan->source,
		     scan->line, scan->column,
		     "'%.*s' (U+%04X) is %s within a word that begins in %s "
		     "letters; type the word anew",
		     (int)size, bytes, (unsigned)point, script_text[script],
		     script_text[scan->word]);
}

static void look(struct check *check, const struct faq_source *source)
{
	struct scan scan = {
		.check = check, .source = source->name, .line = 1, .column = 1};
	for (size_t at = 0; at < source->size;) {
		uint32_t point;
		size_t size = utf8_read(source->bytes + at, source->size - at,
					&point);
		if (!size)
			return; /* the engine says what is wrong */
		look_unseen(&scan, point);
		if (!is_unseen(point))
			look_letter(&scan, point, source->bytes + at, size);
		scan.before = point;
		scan.column += (unsigned)size;
		if (point == '\n') {
			scan.line++;
			scan.column = 1;
		}
		at += size;
	}
}

void check_lookalikes(struct check *check)
{
	for (size_t i = 0; i < check->content->source_count; i++)
		look(check, &check->content->sources[i]);
}
