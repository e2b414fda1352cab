/* SPDX-License-Identifier: MIT */
/*
 * hub_fixture.h: a hub's core over a store of its own, visitors and agents at
 * numbered seats, and what each of them has heard.
 */
#ifndef TESTS_HUB_FIXTURE_H
#define TESTS_HUB_FIXTURE_H

#include "unit/store_fixture.h"

#include "server/desk/hub_core.h"
#include "unit/content.h"

#define SEATS 8u
#define HEARD_BYTES 65536u

struct scene {
	struct bench bench;
	struct hub_core *core;
	struct faq_catalog *catalog;
	int64_t now_ms;
	char heard[SEATS][HEARD_BYTES]; /* a frame a line, since forget() */
	enum hub_say say[SEATS];        /* of the last letter */
};

static struct scene scene;

static inline void hear_letter(void *context, const struct hub_letter *letter)
{
	char *heard = scene.heard[letter->seat.session];
	size_t size = strlen(heard);

	(void)context;
	assert_true(letter->seat.session < SEATS);
	assert_true(size + letter->size + 2 < HEARD_BYTES);
	snprintf(heard + size, HEARD_BYTES - size, "%.*s\n", (int)letter->size,
		 letter->bytes);
	scene.say[letter->seat.session] = letter->say;
}

static inline int64_t scene_now(void *context)
{
	(void)context;
	return scene.now_ms;
}

static inline const struct faq_catalog *scene_catalog(void *context)
{
	(void)context;
	return scene.catalog;
}

static inline void begin_hub(void)
{
	const struct hub_options how = {
		.store = scene.bench.store,
		.deliver = hear_letter,
		.now_ms = scene_now,
		.catalog = scene_catalog,
		.away_ms = 60000,
	};

	assert_int_equal(hub_core_new(&scene.core, &how), STORE_OK);
}

static inline int scene_set_up(void **state)
{
	struct bench *bench;
	void *made = NULL;

	(void)state;
	memset(&scene, 0, sizeof(scene));
	bench_set_up_open(&made);
	bench = made;
	scene.bench = *bench;
	free(bench);
	scene.now_ms = 1700000000000;
	scene.catalog = build_good("### Opening hours\n\nTen to six.\n\n"
				   "```ask faq.open\nwhen do you open\n```\n");
	begin_hub();
	return 0;
}

static inline int scene_tear_down(void **state)
{
	struct bench *bench = malloc(sizeof(*bench));
	void *made = bench;

	(void)state;
	assert_non_null(bench);
	hub_core_free(scene.core);
	faq_catalog_free(scene.catalog);
	*bench = scene.bench;
	return bench_tear_down(&made);
}

/* faqd ends and comes back; all seats are new. */
static inline void restart(void)
{
	hub_core_free(scene.core);
	begin_hub();
}

static inline void forget(void)
{
	memset(scene.heard, 0, sizeof(scene.heard));
}

static inline struct hub_seat seat(unsigned n)
{
	return (struct hub_seat){0, n};
}

static inline bool heard(unsigned seat, const char *text)
{
	return strstr(scene.heard[seat], text) != NULL;
}

static inline void asks(unsigned at, unsigned visitor)
{
	static const struct hub_turn turn = {
		.at_ms = 1699999999000,
		.question = "I am zoe@example.com, what are the fees",
		.answer = "The page does not say.",
		.verdict = FAQ_VERDICT_NONE,
		.intent = "faq.open",
		.confidence = 0.25,
	};
	const struct hub_story story = {
		.reason = STORE_TALK_MISSES, .turn_count = 1, .turn = &turn};
	struct store_id id = id_of(visitor);

	hub_core_visitor_asks(scene.core, seat(at), &id, &story);
}

static inline void says(unsigned at, unsigned visitor, const char *name,
			const char *text)
{
	struct store_id id = id_of(visitor);

	hub_core_visitor_says(scene.core, seat(at), &id, name, text,
			      strlen(text));
}

static inline void visitor_comes(unsigned at, unsigned visitor, uint64_t after)
{
	struct store_id id = id_of(visitor);

	hub_core_visitor_came(scene.core, seat(at), &id, after);
}

static inline void agent_comes_by(unsigned at, const char *key,
				  const char *name)
{
	assert_true(hub_core_agent_came(scene.core, seat(at), key, name, "h"));
}

static inline void agent_comes(unsigned at, const char *name)
{
	agent_comes_by(at, "thekey", name);
}

/* `rest` is of the command, as "\"text\":\"hi\"", or "". */
static inline void does(unsigned at, const char *type, unsigned visitor,
			const char *rest)
{
	struct store_id id = id_of(visitor);
	struct agent_command command;
	struct agent_error error;
	char name[STORE_ID_TEXT_BYTES], text[512];
	int size;

	store_id_text(&id, name);
	size = snprintf(text, sizeof(text),
			"{\"type\":\"%s\",\"id\":\"x\",\"conversation\":\"%s\""
			"%s%s}",
			type, name, *rest ? "," : "", rest);
	assert_true(size > 0 && (size_t)size < sizeof(text));
	assert_int_equal(
		agent_command_read(&command, text, (size_t)size, &error),
		AGENT_OK);
	hub_core_agent_does(scene.core, seat(at), &command);
	agent_command_release(&command);
}

#endif
