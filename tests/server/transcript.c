/* SPDX-License-Identifier: MIT */
/* What was asked over every mouth, as the store holds it afterwards. */
#include "server/suite.h"

#include "store/store.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAIL "ann.example@example.org"
#define QUESTION "what is tea, my e-mail is " MAIL
#define TURNS_MAX 8

struct kept {
	char folder[32], options[128], path[64];
	struct server server;
	struct store_turn turn[TURNS_MAX];
	struct store_feedback feedback;
	char intent[STORE_INTENT_BYTES]; /* that the feedback is on */
	size_t turns, feedbacks;
};

static bool open_kept(struct kept *kept, const char *more)
{
	memset(kept, 0, sizeof(*kept));
	memcpy(kept->folder, "/tmp/faqd-test-XXXXXX", 22);
	if (!mkdtemp(kept->folder))
		return false;
	snprintf(kept->path, sizeof(kept->path), "%s/faqd.db", kept->folder);
	snprintf(kept->options, sizeof(kept->options), "--database %s %s",
		 kept->path, more);
	return server_start(&kept->server, kept->options);
}

static bool on_turn(void *context, const struct store_turn *turn)
{
	struct kept *kept = context;

	if (kept->turns < TURNS_MAX)
		kept->turn[kept->turns] = *turn;
	kept->turns++;
	return true;
}

static bool on_feedback(void *context, const struct store_feedback *feedback,
			const char *intent)
{
	struct kept *kept = context;

	kept->feedback = *feedback;
	snprintf(kept->intent, sizeof(kept->intent), "%s", intent);
	kept->feedbacks++;
	return true;
}

static bool read_store(struct kept *kept)
{
	const struct store_options options = {.must_exist = true};
	const struct store_range all = {.to_ms = INT64_MAX};
	struct store_error error;
	struct store *store;
	bool ok;

	if (store_open(&store, kept->path, &options, &error) != STORE_OK)
		return false;
	ok = store_turns(store, &all, on_turn, kept) == STORE_OK &&
	     store_feedback(store, &all, on_feedback, kept) == STORE_OK;
	store_close(store);
	return ok;
}

/* Ends faqd, then reads what it has left. */
static bool read_kept(struct kept *kept)
{
	return server_stop(&kept->server, SIGTERM) == 0 && read_store(kept);
}

/* No file that faqd has left holds it, as bytes; grep says 1 then. */
static bool is_nowhere(const struct kept *kept, const char *text)
{
	char command[256];
	int status;

	snprintf(command, sizeof(command), "grep -rqFe '%s' %s", text,
		 kept->folder);
	status = system(command);
	return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

static void remove_kept(const struct kept *kept)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", kept->folder);
	if (system(command) != 0)
		puts("    a folder is left in /tmp");
}

static void ask_over_every_mouth(struct suite *s, const struct server *server)
{
	int fd = ws_open(server);

	ws_say(fd, "{\"type\":\"ask\",\"text\":\"" QUESTION "\"}");
	ws_read(fd, &s->frame);
	close(fd);
	client_post(server, "", "{\"text\":\"" QUESTION "\"}", &s->r);
	client_post_to(server, "/webhooks/rest/webhook", "",
		       "{\"sender\":\"" MAIL "\",\"message\":\"" QUESTION "\"}",
		       &s->r);
	client_post_to(server, "/v1/chat/completions", "",
		       "{\"model\":\"faqd\",\"messages\":[{\"role\":\"user\","
		       "\"content\":\"" QUESTION "\"}]}",
		       &s->r);
}

static void a_question_is_kept_once_and_without_personal_data(struct suite *s)
{
	static const char *const mouths[] = {"chat", "ask", "rasa", "openai"};
	static struct kept kept;
	size_t i;

	CHECK(s, open_kept(&kept, "--log-level debug"));
	ask_over_every_mouth(s, &kept.server);
	CHECK(s, read_kept(&kept));
	CHECK(s, kept.turns == 4 && kept.feedbacks == 0);
	for (i = 0; i < 4; i++) {
		const struct store_turn *turn = &kept.turn[i];

		CHECK(s, !strcmp(turn->mouth, mouths[i]));
		CHECK(s, strstr(turn->question, "what is tea"));
		CHECK(s, !strstr(turn->question, MAIL));
		CHECK(s, turn->personal_data);
		CHECK(s, turn->verdict == FAQ_VERDICT_ANSWER);
		CHECK(s, turn->answer_count == 1);
		CHECK(s, !strcmp(turn->answer[0], "faq.tea"));
		CHECK(s, !store_id_none(&turn->visitor));
		CHECK(s, turn->time_ms > 1700000000000);
	}
	CHECK(s, is_nowhere(&kept, MAIL));
	CHECK(s, is_nowhere(&kept, "ann.example"));
	remove_kept(&kept);
}

static void what_had_no_answer_is_kept_with_what_was_near(struct suite *s)
{
	static struct kept kept;

	CHECK(s, open_kept(&kept, ""));
	client_post(&kept.server, "", "{\"text\":\"who won the match\"}",
		    &s->r);
	client_post(&kept.server, "", "{\"text\":\"boil the kettle\"}", &s->r);
	CHECK(s, read_kept(&kept));
	CHECK(s, kept.turns == 2);
	CHECK(s, kept.turn[0].verdict == FAQ_VERDICT_NONE);
	CHECK(s, kept.turn[0].answer_count == 0);
	CHECK(s, kept.turn[1].verdict == FAQ_VERDICT_NONE);
	CHECK(s, kept.turn[1].near_count > 0);
	CHECK(s, strstr(kept.turn[1].near[0].intent, "."));
	remove_kept(&kept);
}

