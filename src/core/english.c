/* SPDX-License-Identifier: MIT */
/*
 * Folding asks the lexicon: of the bases that a word's ending allows ("noting":
 * note, not) the first that exists is the one, in the order that English
 * spelling makes likely (not would have doubled its t). Only for words that
 * nobody knows, rules of spelling alone decide.
 */
#include "english.h"

#include "lexicon.h"

#include <string.h>

static const struct lexicon_entry *entry_find(const struct lexicon_entry *table,
					      const char *word, size_t bytes)
{
	size_t i = lexicon_hash(word, bytes) % LEXICON_ENTRY_SLOTS;
	for (; table[i].bytes; i = (i + 1) % LEXICON_ENTRY_SLOTS) {
		if (table[i].bytes == bytes &&
		    !memcmp(table[i].word, word, bytes))
			return &table[i];
	}
	return NULL;
}

const char *english_open(const char *word, size_t bytes)
{
	const struct lexicon_entry *entry =
		entry_find(lexicon_short, word, bytes);
	return entry ? entry->to : NULL;
}

bool english_filler(const char *word, size_t bytes)
{
	return entry_find(lexicon_filler, word, bytes) != NULL;
}

bool english_negates(const char *word, size_t bytes)
{
	static const char *const words[] = {"no", "not", "never", "neither",
					    "none"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) == bytes && !memcmp(words[i], word, bytes))
			return true;
	}
	return false;
}

bool english_function(const char *word, size_t bytes)
{
	return entry_find(lexicon_function, word, bytes) != NULL ||
	       english_filler(word, bytes);
}

static void each_entry(const struct lexicon_entry *table,
		       void (*each)(void *context, const char *word,
				    size_t bytes),
		       void *context)
{
	for (size_t i = 0; i < LEXICON_ENTRY_SLOTS; i++) {
		if (table[i].bytes)
			each(context, table[i].word, table[i].bytes);
	}
}

void english_each_common(void (*each)(void *context, const char *word,
				      size_t bytes),
			 void *context)
{
	each_entry(lexicon_function, each, context);
	each_entry(lexicon_filler, each, context);
	each_entry(lexicon_short, each, context);
}

/* The word's slot in the lexicon, 0 without one. */
static uint32_t lexicon_find(const char *word, size_t bytes)
{
	uint64_t hash = lexicon_hash(word, bytes);
	uint32_t print = lexicon_fingerprint(hash) | LEXICON_COMMON;
	size_t i = hash % LEXICON_WORD_SLOTS;
	for (; lexicon_words[i]; i = (i + 1) % LEXICON_WORD_SLOTS) {
		if ((lexicon_words[i] | LEXICON_COMMON) == print)
			return lexicon_words[i];
	}
	return 0;
}

bool english_known(const char *word, size_t bytes)
{
	if (bytes > 2 && !memcmp(word + bytes - 2, "'s", 2))
		bytes -= 2;
	return lexicon_find(word, bytes) != 0;
}

/* A common word, so that "locking" is no form of the name "locke". */
static bool is_base(const char *word, size_t bytes)
{
	return bytes > 1 && lexicon_find(word, bytes) & LEXICON_COMMON;
}

static bool is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* A base has a vowel: "sting" is not "st" + ing. */
static bool has_vowel(const char *word, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		if (is_vowel(word[i]) || (word[i] == 'y' && i > 0))
			return true;
	}
	return false;
}

static bool ends(const struct english_fold *f, const char *tail)
{
	size_t n = strlen(tail);
	return f->bytes >= n && !memcmp(f->stem + f->bytes - n, tail, n);
}

static bool doubled(const char *stem, size_t n)
{
	return n > 2 && stem[n - 1] == stem[n - 2] && !is_vowel(stem[n - 1]);
}

/* Sets the length of a stem and, if not '\0', appends a letter. */
static void shorten(struct english_fold *f, size_t bytes, char letter,
		    char form)
{
	f->bytes = bytes;
	if (letter)
		f->stem[f->bytes++] = letter;
	f->form = form;
}

/* Is the first n letters, then `letter`, a base? Changes stem[n] only. */
static bool try_base(struct english_fold *f, size_t n, char letter, char form)
{
	char saved = f->stem[n];
	f->stem[n] = letter;
	if (is_base(f->stem, n + 1)) {
		shorten(f, n, letter, form);
		return true;
	}
	f->stem[n] = saved;
	return false;
}

/* The same without a letter more. */
static bool try_bare(struct english_fold *f, size_t n, char form)
{
	if (!is_base(f->stem, n))
		return false;
	shorten(f, n, '\0', form);
	return true;
}

/* Consonant, vowel, consonant and one syllable only: "nam", "not". */
static bool short_syllable(const char *stem, size_t n)
{
	if (n < 3 || is_vowel(stem[n - 1]) || !is_vowel(stem[n - 2]) ||
	    is_vowel(stem[n - 3]) || strchr("wxy", stem[n - 1]))
		return false;
	return !has_vowel(stem, n - 2);
}

