/* SPDX-License-Identifier: MIT */
#include "server/desk/hub_story.h"

#include "core/faq_wipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A turn of the store, and what the bot said then. */
struct told_turn {
	struct store_turn kept;
	char answer[STORE_MESSAGE_TEXT + 1];
};

struct hub_told {
	const struct hub_story_source *source;
	struct store_id last; /* the answer of the last turn, or none */
	size_t count;
	struct told_turn earlier[HUB_STORY_TURNS];
	struct hub_turn turn[HUB_STORY_TURNS];
	struct hub_story story;
};

/* What an agent is to see where the bot had nothing but this to offer. */
static void offer_of(const struct faq_catalog *catalog,
		     const struct store_turn *kept, char *out, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < kept->near_count; i++) {
		const struct faq_intent *intent =
			faq_catalog_find(catalog, kept->near[i].intent);
		int more;

		if (!intent)
			continue;
		more = snprintf(out + used, size - used, "%s%s",
				used ? "\n" : "", intent->title);
		if (more < 0 || (size_t)more >= size - used)
			break;
		used += (size_t)more;
	}
}

/* Whole answers only. */
static void answer_of(const struct faq_catalog *catalog,
		      const struct store_turn *kept, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < kept->answer_count; i++) {
		const struct faq_intent *intent =
			faq_catalog_find(catalog, kept->answer[i]);

		if (!intent || strlen(intent->text) + 3 > size - used)
			continue;
		used += (size_t)snprintf(out + used, size - used, "%s%s",
					 used ? "\n\n" : "", intent->text);
	}
	if (kept->answer_count == 0)
		offer_of(catalog, kept, out, size);
}

static void put_turn(struct hub_turn *out, const struct told_turn *told)
{
	const struct store_turn *kept = &told->kept;

	*out = (struct hub_turn){
		.at_ms = kept->time_ms,
		.question = kept->question,
		.answer = told->answer,
		.verdict = kept->verdict,
		.intent = kept->intent,
		.confidence = kept->confidence,
		.near_count = kept->near_count,
	};
	for (size_t i = 0; i < kept->near_count; i++) {
		memcpy(out->near[i].intent, kept->near[i].intent,
		       sizeof(out->near[i].intent));
		out->near[i].score = kept->near[i].score;
	}
}

_Static_assert(STORE_NEAR_MAX == STORE_TALK_NEAR_MAX &&
		       STORE_INTENT_BYTES == STORE_TALK_INTENT_BYTES,
	       "a turn and a message have the same near misses");

static bool add_turn(void *context, const struct store_turn *kept)
{
	struct hub_told *told = context;
	struct told_turn *earlier = &told->earlier[told->count];

	if (!store_id_none(&told->last) &&
	    memcmp(&kept->message, &told->last, sizeof(told->last)) == 0)
		return true; /* the worker tells it, with its words */
	earlier->kept = *kept;
	answer_of(told->source->catalog, kept, earlier->answer,
		  sizeof(earlier->answer));
	put_turn(&told->turn[told->count++], earlier);
	return told->count < HUB_STORY_TURNS;
}

static bool take_time(void *context, const struct store_message *message)
{
	int64_t *time_ms = context;

	*time_ms = message->time_ms;
	return false;
}

/* Since when nothing has been told. */
static bool find_begin(struct store *store, const struct store_id *visitor,
		       int64_t *begin_ms)
{
	int64_t last_ms = -1;

	if (store_messages(store, visitor, 0, 1, take_time, &last_ms) !=
	    STORE_OK)
		return false;
	*begin_ms = last_ms + 1;
	return true;
}

static void read_earlier(struct hub_told *told, const struct store_id *visitor)
{
	struct store *store = told->source->store;
	int64_t begin_ms;

	if (!find_begin(store, visitor, &begin_ms))
		return;
	/* A story without its beginning is better than none. */
	(void)!store_last_turns(store, visitor, begin_ms, HUB_STORY_TURNS,
				add_turn, told);
}

/* The oldest makes room. */
static void add_last(struct hub_told *told, const struct hub_turn *last)
{
	if (told->count == HUB_STORY_TURNS)
		memmove(&told->turn[0], &told->turn[1],
			--told->count * sizeof(told->turn[0]));
	told->turn[told->count++] = *last;
}

struct hub_told *hub_story_read(const struct hub_story_source *source,
				const struct store_id *visitor,
				const struct hub_wish *wish)
{
	struct hub_told *told = calloc(1, sizeof(*told));

	if (!told)
		return NULL;
	told->source = source;
	if (*wish->answer_id &&
	    !store_id_of(source->key, "answer", wish->answer_id,
			 strlen(wish->answer_id), &told->last))
		told->last = (struct store_id){{0}};
	read_earlier(told, visitor);
	if (wish->last)
		add_last(told, wish->last);
	told->story = (struct hub_story){
		.reason = wish->reason,
		.later = wish->later,
		.step = wish->step,
		.turn_count = told->count,
		.turn = told->turn,
	};
	return told;
}

const struct hub_story *hub_story_of(const struct hub_told *told)
{
	return &told->story;
}

void hub_story_free(struct hub_told *told)
{
	if (!told)
		return;
	faq_wipe(told, sizeof(*told));
	free(told);
}
