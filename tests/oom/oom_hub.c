/* SPDX-License-Identifier: MIT */
/*
 * oom_hub: a visitor and an agent meet in the hub while each allocation in
 * turn fails, alone or with all that follow. What was acknowledged is stored.
 * Allocations of SQLite and OpenSSL are not failed.
 */
#include "core/faq.h"
#include "oom/wrap.h"
#include "server/desk/errand.h"
#include "server/desk/hub_story.h"
#include "server/desk/letterbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TALK "000102030405060708090a0b0c0d0e0f"
#define AGENT 1
#define VISITOR 2

/* In memory where that is to be had: each round makes files. */
static char folder[32] = "/dev/shm/faqd-oom-XXXXXX", path[64];
static const struct store_options options = {.busy_ms = 1};
static struct faq_catalog *catalog;
static char last[3][8192];        /* what each seat has heard last */
static size_t acknowledged, kept; /* messages */
static struct letterbox box;

static void deliver(void *context, const struct hub_letter *letter)
{
	char *frames = last[letter->seat.session];
	size_t used = strlen(frames);

	(void)context;
	letterbox_put(&box, letter);
	if (used + letter->size + 1 < sizeof(last[0]))
		snprintf(frames + used, letter->size + 1, "%.*s",
			 (int)letter->size, letter->bytes);
}

static int64_t now_ms(void *context)
{
	(void)context;
	return 1700000000000;
}

static const struct faq_catalog *content(void *context)
{
	(void)context;
	return catalog;
}

/* Has the seat heard it, since it was asked the last time? */
static bool hears(unsigned seat, const char *text)
{
	bool found = strstr(last[seat], text) != NULL;

	last[seat][0] = '\0';
	return found;
}

static bool does(struct hub_core *core, const char *type, const char *rest)
{
	const struct hub_seat seat = {0, AGENT};
	struct agent_command command;
	struct agent_error error;
	char text[256];
	int size = snprintf(text, sizeof(text),
			    "{\"type\":\"%s\",\"id\":\"x\","
			    "\"conversation\":\"" TALK "\"%s}",
			    type, rest);

	if (agent_command_read(&command, text, (size_t)size, &error) !=
	    AGENT_OK)
		return false;
	hub_core_agent_does(core, seat, &command);
	agent_command_release(&command);
	return true;
}

static bool ask(struct hub_core *core, struct store *store,
		const struct store_id *id)
{
	const struct hub_turn turn = {.question = "a person please",
				      .answer = "One moment.",
				      .intent = "meta.human"};
	const struct hub_wish wish = {.last = &turn, .answer_id = ""};
	struct store_key key;
	const struct hub_story_source source = {store, &key, catalog};
	struct hub_told *told;

	store_get_key(store, &key);
	told = hub_story_read(&source, id, &wish);
	if (!told)
		return false;
	hub_core_visitor_asks(core, (struct hub_seat){0, VISITOR}, id,
			      hub_story_of(told));
	hub_story_free(told);
	return hears(VISITOR, "\"state\":\"waiting\"");
}

/* As a worker does: what it says is copied. */
static bool say(struct hub_core *core, const struct store_id *id)
{
	const struct errand_text texts[ERRAND_TEXTS] = {errand_text("m-1"),
							errand_text("hello")};
	const struct hub_seat seat = {0, VISITOR};
	struct errand *errand = errand_new(ERRAND_VISITOR_SAYS, seat, texts);

	if (!errand)
		return false;
	hub_core_visitor_says(core, seat, id, errand->text[0].bytes,
			      errand->text[1].bytes, errand->text[1].size);
	errand_free(errand);
	return hears(VISITOR, "\"type\":\"delivered\"");
}

static bool count_kept(void *context, const struct store_message *message)
{
	(void)context;
	kept += message->from == STORE_FROM_AGENT ||
		(message->from == STORE_FROM_VISITOR &&
		 message->text_bytes == 5);
	return true;
}

