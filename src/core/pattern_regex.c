/* SPDX-License-Identifier: MIT */
/* Templates -> PCRE2 source. */
#include "pattern.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"

/*
 * A phrase as bytes, for sorting and factoring: stems and spaces as they are,
 * MARK_FORM for "in any form", MARK_GAP and a number for a gap. No such bytes
 * stand in a stem.
 */
#define MARK_FORM '\x01'
#define MARK_GAP '\x02'
#define PHRASE_BYTES (LITSET_SYMBOLS_MAX * (WORD_BYTES + 4u))

static void write_gap(struct buf *out, unsigned words)
{
	buf_format(out, "(?:[^ .]+ ){0,%u}?", words);
}

static void write_byte(struct buf *out, char c)
{
	if (c == MARK_FORM) {
		buf_text(out, "(?:~.)?");
		return;
	}
	/* Stems are letters and digits; anything else is escaped. */
	if (strchr("\\^$.[]|()?*+{}", c))
		buf_char(out, '\\');
	buf_char(out, c);
}

/* Writes text[from..to), marks resolved. */
static void write_bytes(struct buf *out, const char *text, size_t from,
			size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (text[i] == MARK_GAP && i + 1 < to)
			write_gap(out, (unsigned)(text[++i] - '0'));
		else
			write_byte(out, text[i]);
	}
}

static const char *phrase_bytes(const struct phrase *phrase,
				const struct vocab *vocab, struct arena *arena)
{
	char bytes[PHRASE_BYTES];
	struct buf out;
	buf_init(&out, bytes, sizeof(bytes));
	for (size_t i = 0; i < phrase->count; i++) {
		symbol s = phrase->symbols[i];
		if (symbol_is_gap(s)) {
			buf_char(&out, MARK_GAP);
			buf_char(&out, (char)('0' + (s & 0xFu)));
			continue;
		}
		buf_text(&out, vocab_stem(vocab, symbol_id(s)));
		if (!symbol_form(s)) {
			buf_char(&out, MARK_FORM);
		} else if (symbol_form(s) != '.') {
			buf_char(&out, '~');
			buf_char(&out, symbol_form(s));
		}
		buf_char(&out, ' ');
	}
	return arena_copy(arena, bytes, out.used);
}

static int text_compare(const void *left, const void *right)
{
	const char *const *a = left, *const *b = right;
	return strcmp(*a, *b);
}

/* A gap's mark and number stay together. */
static size_t common_prefix(const char *const *texts, size_t count, size_t at)
{
	const char *first = texts[0], *last = texts[count - 1];
	size_t end = at;
	while (first[end] && first[end] == last[end])
		end++;
	if (end > at && first[end - 1] == MARK_GAP)
		end--;
	return end;
}

static size_t same_byte(const char *const *texts, size_t count, size_t at)
{
	size_t n = 1;
	while (n < count && texts[n][at] == texts[0][at] &&
	       (texts[0][at] != MARK_GAP ||
		texts[n][at + 1] == texts[0][at + 1]))
		n++;
	return n;
}

/*
 * Sorted texts as one regex, common beginnings shared: PCRE2 tries the
 * branches of an alternation one by one, so a list of fifty words would cost
 * fifty tries at every word of the message.
 */
static void write_trie(struct buf *out, const char *const *texts, size_t count,
		       size_t at)
{
	size_t end = common_prefix(texts, count, at);
	write_bytes(out, texts[0], at, end);
	if (count == 1)
		return;
	bool optional = !texts[0][end];
	if (optional) {
		texts++;
		count--;
	}
	buf_text(out, "(?:");
	for (size_t i = 0; i < count;) {
		size_t n = same_byte(texts + i, count - i, end);
		if (i)
			buf_char(out, '|');
		write_trie(out, texts + i, n, end);
		i += n;
	}
	buf_text(out, optional ? ")?" : ")");
}

static bool write_set(struct buf *out, const struct litset *set,
		      const struct vocab *vocab, struct arena *arena)
{
	const char **texts = arena_alloc(arena, set->count, sizeof(*texts));
	size_t count = 0;
	if (!texts)
		return false;
	for (size_t i = 0; i < set->count; i++) {
		if (!set->phrases[i].count)
			continue;
		texts[count] = phrase_bytes(&set->phrases[i], vocab, arena);
		if (!texts[count++])
			return false;
	}
	if (!count)
		return true;
	qsort(texts, count, sizeof(*texts), text_compare);
	write_trie(out, texts, count, 0);
	return true;
}

static bool write_item(struct buf *out, const struct template_item *item,
		       const struct vocab *vocab, struct arena *arena)
{
	if (item->gap) {
		write_gap(out, item->gap);
		return true;
	}
	if (item->slot)
		buf_format(out, "(?<%s>", item->slot);
	else
		buf_text(out, "(?:");
	bool ok = write_set(out, &item->set, vocab, arena);
	buf_text(out, litset_optional(&item->set) ? ")?" : ")");
	return ok;
}

static bool write_unordered(struct buf *out, const struct template *template,
			    const struct vocab *vocab, struct arena *arena)
{
	bool ok = true;
	buf_text(out, "\\A");
	for (size_t i = 0; i < template->count; i++) {
		const struct template_item *item = &template->item[i];
		if (litset_optional(&item->set))
			continue;
		buf_format(out, "(?%c.{0,%u}? ", item->negated ? '!' : '=',
			   PATTERN_GAP_BYTES);
		ok = ok && write_item(out, item, vocab, arena);
		buf_char(out, ')');
	}
	return ok;
}

static bool write_sequence(struct buf *out, const struct template *template,
			   const struct vocab *vocab, struct arena *arena)
{
	bool ok = true;
	buf_text(out, template->begins ? "(?:\\A|\\.) " : " ");
	for (size_t i = 0; i < template->count; i++)
		ok = ok && write_item(out, &template->item[i], vocab, arena);
	if (template->ends)
		buf_text(out, "(?=\\.|\\z)");
	return ok;
}

enum pattern_status pattern_regex(char *out, const struct template *template,
				  const struct vocab *vocab,
				  struct arena *scratch)
{
	struct buf buf;
	bool ok = true;
	buf_init(&buf, out, PATTERN_BYTES);
	if (template->raw)
		buf_text(&buf, template->regex);
	else if (template->unordered)
		ok = write_unordered(&buf, template, vocab, scratch);
	else
		ok = write_sequence(&buf, template, vocab, scratch);
	if (!ok)
		return PATTERN_NOMEM;
	return buf.cut ? PATTERN_TOO_LARGE : PATTERN_OK;
}
