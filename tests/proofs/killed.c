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
#define STOCK 8u /* of answers: as much feedback may wait for the disk */
#define ROUNDS_MAX 1000u
#define SAID_MAX 256u /* feedback of a round */

struct ledger {
	unsigned round, said, heard; /* of this round */
	unsigned acknowledged, lost, rows;
	unsigned char state[ROUNDS_MAX][SAID_MAX];
};

/* A chat, and the answers that it has not rated yet. */
struct talker {
	int fd;
	char answer[STOCK][32];
	unsigned stock;
};

enum {
	ACKNOWLEDGED = 1,
	STORED = 2
};

static bool ask(const struct talker *talker)
{
	return ws_say(talker->fd,
		      "{\"type\":\"ask\",\"text\":\"what is tea\"}");
}

/* Each answer once: a second word on it would replace the first. */
static bool rate(struct ledger *ledger, struct talker *talker)
{
	char text[192];

	if (ledger->said == SAID_MAX || talker->stock == 0)
		return false;
	snprintf(text, sizeof(text),
		 "{\"type\":\"feedback\",\"id\":\"%u\",\"answer\":\"%s\","
		 "\"helpful\":true,\"reason\":\"ack %u %u\"}",
		 ledger->said, talker->answer[--talker->stock], ledger->round,
		 ledger->said);
	ledger->said++;
	return ws_say(talker->fd, text);
}

/* Reads a message; an answer goes into stock. False when the connection has
 * ended. */
static bool read_one(struct suite *s, struct talker *talker)
{
	char *room = talker->answer[talker->stock % STOCK];

	ws_read(talker->fd, &s->frame);
	if (s->frame.opcode != WS_TEXT)
		return false;
	if (strstr(s->frame.bytes, "\"type\":\"answer\"") &&
	    talker->stock < STOCK)
		talker->stock += ws_answer_id(s->frame.bytes, room,
					      sizeof(talker->answer[0]));
	return true;
}

/* Reads until it is told of feedback; false when the connection has ended. */
static bool hear(struct suite *s, struct ledger *ledger, struct talker *talker)
{
	const char *at;

	do {
		if (!read_one(s, talker))
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

static bool begin(struct suite *s, struct talker *talker,
		  const struct server *server)
{
	*talker = (struct talker){.fd = ws_open(server)};
	while (talker->stock < STOCK)
		if (!ask(talker) || !read_one(s, talker))
			return false;
	return true;
}

/* Until `enough` are acknowledged; then `more` are said, and it is killed while
 * they are on their way. */
static void load(struct suite *s, struct ledger *ledger,
		 const struct server *server, unsigned enough, unsigned more)
{
	struct talker talker[CHATS];
	unsigned i, n = 0;

	for (i = 0; i < CHATS; i++)
		CHECK(s, begin(s, &talker[i], server));
	while (ledger->heard < enough) {
		for (i = 0; i < CHATS; i++)
			CHECK(s, rate(ledger, &talker[i]) && ask(&talker[i]));
		client_post(server, "", "{\"text\":\"what is tea\"}", &s->r);
		CHECK(s, s->r.status == 200);
		for (i = 0; i < CHATS; i++)
			CHECK(s, hear(s, ledger, &talker[i]));
	}
	for (; n < more; n++)
		CHECK(s, rate(ledger, &talker[n % CHATS]));
	kill(server->pid, SIGKILL);
	for (i = 0; i < CHATS; i++) {
		while (hear(s, ledger, &talker[i]))
			;
		close(talker[i].fd);
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
