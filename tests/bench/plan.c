/* SPDX-License-Identifier: MIT */
#include "engine.h"

#include "core/arena.h"
#include "core/faq.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARTS_MAX 64u /* of a pattern */
#define AHEAD ".{0,4000}?"
#define AT_END "(?=\\.|\\z)"
#define ENDS "(?:\\.|\\z)"

void *bench_alloc(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size);
	if (!memory) {
		fputs("bench: out of memory\n", stderr);
		abort();
	}
	return memory;
}

/* The parts of one pattern. */
struct split {
	size_t count;
	const char *text[PARTS_MAX];
	bool negated[PARTS_MAX];
};

/* Behind the bracket that opens at `at`, or NULL. */
static const char *behind_bracket(const char *at)
{
	unsigned depth = 0;
	for (; *at; at++) {
		if (*at == '\\' && at[1])
			at++;
		else if (*at == '(')
			depth++;
		else if (*at == ')' && --depth == 0)
			return at + 1;
	}
	return NULL;
}

static bool has_look_around(const char *text)
{
	return strstr(text, "(?=") || strstr(text, "(?!") ||
	       strstr(text, "(?<=") || strstr(text, "(?<!");
}

/* A copy in which named groups have lost their names. */
static char *without_names(struct arena *arena, const char *text, size_t bytes)
{
	char *copy = arena_copy(arena, text, bytes), *to = copy;
	if (!copy)
		return NULL;
	for (const char *from = copy; *from;) {
		if (!strncmp(from, "(?<", 3)) {
			memcpy(to, "(?:", 3);
			to += 3;
			from = strchr(from, '>') + 1;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
	return copy;
}

static bool split_add(struct split *split, struct arena *arena,
		      const char *text, size_t bytes, bool negated)
{
	if (split->count == PARTS_MAX)
		return false;
	char *part = without_names(arena, text, bytes);
	if (!part || has_look_around(part))
		return false;
	for (size_t i = 0; i < split->count; i++) {
		if (split->negated[i] == negated &&
		    !strcmp(split->text[i], part))
			return true;
	}
	split->text[split->count] = part;
	split->negated[split->count++] = negated;
	return true;
}

/* "\A" and a row of look-aheads. */
static bool split_unordered(struct split *split, struct arena *arena,
			    const char *at)
{
	bool any = false;
	while (*at) {
		const char *end = behind_bracket(at);
		bool negated = !strncmp(at, "(?!" AHEAD, 3 + strlen(AHEAD));
		if (!end ||
		    (!negated && strncmp(at, "(?=" AHEAD, 3 + strlen(AHEAD))))
			return false;
		at += 3 + strlen(AHEAD);
		if (!split_add(split, arena, at, (size_t)(end - 1 - at),
			       negated))
			return false;
		any |= !negated;
		at = end;
	}
	return any;
}

static bool split_sequence(struct split *split, struct arena *arena,
			   const char *regex)
{
	size_t bytes = strlen(regex), tail = strlen(AT_END);
	char *copy = arena_alloc(arena, bytes + strlen(ENDS) + 1, 1);
	if (!copy)
		return false;
	memcpy(copy, regex, bytes + 1);
	if (bytes >= tail && !strcmp(copy + bytes - tail, AT_END))
		memcpy(copy + bytes - tail, ENDS, sizeof(ENDS));
	return split_add(split, arena, copy, strlen(copy), false);
}

static bool split_pattern(struct split *split, struct arena *arena,
			  const char *regex)
{
	split->count = 0;
	if (!strncmp(regex, "\\A(?", 4))
		return split_unordered(split, arena, regex + 2);
	return split_sequence(split, arena, regex);
}

/* A part of a pattern, on its way into the plan. */
struct piece {
	const char *text;
	uint32_t use;
};

static int piece_compare(const void *left, const void *right)
{
	const struct piece *a = left, *b = right;
	int order = strcmp(a->text, b->text);
	return order ? order : (a->use > b->use) - (a->use < b->use);
}

/* Equal parts become one. */
static void lay_out(struct plan *plan, struct piece *pieces, size_t count)
{
	qsort(pieces, count, sizeof(*pieces), piece_compare);
	plan->part = arena_alloc(plan->arena, count, sizeof(*plan->part));
	plan->use = arena_alloc(plan->arena, count, sizeof(*plan->use));
	plan->use_first =
		arena_alloc(plan->arena, count + 1, sizeof(*plan->use_first));
	if (!plan->part || !plan->use || !plan->use_first)
		abort();
	for (size_t i = 0; i < count; i++) {
		if (!i || strcmp(pieces[i - 1].text, pieces[i].text) != 0) {
			plan->use_first[plan->part_count] = (uint32_t)i;
			plan->part[plan->part_count++] = pieces[i].text;
		}
		plan->use[i] = pieces[i].use;
	}
	plan->use_first[plan->part_count] = (uint32_t)count;
}

static void take(struct plan *plan, const struct split *split,
		 struct piece **pieces, size_t *count, size_t *room)
{
	for (size_t i = 0; i < split->count; i++) {
		*pieces = arena_more(plan->arena, *pieces, *count, room,
				     sizeof(**pieces));
		if (!*pieces)
			abort();
		(*pieces)[(*count)++] = (struct piece){
			split->text[i],
			(uint32_t)plan->count << 1 | split->negated[i]};
		plan->need[plan->count] += !split->negated[i];
	}
	plan->split += split->count > 1;
}

void plan_make(struct plan *plan, const struct faq_catalog *catalog,
	       struct arena *arena)
{
	size_t most = faq_catalog_patterns(catalog), count = 0, room = 0;
	struct piece *pieces = NULL;
	struct split split;
	*plan = (struct plan){.arena = arena};
	plan->regex = arena_alloc(arena, most, sizeof(*plan->regex));
	plan->pattern = arena_alloc(arena, most, sizeof(*plan->pattern));
	plan->need = arena_alloc(arena, most, sizeof(*plan->need));
	plan->compared = arena_alloc(arena, most, sizeof(*plan->compared));
	if (!plan->regex || !plan->pattern || !plan->need || !plan->compared)
		abort();
	for (size_t i = 0; i < most; i++) {
		const struct faq_pattern *pattern =
			faq_catalog_pattern(catalog, i);
		if (pattern->raw) {
			plan->raw++;
			continue;
		}
		if (!split_pattern(&split, arena, pattern->regex)) {
			plan->untold++;
			continue;
		}
		take(plan, &split, &pieces, &count, &room);
		plan->regex[plan->count] = pattern->regex;
		plan->compared[i] = true;
		plan->pattern[plan->count++] = (uint32_t)i;
	}
	lay_out(plan, pieces, count);
}

void plan_hits_init(struct plan_hits *hits, const struct plan *plan)
{
	*hits = (struct plan_hits){.plan = plan};
	hits->seen = bench_alloc(plan->count, sizeof(uint32_t));
	hits->have = bench_alloc(plan->count, sizeof(uint32_t));
	hits->list = bench_alloc(plan->count, sizeof(uint32_t));
}

void plan_hits_release(struct plan_hits *hits)
{
	free(hits->seen);
	free(hits->have);
	free(hits->list);
}

void plan_hits_start(struct plan_hits *hits)
{
	hits->epoch++;
	hits->touched = 0;
}

void plan_hits_part(struct plan_hits *hits, size_t part)
{
	const struct plan *plan = hits->plan;
	for (uint32_t i = plan->use_first[part]; i < plan->use_first[part + 1];
	     i++) {
		uint32_t p = plan->use[i] >> 1;
		if (hits->seen[p] != hits->epoch) {
			hits->seen[p] = hits->epoch;
			hits->have[p] = 0;
			hits->list[hits->touched++] = p;
		}
		/* A part that must not match puts the count out of reach. */
		hits->have[p] += plan->use[i] & 1 ? PARTS_MAX + 1 : 1;
	}
}

size_t plan_hits_end(const struct plan_hits *hits, uint32_t *found)
{
	size_t count = 0;
	for (uint32_t i = 0; i < hits->touched; i++) {
		uint32_t p = hits->list[i];
		if (hits->have[p] == hits->plan->need[p])
			found[count++] = p;
	}
	return count;
}
