/* SPDX-License-Identifier: MIT */
/* From sets of stems to groups: see groups.h for the method. */
#include "cli/groups_work.h"

#include <stdlib.h>
#include <string.h>

#define NOBODY UINT32_MAX

/* A leader under one of its rarest stems. */
struct posting {
	uint32_t leader, next;
};

struct chain {
	uint32_t first, last, count;
};

/* Stems are renamed by rank here: 0 is the rarest, so that an ascending set
 * begins with its rarest ones. */
struct making {
	struct groups_work *work;
	uint32_t *order;  /* sets, the most frequent first */
	uint32_t *rank;   /* of a stem */
	uint32_t *stem;   /* all sets' ranks, one set behind the other */
	size_t *start;    /* of set i; that of set i + 1 is its end */
	uint32_t *leader; /* of set i: a set */
	uint32_t *group;  /* of a leader */
	uint32_t *stamp;  /* of a leader: the set it was compared with last */
	struct chain *chain; /* of a rank */
	struct posting *posting;
	uint32_t posting_count;
};

/* qsort() has no context: what is sorted carries its key. */
struct keyed {
	uint64_t key;
	uint32_t number;
};

static int compare_up(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static int compare_numbers(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void read_set(const struct groups_work *work, uint32_t set,
		     uint32_t stem[GROUPS_STEMS_MAX], size_t *count)
{
	size_t size;
	const char *bytes = intern_bytes(&work->sets, set, &size);

	if (size)
		memcpy(stem, bytes, size);
	*count = size / sizeof(*stem);
}

/* Ranks of stems by the number of sets that have them. */
static bool rank_stems(struct making *making)
{
	const struct groups_work *work = making->work;
	uint32_t stem[GROUPS_STEMS_MAX];
	size_t count;
	struct keyed *list = calloc(work->stems.count + 1u, sizeof(*list));

	if (!list)
		return false;
	for (uint32_t i = 0; i < work->stems.count; i++)
		list[i].number = i;
	for (uint32_t i = 0; i < work->sets.count; i++) {
		read_set(work, i, stem, &count);
		for (size_t n = 0; n < count; n++)
			list[stem[n]].key++;
	}
	qsort(list, work->stems.count, sizeof(*list), compare_up);
	for (uint32_t i = 0; i < work->stems.count; i++)
		making->rank[list[i].number] = i;
	free(list);
	return true;
}

static void rename_sets(struct making *making)
{
	const struct groups_work *work = making->work;
	size_t at = 0, count;

	for (uint32_t i = 0; i < work->sets.count; i++) {
		uint32_t *stem = making->stem + at;
		making->start[i] = at;
		read_set(work, i, stem, &count);
		for (size_t n = 0; n < count; n++)
			stem[n] = making->rank[stem[n]];
		qsort(stem, count, sizeof(*stem), compare_numbers);
		at += count;
	}
	making->start[work->sets.count] = at;
}

/* By frequency; equals as they came. */
static bool order_sets(struct making *making)
{
	uint32_t count = making->work->sets.count;
	struct keyed *list = calloc(count + 1u, sizeof(*list));

	if (!list)
		return false;
	for (uint32_t i = 0; i < count; i++)
		list[i] = (struct keyed){.key = UINT64_MAX -
						making->work->set[i].questions,
					 .number = i};
	qsort(list, count, sizeof(*list), compare_up);
	for (uint32_t i = 0; i < count; i++)
		making->order[i] = list[i].number;
	free(list);
	return true;
}

static size_t set_size(const struct making *making, uint32_t set)
{
	return making->start[set + 1] - making->start[set];
}

/* Two sets that are half alike share one of so many of their rarest stems. */
static size_t prefix_of(size_t size)
{
	return size - (size + 1) / 2 + 1;
}

/* Jaccard's measure; both are ascending. */
static double alike(const struct making *making, uint32_t a, uint32_t b)
{
	const uint32_t *x = making->stem + making->start[a];
	const uint32_t *y = making->stem + making->start[b];
	size_t x_left = set_size(making, a), y_left = set_size(making, b);
	size_t all = x_left + y_left, both = 0;

	while (x_left && y_left) {
		bool x_steps = *x <= *y, y_steps = *y <= *x;
		both += x_steps && y_steps;
		x += x_steps;
		x_left -= x_steps;
		y += y_steps;
		y_left -= y_steps;
	}
	return both ? (double)both / (double)(all - both) : 0;
}

static uint32_t find_leader(struct making *making, uint32_t set)
{
	const uint32_t *stem = making->stem + making->start[set];
	size_t size = set_size(making, set), prefix = prefix_of(size);
	uint32_t best = NOBODY;
	size_t compared = 0;
	double most = 0;

	for (size_t i = 0; i < prefix && i < size; i++) {
		uint32_t at = making->chain[stem[i]].first;
		while (at != NOBODY && compared < GROUPS_COMPARED_MAX) {
			uint32_t leader = making->posting[at].leader;
			at = making->posting[at].next;
			if (making->stamp[leader] == set)
				continue;
			making->stamp[leader] = set;
			compared++;
			double is = alike(making, set, leader);
			if (is >= 0.5 && is > most) {
				most = is;
				best = leader;
			}
		}
	}
	return best;
}

static void become_leader(struct making *making, uint32_t set)
{
	const uint32_t *stem = making->stem + making->start[set];
	size_t size = set_size(making, set), prefix = prefix_of(size);

	making->leader[set] = set;
	for (size_t i = 0; i < prefix && i < size; i++) {
		struct chain *chain = &making->chain[stem[i]];
		uint32_t at = making->posting_count;
		if (chain->count == GROUPS_COMPARED_MAX)
			continue;
		making->posting[making->posting_count++] =
			(struct posting){.leader = set, .next = NOBODY};
		if (chain->count++)
			making->posting[chain->last].next = at;
		else
			chain->first = at;
		chain->last = at;
	}
}

static bool making_init(struct making *making, struct groups_work *work)
{
	size_t sets = work->sets.count, stems = work->stems.count;
	size_t all = work->sets.used / sizeof(uint32_t) + 1;

	*making = (struct making){
		.work = work,
		.order = calloc(sets + 1, sizeof(*making->order)),
		.rank = calloc(stems + 1, sizeof(*making->rank)),
		.stem = calloc(all, sizeof(*making->stem)),
		.start = calloc(sets + 1, sizeof(*making->start)),
		.leader = calloc(sets + 1, sizeof(*making->leader)),
		.group = calloc(sets + 1, sizeof(*making->group)),
		.stamp = calloc(sets + 1, sizeof(*making->stamp)),
		.chain = calloc(stems + 1, sizeof(*making->chain)),
		.posting = calloc(all, sizeof(*making->posting)),
	};
	if (!making->order || !making->rank || !making->stem ||
	    !making->start || !making->leader || !making->group ||
	    !making->stamp || !making->chain || !making->posting)
		return false;
	for (size_t i = 0; i < sets; i++)
		making->stamp[i] = making->group[i] = NOBODY;
	for (size_t i = 0; i < stems; i++)
		making->chain[i].first = NOBODY;
	return true;
}

static void making_release(struct making *making)
{
	free(making->order);
	free(making->rank);
	free(making->stem);
	free(making->start);
	free(making->leader);
	free(making->group);
	free(making->stamp);
	free(making->chain);
	free(making->posting);
}

/* The leader comes before its members, and so do the largest sets. */
static void add_set(struct groups *groups, struct making *making,
		    struct groups_near (*near)[GROUPS_NEAR_MAX],
		    size_t *near_count, uint32_t set)
{
	const struct groups_set *from = &making->work->set[set];
	uint32_t leader = making->leader[set];

	if (making->group[leader] == NOBODY) {
		making->group[leader] = (uint32_t)groups->count;
		groups->list[groups->count++] = (struct group){
			.first_ms = from->first_ms, .nearest = ""};
	}
	uint32_t number = making->group[leader];
	struct group *group = &groups->list[number];
	group->questions += from->questions;
	group->wordings += from->wordings;
	if (from->first_ms < group->first_ms)
		group->first_ms = from->first_ms;
	if (from->last_ms > group->last_ms)
		group->last_ms = from->last_ms;
	for (size_t i = 0; i < from->near_count; i++)
		groups_add_near(near[number], &near_count[number],
				from->near[i].intent, from->near[i].sum);
}

static void choose_nearest(struct group *group, const struct groups_work *work,
			   const struct groups_near *near, size_t count)
{
	const struct groups_near *best = near;

	for (size_t i = 1; i < count; i++)
		if (near[i].sum > best->sum)
			best = &near[i];
	if (!count)
		return;
	group->nearest = intern_bytes(&work->intents, best->intent, NULL);
	group->score = best->sum / (double)group->questions;
}

/* The most frequent ones; of equals those that came first. */
static void add_example(struct group *group, const char *shown,
			uint64_t questions)
{
	size_t at = group->example_count;

	if (at == GROUPS_EXAMPLES_MAX) {
		if (group->example_questions[--at] >= questions)
			return;
	} else {
		group->example_count++;
	}
	for (; at && group->example_questions[at - 1] < questions; at--) {
		group->example[at] = group->example[at - 1];
		group->example_questions[at] = group->example_questions[at - 1];
	}
	group->example[at] = shown;
	group->example_questions[at] = questions;
}

static int compare_groups(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->questions != y->questions)
		return x->questions > y->questions ? -1 : 1;
	return strcmp(x->example[0], y->example[0]);
}

static bool gather(struct groups *groups, struct making *making)
{
	struct groups_work *work = making->work;
	size_t room = work->sets.count + 1u;
	struct groups_near(*near)[GROUPS_NEAR_MAX] =
		calloc(room, sizeof(*near));
	size_t *near_count = calloc(room, sizeof(*near_count));
	bool good = near && near_count;

	groups->list = calloc(room, sizeof(*groups->list));
	good = good && groups->list;
	for (uint32_t i = 0; good && i < work->sets.count; i++)
		add_set(groups, making, near, near_count, making->order[i]);
	for (size_t i = 0; good && i < groups->count; i++)
		choose_nearest(&groups->list[i], work, near[i], near_count[i]);
	for (uint32_t i = 0; good && i < work->texts.count; i++) {
		const struct groups_wording *wording = &work->wording[i];
		uint32_t leader = making->leader[wording->set];
		add_example(&groups->list[making->group[leader]],
			    intern_bytes(&work->shown, wording->shown, NULL),
			    wording->questions);
	}
	free(near);
	free(near_count);
	return good;
}

bool groups_make(struct groups *groups)
{
	struct groups_work *work = groups->work;
	struct making making = {0};

	free(groups->list);
	groups->list = NULL;
	groups->count = 0;
	if (!work)
		return !groups->no_memory;
	bool good = !groups->no_memory && making_init(&making, work) &&
		    rank_stems(&making) && order_sets(&making);
	if (good)
		rename_sets(&making);
	for (uint32_t i = 0; good && i < work->sets.count; i++) {
		uint32_t set = making.order[i];
		uint32_t leader = find_leader(&making, set);
		if (leader == NOBODY)
			become_leader(&making, set);
		else
			making.leader[set] = leader;
	}
	good = good && gather(groups, &making);
	if (good)
		qsort(groups->list, groups->count, sizeof(*groups->list),
		      compare_groups);
	else
		groups->count = 0;
	groups->no_memory |= !good;
	making_release(&making);
	return good;
}
