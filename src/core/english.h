/* SPDX-License-Identifier: MIT */
/*
 * english.h: what the engine knows of English: how words bend, which are
 * short for others, which carry no meaning of their own, and which exist.
 * Pure functions over constant tables; words are lower-case, as text.h makes
 * them. Content adds its own through `same` blocks (words.md).
 */
#ifndef FAQ_ENGLISH_H
#define FAQ_ENGLISH_H

#include <stdbool.h>
#include <stddef.h>

#define WORD_BYTES 40u

/*
 * A word's stem and the form it was in. All inflections of a word share the
 * stem, and where the lexicon knows the base word, the stem is that word: check
 * checks checked checking -> "check"; verify verifies verified verifying ->
 * "verify"; submit submitted submitting -> "submit"; note noted notes noting ->
 * "note". Irregular forms too: sent -> send + 'd', bought -> buy + 'd', people
 * -> person + 's', friend's -> friend. For a word that nobody knows, spelling
 * alone decides (airdropped -> airdrop).
 *
 * To be is one stem: am is are be -> "be", was were been -> be + 'd', being ->
 * be + 'g'. "done" and "left" stay, for they are mostly asked as adjectives; so
 * do words under three letters, words with digits, words beyond ASCII.
 * British -ise folds to -ize where both exist (authorise, authorize).
 * Derivations (verification, approval, unverified) are words of their own, and
 * no two unrelated common words share a stem (news/new, thing/the, need/ne,
 * us/use, bring, during, address, process, status, always, speed, ...).
 */
struct english_fold {
	char stem[WORD_BYTES]; /* lower-case, no NUL at its end */
	size_t bytes;
	char form; /* 0 plain, 's' plural or third person, 'd' past, 'g' -ing */
};

void english_fold(const char *word, size_t bytes, struct english_fold *out);

/* All inflected surfaces of a word, for the typo index: calls `each` for the
 * word itself and each form that folds to the same stem: regular ones (of a
 * real word only those that exist), then irregular ones. Some may come twice.
 */
void english_forms(const char *word, size_t bytes,
		   void (*each)(void *context, const char *form, size_t bytes),
		   void *context);

/* What a contraction or chat abbreviation stands for, words parted by single
 * spaces: "can't" "cant" -> "can not", "im" -> "i am", "whats" -> "what is",
 * "wanna" -> "want to", "u" -> "you", "b4" -> "before", "thx" -> "thanks",
 * "ppl" -> "people"; NULL when it is none. Static storage. */
const char *english_open(const char *word, size_t bytes);

/* A filler that patterns and questions are better without, wherever it stands:
 * a an the please kindly just really very actually basically um uh lol btw ...
 */
bool english_filler(const char *word, size_t bytes);

/* A function word: it may matter to a pattern, but tells nothing of the topic:
 * i you my is are do does can could should will what how when where of to in
 * on at and or but if so not no yes it this that there here get got have has
 * want need know tell say go make some any all also still ... Fillers are
 * function words too. */
bool english_function(const char *word, size_t bytes);

/* Calls `each` with every function word, every filler and every word that
 * english_open() opens: what a typo may mean besides the words of a content. */
void english_each_common(void (*each)(void *context, const char *word,
				      size_t bytes),
			 void *context);

/* A word that says no: no, not, never, neither, none. */
bool english_negates(const char *word, size_t bytes);

/* A real English word or name (inflected or with 's, too): never to be taken
 * for a typo. One stranger in 900 million is, see lexicon.h. */
bool english_known(const char *word, size_t bytes);

#endif
