/* SPDX-License-Identifier: MIT */
/*
 * desk_fixture.h: desks as they are set up, the samples of tests/desk/samples,
 * and an answer to give. Include it behind cmocka.h.
 */
#ifndef FAQ_TEST_DESK_FIXTURE_H
#define FAQ_TEST_DESK_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/desk.h"

#define SAMPLE_BYTES 16384u
#define WHSEC "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

static const struct desk_config desk_setups[DESK_KINDS] = {
	[DESK_CHATWOOT] = {.name = "site",
			   .kind = DESK_CHATWOOT,
			   .secret = {"s3cret", "older"},
			   .secret_count = 2,
			   .url = "https://desk.example",
			   .token = "bot-token",
			   .account = "1"},
	[DESK_ZENDESK] = {.name = "zen",
			  .kind = DESK_ZENDESK,
			  .secret = {"s3cret"},
			  .secret_count = 1,
			  .url = "https://api.smooch.example",
			  .token_id = "key1",
			  .token = "pass",
			  .account = "app0001",
			  .self = "faqd"},
	[DESK_INTERCOM] = {.name = "inter",
			   .kind = DESK_INTERCOM,
			   .secret = {"s3cret"},
			   .secret_count = 1,
			   .url = "https://api.intercom.example",
			   .token = "tok",
			   .account = "app0001",
			   .self = "77",
			   .assign = "88"},
	[DESK_ZAMMAD] = {.name = "zam",
			 .kind = DESK_ZAMMAD,
			 .secret = {"s3cret"},
			 .secret_count = 1,
			 .url = "https://zammad.example",
			 .token = "tok",
			 .self = "9",
			 .assign = "Support"},
	[DESK_SLACK] = {.name = "slack",
			.kind = DESK_SLACK,
			.secret = {"s3cret"},
			.secret_count = 1,
			.url = "https://slack.example",
			.token = "xoxb",
			.account = "T1",
			.self = "UBOT",
			.agent = {"UAGENT"},
			.agent_count = 1},
	[DESK_MATTERMOST] = {.name = "matter",
			     .kind = DESK_MATTERMOST,
			     .secret = {"tok"},
			     .secret_count = 1,
			     .agent = {"agent"},
			     .agent_count = 1},
	[DESK_ROCKETCHAT] = {.name = "rocket",
			     .kind = DESK_ROCKETCHAT,
			     .secret = {"tok"},
			     .secret_count = 1,
			     .trigger = "kyc"},
	[DESK_WEBHOOK] = {.name = "own",
			  .kind = DESK_WEBHOOK,
			  .secret = {WHSEC},
			  .secret_count = 1,
			  .url = "https://own.example/api",
			  .map = {.text = "/message/words",
				  .conversation = "/room~1id",
				  .message = "/message/id",
				  .author = "/message/by/role",
				  .time = "/at",
				  .type = "/kind",
				  .visitor = "visitor",
				  .own = "bot",
				  .is_message = "message.new",
				  .is_taken = "taken",
				  .is_returned = "returned",
				  .is_closed = "closed",
				  .limit = 1000,
				  .reply = {NULL, "/rooms/{{conversation}}",
					    "{\"id\":\"{{key}}\",\"words\":"
					    "\"{{text}}\",\"buttons\":"
					    "{{choices}}}"},
				  .handover = {"PUT",
					       "/rooms/{{conversation}}/owner",
					       "{\"why\":\"{{reason}}\"}"}}},
};

static const struct desk_to desk_to_a = {"42", "k1"};

/* ------------------------------------------------------------------ */
/* In.                                                                */

static inline char *desk_sample(const char *name)
{
	char path[128];
	char *bytes = calloc(1, SAMPLE_BYTES);
	FILE *file;

	assert_non_null(bytes);
	snprintf(path, sizeof(path), "tests/desk/samples/%s", name);
	file = fopen(path, "rb");
	if (!file)
		fail_msg("cannot read '%s'", path);
	assert_true(fread(bytes, 1, SAMPLE_BYTES - 1, file) > 0);
	fclose(file);
	return bytes;
}

/* The text with the first `from` in it as `to`; frees the old. */
static inline char *desk_change(char *text, const char *from, const char *to)
{
	char *at = strstr(text, from);
	char *changed = calloc(1, strlen(text) + strlen(to) + 1);

	assert_non_null(changed);
	if (!at)
		fail_msg("there is no '%s'", from);
	snprintf(changed, strlen(text) + strlen(to) + 1, "%.*s%s%s",
		 (int)(at - text), text, to, at + strlen(from));
	free(text);
	return changed;
}

