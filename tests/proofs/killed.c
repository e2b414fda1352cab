/* SPDX-License-Identifier: MIT */
/*
 * kill -9 of faqd under load, again and again with the same database. What
 * faqd has acknowledged is feedback: each must be there in the end.
 */
#include "proofs/proof.h"

#include "store/store.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHATS 4u
#define ROUNDS_MAX 1000u
#define SAID_MAX 256u /* feedback of a round */

struct ledger {
	unsigned round, said, heard; /* of this round */
	unsigned acknowledged, lost, rows;
	unsigned char state[ROUNDS_MAX][SAID_MAX];
};

enum {
	ACKNOWLEDGED = 1,
	STORED = 2
};

static bool ask(int chat)
{
	return ws_say(chat, "{\"type\":\"ask\",\"text\":\"what is tea\"}");
}

static bool rate(struct ledger *ledger, int chat)
{
	char text[192];

	if (ledger->said == SAID_MAX)
		return false;
	snprintf(text, sizeof(text),
		 "{\"type\":\"feedback\",\"id\":\"%u\",\"answer\":\"a%u-%u\","
		 "\"helpful\":true,\"reason\":\"ack %u %u\"}",
		 ledger->said, ledger->round, ledger->said, ledger->round,
		 ledger->said);
	ledger->said++;
	return ws_say(chat, text);
}

/* Reads until it is told of feedback; false when the connection has ended. */
static bool hear(struct suite *s, struct ledger *ledger, int chat)
{
	const char *at;

	do {
		ws_read(chat, &s->frame);
		if (s->frame.opcode != WS_TEXT)
			return false;
	} while (!strstr(s->frame.bytes, "\"feedback_received\""));
	at = strstr(s->frame.bytes, "\"reply_to\":\"");
	if (!at)
		return false;
	ledger->state[ledger->round][strtoul(at + 12, NULL, 10) % SAID_MAX] |=
		ACKNOWLEDGED;
	ledger->acknowledged++;
	ledger->heard++;
	return true;
}

/* Until `enough` are acknowledged; then `more` are said, and it is killed while
 * they are on their way. */
static void load(struct suite *s, struct ledger *ledger,
		 const struct server *server, unsigned enough, unsigned more)
{
	int chat[CHATS];
	unsigned i, n = 0;

	for (i = 0; i < CHATS; i++) {
		chat[i] = ws_open(server);
		CHECK(s, chat[i] >= 0 && ask(chat[i]));
	}
	while (ledger->heard < enough) {
		for (i = 0; i < CHATS; i++)
			CHECK(s, rate(ledger, chat[i]) && ask(chat[i]));
		client_post(server, "", "{\"text\":\"what is tea\"}", &s->r);
		CHECK(s, s->r.status == 200);
		for (i = 0; i < CHATS; i++)
			CHECK(s, hear(s, ledger, chat[i]));
	}
	for (; n < more; n++)
		CHECK(s, rate(ledger, chat[n % CHATS]));
	kill(server->pid, SIGKILL);
	for (i = 0; i < CHATS; i++) {
		while (hear(s, ledger, chat[i]))
			;
		close(chat[i]);
	}
}

static bool note(void *context, const struct store_feedback *feedback,
		 const char *intent)
{
	struct ledger *ledger = context;
	unsigned round, number;

	(void)intent;
	ledger->rows++;
	if (sscanf(feedback->reason, "ack %u %u", &round, &number) == 2 &&
	    round < ROUNDS_MAX && number < SAID_MAX)
		ledger->state[round][number] |= STORED;
	return true;
}

static bool read_all(struct ledger *ledger, const char *path)
{
	const struct store_range all = {0, INT64_MAX, NULL, false};
	const struct store_options options = {.check_all = true};
	struct store_error error;
	struct store *store;
	unsigned round, number;
	bool fine;

	if (store_open(&store, path, &options, &error) != STORE_OK) {
		printf("    %s\n", error.message);
		return false;
	}
	fine = store_feedback(store, &all, note, ledger) == STORE_OK;
	store_close(store);
	for (round = 0; round < ROUNDS_MAX; round++)
		for (number = 0; number < SAID_MAX; number++)
			ledger->lost +=
				ledger->state[round][number] == ACKNOWLEDGED;
	return fine;
}

void no_acknowledged_record_is_lost(struct suite *s, unsigned rounds)
{
	static struct ledger ledger;
	struct server server;
	struct folder folder;
	char options[96], path[64];
	unsigned long long chance = 88172645463325252ULL;

	CHECK(s, rounds > 0 && rounds <= ROUNDS_MAX && folder_make(&folder));
	snprintf(path, sizeof(path), "%s/x.db", folder.path);
	snprintf(options, sizeof(options), "--database %s --workers 2", path);
	for (; ledger.round < rounds; ledger.round++) {
		ledger.said = ledger.heard = 0;
		chance = chance * 6364136223846793005ULL + 1442695040888963407;
		CHECK(s, server_start(&server, options));
		load(s, &ledger, &server, (unsigned)(chance >> 33) % 8 + 1,
		     (unsigned)(chance >> 40) % 24);
		if (s->fault)
			return;
		(void)server_stop(&server, SIGKILL);
	}
	CHECK(s, read_all(&ledger, path));
	printf("    %u kills, %u acknowledged, %u stored, %u lost\n", rounds,
	       ledger.acknowledged, ledger.rows, ledger.lost);
	CHECK(s, ledger.acknowledged > rounds && ledger.lost == 0);
	CHECK(s, folder_remove(&folder));
}
