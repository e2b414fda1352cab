/* SPDX-License-Identifier: MIT */
/*
 * pattern.h: templates as PCRE2 patterns. The only part that knows PCRE2.
 *
 * The subject of a pattern is the folded message: words parted by single
 * spaces, one in front and one behind, a stem followed by ~ and its form where
 * it was inflected, sentences parted by a lone full stop:
 *
 *	" be my document reject~d . what do i check "
 *
 * So a pattern is plain bytes (no UTF, no case folding, a space instead of
 * \b) and the word "check" in any form is "check(?:~.)? ". Generated patterns
 * hold bounded constructs only. Raw patterns of authors run over the plain
 * message (words as typed, lower case), are linted, and carry an automatic
 * callout that watches the clock, since PCRE2's match limit is no limit of
 * time: it starts anew at each start offset (pcre2api, "match limit").
 */
#ifndef FAQ_PATTERN_H
#define FAQ_PATTERN_H

#include "template.h"

#define PATTERN_BYTES 65536u /* a generated pattern's source at the most */
#define PATTERN_SUBJECT_BYTES (8u * FAQ_QUESTION_BYTES)
#define PATTERN_GAP_BYTES 4000u    /* how far '< a b >' looks */
#define PATTERN_MATCH_LIMIT 20000u /* steps for one generated pattern */
#define PATTERN_HEAP_KIB 256u      /* frames of backtracking, a thread */

struct pattern_code; /* a compiled pattern */

/* Compiles; made once for a build. Codes live in the arena, but call
 * pattern_code_free() for each: JIT code lives elsewhere. */
struct pattern_builder;

struct pattern_builder *pattern_builder_new(struct arena *arena, bool jit);
/* False when some pattern could not be compiled for the JIT. */
bool pattern_builder_jit(const struct pattern_builder *builder);

enum pattern_status {
	PATTERN_OK,
	PATTERN_NOMEM,
	PATTERN_TOO_LARGE, /* over PATTERN_BYTES */
	PATTERN_BAD        /* a raw regex that PCRE2 refuses */
};

/* The regex of a template, in `out` (PATTERN_BYTES long). `scratch` is a
 * temporary arena. Raw ones are copied. */
enum pattern_status pattern_regex(char *out, const struct template *template,
				  const struct vocab *vocab,
				  struct arena *scratch);

/* PATTERN_BAD fills `error` and the offset in the regex. */
enum pattern_status pattern_compile(struct pattern_builder *builder,
				    struct pattern_code **out,
				    const char *regex, bool raw,
				    char error[128], size_t *offset);
void pattern_code_free(struct pattern_code *code);

/*
 * What in a raw regex could take too long, in words, or NULL: unbounded
 * repeats, recursion, back references, callouts, verbs. The offset is set.
 */
const char *pattern_lint(const char *regex, size_t *offset);

/* Working memory of a thread for matching. */
struct pattern_matcher;

struct pattern_matcher *pattern_matcher_new(const struct faq_options *options);
void pattern_matcher_free(struct pattern_matcher *matcher);

/* A new question: raw patterns may run for `budget_ns` of the clock in the
 * options, from the first look at it, as most questions need none; 0: for ever.
 */
void pattern_matcher_start(struct pattern_matcher *matcher, uint64_t budget_ns);

/* Looks at the clock: true when the budget is used up. */
bool pattern_matcher_late(struct pattern_matcher *matcher);

enum pattern_match {
	PATTERN_NO,
	PATTERN_YES,
	PATTERN_BUDGET /* out of steps, memory or time */
};

enum pattern_match pattern_match(struct pattern_matcher *matcher,
				 const struct pattern_code *code,
				 const char *subject, size_t bytes);

/* A named group: where it lies in the subject. */
struct pattern_slot {
	const char *name; /* the code's */
	size_t start, bytes;
};

/* After PATTERN_YES of that code: the slots that took part, at most `most`. */
size_t pattern_slots(const struct pattern_matcher *matcher,
		     const struct pattern_code *code, struct pattern_slot *out,
		     size_t most);

#endif