/* For words that nobody knows: does the base of stem+ed, stem+ing end in e?
 * Endings as in Porter (1980), step 1b, and those that no word ends in. */
static bool lost_an_e(const char *stem, size_t n)
{
	static const char *const endings[] = {"at", "bl", "iz", "v", "u",
					      "c",  "dg", "rg", NULL};
	for (size_t i = 0; endings[i]; i++) {
		size_t k = strlen(endings[i]);
		if (n > k && !memcmp(stem + n - k, endings[i], k))
			return true;
	}
	return short_syllable(stem, n);
}

/* What stands before -ed or -ing: n letters, in `form`. True when a base was
 * found; if not and the word itself is `unknown`, spelling decides. */
static bool fold_verb(struct english_fold *f, size_t n, char form, bool unknown)
{
	if (n < 2 || !has_vowel(f->stem, n))
		return false;
	bool twice = doubled(f->stem, n);
	if (twice && (try_bare(f, n, form) || try_bare(f, n - 1, form)))
		return true;
	if (try_base(f, n, 'e', form) || try_bare(f, n, form))
		return true;
	/* mimicked, panicking */
	if (f->stem[n - 1] == 'k' && try_bare(f, n - 1, form))
		return true;
	if (!unknown)
		return false;
	if (twice && !strchr("lsfz", f->stem[n - 1]))
		shorten(f, n - 1, '\0', form);
	else if (!twice && lost_an_e(f->stem, n))
		shorten(f, n, 'e', form);
	else
		shorten(f, n, '\0', form);
	return true;
}

/* -ies, -ied: y, unless the word is one in -ie. */
static bool fold_y(struct english_fold *f, char form, bool unknown)
{
	if (f->bytes < 5)
		return f->bytes == 4 && try_bare(f, 3, form);
	size_t n = f->bytes - 3;
	if (try_bare(f, n + 2, form) || try_base(f, n, 'y', form))
		return true;
	if (unknown)
		shorten(f, n, 'y', form);
	return unknown;
}

static bool fold_es(struct english_fold *f, bool unknown)
{
	size_t n = f->bytes - 2;
	bool hissing = f->stem[n - 1] == 'x' || f->stem[n - 1] == 'z' ||
		       (n > 2 && (!memcmp(f->stem + n - 2, "ss", 2) ||
				  !memcmp(f->stem + n - 2, "sh", 2) ||
				  !memcmp(f->stem + n - 2, "ch", 2)));
	if (hissing && (try_bare(f, n, 's') || try_bare(f, n + 1, 's')))
		return true;
	if (try_bare(f, n + 1, 's'))
		return true;
	bool sibilant = f->stem[n - 1] == 's' || f->stem[n - 1] == 'o';
	if (sibilant && try_bare(f, n, 's'))
		return true;
	if (hissing && doubled(f->stem, n) && try_bare(f, n - 1, 's'))
		return true;
	if (unknown)
		shorten(f, hissing ? n : n + 1, '\0', 's');
	return unknown;
}

/* Plurals and third persons. -ss, -us and -is are mostly words' own. */
static bool fold_s(struct english_fold *f, bool unknown)
{
	size_t n = f->bytes - 1;
	char before = f->stem[n - 1];
	if (before == 's')
		return false;
	if (ends(f, "ies"))
		return fold_y(f, 's', unknown);
	if (before == 'e' && n > 2)
		return fold_es(f, unknown);
	if (try_bare(f, n, 's'))
		return true;
	if (!unknown || before == 'u' || before == 'i')
		return false;
	shorten(f, n, '\0', 's');
	return true;
}

/* British -ise to American -ize where that exists too: one word, two ways. */
static void fold_spelling(struct english_fold *f)
{
	if (f->bytes < 7 || (!ends(f, "ise") && !ends(f, "yse")))
		return;
	char *s = &f->stem[f->bytes - 2];
	*s = 'z';
	if (!is_base(f->stem, f->bytes))
		*s = 's';
}

static bool fold_irregular(struct english_fold *f)
{
	const struct lexicon_entry *entry =
		entry_find(lexicon_irregular, f->stem, f->bytes);
	if (!entry)
		return false;
	f->bytes = strlen(entry->to);
	memcpy(f->stem, entry->to, f->bytes);
	f->form = entry->form;
	return true;
}

static void fold_ending(struct english_fold *f)
{
	bool unknown = !english_known(f->stem, f->bytes);
	if (ends(f, "ied") && fold_y(f, 'd', unknown))
		return;
	/* -eed is a word's own (need); the exceptions are irregular (agreed) */
	if (ends(f, "ed") && !ends(f, "eed"))
		fold_verb(f, f->bytes - 2, 'd', unknown);
	else if (ends(f, "ing"))
		fold_verb(f, f->bytes - 3, 'g', unknown);
	else if (ends(f, "s") && fold_s(f, unknown) && ends(f, "ing")) {
		/* warnings, warning, warn */
		if (!fold_irregular(f))
			fold_verb(f, f->bytes - 3, 'g', unknown);
		f->form = 's';
	}
}

