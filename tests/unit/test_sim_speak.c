/* SPDX-License-Identifier: MIT */
/* What a simulated desk says is understood by src/desk, and the other way:
 * two readings of one documentation must agree. */
#include "cli/sim_speak.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define BODY_BYTES 65536u
#define NOW_S 1795411422

static struct desk_config config_of(enum desk_kind kind)
{
	return (struct desk_config){
		.name = "support",
		.kind = kind,
		.secret = {kind == DESK_WEBHOOK ? "whsec_c2VjcmV0c2VjcmV0"
						: "s3cret"},
		.secret_count = 1,
		.url = "https://desk.example.org",
		.token = "token",
		.token_id = "id",
		/* Rocket.Chat has none. */
		.account = kind == DESK_ROCKETCHAT ? NULL : "1",
		.self = "31",
		.assign = "32",
		.agent = {"U9"},
		.agent_count = 1,
		.map = {.text = "/message/words",
			.conversation = "/room~1id",
			.message = "/message/id",
			.choice = "/message/button",
			.author = "/message/by",
			.time = "/at",
			.type = "/kind",
			.visitor = "visitor",
			.own = "bot",
			.is_message = "new",
			.is_taken = "taken",
			.is_returned = "returned",
			.reply = {.path = "/r/{{conversation}}",
				  .body = "{\"t\":\"{{text}}\"}"},
			.handover = {.method = "PUT",
				     .path = "/r/{{conversation}}",
				     .body = "{\"why\":\"{{reason}}\"}"}}};
}

static struct sim_event event_of(enum sim_act act)
{
	return (struct sim_event){.act = act,
				  .conversation = 1795411422100007,
				  .number = 1795411422100009,
				  .time_ms = (int64_t)NOW_S * 1000,
				  .text = "what is tea",
				  .choice = "faq.tea"};
}

/* Signed and written by the one, verified and read by the other. */
static void exchange(const struct desk_config *config, enum sim_act act,
		     void check(const struct desk_event *event))
{
	const struct sim_speak *speak = sim_speak_of(config->kind);
	const struct sim_event event = event_of(act);
	struct desk_header header[DESK_HEADERS_MAX + 1];
	struct desk_hook hook = {.header = header};
	struct desk_headers headers;
	struct desk_events events;
	struct json_writer json;

	json_writer_init(&json, BODY_BYTES);
	speak->write(config, &event, 1, &json);
	assert_false(json_failed(&json));
	assert_int_equal(desk_sign(config, "msg_1", NOW_S, json.bytes,
				   json.size, &headers),
			 DESK_OK);
	for (size_t i = 0; i < headers.count; i++)
		header[i] = (struct desk_header){headers.header[i].name,
						 headers.header[i].value};
	header[headers.count] = (struct desk_header){
		"Content-Type", *json.bytes == '{'
					? "application/json"
					: "application/x-www-form-urlencoded"};
	hook.header_count = headers.count + 1;
	hook.body = json.bytes;
	hook.bytes = json.size;
	assert_int_equal(desk_verify(config, &hook, NOW_S, NULL), DESK_OK);
	assert_int_equal(desk_read(config, &hook, &events, NULL), DESK_OK);
	assert_int_equal(events.count, 1);
	check(&events.event[0]);
	desk_events_release(&events);
	json_writer_release(&json);
}

static void is_message(const struct desk_event *event)
{
	assert_int_equal(event->type, DESK_MESSAGE);
	assert_string_equal(event->text, "what is tea");
	assert_true(*event->conversation);
	assert_true(*event->message);
}

static void is_press(const struct desk_event *event)
{
	assert_int_equal(event->type, DESK_MESSAGE);
	assert_string_equal(event->choice, "faq.tea");
}

static void is_taken(const struct desk_event *event)
{
	assert_true(event->person);
	assert_true(event->type == DESK_TAKEN || event->type == DESK_IGNORED);
}

static void is_returned(const struct desk_event *event)
{
	assert_int_equal(event->type, DESK_RETURNED);
}

static void is_own(const struct desk_event *event)
{
	assert_int_equal(event->type, DESK_IGNORED);
	assert_int_equal(event->why, DESK_WHY_OWN);
}

