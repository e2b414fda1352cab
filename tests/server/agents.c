/* SPDX-License-Identifier: MIT */
/* Agents at /v1/desk: who comes in, and what two of them may do at once. */
#include "server/suite.h"

#include "store/apikey.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FRAMES_MAX 100 /* passed over for the one that is awaited */
#define TALK "000102030405060708090a0b0c0d0e0f"
#define OF_TALK ",\"conversation\":\"" TALK "\"}"
#define DESK "Sec-WebSocket-Protocol: faqd.desk.v1\r\n"

enum {
	ADA,
	BOB,
	SHOP,
	KEYS
};

struct desk {
	char folder[32], path[64], options[160];
	char key[KEYS][APIKEY_TEXT_BYTES];
	char id[KEYS][STORE_API_KEY_ID_BYTES];
	struct server server;
};

static bool write_records(const struct desk *desk, struct store_record *records,
			  size_t count)
{
	const struct store_options options = {.busy_ms = 5000};
	struct store_error error;
	struct store *store;
	bool written;

	if (store_open(&store, desk->path, &options, &error) != STORE_OK)
		return false;
	written = store_write(store, records, count, STORE_DURABLE) == STORE_OK;
	store_close(store);
	return written;
}

static bool put_keys(struct desk *desk)
{
	static const char *const names[KEYS] = {"Ada", "Bob", "shop"};
	static struct store_record records[KEYS];
	uint8_t random[APIKEY_RANDOM_BYTES];

	memset(records, 0, sizeof(records));
	for (unsigned i = 0; i < KEYS; i++) {
		struct store_api_key *key = &records[i].as.api_key;

		records[i].kind = STORE_API_KEY_ADD;
		memset(random, (int)i + 1, sizeof(random));
		if (!apikey_make(random, key, desk->key[i]))
			return false;
		snprintf(key->name, sizeof(key->name), "%s", names[i]);
		apikey_scopes_text(i == SHOP ? APIKEY_ASK : APIKEY_DESK,
				   key->scopes);
		key->created_ms = 1;
		memcpy(desk->id[i], key->id, sizeof(desk->id[i]));
	}
	return write_records(desk, records, KEYS);
}

/* Somebody has asked for a person, and waits. */
static bool put_talk(const struct desk *desk)
{
	static struct store_record records[2];
	struct store_talk *talk = &records[0].as.talk;
	struct store_message *message = &records[1].as.message;
	int64_t now_ms = (int64_t)time(NULL) * 1000; /* or it is pruned */

	memset(records, 0, sizeof(records));
	records[0].kind = STORE_TALK;
	if (!store_id_parse(TALK, strlen(TALK), &talk->visitor))
		return false;
	talk->since_ms = talk->updated_ms = now_ms;
	talk->last_seq = 1;
	records[1].kind = STORE_MESSAGE;
	message->visitor = talk->visitor;
	message->seq = 1;
	message->time_ms = now_ms;
	message->text = "what is tea";
	message->text_bytes = strlen(message->text);
	return write_records(desk, records, 2);
}

static bool open_desk(struct desk *desk)
{
	memset(desk, 0, sizeof(*desk));
	memcpy(desk->folder, "/tmp/faqd-test-XXXXXX", 22);
	if (!mkdtemp(desk->folder))
		return false;
	snprintf(desk->path, sizeof(desk->path), "%s/faqd.db", desk->folder);
	snprintf(desk->options, sizeof(desk->options),
		 "--database %s --agents yes", desk->path);
	return put_keys(desk) && put_talk(desk) &&
	       server_start(&desk->server, desk->options);
}

static bool close_desk(struct desk *desk)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", desk->folder);
	return server_stop(&desk->server, SIGTERM) == 0 && system(command) == 0;
}

/* Reads until a frame has it. */
static bool hears(struct suite *s, int fd, const char *part)
{
	for (int i = 0; i < FRAMES_MAX; i++) {
		ws_read(fd, &s->frame);
		if (s->frame.opcode != WS_TEXT)
			return false;
		if (strstr(s->frame.bytes, part))
			return true;
	}
	return false;
}

/* A connection on which nothing has been said; -1: it was refused. */
static int connect_to(const struct desk *desk)
{
	int fd = -1;

	return ws_handshake(&desk->server, "/v1/desk", WS_USUAL DESK, &fd) ==
			       101
		       ? fd
		       : -1;
}

static bool say_hello(int fd, const char *key, const char *name)
{
	char text[256];

	snprintf(text, sizeof(text),
		 "{\"type\":\"hello\",\"id\":\"h\",\"key\":\"%s\","
		 "\"name\":\"%s\"}",
		 key, name);
	return ws_say(fd, text);
}

static int agent_comes(struct suite *s, const struct desk *desk, unsigned key,
		       const char *name)
{
	int fd = connect_to(desk);

	if (fd < 0 || !say_hello(fd, desk->key[key], name) ||
	    !hears(s, fd, "\"protocol\":\"faqd.desk.v1\""))
		return -1;
	return fd;
}

