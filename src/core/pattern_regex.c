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

/* The longest word of a subject: a stem, ~ and its form. */
#define SUBJECT_WORD_BYTES (WORD_BYTES + 2u)

static void write_gap(struct buf *out, unsigned words)
{
	buf_format(out, "(?:[^ .]{1,%u} ){0,%u}?", SUBJECT_WORD_BYTES, words);
}

static void write_byte(struct buf *out, char c)
{
	if (c == MARK_FORM) {
		buf_text(out, "(?:~.)?");
		return;
	}
	/* Stems are letters and digits; anything else is escaped. */
	if ((c < 'a' || c > 'z') && strchr("\\^$.[]|()?*+{}", c))
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

/* One symbol as bytes. */
static char *symbol_bytes(symbol s, const struct vocab *vocab,
			  struct arena *arena)
{
	char bytes[WORD_BYTES + 8];
	struct buf out;
	buf_init(&out, bytes, sizeof(bytes));
	if (symbol_is_gap(s)) {
		buf_char(&out, MARK_GAP);
		buf_char(&out, (char)('0' + (s & 0xFu)));
		return arena_copy(arena, bytes, out.used);
	}
	buf_text(&out, vocab_stem(vocab, symbol_id(s)));
	if (!symbol_form(s)) {
		buf_char(&out, MARK_FORM);
	} else if (symbol_form(s) != '.') {
		buf_char(&out, '~');
		buf_char(&out, symbol_form(s));
	}
	buf_char(&out, ' ');
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

/* What a word in any form ends with. */
static const char any_end[] = {MARK_FORM, ' ', '\0'};

static bool ends_any(const char *text)
{
	size_t size = strlen(text), end = sizeof(any_end) - 1;
	return size > end && !memcmp(text + size - end, any_end, end);
}

/* Words, one of which stands here. Where all may have any form, that is said
 * once: PCRE2 compiles the shorter regex in less time. */
static void write_words(struct buf *out, char **texts, size_t count)
{
	size_t any = 0;
	while (any < count && ends_any(texts[any]))
		any++;
	bool all_any = count > 1 && any == count;
	for (size_t i = 0; all_any && i < count; i++)
		texts[i][strlen(texts[i]) - (sizeof(any_end) - 1)] = '\0';
	qsort(texts, count, sizeof(*texts), text_compare);
	write_trie(out, (const char *const *)texts, count, 0);
	if (all_any)
		write_bytes(out, any_end, 0, sizeof(any_end) - 1);
}

/* The phrases that go on with one symbol at some depth. */
struct branch {
	const struct phrase *phrases;
	size_t count;
	symbol symbol;
	uint32_t hash; /* of what follows the symbol */
	bool written;
};

struct writer {
	struct buf *out;
	const struct vocab *vocab;
	struct arena *arena;
};

static uint32_t rest_hash(const struct branch *branch, size_t depth)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < branch->count; i++) {
		const struct phrase *phrase = &branch->phrases[i];
		for (size_t j = depth; j < phrase->count; j++)
			hash = (hash ^ phrase->symbols[j]) * 16777619u;
		hash = (hash ^ 0x5Bu) * 16777619u;
	}
	return hash;
}

static bool same_rest(const struct branch *a, const struct branch *b,
		      size_t depth)
{
	if (a->hash != b->hash || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct phrase *p = &a->phrases[i], *q = &b->phrases[i];
		size_t bytes = (p->count - depth) * sizeof(symbol);
		if (p->count != q->count ||
		    memcmp(p->symbols + depth, q->symbols + depth, bytes))
			return false;
	}
	return true;
}

static size_t find_branches(struct branch *branches,
			    const struct phrase *phrases, size_t count,
			    size_t depth)
{
	size_t found = 0;
	for (size_t i = 0; i < count;) {
		struct branch *branch = &branches[found++];
		*branch = (struct branch){.phrases = &phrases[i],
					  .symbol = phrases[i].symbols[depth]};
		while (i < count && phrases[i].symbols[depth] == branch->symbol)
			i++;
		branch->count = (size_t)(&phrases[i] - branch->phrases);
		branch->hash = rest_hash(branch, depth + 1);
	}
	return found;
}

static bool write_level(struct writer *writer, const struct phrase *phrases,
			size_t count, size_t depth);

/* The branches that go on like branches[first], as one alternative. `texts` has
 * room for all of them. */
static bool write_alike(struct writer *writer, struct branch *branches,
			size_t first, size_t count, size_t depth, char **texts)
{
	const struct branch *one = &branches[first];
	size_t alike = 0;
	for (size_t i = first; i < count; i++) {
		if (branches[i].written ||
		    !same_rest(one, &branches[i], depth + 1))
			continue;
		branches[i].written = true;
		texts[alike] = symbol_bytes(branches[i].symbol, writer->vocab,
					    writer->arena);
		if (!texts[alike++])
			return false;
	}
	write_words(writer->out, texts, alike);
	return write_level(writer, one->phrases, one->count, depth + 1);
}

/*
 * Sorted phrases that are equal up to `depth`. Words that are followed by the
 * same phrases share them: (send|wire|move) (money|funds), not all six pairs.
 */
static bool write_level(struct writer *writer, const struct phrase *phrases,
			size_t count, size_t depth)
{
	bool ok = true, first = true;
	bool optional = phrases[0].count == depth;
	phrases += optional;
	count -= optional;
	if (!count)
		return true;
	struct branch *branches =
		arena_alloc(writer->arena, count, sizeof(*branches));
	char **texts = arena_alloc(writer->arena, count, sizeof(*texts));
	if (!branches || !texts)
		return false;
	size_t found = find_branches(branches, phrases, count, depth);
	buf_text(writer->out, "(?:");
	for (size_t i = 0; i < found && ok && !writer->out->cut; i++) {
		if (branches[i].written)
			continue;
		if (!first)
			buf_char(writer->out, '|');
		first = false;
		ok = write_alike(writer, branches, i, found, depth, texts);
	}
	buf_text(writer->out, optional ? ")?" : ")");
	return ok;
}

static bool write_set(struct writer *writer, const struct litset *set)
{
	struct litset_memo *memo = set->memo;
	struct buf *out = writer->out;
	size_t start = out->used;
	if (memo && memo->regex) {
		buf_add(out, memo->regex, memo->regex_bytes);
		return true;
	}
	if (!write_level(writer, set->phrases, set->count, 0))
		return false;
	if (!memo || out->cut)
		return true;
	memo->regex_bytes = out->used - start;
	memo->regex =
		arena_copy(memo->arena, out->bytes + start, memo->regex_bytes);
	return memo->regex != NULL;
}

static bool write_item(struct buf *out, const struct template_item *item,
		       const struct vocab *vocab, struct arena *arena)
{
	struct writer writer = {out, vocab, arena};
	if (item->gap) {
		write_gap(out, item->gap);
		return true;
	}
	if (!item->slot)
		return write_set(&writer, &item->set);
	buf_format(out, "(?<%s>", item->slot);
	bool ok = write_set(&writer, &item->set);
	buf_char(out, ')');
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
