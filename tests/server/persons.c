/* SPDX-License-Identifier: MIT */
/* A visitor's chat that a person takes over, gives back, and misses. */
#include "server/suite.h"

#include "store/apikey.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TOKEN_ROOM 512
#define FRAMES_MAX 400 /* that are passed over for the one that is awaited */
#define HEARD "\"type\":\"agent_message\""
#define ASK(id_, text_)                                                        \
	"{\"type\":\"ask\",\"id\":\"" id_ "\",\"text\":\"" text_ "\"}"

struct shop {
	char folder[32];
	char options[256];
	char key[APIKEY_TEXT_BYTES];
	struct server server;
	int visitor, agent;
	char session[TOKEN_ROOM]; /* that the visitor got last */
	char conversation[33];    /* that waits */
	unsigned long long heard; /* the last message of the agent */
};

/* The desk's key is in the database before faqd is. */
static bool put_key(struct shop *shop, const char *path)
{
	static const uint8_t random[APIKEY_RANDOM_BYTES] = {1, 2, 3};
	const struct store_options options = {.busy_ms = 1000};
	struct store_record record = {.kind = STORE_API_KEY_ADD};
	struct store_api_key *key = &record.as.api_key;
	struct store_error error;
	struct store *store;
	bool put;

	memcpy(key->name, "Ann", 4);
	apikey_scopes_text(APIKEY_DESK, key->scopes);
	key->created_ms = 1;
	if (!apikey_make(random, key, shop->key) ||
	    store_open(&store, path, &options, &error) != STORE_OK)
		return false;
	put = store_write(store, &record, 1, STORE_DURABLE) == STORE_OK;
	store_close(store);
	return put;
}

static bool open_shop(struct shop *shop)
{
	char path[64];

	memset(shop, 0, sizeof(*shop));
	shop->visitor = shop->agent = -1;
	memcpy(shop->folder, "/tmp/faqd-test-XXXXXX", 22);
	if (!mkdtemp(shop->folder))
		return false;
	snprintf(path, sizeof(path), "%s/faqd.db", shop->folder);
	snprintf(shop->options, sizeof(shop->options),
		 "--database %s --agents yes", path);
	return put_key(shop, path) &&
	       server_start(&shop->server, shop->options);
}