static void is_agents(const struct desk_event *event)
{
	assert_int_equal(event->type, DESK_IGNORED);
	assert_int_equal(event->why, DESK_WHY_AGENT);
}

static void is_call(const struct desk_event *event)
{
	assert_true(event->type == DESK_PING || event->type == DESK_CHALLENGE);
}

static void every_event_is_read_as_what_it_is(void **state)
{
	static void (*const checks[SIM_ACTS])(const struct desk_event *) = {
		[SIM_SAYS] = is_message, [SIM_PRESSES] = is_press,
		[SIM_TAKES] = is_taken,  [SIM_RETURNS] = is_returned,
		[SIM_ECHO] = is_own,     [SIM_AGENT] = is_agents,
		[SIM_CALLS] = is_call,
	};

	(void)state;
	for (unsigned kind = 0; kind < DESK_KINDS; kind++) {
		const struct desk_config config =
			config_of((enum desk_kind)kind);

		for (unsigned act = 0; act < SIM_ACTS; act++)
			if (sim_speak_of(config.kind)
				    ->can(&config, (enum sim_act)act))
				exchange(&config, (enum sim_act)act,
					 checks[act]);
	}
}

static void hear(const struct desk_config *config,
		 const struct desk_requests *requests, enum sim_told told)
{
	for (size_t i = 0; i < requests->count; i++) {
		const struct desk_request *sent = &requests->request[i];
		struct sim_request request = {.method = sent->method,
					      .path = sent->path,
					      .body = sent->body,
					      .bytes = sent->bytes};
		struct sim_said said = {.text = ""};
		struct json_doc *doc;

		assert_int_equal(
			json_parse(&doc, sent->body, sent->bytes, NULL),
			JSON_OK);
		request.root = json_root(doc);
		assert_true(sim_speak_of(config->kind)
				    ->read(config, &request, &said));
		assert_int_equal(said.told, told);
		assert_true(said.conversation == 1795411422100007);
		json_free(doc);
	}
}

static void every_request_is_heard_as_what_it_is(void **state)
{
	const struct faq_intent intent = {.id = "faq.tea",
					  .title = "Tea",
					  .text = "Leaves.",
					  .markdown = "Leaves.",
					  .html = "<p>Leaves.</p>",
					  .note = "",
					  .again = ""};
	const struct faq_reply reply = {.verdict = FAQ_VERDICT_ANSWER,
					.part = {{.intent = &intent}},
					.part_count = 1,
					.lead = "",
					.tail = "",
					.text = "Leaves."};

	(void)state;
	for (unsigned kind = 0; kind < DESK_KINDS; kind++) {
		const struct desk_config config =
			config_of((enum desk_kind)kind);
		const struct desk_to to = {kind == DESK_SLACK
						   ? "D1795411422100007"
						   : "1795411422100007",
					   "k1"};
		struct desk_requests requests;

		if (!sim_speak_of(config.kind)->read)
			continue;
		assert_int_equal(desk_reply(&config, &to, &reply, &requests),
				 DESK_OK);
		hear(&config, &requests, SIM_REPLY);
		desk_requests_release(&requests);
		if (desk_handover(&config, &to, DESK_REASON_ASKED, &requests) ==
		    DESK_OK)
			hear(&config, &requests, SIM_HANDOVER);
		desk_requests_release(&requests);
	}
}

static void a_foreign_path_is_no_request(void **state)
{
	uint64_t number;

	(void)state;
	assert_true(sim_path_is("/a/1/c/42/m", "/a/*/c/#/m", "1", &number));
	assert_int_equal(number, 42);
	assert_false(sim_path_is("/a/2/c/42/m", "/a/*/c/#/m", "1", &number));
	assert_false(sim_path_is("/a/1/c/4x/m", "/a/*/c/#/m", "1", &number));
	assert_false(sim_path_is("/a/1/c/42/m/n", "/a/*/c/#/m", "1", &number));
	assert_false(sim_path_is("/a/1", "/a/*/c/#/m", "1", &number));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_event_is_read_as_what_it_is),
		cmocka_unit_test(every_request_is_heard_as_what_it_is),
		cmocka_unit_test(a_foreign_path_is_no_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
