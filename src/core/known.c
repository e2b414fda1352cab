/* SPDX-License-Identifier: MIT */
#include "known.h"

#include <string.h>

/* Longer tokens and stems are rare, and entries of one size are quick. */
#define KNOWN_BYTES 23u

/* What a token stands for: one word, which has its place here, or any number of
 * pieces. A cache line. */
struct entry {
	char token[KNOWN_BYTES + 1], stem[KNOWN_BYTES + 1];
	uint32_t id;    /* of the word, or the first of the pieces */
	uint8_t bytes;  /* of the token; 0: an empty slot */
	uint8_t pieces; /* 1: the word itself, not a piece of that name */
	bool whole;     /* one word, whose surface is the token */
	uint8_t stem_bytes, word_class;
	char form;
};

struct known {
	const struct vocab *vocab;
	struct arena *arena;
	size_t slots; /* a power of two, more than half of them empty */
	struct entry *entry;
	struct word *piece;
	size_t piece_count, piece_room;
	bool failed;
};

/* The slot of a token, or the empty one where it would be. */
static struct entry *find(const struct known *known, const char *bytes,
			  size_t size)
{
	uint32_t hash = 0x811c9dc5u; /* FNV-1a */
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * 0x01000193u;
	size_t at = hash ^ hash >> 15;
	for (;; at++) {
		struct entry *entry = &known->entry[at & (known->slots - 1)];
		if (!entry->bytes || (entry->bytes == size &&
				      !memcmp(entry->token, bytes, size)))
			return entry;
	}
}

static bool add_pieces(struct known *known, struct entry *entry,
		       const struct words *words)
{
	entry->id = (uint32_t)known->piece_count;
	entry->pieces = (uint8_t)words->count;
	for (size_t i = 0; i < words->count; i++) {
		struct word *more = arena_more(
			known->arena, known->piece, known->piece_count,
			&known->piece_room, sizeof(*more));
		if (!more)
			return false;
		known->piece = more;
		more[known->piece_count++] = words->word[i];
	}
	return true;
}

static void add(void *context, const char *token, size_t bytes)
{
	struct known *known = context;
	struct words words;
	if (known->failed || !bytes || bytes > KNOWN_BYTES)
		return;
	struct entry *entry = find(known, token, bytes);
	if (entry->bytes)
		return;
	words.count = 0;
	words_add_token(&words, token, bytes, 0, NULL, NULL, NULL);
	for (size_t i = 0; i < words.count; i++)
		word_resolve(&words.word[i], known->vocab);
	const struct word *word = &words.word[0];
	entry->whole = words.count == 1 && word->surface == token &&
		       word->surface_bytes == bytes &&
		       word->stem_bytes <= KNOWN_BYTES;
	if (entry->whole) {
		entry->id = word->id;
		entry->form = word->form;
		entry->word_class = word->word_class;
		entry->stem_bytes = word->stem_bytes;
		memcpy(entry->stem, word->stem, word->stem_bytes);
	} else if (!add_pieces(known, entry, &words)) {
		known->failed = true;
		return;
	}
	memcpy(entry->token, token, bytes);
	entry->bytes = (uint8_t)bytes;
}

static void count(void *context, const char *token, size_t bytes)
{
	(void)token;
	(void)bytes;
	++*(size_t *)context;
}

struct known *known_new(struct arena *arena, const struct vocab *vocab)
{
	size_t tokens = 0;
	struct known *known = arena_alloc(arena, 1, sizeof(*known));
	if (!known)
		return NULL;
	vocab_each_surface(vocab, count, &tokens);
	for (known->slots = 64; known->slots < 2 * tokens + 2;)
		known->slots *= 2;
	known->vocab = vocab;
	known->arena = arena;
	known->entry = arena_alloc(arena, known->slots, sizeof(*known->entry));
	if (!known->entry)
		return NULL;
	vocab_each_surface(vocab, add, known);
	return known->failed ? NULL : known;
}

static struct word *next_word(struct words *out)
{
	if (out->count == WORDS_MAX) {
		out->cut = true;
		return NULL;
	}
	return &out->word[out->count++];
}

static void take_whole(const struct entry *entry, struct words *out,
		       const char *surface, uint8_t flags)
{
	struct word *word = next_word(out);
	if (!word)
		return;
	word->id = entry->id;
	word->form = entry->form;
	word->flags = flags;
	word->word_class = entry->word_class;
	word->stem_bytes = entry->stem_bytes;
	memcpy(word->stem, entry->stem, sizeof(entry->stem));
	word->surface = surface;
	word->surface_bytes = entry->bytes;
}

static void take_pieces(const struct known *known, const struct entry *entry,
			struct words *out, uint8_t flags)
{
	for (size_t i = 0; i < entry->pieces; i++) {
		struct word *word = next_word(out);
		if (!word)
			return;
		*word = known->piece[entry->id + i];
		word->flags = flags;
		flags &= (uint8_t) ~(TEXT_SENTENCE | TEXT_COMMA);
	}
}

void known_read(const struct known *known, struct words *out,
		const struct text *text, words_repaired_fn *repaired,
		void *context)
{
	uint8_t carried = 0; /* the boundary before a dropped filler stays */
	out->count = 0;
	out->cut = false;
	for (size_t i = 0; i < text->token_count; i++) {
		const struct text_token *token = &text->token[i];
		const char *bytes = text->buffer + token->start;
		uint8_t flags = token->flags | carried;
		size_t before = out->count;
		const struct entry *entry = find(known, bytes, token->bytes);
		if (!entry->bytes) {
			words_add_token(out, bytes, token->bytes, flags,
					known->vocab, repaired, context);
			for (size_t w = before; w < out->count; w++)
				word_resolve(&out->word[w], known->vocab);
		} else if (entry->whole) {
			take_whole(entry, out, bytes, flags);
		} else {
			take_pieces(known, entry, out, flags);
		}
		carried = out->count > before
				  ? 0
				  : flags & (TEXT_SENTENCE | TEXT_COMMA);
	}
}