static void feedback_finds_the_answer_that_it_is_on(struct suite *s)
{
	static struct kept kept;
	char answer[64], message[512];
	int fd;

	CHECK(s, open_kept(&kept, ""));
	fd = ws_open(&kept.server);
	ws_say(fd, "{\"type\":\"ask\",\"text\":\"boil water\"}");
	ws_read(fd, &s->frame);
	ws_say(fd, "{\"type\":\"ask\",\"text\":\"what is tea\"}");
	ws_read(fd, &s->frame);
	CHECK(s, ws_answer_id(s->frame.bytes, answer, sizeof(answer)));
	snprintf(message, sizeof(message),
		 "{\"type\":\"feedback\",\"answer\":\"%s\",\"helpful\":false,"
		 "\"reason\":\"write to " MAIL "\"}",
		 answer);
	ws_say(fd, message);
	ws_read(fd, &s->frame);
	CHECK(s, strstr(s->frame.bytes, "\"feedback_received\""));
	close(fd);
	CHECK(s, read_kept(&kept));
	CHECK(s, kept.turns == 2 && kept.feedbacks == 1);
	CHECK(s, !strcmp(kept.intent, "faq.tea"));
	CHECK(s, !kept.feedback.helpful);
	CHECK(s, strstr(kept.feedback.reason, "write to"));
	CHECK(s, !memcmp(&kept.feedback.visitor, &kept.turn[1].visitor,
			 sizeof(kept.feedback.visitor)));
	CHECK(s, !memcmp(&kept.turn[0].visitor, &kept.turn[1].visitor,
			 sizeof(kept.turn[0].visitor)));
	CHECK(s, is_nowhere(&kept, MAIL));
	CHECK(s, is_nowhere(&kept, answer));
	remove_kept(&kept);
}

/* The value of a member of the last response's body. */
static bool take(const struct suite *s, const char *name, char *out,
		 size_t size)
{
	const char *at = strstr(s->r.body, name);

	out[0] = '\0';
	if (!at)
		return false;
	at += strlen(name);
	snprintf(out, size, "%.*s", (int)strcspn(at, "\""), at);
	return *out;
}

static void
feedback_over_http_is_kept_before_it_is_acknowledged(struct suite *s)
{
	static struct kept kept;
	char answer[64], session[512], body[1024];

	CHECK(s, open_kept(&kept, ""));
	client_post(&kept.server, "", "{\"text\":\"what is tea\"}", &s->r);
	CHECK(s, take(s, "\"session\":\"", session, sizeof(session)));
	CHECK(s, ws_answer_id(s->r.body, answer, sizeof(answer)));
	snprintf(body, sizeof(body),
		 "{\"id\":\"f\",\"answer\":\"%s\",\"helpful\":true,"
		 "\"session\":\"%s\"}",
		 answer, session);
	client_post_to(&kept.server, "/v1/feedback", "", body, &s->r);
	CHECK(s, s->r.status == 200 && !s->r.closed);
	CHECK(s, strstr(s->r.body, "{\"type\":\"feedback_received\","
				   "\"reply_to\":\"f\",\"answer\":\""));
	CHECK(s, server_stop(&kept.server, SIGKILL) == -1);
	CHECK(s, read_store(&kept));
	CHECK(s, kept.feedbacks == 1 && kept.feedback.helpful);
	CHECK(s, !strcmp(kept.intent, "faq.tea"));
	remove_kept(&kept);
}

static void who_wants_no_transcripts_has_none(struct suite *s)
{
	static struct kept kept;

	CHECK(s, open_kept(&kept, "--transcripts no"));
	ask_over_every_mouth(s, &kept.server);
	CHECK(s, strstr(s->r.body, "Leaves in hot water"));
	CHECK(s, read_kept(&kept));
	CHECK(s, kept.turns == 0);
	remove_kept(&kept);
}

static void without_a_database_feedback_is_declined(struct suite *s)
{
	char answer[64], session[512], message[1024];
	struct server server;
	int fd;

	CHECK(s, server_start(&server, "--database none"));
	fd = ws_open(&server);
	ws_say(fd, "{\"type\":\"ask\",\"text\":\"what is tea\"}");
	ws_read(fd, &s->frame);
	CHECK(s, ws_answer_id(s->frame.bytes, answer, sizeof(answer)));
	snprintf(message, sizeof(message),
		 "{\"type\":\"feedback\",\"answer\":\"%s\",\"helpful\":true}",
		 answer);
	ws_say(fd, message);
	ws_read(fd, &s->frame);
	CHECK(s, strstr(s->frame.bytes, "not_recorded"));
	close(fd);
	client_post(&server, "", "{\"text\":\"what is tea\"}", &s->r);
	CHECK(s, take(s, "\"session\":\"", session, sizeof(session)));
	CHECK(s, ws_answer_id(s->r.body, answer, sizeof(answer)));
	snprintf(message, sizeof(message),
		 "{\"answer\":\"%s\",\"helpful\":true,\"session\":\"%s\"}",
		 answer, session);
	client_post_to(&server, "/v1/feedback", "", message, &s->r);
	CHECK(s, s->r.status == 503 && strstr(s->r.body, "not_recorded"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

const struct test tests_transcript[] = {
	TEST(a_question_is_kept_once_and_without_personal_data),
	TEST(what_had_no_answer_is_kept_with_what_was_near),
	TEST(feedback_finds_the_answer_that_it_is_on),
	TEST(feedback_over_http_is_kept_before_it_is_acknowledged),
	TEST(who_wants_no_transcripts_has_none),
	TEST(without_a_database_feedback_is_declined),
	{NULL, NULL},
};