/* Drops a possessive (friend's, james') and what people add to an
 * abbreviation (kyc'd). */
static void fold_apostrophe(struct english_fold *f)
{
	if (ends(f, "'s") || ends(f, "'d")) {
		f->form = ends(f, "'d") ? 'd' : '\0';
		f->bytes -= 2;
	} else if (ends(f, "'")) {
		f->bytes -= 1;
	}
}

static bool is_plain(const char *word, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		if (word[i] < 'a' || word[i] > 'z')
			return false;
	}
	return true;
}

void english_fold(const char *word, size_t bytes, struct english_fold *out)
{
	*out = (struct english_fold){0};
	out->bytes = bytes < WORD_BYTES ? bytes : WORD_BYTES;
	memcpy(out->stem, word, out->bytes);
	fold_apostrophe(out);
	if (out->form || !is_plain(out->stem, out->bytes) ||
	    fold_irregular(out))
		return;
	if (out->bytes > 2)
		fold_ending(out);
	fold_spelling(out);
}

/* What english_forms() hands around. */
struct forms {
	const char *word; /* as given: not to be told twice */
	size_t bytes;
	struct english_fold base;
	bool real; /* the base exists, so its forms must, too */
	void (*each)(void *context, const char *form, size_t bytes);
	void *context;
};

/* Tells of base[0..n) + tail if that is a form of the base indeed. Plurals are
 * so regular that lists leave many out (verifications): these needn't exist. */
static void forms_try(const struct forms *f, size_t n, const char *tail)
{
	bool plural = tail[0] && tail[strlen(tail) - 1] == 's';
	char form[WORD_BYTES + 8];
	size_t bytes = n + strlen(tail);
	struct english_fold fold;
	if (bytes > WORD_BYTES)
		return;
	memcpy(form, f->base.stem, n);
	memcpy(form + n, tail, bytes - n);
	if (bytes == f->bytes && !memcmp(form, f->word, bytes))
		return;
	if (f->real && !plural && !english_known(form, bytes))
		return;
	english_fold(form, bytes, &fold);
	if (fold.bytes == f->base.bytes &&
	    !memcmp(fold.stem, f->base.stem, fold.bytes))
		f->each(f->context, form, bytes);
}

static void forms_irregular(const struct forms *f)
{
	for (size_t i = 0; i < LEXICON_ENTRY_SLOTS; i++) {
		const struct lexicon_entry *entry = &lexicon_irregular[i];
		if (!entry->bytes || entry->to[0] != f->base.stem[0] ||
		    strlen(entry->to) != f->base.bytes ||
		    memcmp(entry->to, f->base.stem, f->base.bytes) != 0)
			continue;
		bool same = entry->bytes == f->bytes &&
			    !memcmp(entry->word, f->word, f->bytes);
		bool base = entry->bytes == f->base.bytes &&
			    !memcmp(entry->word, f->base.stem, f->base.bytes);
		if (!same && !base)
			f->each(f->context, entry->word, entry->bytes);
	}
}

static void forms_regular(const struct forms *f)
{
	size_t n = f->base.bytes;
	char last = f->base.stem[n - 1];
	char twice = last == 'c' ? 'k' : last; /* panicked, stopped */
	char twice_ed[] = {twice, 'e', 'd', '\0'};
	char twice_ing[] = {twice, 'i', 'n', 'g', '\0'};
	bool consonant_y =
		last == 'y' && n > 1 && !is_vowel(f->base.stem[n - 2]);
	forms_try(f, n, "");
	if (consonant_y) {
		forms_try(f, n - 1, "ies");
		forms_try(f, n - 1, "ied");
	} else {
		forms_try(f, n, strchr("sxz", last) ? "es" : "s");
	}
	if (strchr("ho", last))
		forms_try(f, n, "es");
	if (last == 'e') {
		forms_try(f, n, "d");
		forms_try(f, n - 1, "ing");
	}
	if (last != 'e')
		forms_try(f, n, "ed");
	forms_try(f, n, "ing"); /* seeing */
	if (!is_vowel(last) && last != 'y') {
		forms_try(f, n, twice_ed);
		forms_try(f, n, twice_ing);
	}
}

void english_forms(const char *word, size_t bytes,
		   void (*each)(void *context, const char *form, size_t bytes),
		   void *context)
{
	struct forms f = {
		.word = word, .bytes = bytes, .each = each, .context = context};
	each(context, word, bytes);
	english_fold(word, bytes, &f.base);
	if (f.base.bytes < 2 || !is_plain(f.base.stem, f.base.bytes))
		return;
	f.real = english_known(f.base.stem, f.base.bytes);
	forms_regular(&f);
	forms_irregular(&f);
}
