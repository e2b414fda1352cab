/* SPDX-License-Identifier: MIT */
/*
 * oom_desk: every desk's webhook read and answered while each allocation in
 * turn fails, alone or with all that follow. libcrypto's own are not failed.
 */
#include "oom/wrap.h"

#include "desk/desks.h"
#include "unit/desk_fixture.h"

#include <stdlib.h>

static const char *const samples[DESK_KINDS] = {
	[DESK_CHATWOOT] = "chatwoot.message_created.json",
	[DESK_ZENDESK] = "zendesk.conversation_message.json",
	[DESK_INTERCOM] = "intercom.user_replied.json",
	[DESK_ZAMMAD] = "zammad.article.json",
	[DESK_SLACK] = "slack.message.json",
	[DESK_MATTERMOST] = "mattermost.outgoing.json",
	[DESK_ROCKETCHAT] = "rocketchat.outgoing.json",
	[DESK_WEBHOOK] = "webhook.message.json",
};

/* Which one is at work. */
static enum desk_kind kind;
static char *body;
static bool form;

static bool read_one(void)
{
	struct desk_events events;
	enum desk_status status =
		desk_read_text(&desk_setups[kind], body, form, &events);

	if (status != DESK_OK) {
		assert_int_equal(status, DESK_ERROR_NOMEM);
		return false;
	}
	assert_int_equal(events.event[0].type, DESK_MESSAGE);
	desk_events_release(&events);
	return true;
}

static void events_are_whole_or_not_there(void **state)
{
	(void)state;
	for (unsigned i = 0; i < DESK_KINDS; i++) {
		kind = (enum desk_kind)i;
		body = desk_sample(samples[i]);
		assert_true(fail_each(read_one, false) > 10);
		free(body);
	}
}

static void a_form_is_whole_or_not_there(void **state)
{
	(void)state;
	kind = DESK_MATTERMOST;
	form = true;
	body = strdup("channel_id=c&user_id=u&post_id=p&text=what+is+tea");
	assert_true(fail_each(read_one, false) > 5);
	free(body);
	form = false;
}

static bool answer_one(void)
{
	struct desk_requests requests;
	struct faq_reply reply;
	enum desk_status status;

	desk_clarify(&reply);
	reply.part_count = 1;
	reply.part[0].intent = &desk_tea;
	status = desk_reply(&desk_setups[kind], &desk_to_a, &reply, &requests);
	if (status != DESK_OK) {
		assert_int_equal(status, DESK_ERROR_NOMEM);
		assert_null(requests.request);
		return false;
	}
	desk_requests_release(&requests);
	return true;
}

static void requests_are_whole_or_not_there(void **state)
{
	(void)state;
	for (unsigned i = 0; i < DESK_KINDS; i++) {
		kind = (enum desk_kind)i;
		assert_true(fail_each(answer_one, false) > 3);
	}
}

static const char desks_text[] =
	"{\"desks\":[{\"name\":\"site\",\"kind\":\"chatwoot\","
	"\"account\":\"1\",\"url\":\"https://chat.example.org\","
	"\"secret-env\":\"PATH\",\"token-env\":\"PATH\","
	"\"person\":[\"limit.person\"]},"
	"{\"name\":\"room\",\"kind\":\"mattermost\","
	"\"secret-env\":\"PATH\",\"agents\":[\"a\",\"b\"]}]}";

static void no_fault(void *context, const struct faq_diag *diag)
{
	(void)context;
	fail_msg("%s", diag->message);
}

static bool read_desks(void)
{
	struct desks desks;
	enum desk_status status =
		desks_parse(&desks, "desks.json", desks_text,
			    sizeof(desks_text) - 1, no_fault, NULL);

	if (status != DESK_OK) {
		assert_int_equal(status, DESK_ERROR_NOMEM);
		assert_int_equal(desks.count, 0);
		assert_null(desks.texts);
		return false;
	}
	assert_int_equal(desks.count, 2);
	assert_string_equal(desks.desk[1].config.agent[1], "b");
	desks_release(&desks);
	return true;
}

static void a_desks_file_is_whole_or_not_there(void **state)
{
	(void)state;
	assert_true(fail_each(read_desks, false) > 20);
}

int main(void)
{
	wrap_cjson();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_whole_or_not_there),
		cmocka_unit_test(a_form_is_whole_or_not_there),
		cmocka_unit_test(requests_are_whole_or_not_there),
		cmocka_unit_test(a_desks_file_is_whole_or_not_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