static bool meet(struct hub_core *core, struct store *store,
		 const struct store_id *id)
{
	const struct hub_seat seat = {0, AGENT};
	bool worked = hub_core_agent_came(core, seat, "key", "Ada", "h") &&
		      hears(AGENT, "\"type\":\"hello\"") &&
		      ask(core, store, id) && does(core, "claim", "") &&
		      hears(AGENT, "\"type\":\"claimed\"") &&
		      does(core, "reply", ",\"text\":\"hi\"");
	bool sent = worked && hears(AGENT, "\"type\":\"sent\"");
	bool said = sent && say(core, id);

	acknowledged = (size_t)sent + (size_t)said;
	return said && does(core, "follow", "") &&
	       hears(AGENT, "\"type\":\"conversation\"") &&
	       does(core, "close", "") && hears(AGENT, "\"type\":\"closed\"");
}

static void remove_files(void)
{
	static const char *const endings[] = {"", "-wal", "-shm"};
	char name[80];

	for (unsigned i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "%s%s", path, endings[i]);
		remove(name);
	}
}

/* Nothing fails in it. */
static struct store *open_store(void)
{
	struct meter *failing = meter;
	struct store_error error;
	struct store *store;

	meter = NULL;
	remove_files();
	assert_int_equal(store_open(&store, path, &options, &error), STORE_OK);
	meter = failing;
	return store;
}

/* Nor in this. More may be there than was acknowledged, and not less. */
static void close_store(struct store *store, const struct store_id *id)
{
	struct meter *failing = meter;

	meter = NULL;
	kept = 0;
	assert_int_equal(store_messages(store, id, 0, 99, count_kept, NULL),
			 STORE_OK);
	assert_true(kept >= acknowledged);
	store_close(store);
	meter = failing;
}

static void ignore(void *context)
{
	(void)context;
}

static bool meet_once(struct store *store, const struct store_id *id)
{
	const struct hub_options how = {.store = store,
					.deliver = deliver,
					.now_ms = now_ms,
					.catalog = content,
					.away_ms = 1000};
	struct hub_core *core;
	bool worked;

	if (hub_core_new(&core, &how) != STORE_OK)
		return false;
	worked = meet(core, store, id);
	hub_core_free(core);
	return worked;
}

static bool work(void)
{
	struct store *store = open_store();
	struct store_id id;
	bool worked = store_id_parse(TALK, strlen(TALK), &id);

	memset(last, 0, sizeof(last));
	acknowledged = 0;
	letterbox_init(&box, 0);
	letterbox_open(&box, ignore, NULL);
	worked = worked && meet_once(store, &id);
	letterbox_release(&box); /* what lies in it is freed */
	close_store(store, &id);
	return worked;
}

static void a_meeting_survives(void **state)
{
	(void)state;
	/* Others at the desk hear less, and ask again. */
	assert_true(fail_each(work, true) > 30);
}

static void report(void *context, const struct faq_diag *diag)
{
	(void)context;
	print_error("%s\n", diag->message);
}

static bool build(void)
{
	static const char page[] = "## Tea {#tea}\n\nLeaves in water.\n";
	static const char answers[] = "# Tea\n\n### What is tea?\n\nLeaves.\n\n"
				      "```ask faq.tea\n@rests tea\n"
				      "what is tea\n```\n";
	const struct faq_source sources[] = {
		{"en/page.md", page, sizeof(page) - 1},
		{"en/tea.md", answers, sizeof(answers) - 1},
	};
	struct faq_site site = {.name = "Tea"};

	faq_thresholds_default(&site.thresholds);
	return faq_catalog_build(&catalog, sources, 2, &site, NULL, report,
				 NULL) == FAQ_OK;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_meeting_survives),
	};
	int failures;

	wrap_cjson();
	if (!mkdtemp(folder)) {
		snprintf(folder, sizeof(folder), "/tmp/faqd-oom-XXXXXX");
		if (!mkdtemp(folder))
			return 2;
	}
	snprintf(path, sizeof(path), "%s/x.db", folder);
	if (!build())
		return 2;
	failures = cmocka_run_group_tests(tests, NULL, NULL);
	faq_catalog_free(catalog);
	remove_files();
	remove(folder);
	return failures;
}