static void without_the_setting_there_is_no_desk(struct suite *s)
{
	int fd;

	CHECK(s,
	      ws_handshake(&s->server, "/v1/desk", WS_USUAL DESK, &fd) == 404);
	client_get(&s->server, "/v1/desk", &s->r);
	CHECK(s, s->r.status == 404);
}

static void agents_without_a_database_stop_the_start(struct suite *s)
{
	struct server server;

	CHECK(s, server_run(&server, "--agents yes --database none") == 3);
	CHECK(s, server_logged(&server, "agents need a database"));
}

static void the_handshake_is_checked_as_that_of_a_chat(struct suite *s)
{
	struct desk desk;
	char headers[512];
	int fd;

	CHECK(s, open_desk(&desk));
	CHECK(s, ws_handshake(&desk.server, "/v1/desk", WS_USUAL WS_CHAT,
			      &fd) == 400);
	CHECK(s, ws_handshake(&desk.server, "/v1/chat", WS_USUAL DESK, &fd) ==
			 400);
	CHECK(s, ws_handshake(&desk.server, "/v1/desk",
			      WS_USUAL DESK "Origin: https://evil.example\r\n",
			      &fd) == 403);
	snprintf(headers, sizeof(headers),
		 WS_USUAL DESK "Authorization: Bearer %s\r\n", desk.key[SHOP]);
	CHECK(s, ws_handshake(&desk.server, "/v1/desk", headers, &fd) == 403);
	CHECK(s, ws_handshake(&desk.server, "/v1/desk",
			      WS_USUAL DESK "Authorization: Bearer x\r\n",
			      &fd) == 401);
	client_get(&desk.server, "/v1/desk", &s->r);
	CHECK(s, s->r.status == 426);
	CHECK(s, close_desk(&desk));
}

static void without_a_good_key_nothing_is_answered(struct suite *s)
{
	struct desk desk;
	int fd;

	CHECK(s, open_desk(&desk));
	fd = connect_to(&desk);
	CHECK(s, fd >= 0);
	CHECK(s, ws_say(fd, "{\"type\":\"follow\",\"id\":\"f\"" OF_TALK));
	CHECK(s, hears(s, fd, "\"reply_to\":\"f\",\"code\":\"unauthorized\""));
	CHECK(s, say_hello(fd, desk.key[SHOP], "Eve"));
	CHECK(s, hears(s, fd, "\"code\":\"unauthorized\""));
	CHECK(s, say_hello(fd, "faqd_nonsense", "Eve"));
	CHECK(s, hears(s, fd, "\"code\":\"unauthorized\""));
	CHECK(s, ws_closes_with(fd, 3000));
	close(fd);
	CHECK(s, server_soon_logged(&desk.server, "no key for the desk"));
	CHECK(s, !server_logged(&desk.server, "faqd_"));
	CHECK(s, close_desk(&desk));
}

static void one_of_two_agents_gets_a_conversation(struct suite *s)
{
	struct desk desk;
	int ada, bob, eve;

	CHECK(s, open_desk(&desk));
	ada = agent_comes(s, &desk, ADA, "Ada");
	CHECK(s, strstr(s->frame.bytes, "\"conversation\":\"" TALK "\""));
	bob = agent_comes(s, &desk, BOB, "Bob");
	CHECK(s, ada >= 0 && bob >= 0);
	CHECK(s, hears(s, ada, "\"agents\":2,\"waiting\":1"));
	client_get(&desk.server, "/metrics", &s->r);
	CHECK(s, strstr(s->r.body, "\nfaqd_agents 2\n"));
	CHECK(s, strstr(s->r.body, "\nfaqd_conversations_waiting 1\n"));
	CHECK(s, ws_say(ada, "{\"type\":\"claim\",\"id\":\"c\"" OF_TALK));
	CHECK(s, hears(s, ada, "\"type\":\"claimed\",\"reply_to\":\"c\""));
	CHECK(s, hears(s, bob, "\"agents\":2,\"waiting\":0"));
	CHECK(s, ws_say(bob, "{\"type\":\"claim\",\"id\":\"c\"" OF_TALK));
	CHECK(s, hears(s, bob, "\"code\":\"already_claimed\""));
	eve = agent_comes(s, &desk, BOB, "Ada"); /* by name only */
	CHECK(s, eve >= 0);
	CHECK(s, ws_say(eve, "{\"type\":\"close\",\"id\":\"x\"" OF_TALK));
	CHECK(s, hears(s, eve, "\"code\":\"not_yours\""));
	close(ada);
	close(bob);
	close(eve);
	CHECK(s, close_desk(&desk));
}

static void many_who_claim_at_once_leave_one(struct suite *s)
{
	int fd[8];
	unsigned won = 0;
	struct desk desk;
	char name[16];

	CHECK(s, open_desk(&desk));
	for (unsigned i = 0; i < 8; i++) {
		snprintf(name, sizeof(name), "agent %u", i);
		fd[i] = agent_comes(s, &desk, i % 2, name);
		CHECK(s, fd[i] >= 0);
	}
	for (unsigned i = 0; i < 8; i++)
		CHECK(s, ws_say(fd[i],
				"{\"type\":\"claim\",\"id\":\"c\"" OF_TALK));
	for (unsigned i = 0; i < 8; i++) {
		CHECK(s, hears(s, fd[i], "\"reply_to\":\"c\""));
		won += strstr(s->frame.bytes, "\"type\":\"claimed\"") != NULL;
		close(fd[i]);
	}
	CHECK(s, won == 1);
	CHECK(s, close_desk(&desk));
}