static inline enum desk_status desk_read_text(const struct desk_config *config,
					      const char *body, bool form,
					      struct desk_events *events)
{
	static const struct desk_header headers[] = {
		{"content-type", "application/x-www-form-urlencoded"},
		{"X-Chatwoot-Delivery", "d-1"},
		{"webhook-id", "msg_1"}};
	const struct desk_hook hook = {.header = headers + !form,
				       .header_count = 3 - !form,
				       .body = body,
				       .bytes = strlen(body)};
	struct json_error error = {0, 0, ""};
	enum desk_status status = desk_read(config, &hook, events, &error);

	if (status == DESK_ERROR_BODY)
		assert_true(error.line && error.column && error.message[0]);
	if (status != DESK_OK)
		assert_null(events->event);
	return status;
}

/* Reads a body with one event, and what it is; takes the body. */
static inline void desk_reads_as(const struct desk_config *config, char *body,
				 enum desk_event_type type, enum desk_why why)
{
	struct desk_events events;

	assert_int_equal(desk_read_text(config, body, false, &events), DESK_OK);
	assert_int_equal(events.count, 1);
	if (events.event[0].type != type || events.event[0].why != why)
		fail_msg("'%s' (%s), not '%s' (%s)",
			 desk_event_text(events.event[0].type),
			 desk_why_text(events.event[0].why),
			 desk_event_text(type), desk_why_text(why));
	assert_int_equal(events.event[0].person,
			 why == DESK_WHY_AGENT || why == DESK_WHY_TAKEN ||
				 type == DESK_TAKEN);
	desk_events_release(&events);
	free(body);
}

/* A body that is no such desk's; takes it. */
static inline void desk_refuses(const struct desk_config *config, char *body)
{
	struct desk_events events;

	assert_int_equal(desk_read_text(config, body, false, &events),
			 DESK_ERROR_BODY);
	free(body);
}

/* ------------------------------------------------------------------ */
/* Out.                                                               */

static const struct faq_link desk_link = {"shop", "The tea shop",
					  "https://shop.example/?a=1&b=2"};
static const struct faq_intent desk_tea = {
	.id = "faq.tea",
	.title = "What *tea* is <now>",
	.text = "Leaves & water.\n\nSee the shop.",
	.markdown = "Leaves & **water**.\n\nSee the shop.\n",
	.html = "<p>Leaves &amp; <strong>water</strong>.</p>\n"
		"<p>See the shop.</p>\n",
	.again = "",
	.note = "Hot!",
	.link = &desk_link,
	.kind = FAQ_KIND_MISTAKE};
static const struct faq_intent desk_water = {.id = "faq.water",
					     .title = "Water",
					     .text = "Wet.",
					     .markdown = "Wet.\n",
					     .html = "<p>Wet.</p>\n",
					     .again = "",
					     .note = "",
					     .kind = FAQ_KIND_FAQ};

static inline void desk_answer(struct faq_reply *reply)
{
	memset(reply, 0, sizeof(*reply));
	reply->verdict = FAQ_VERDICT_ANSWER;
	reply->part_count = 1;
	reply->part[0].intent = &desk_tea;
	reply->part[0].confidence = 0.93;
	reply->lead = "Now:";
	reply->tail = "";
	reply->text = "";
}

static inline void desk_clarify(struct faq_reply *reply)
{
	memset(reply, 0, sizeof(*reply));
	reply->verdict = FAQ_VERDICT_CLARIFY;
	reply->choice_count = 2;
	reply->choice[0] = &desk_tea;
	reply->choice[1] = &desk_water;
	reply->lead = "Which one?";
	reply->tail = "";
	reply->text = "";
}

/* What is written is JSON, and these bytes. */
static inline void desk_request_is(const struct desk_request *request,
				   const char *method, const char *path,
				   const char *body)
{
	struct json_doc *doc;

	assert_string_equal(request->method, method);
	assert_string_equal(request->path, path);
	assert_int_equal(strlen(request->body), request->bytes);
	assert_int_equal(json_parse(&doc, request->body, request->bytes, NULL),
			 JSON_OK);
	json_free(doc);
	if (!strstr(request->body, body))
		fail_msg("%s\nhas no\n%s", request->body, body);
}

static inline const char *desk_header_of(const struct desk_headers *headers,
					 const char *name)
{
	for (size_t i = 0; i < headers->count; i++)
		if (strcmp(headers->header[i].name, name) == 0)
			return headers->header[i].value;
	return NULL;
}

#endif