static void hang_up(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static bool close_shop(struct shop *shop)
{
	char command[64];

	hang_up(&shop->visitor);
	hang_up(&shop->agent);
	snprintf(command, sizeof(command), "rm -r %s", shop->folder);
	return server_stop(&shop->server, SIGTERM) == 0 && system(command) == 0;
}

/* The value of a member whose value is a string. */
static bool take(const char *json, const char *name, char *out, size_t size)
{
	char begin[32];
	const char *at;

	snprintf(begin, sizeof(begin), "\"%s\":\"", name);
	at = strstr(json, begin);
	if (!at || strcspn(at + strlen(begin), "\"") >= size)
		return false;
	at += strlen(begin);
	snprintf(out, size, "%.*s", (int)strcspn(at, "\""), at);
	return true;
}

/* Reads until a frame has it; what a person says on the way is counted. */
static unsigned read_until(struct suite *s, struct shop *shop, int fd,
			   const char *part)
{
	unsigned said = 0;

	for (int i = 0; i < FRAMES_MAX; i++) {
		char id[24];

		ws_read(fd, &s->frame);
		if (s->frame.opcode != WS_TEXT)
			return 0;
		take(s->frame.bytes, "session", shop->session, TOKEN_ROOM);
		if (fd == shop->agent)
			take(s->frame.bytes, "conversation", shop->conversation,
			     sizeof(shop->conversation));
		if (fd == shop->visitor && strstr(s->frame.bytes, HEARD) &&
		    take(s->frame.bytes, "id", id, sizeof(id))) {
			shop->heard = strtoull(id, NULL, 10);
			said++;
		}
		if (strstr(s->frame.bytes, part))
			return said + 1;
	}
	return 0;
}

static bool visitor_hears(struct suite *s, struct shop *shop, const char *part)
{
	return read_until(s, shop, shop->visitor, part) > 0;
}

static bool agent_hears(struct suite *s, struct shop *shop, const char *part)
{
	return read_until(s, shop, shop->agent, part) > 0;
}

/* The very next frame. */
static bool visitor_hears_next(struct suite *s, struct shop *shop,
			       const char *part)
{
	ws_read(shop->visitor, &s->frame);
	return s->frame.opcode == WS_TEXT && strstr(s->frame.bytes, part);
}

static bool visitor_comes(struct suite *s, struct shop *shop)
{
	char hello[TOKEN_ROOM + 64];

	hang_up(&shop->visitor);
	shop->visitor = ws_open(&shop->server);
	snprintf(hello, sizeof(hello),
		 "{\"type\":\"hello\",\"session\":\"%s\",\"after\":%llu}",
		 shop->session, shop->heard);
	return shop->visitor >= 0 && ws_say(shop->visitor, hello) &&
	       visitor_hears(s, shop, "\"protocol\":\"faqd.chat.v1\"");
}

static bool agent_comes(struct suite *s, struct shop *shop)
{
	char headers[512];

	hang_up(&shop->agent);
	snprintf(headers, sizeof(headers),
		 WS_USUAL "Sec-WebSocket-Protocol: faqd.desk.v1\r\n"
			  "Authorization: Bearer %s\r\n",
		 shop->key);
	return ws_handshake(&shop->server, "/v1/desk", headers, &shop->agent) ==
		       101 &&
	       ws_say(shop->agent, "{\"type\":\"hello\",\"name\":\"Ann\"}") &&
	       agent_hears(s, shop, "\"protocol\":\"faqd.desk.v1\"");
}

static bool agent_does(struct shop *shop, const char *type, const char *more)
{
	char text[1024];

	snprintf(text, sizeof(text),
		 "{\"type\":\"%s\",\"conversation\":\"%s\"%s}", type,
		 shop->conversation, more);
	return ws_say(shop->agent, text);
}

static bool agent_says(struct suite *s, struct shop *shop, const char *text)
{
	char more[256];

	snprintf(more, sizeof(more), ",\"text\":\"%s\"", text);
	return agent_does(shop, "reply", more) &&
	       agent_hears(s, shop, "\"type\":\"sent\"");
}

/* A visitor waits, and the agent takes the conversation. */
static bool meet(struct suite *s, struct shop *shop)
{
	return agent_comes(s, shop) && visitor_comes(s, shop) &&
	       ws_say(shop->visitor, ASK("p", "a person please")) &&
	       visitor_hears(s, shop, "\"person\":\"asked\"") &&
	       visitor_hears(s, shop, "\"state\":\"waiting\",\"waiting\":1") &&
	       agent_hears(s, shop, "\"state\":\"waiting\"") &&
	       agent_does(shop, "follow", "") &&
	       agent_does(shop, "claim", "") &&
	       agent_hears(s, shop, "\"type\":\"claimed\"") &&
	       visitor_hears(s, shop,
			     "\"joined\",\"agent\":{\"name\":\"Ann\"}");
}

static void a_person_takes_over_and_gives_back(struct suite *s)
{
	struct shop shop;

	CHECK(s, open_shop(&shop));
	CHECK(s, meet(s, &shop));
	CHECK(s, ws_say(shop.visitor, "{\"type\":\"typing\",\"on\":true}"));
	CHECK(s, agent_hears(s, &shop, "\"type\":\"typing\""));
	CHECK(s, ws_say(shop.visitor, ASK("m", "what is tea")));
	CHECK(s, visitor_hears(s, &shop,
			       "{\"type\":\"delivered\",\"reply_to\":\"m\""));
	CHECK(s, visitor_hears(s, &shop, "\"type\":\"read\""));
	CHECK(s, agent_hears(s, &shop, "\"text\":\"what is tea\""));
	CHECK(s, agent_does(&shop, "typing", ",\"on\":true"));
	CHECK(s, visitor_hears(s, &shop, "\"type\":\"typing\",\"on\":true"));
	CHECK(s, agent_says(s, &shop, "Leaves."));
	CHECK(s, visitor_hears(s, &shop, "\"text\":\"Leaves.\""));
	CHECK(s, agent_does(&shop, "give_back", ""));
	CHECK(s, visitor_hears(s, &shop, "\"state\":\"returned\""));
	CHECK(s, ws_say(shop.visitor, ASK("n", "what is tea")));
	CHECK(s, visitor_hears_next(s, &shop, "Leaves in hot water."));
	CHECK(s, close_shop(&shop));
}

static void what_is_said_while_it_is_given_back_is_answered(struct suite *s)
{
	struct shop shop;

	CHECK(s, open_shop(&shop));
	CHECK(s, meet(s, &shop));
	CHECK(s, agent_does(&shop, "give_back", ""));
	CHECK(s, agent_hears(s, &shop, "\"type\":\"given_back\""));
	/* Under the session of one who has not heard of it. */
	CHECK(s, visitor_comes(s, &shop));
	CHECK(s, ws_say(shop.visitor, ASK("n", "what is tea")));
	CHECK(s, visitor_hears(s, &shop, "\"state\":\"returned\""));
	CHECK(s, visitor_hears(s, &shop, "Leaves in hot water."));
	CHECK(s, close_shop(&shop));
}

static void what_either_missed_comes_once(struct suite *s)
{
	struct shop shop;

	CHECK(s, open_shop(&shop));
	CHECK(s, meet(s, &shop));
	CHECK(s, agent_says(s, &shop, "one"));
	CHECK(s, visitor_hears(s, &shop, "\"text\":\"one\""));
	hang_up(&shop.visitor);
	CHECK(s, agent_says(s, &shop, "two"));
	CHECK(s, agent_says(s, &shop, "three"));
	hang_up(&shop.agent);
	CHECK(s, visitor_comes(s, &shop));
	CHECK(s, read_until(s, &shop, shop.visitor, "\"three\"") == 3);
	CHECK(s, ws_say(shop.visitor, ASK("m", "still there?")));
	CHECK(s, visitor_hears(s, &shop, "\"type\":\"delivered\""));
	CHECK(s, visitor_comes(s, &shop));
	CHECK(s, ws_say(shop.visitor, ASK("m", "still there?")));
	CHECK(s, read_until(s, &shop, shop.visitor, "\"delivered\"") == 1);
	CHECK(s, agent_comes(s, &shop));
	CHECK(s, agent_does(&shop, "follow", ""));
	CHECK(s, agent_hears(s, &shop, "still there?"));
	CHECK(s, agent_says(s, &shop, "yes"));
	CHECK(s, visitor_hears(s, &shop, "\"text\":\"yes\""));
	CHECK(s, close_shop(&shop));
}

static void faqd_is_killed_in_the_middle_and_nothing_is_lost(struct suite *s)
{
	struct shop shop;

	CHECK(s, open_shop(&shop));
	CHECK(s, meet(s, &shop));
	CHECK(s, ws_say(shop.visitor, ASK("m", "first")));
	CHECK(s, visitor_hears(s, &shop, "\"type\":\"delivered\""));
	hang_up(&shop.visitor);
	CHECK(s, agent_says(s, &shop, "one"));
	server_stop(&shop.server, SIGKILL);
	CHECK(s, server_start(&shop.server, shop.options));
	CHECK(s, visitor_comes(s, &shop));
	CHECK(s, visitor_hears(s, &shop, "\"state\":\"joined\""));
	CHECK(s, visitor_hears(s, &shop, "\"text\":\"one\""));
	CHECK(s, ws_say(shop.visitor, ASK("m", "first")));
	CHECK(s, visitor_hears(s, &shop, "\"type\":\"delivered\""));
	CHECK(s, agent_comes(s, &shop));
	CHECK(s, agent_does(&shop, "follow", ""));
	CHECK(s, agent_hears(s, &shop, "\"type\":\"conversation\""));
	CHECK(s, strstr(s->frame.bytes, "\"first\""));
	CHECK(s, !strstr(strstr(s->frame.bytes, "\"first\"") + 1, "\"first\""));
	CHECK(s, agent_does(&shop, "give_back", ""));
	CHECK(s, visitor_hears(s, &shop, "\"state\":\"returned\""));
	CHECK(s, close_shop(&shop));
}

static void nobody_is_there_and_it_is_left_for_later(struct suite *s)
{
	struct shop shop;

	CHECK(s, open_shop(&shop));
	CHECK(s, visitor_comes(s, &shop));
	CHECK(s, ws_say(shop.visitor, ASK("p", "a person please")));
	CHECK(s, visitor_hears_next(s, &shop, "Nobody who works here"));
	CHECK(s, visitor_hears(s, &shop, "\"state\":\"nobody\""));
	CHECK(s, ws_say(shop.visitor, ASK("t", "what is tea")));
	CHECK(s, visitor_hears_next(s, &shop, "Leaves in hot water."));
	CHECK(s, ws_say(shop.visitor,
			"{\"type\":\"person\",\"id\":\"l\",\"later\":true}"));
	CHECK(s, visitor_hears(s, &shop, "\"reply_to\":\"l\""));
	CHECK(s, visitor_hears(s, &shop, "\"state\":\"waiting\""));
	CHECK(s, ws_say(shop.visitor, ASK("m", "my question")));
	CHECK(s, visitor_hears(s, &shop, "\"type\":\"delivered\""));
	hang_up(&shop.visitor);
	CHECK(s, agent_comes(s, &shop));
	CHECK(s, strstr(s->frame.bytes, "my question"));
	CHECK(s, agent_does(&shop, "claim", ""));
	CHECK(s, agent_says(s, &shop, "here I am"));
	CHECK(s, visitor_comes(s, &shop));
	CHECK(s, visitor_hears(s, &shop, "\"text\":\"here I am\""));
	CHECK(s, close_shop(&shop));
}

static void two_tabs_hear_the_same(struct suite *s)
{
	struct shop shop;
	int other;

	CHECK(s, open_shop(&shop));
	CHECK(s, meet(s, &shop));
	other = shop.visitor;
	shop.visitor = -1;
	CHECK(s, visitor_comes(s, &shop));
	CHECK(s, visitor_hears(s, &shop, "\"state\":\"joined\""));
	CHECK(s, agent_says(s, &shop, "both of you"));
	CHECK(s, visitor_hears(s, &shop, "both of you"));
	CHECK(s, read_until(s, &shop, other, "both of you"));
	hang_up(&other);
	CHECK(s, close_shop(&shop));
}

/* More than waits for one visitor: the connection ends, and goes on. */
static void much_that_was_missed_comes_in_parts(struct suite *s)
{
	struct shop shop;
	char text[24];
	unsigned said = 0;

	CHECK(s, open_shop(&shop));
	CHECK(s, meet(s, &shop));
	hang_up(&shop.visitor);
	for (unsigned i = 1; i <= 150; i++) {
		snprintf(text, sizeof(text), "message %u.", i);
		CHECK(s, agent_says(s, &shop, text));
	}
	for (int i = 0; i < 20 && !strstr(s->frame.bytes, "150."); i++) {
		unsigned long long before = shop.heard;

		CHECK(s, visitor_comes(s, &shop));
		(void)read_until(s, &shop, shop.visitor, "150.");
		CHECK(s, shop.heard > before);
		said += (unsigned)(shop.heard - before);
	}
	CHECK(s, strstr(s->frame.bytes, "message 150."));
	CHECK(s, said >= 150);
	CHECK(s, close_shop(&shop));
}

static void over_http_a_person_is_not_lost_silently(struct suite *s)
{
	struct shop shop;
	char body[TOKEN_ROOM + 64];

	CHECK(s, open_shop(&shop));
	CHECK(s, meet(s, &shop));
	snprintf(body, sizeof(body),
		 "{\"id\":\"h\",\"text\":\"hi\",\"session\":\"%s\"}",
		 shop.session);
	client_post(&shop.server, "", body, &s->r);
	CHECK(s, s->r.status == 409);
	CHECK(s, strstr(s->r.body, "\"code\":\"with_person\""));
	CHECK(s, strstr(s->r.body, "\"reply_to\":\"h\""));
	CHECK(s, close_shop(&shop));
}

/* What visitors and agents say is nobody else's. */
static void the_log_has_nothing_of_what_is_said(struct suite *s)
{
	struct shop shop;

	CHECK(s, open_shop(&shop));
	CHECK(s, meet(s, &shop));
	CHECK(s, ws_say(shop.visitor, ASK("m", "xyzzy")));
	CHECK(s, visitor_hears(s, &shop, "\"type\":\"delivered\""));
	CHECK(s, agent_says(s, &shop, "plugh"));
	CHECK(s, visitor_hears(s, &shop, "plugh"));
	CHECK(s, !server_logged(&shop.server, "xyzzy"));
	CHECK(s, !server_logged(&shop.server, "plugh"));
	CHECK(s, close_shop(&shop));
}

const struct test tests_persons[] = {
	TEST(a_person_takes_over_and_gives_back),
	TEST(what_is_said_while_it_is_given_back_is_answered),
	TEST(what_either_missed_comes_once),
	TEST(faqd_is_killed_in_the_middle_and_nothing_is_lost),
	TEST(nobody_is_there_and_it_is_left_for_later),
	TEST(two_tabs_hear_the_same),
	TEST(much_that_was_missed_comes_in_parts),
	TEST(over_http_a_person_is_not_lost_silently),
	TEST(the_log_has_nothing_of_what_is_said),
	{NULL, NULL},
};