/* The answer got lost with faqd: the agent's tool sends it again. */
static void a_reply_is_kept_once_over_a_restart(struct suite *s)
{
	static const char reply[] = "{\"type\":\"reply\",\"id\":\"r-1\","
				    "\"text\":\"leaves\"" OF_TALK;
	struct desk desk;
	int ada;

	CHECK(s, open_desk(&desk));
	ada = agent_comes(s, &desk, ADA, "Ada");
	CHECK(s, ada >= 0);
	CHECK(s, ws_say(ada, "{\"type\":\"claim\",\"id\":\"c\"" OF_TALK));
	CHECK(s, ws_say(ada, reply));
	CHECK(s, hears(s, ada, "\"type\":\"sent\",\"reply_to\":\"r-1\""));
	CHECK(s, strstr(s->frame.bytes, "\"seq\":3"));
	close(ada);
	CHECK(s, server_stop(&desk.server, SIGKILL) != 0);
	CHECK(s, server_start(&desk.server, desk.options));
	ada = agent_comes(s, &desk, ADA, "Ada");
	CHECK(s, strstr(s->frame.bytes, "\"state\":\"joined\""));
	CHECK(s, ws_say(ada, reply));
	CHECK(s, hears(s, ada, "\"type\":\"sent\",\"reply_to\":\"r-1\""));
	CHECK(s, strstr(s->frame.bytes, "\"seq\":3"));
	CHECK(s, ws_say(ada, "{\"type\":\"follow\",\"id\":\"f\"" OF_TALK));
	CHECK(s, hears(s, ada, "\"type\":\"conversation\""));
	CHECK(s, strstr(s->frame.bytes, "\"text\":\"what is tea\""));
	CHECK(s, strstr(s->frame.bytes, "\"seq\":3,\"from\":\"agent\""));
	CHECK(s, !strstr(s->frame.bytes, "\"seq\":4"));
	close(ada);
	CHECK(s, close_desk(&desk));
}

static void the_engine_suggests_to_an_agent(struct suite *s)
{
	struct desk desk;
	int ada;

	CHECK(s, open_desk(&desk));
	ada = agent_comes(s, &desk, ADA, "Ada");
	CHECK(s, ada >= 0);
	CHECK(s, ws_say(ada, "{\"type\":\"suggest\",\"id\":\"s\"" OF_TALK));
	CHECK(s, hears(s, ada, "\"type\":\"suggestions\",\"reply_to\":\"s\""));
	CHECK(s, strstr(s->frame.bytes, "\"items\":[{\"id\":\"faq.tea\""));
	close(ada);
	CHECK(s, close_desk(&desk));
}

static void a_revoked_key_ends_the_connection(struct suite *s)
{
	struct store_record revoked = {.kind = STORE_API_KEY_REVOKED};
	struct desk desk;
	int ada;

	CHECK(s, open_desk(&desk));
	ada = agent_comes(s, &desk, ADA, "Ada");
	CHECK(s, ada >= 0);
	memcpy(revoked.as.api_key_event.id, desk.id[ADA], sizeof(desk.id[ADA]));
	revoked.as.api_key_event.time_ms = 2;
	CHECK(s, write_records(&desk, &revoked, 1));
	do
		ws_read(ada, &s->frame);
	while (s->frame.opcode == WS_TEXT);
	CHECK(s, s->frame.opcode == WS_CLOSE && s->frame.close_code == 3000);
	close(ada);
	CHECK(s, close_desk(&desk));
}

static void agents_are_told_when_faqd_ends(struct suite *s)
{
	struct desk desk;
	int ada;

	CHECK(s, open_desk(&desk));
	ada = agent_comes(s, &desk, ADA, "Ada");
	CHECK(s, ada >= 0);
	CHECK(s, close_desk(&desk));
	do
		ws_read(ada, &s->frame);
	while (s->frame.opcode == WS_TEXT);
	CHECK(s, s->frame.opcode == WS_CLOSE && s->frame.close_code == 1001);
	close(ada);
}

const struct test tests_agents[] = {
	TEST(without_the_setting_there_is_no_desk),
	TEST(agents_without_a_database_stop_the_start),
	TEST(the_handshake_is_checked_as_that_of_a_chat),
	TEST(without_a_good_key_nothing_is_answered),
	TEST(one_of_two_agents_gets_a_conversation),
	TEST(many_who_claim_at_once_leave_one),
	TEST(a_reply_is_kept_once_over_a_restart),
	TEST(the_engine_suggests_to_an_agent),
	TEST(a_revoked_key_ends_the_connection),
	TEST(agents_are_told_when_faqd_ends),
	{NULL, NULL},
};
