/* SPDX-License-Identifier: MIT */
#include "cli/usage.h"

#include "cli/usage_wrong.h"

#include <stdlib.h>
#include <string.h>

static bool take_turn(void *context, const struct store_turn *turn)
{
	struct usage *usage = context;

	/* What was asked back is no gap of the content. */
	return turn->verdict != FAQ_VERDICT_NONE ||
	       groups_add(&usage->groups, turn);
}

static bool take_intent(void *context, const struct store_intent_count *count)
{
	struct usage *usage = context;

	if (usage->intent_count == usage->intent_room) {
		size_t room = usage->intent_room ? 2 * usage->intent_room : 64;
		struct store_intent_count *list =
			realloc(usage->intent, room * sizeof(*list));
		usage->no_memory |= !list;
		if (!list)
			return false;
		usage->intent = list;
		usage->intent_room = room;
	}
	usage->intent[usage->intent_count++] = *count;
	usage->helpful += count->helpful;
	usage->unhelpful += count->unhelpful;
	return true;
}

/* Days come in order, one after the other. */
static struct usage_day *day_of(struct usage *usage, int64_t day)
{
	if (usage->day_count && usage->day[usage->day_count - 1].day == day)
		return &usage->day[usage->day_count - 1];
	if (usage->day_count == usage->day_room) {
		size_t room = usage->day_room ? 2 * usage->day_room : 64;
		struct usage_day *list =
			realloc(usage->day, room * sizeof(*list));
		if (!list)
			return NULL;
		usage->day = list;
		usage->day_room = room;
	}
	usage->day[usage->day_count] = (struct usage_day){.day = day};
	return &usage->day[usage->day_count++];
}

static void take_kind(struct usage *usage, const char *name, uint64_t answers)
{
	size_t i = 0;

	while (i < usage->kind_count && strcmp(usage->kind[i].name, name) != 0)
		i++;
	if (!name[0] || i == USAGE_KINDS_MAX)
		return;
	if (i == usage->kind_count)
		snprintf(usage->kind[usage->kind_count++].name,
			 sizeof(usage->kind[0].name), "%s", name);
	usage->kind[i].answers += answers;
}

static bool take_day(void *context, const struct store_day_count *count)
{
	struct usage *usage = context;
	struct usage_day *day = day_of(usage, count->day);

	usage->no_memory |= !day;
	if (!day)
		return false;
	day->of_verdict[count->verdict] += count->turns;
	day->handovers += count->handovers;
	usage->of_verdict[count->verdict] += count->turns;
	usage->handovers += count->handovers;
	take_kind(usage, count->kind, count->turns);
	return true;
}

static int compare_intents(const void *a, const void *b)
{
	const struct store_intent_count *x = a, *y = b;

	if (x->answers != y->answers)
		return x->answers > y->answers ? -1 : 1;
	return strcmp(x->intent, y->intent);
}

static int compare_kinds(const void *a, const void *b)
{
	const struct usage_kind *x = a, *y = b;

	if (x->answers != y->answers)
		return x->answers > y->answers ? -1 : 1;
	return strcmp(x->name, y->name);
}

enum store_status usage_read(struct usage *usage, struct store *store,
			     const struct period *period)
{
	const struct store_range range = {.from_ms = period->from_ms,
					  .to_ms = period->to_ms,
					  .unanswered = true};

	*usage = (struct usage){.source = "", .period = *period};
	enum store_status status = store_turns(store, &range, take_turn, usage);
	if (status == STORE_OK)
		status = store_intent_counts(store, period->from_ms,
					     period->to_ms, take_intent, usage);
	if (status == STORE_OK)
		status = store_day_counts(store, period->from_ms, period->to_ms,
					  take_day, usage);
	if (status == STORE_OK)
		status = usage_wrong_read(usage, store);
	if (status != STORE_OK)
		return status;
	if (usage->no_memory || !groups_make(&usage->groups))
		return STORE_ERROR_NOMEM;
	if (usage->intent_count)
		qsort(usage->intent, usage->intent_count,
		      sizeof(*usage->intent), compare_intents);
	qsort(usage->kind, usage->kind_count, sizeof(*usage->kind),
	      compare_kinds);
	return STORE_OK;
}

void usage_release(struct usage *usage)
{
	groups_release(&usage->groups);
	free(usage->intent);
	free(usage->day);
	free(usage->wrong);
	*usage = (struct usage){0};
}

uint64_t usage_questions(const struct usage *usage)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < USAGE_VERDICTS; i++)
		sum += usage->of_verdict[i];
	return sum;
}

uint64_t usage_limits(const struct usage *usage)
{
	for (size_t i = 0; i < usage->kind_count; i++)
		if (strcmp(usage->kind[i].name, "limit") == 0)
			return usage->kind[i].answers;
	return 0;
}

size_t usage_groups_shown(const struct usage *usage, bool all)
{
	size_t count = usage->groups.count;

	return all || count < USAGE_GROUPS_SHOWN ? count : USAGE_GROUPS_SHOWN;
}

size_t usage_spans(const struct usage *usage, size_t most,
		   struct usage_day *out, int64_t *days)
{
	*days = 1;
	if (!usage->day_count)
		return 0;
	int64_t first = usage->day[0].day;
	int64_t all = usage->day[usage->day_count - 1].day - first + 1;
	*days = (all + (int64_t)most - 1) / (int64_t)most;
	size_t count = (size_t)((all + *days - 1) / *days);
	for (size_t i = 0; i < count; i++)
		out[i] = (struct usage_day){.day = first + (int64_t)i * *days};
	for (size_t i = 0; i < usage->day_count; i++) {
		const struct usage_day *day = &usage->day[i];
		struct usage_day *into =
			&out[(size_t)((day->day - first) / *days)];
		for (size_t n = 0; n < USAGE_VERDICTS; n++)
			into->of_verdict[n] += day->of_verdict[n];
		into->handovers += day->handovers;
	}
	return count;
}
