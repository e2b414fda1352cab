/* SPDX-License-Identifier: MIT */
/*
 * person_fixture.h: a visitor's session without a socket, a hub with a thread
 * and a store of its own, and an agent who is no more than a seat.
 */
#ifndef TESTS_PERSON_FIXTURE_H
#define TESTS_PERSON_FIXTURE_H

#include "server/desk/hub.h"
#include "server/talk/chat.h"
#include "server/talk/person.h"
#include "server_fixture.h"
#include "store_fixture.h"

#include <semaphore.h>
#include <stdio.h>
#include <time.h>

#define AGENT 1000000u /* the agent's seat, far from the visitors' */
#define HEARD_BYTES 65536u
#define LETTER_SECONDS 10

static const char desk[] =
	"# Tea\n\n### What is tea?\n\nLeaves in hot water.\n\n"
	"```ask faq.tea\nwhat is tea\n```\n\n"
	"### A person, please\n\nNobody is here & that is so.\n\n"
	"```ask meta.human\n@person\na person please\n```\n\n"
	"### No use\n\n-\n\n```ask act.anger\n^ useless $\n```\n\n"
	"```say handed_over\nOne moment: <a person> comes.\n```\n\n"
	"```say way_out\nThat is all.\n```\n\n"
	"```say way_out_person\nShall a person help?\n```\n";

struct desk {
	struct fixture *f;
	struct bench *bench;
	struct hub *hub;
	sem_t rung;
	char agent[HEARD_BYTES]; /* what the agent has heard */
	uint64_t seen;           /* serial number that a letter came for last */
	enum chat_close code;    /* that the last letter led to */
};

static inline void ring(void *context)
{
	sem_post(context);
}

static inline int64_t now_ms(void *unused)
{
	(void)unused;
	return 1700000000000;
}

static inline struct served *serve(const char *text)
{
	const struct faq_source source = {"tea.md", text, strlen(text)};
	struct faq_site site = {.name = "Tea"};
	struct faq_catalog *catalog;
	struct served *served;

	faq_thresholds_default(&site.thresholds);
	assert_int_equal(faq_catalog_build(&catalog, &source, 1, &site, NULL,
					   fixture_report, NULL),
			 FAQ_OK);
	assert_int_equal(served_new(&served, catalog, NULL, 1), FAQ_OK);
	return served;
}

static inline void begin_hub(struct desk *d)
{
	const struct hub_settings settings = {
		.database = d->bench->path,
		.store = &d->bench->options,
		.log = &d->f->log,
		.served = d->f->responder.served,
		.now_ms = now_ms,
		.away_ms = 60000,
	};
	struct store_error error;

	assert_true(hub_start(&d->hub, &settings, &error));
	d->f->shared.hub = d->hub;
	d->f->responder.letterbox = hub_letterbox(d->hub, ring, &d->rung);
	assert_non_null(d->f->responder.letterbox);
}

static inline void end_hub(struct desk *d)
{
	letterbox_close(d->f->responder.letterbox);
	hub_stop(d->hub);
	d->f->shared.hub = NULL;
	d->f->responder.letterbox = NULL;
}

static inline int set_up(void **state)
{
	struct desk *d = calloc(1, sizeof(*d));
	void *made = NULL;

	assert_non_null(d);
	fixture_set_up(&made);
	d->f = made;
	responder_serve(&d->f->responder, serve(desk));
	d->f->limits.queue_frames = 64;
	d->f->session.queue.max = 64;
	bench_set_up_open(&made);
	d->bench = made;
	sem_init(&d->rung, 0, 0);
	begin_hub(d);
	*state = d;
	return 0;
}

static inline int tear_down(void **state)
{
	struct desk *d = *state;
	void *made = d->f;

	session_release(&d->f->session);
	session_init(&d->f->session, &d->f->responder,
		     &(struct address){.family = ADDRESS_LOCAL});
	end_hub(d);
	fixture_tear_down(&made);
	made = d->bench;
	bench_tear_down(&made);
	sem_destroy(&d->rung);
	free(d);
	return 0;
}

static inline void deliver(struct desk *d, const struct hub_letter *letter)
{
	struct session *session =
		seats_find(&d->f->responder.seats, letter->seat.session);
	size_t size = strlen(d->agent);

	d->seen = letter->seat.session;
	if (session) {
		d->code = person_on_letter(session, letter);
	} else if (letter->seat.session == AGENT) {
		assert_true(size + letter->size + 2 < HEARD_BYTES);
		snprintf(d->agent + size, HEARD_BYTES - size, "%.*s\n",
			 (int)letter->size, letter->bytes);
	}
}

/* Hands out the letters of one ring of the bell. */
static inline void wait_letters(struct desk *d)
{
	struct timespec until;
	struct parcel *parcel;
	bool lost;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += LETTER_SECONDS;
	assert_int_equal(sem_timedwait(&d->rung, &until), 0);
	parcel = letterbox_take(d->f->responder.letterbox, &lost);
	assert_false(lost);
	while (parcel) {
		struct parcel *next = parcel->next;

		deliver(d, &parcel->letter);
		parcel_free(parcel);
		parcel = next;
	}
}

/* The agent hears it, now or next; what came before it is forgotten. */
static inline void agent_hears(struct desk *d, const char *part)
{
	while (!strstr(d->agent, part))
		wait_letters(d);
	d->agent[0] = '\0';
}

/* The next frame to the visitor; what is read is told at any time. */
static inline void visitor_hears(struct desk *d, const char *part)
{
	static const char read[] = "{\"type\":\"read\"";
	bool awaited = strstr(part, read) != NULL, passed;

	do {
		char *text;

		while (d->f->session.queue.count == 0)
			wait_letters(d);
		text = fixture_sent(d->f);
		passed = !awaited && strncmp(text, read, strlen(read)) == 0;
		if (!passed && !strstr(text, part))
			fail_msg("'%s' is not in '%s'", part, text);
		free(text);
	} while (passed);
}

/* The session that the next frame says. */
static inline char *hear_session(struct desk *d, const char *part)
{
	char *text, *at;

	while (d->f->session.queue.count == 0)
		wait_letters(d);
	text = fixture_sent(d->f);
	at = strstr(text, "\"session\":\"");
	if (!strstr(text, part) || !at)
		fail_msg("'%s' and a session are not in '%s'", part, text);
	at += strlen("\"session\":\"");
	at = strndup(at, strcspn(at, "\""));
	free(text);
	return at;
}

static inline void say(struct desk *d, const char *text)
{
	const struct chat_piece piece = {text, strlen(text), true, true, false};

	assert_int_equal(chat_on_piece(&d->f->session, &piece), CHAT_GO_ON);
}

static inline struct hub_seat agent_seat(const struct desk *d)
{
	return (struct hub_seat){d->f->responder.letterbox->number, AGENT};
}

/* Comes twice: what the hub has answered second comes after the first was seen
 * by all, in hub_presence() too. */
static inline void agent_comes(struct desk *d)
{
	for (int i = 0; i < 2; i++) {
		assert_true(
			hub_agent_came(d->hub, agent_seat(d), "k", "Ann", ""));
		agent_hears(d, "\"type\":\"hello\"");
	}
}

/* Does it to the conversation of the session's visitor. */
static inline void agent_does(struct desk *d, enum agent_type type,
			      const char *more)
{
	static const char *const names[] = {
		[AGENT_FOLLOW] = "follow",       [AGENT_CLAIM] = "claim",
		[AGENT_REPLY] = "reply",         [AGENT_TYPING] = "typing",
		[AGENT_GIVE_BACK] = "give_back",
	};
	char visitor[VISIT_VISITOR_TEXT], text[512];
	struct agent_command command;
	struct agent_error error;

	visit_name(&d->f->session.visit, visitor);
	snprintf(text, sizeof(text),
		 "{\"type\":\"%s\",\"conversation\":\"%s\"%s}", names[type],
		 visitor, more);
	assert_int_equal(
		agent_command_read(&command, text, strlen(text), &error),
		AGENT_OK);
	assert_true(hub_agent_does(d->hub, agent_seat(d), &command));
}

static inline void agent_joins(struct desk *d)
{
	agent_does(d, AGENT_FOLLOW, "");
	agent_does(d, AGENT_CLAIM, "");
	agent_hears(d, "\"claimed\"");
}

/* A visitor who waits hears it, and that what was said before is read. */
static inline void visitor_is_joined(struct desk *d)
{
	agent_joins(d);
	visitor_hears(d, "\"state\":\"joined\",\"agent\":{\"name\":\"Ann\"}");
	visitor_hears(d, "{\"type\":\"read\",\"seq\":");
}

/* A visitor who waits; returns the session that says so. */
static inline char *ask_for_person(struct desk *d)
{
	char *session;

	say(d, "{\"type\":\"ask\",\"id\":\"p\",\"text\":\"a person please\"}");
	session = hear_session(d, "\"person\":\"asked\"");
	visitor_hears(d, "{\"type\":\"handover\",\"state\":\"waiting\","
			 "\"waiting\":1}");
	return session;
}

/* The connection ends and another one comes, with that session. */
static inline void reconnect(struct desk *d, const char *session,
			     unsigned after)
{
	char hello[512];

	session_release(&d->f->session);
	session_init(&d->f->session, &d->f->responder,
		     &(struct address){.family = ADDRESS_LOCAL});
	chat_on_open(&d->f->session);
	snprintf(hello, sizeof(hello),
		 "{\"type\":\"hello\",\"session\":\"%s\",\"after\":%u}",
		 session, after);
	say(d, hello);
	visitor_hears(d, "\"type\":\"hello\"");
}

#endif
