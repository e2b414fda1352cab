/* SPDX-License-Identifier: MIT */
#include "unit/hub_running.h"

#include "server/desk/agent.h"

static enum chat_close say(struct running *r, const char *text)
{
	return agent_on_message(&r->f->session, text, strlen(text));
}

static enum chat_close hello(struct running *r, const char *key,
			     const char *name)
{
	char text[512];

	snprintf(text, sizeof(text),
		 "{\"type\":\"hello\",\"id\":\"h\",\"key\":\"%s\"%s%s%s}", key,
		 name ? ",\"name\":\"" : "", name ? name : "",
		 name ? "\"" : "");
	return say(r, text);
}

static void a_good_key_lets_an_agent_in_by_name(void **state)
{
	struct running *r = *state;

	assert_int_equal(hello(r, r->key, "Ada"), CHAT_GO_ON);
	assert_true(r->f->session.agent);
	assert_true(running_hears(r, "\"type\":\"hello\",\"reply_to\":\"h\""));
	assert_true(running_hears(r, "\"agent\":{\"name\":\"Ada\"}"));
	assert_int_equal(r->f->session.queue.count, 0);
}

/* As many as the console lets him type. */
static void a_name_has_sixty_characters_of_any_script(void **state)
{
	static const char name[] = "Александра-Виктория Константинопольская "
				   "из второй смены 42!!";
	struct running *r = *state;

	assert_int_equal(hello(r, r->key, name), CHAT_GO_ON);
	assert_true(r->f->session.agent);
	assert_true(running_hears(r, name));
}

static void who_says_no_name_has_that_of_the_key(void **state)
{
	struct running *r = *state;

	assert_int_equal(hello(r, r->key, NULL), CHAT_GO_ON);
	assert_true(running_hears(r, "\"agent\":{\"name\":\"Key of Ada\"}"));
}

static void a_key_that_is_not_good_for_it_is_refused(void **state)
{
	struct running *r = *state;

	assert_int_equal(hello(r, r->ask_key, "Ada"), CHAT_GO_ON);
	fixture_sent_has(r->f, "{\"type\":\"error\",\"reply_to\":\"h\","
			       "\"code\":\"unauthorized\",\"detail\":\"the "
			       "key has no scope 'desk'\"}");
	assert_int_equal(hello(r, "faqd_x", "Ada"), CHAT_GO_ON);
	fixture_sent_has(r->f, "the key is not known");
	assert_false(r->f->session.agent);
	assert_int_equal(r->f->session.goodbye, 0);
	assert_int_equal(hello(r, "", "Ada"), CHAT_GO_ON);
	fixture_sent_has(r->f, "\"code\":\"unauthorized\"");
	assert_int_equal(r->f->session.goodbye, CHAT_CLOSE_KEY);
}

static void nothing_else_is_answered_before_a_hello(void **state)
{
	static const char *const early[] = {
		"{\"type\":\"presence\",\"available\":true}", "{\"typ", "[]"};
	struct running *r = *state;

	for (size_t i = 0; i < sizeof(early) / sizeof(early[0]); i++) {
		r->f->session.key_tries = 0;
		assert_int_equal(say(r, early[i]), CHAT_GO_ON);
		fixture_sent_has(r->f, "say hello with a key before");
	}
}

static void faults_of_an_agents_message_are_named(void **state)
{
	struct running *r = *state;

	assert_int_equal(hello(r, r->key, "Ada"), CHAT_GO_ON);
	assert_int_equal(say(r, "{\"type\":"), CHAT_GO_ON);
	fixture_sent_has(r->f, "\"code\":\"invalid_json\",\"detail\":\"line 1");
	assert_int_equal(say(r, "{\"type\":\"claim\",\"id\":\"c\"}"),
			 CHAT_GO_ON);
	fixture_sent_has(r->f, "\"reply_to\":\"c\",\"code\":\"invalid\"");
	assert_int_equal(say(r, "{\"type\":\"sing\"}"), CHAT_GO_ON);
	fixture_sent_has(r->f, "\"code\":\"unknown_type\"");
}

static void what_an_agent_does_goes_to_the_hub(void **state)
{
	struct running *r = *state;

	assert_int_equal(hello(r, r->key, "Ada"), CHAT_GO_ON);
	assert_int_equal(say(r, "{\"type\":\"presence\",\"id\":\"p\","
				"\"available\":false}"),
			 CHAT_GO_ON);
	assert_true(running_hears(r, "\"type\":\"presence\",\"reply_to\":\"p\","
				     "\"agents\":0"));
}

static void keys_that_are_tried_are_limited(void **state)
{
	struct limit_rules rules = {.questions = {1, 1}};
	const uint8_t seed[LIMIT_SEED_BYTES] = {1};
	struct running *r = *state;

	r->f->session.client =
		(struct address){.family = ADDRESS_IPV4, .bytes = {192, 0, 2}};
	r->f->shared.limit = limit_new(&rules, 16, seed);
	assert_non_null(r->f->shared.limit);
	assert_int_equal(hello(r, "faqd_x", "Ada"), CHAT_GO_ON);
	fixture_sent_has(r->f, "the key is not known");
	assert_int_equal(hello(r, r->key, "Ada"), CHAT_GO_ON);
	fixture_sent_has(r->f, "\"code\":\"rate_limited\",\"detail\":\"try "
			       "again in");
	assert_false(r->f->session.agent);
	limit_free(r->f->shared.limit);
	r->f->shared.limit = NULL;
}

static struct refusal upgrade(struct running *r, const char *authorization)
{
	struct request request = {0};

	if (authorization) {
		request.authorization.state = HEADER_PRESENT;
		snprintf(request.authorization.value,
			 sizeof(request.authorization.value), "%s",
			 authorization);
	}
	return agent_on_upgrade(&r->f->session, &request);
}

static void a_key_of_the_header_needs_none_in_the_hello(void **state)
{
	struct running *r = *state;
	char bearer[128];

	snprintf(bearer, sizeof(bearer), "Bearer %s", r->key);
	assert_int_equal(upgrade(r, bearer).status, 0);
	assert_int_equal(say(r, "{\"type\":\"hello\"}"), CHAT_GO_ON);
	assert_true(running_hears(r, "\"agent\":{\"name\":\"Key of Ada\"}"));
}

static void a_header_with_a_bad_key_is_refused_at_once(void **state)
{
	struct running *r = *state;
	char bearer[128];

	assert_int_equal(upgrade(r, NULL).status, 0);
	assert_int_equal(upgrade(r, "Bearer faqd_x").status, 401);
	snprintf(bearer, sizeof(bearer), "Bearer %s", r->ask_key);
	assert_int_equal(upgrade(r, bearer).status, 403);
	assert_string_equal(r->f->session.desk_key, "");
}

/* As read by the keyring when it starts. */
static void a_key_that_is_revoked_ends_it(void **state)
{
	struct store_record record = {.kind = STORE_API_KEY_REVOKED};
	struct running *r = *state;

	assert_int_equal(hello(r, r->key, "Ada"), CHAT_GO_ON);
	assert_true(agent_keeps_key(&r->f->session));
	memcpy(record.as.api_key_event.id, r->id, sizeof(r->id));
	record.as.api_key_event.time_ms = 1;
	assert_int_equal(
		store_write(r->bench->store, &record, 1, STORE_DURABLE),
		STORE_OK);
	keyring_stop(r->keyring);
	r->keyring = keyring_start(r->bench->path, &r->bench->options);
	r->f->shared.keyring = r->keyring;
	assert_false(agent_keeps_key(&r->f->session));
	assert_int_equal(say(r, "{\"type\":\"hello\"}"), CHAT_CLOSE_KEY);
}

static void a_letter_is_queued_and_a_slow_reader_is_cut(void **state)
{
	const struct hub_letter letter = {.bytes = "{}", .size = 2, .id = ""};
	struct running *r = *state;

	for (size_t i = 0; i < r->f->session.queue.max; i++)
		assert_int_equal(agent_on_letter(&r->f->session, &letter),
				 CHAT_GO_ON);
	assert_int_equal(agent_on_letter(&r->f->session, &letter),
			 CHAT_CLOSE_SLOW);
}

int main(void)
{
#define RUNNING(test)                                                          \
	cmocka_unit_test_setup_teardown(test, running_set_up, running_tear_down)
	const struct CMUnitTest tests[] = {
		RUNNING(a_good_key_lets_an_agent_in_by_name),
		RUNNING(a_name_has_sixty_characters_of_any_script),
		RUNNING(who_says_no_name_has_that_of_the_key),
		RUNNING(a_key_that_is_not_good_for_it_is_refused),
		RUNNING(nothing_else_is_answered_before_a_hello),
		RUNNING(faults_of_an_agents_message_are_named),
		RUNNING(what_an_agent_does_goes_to_the_hub),
		RUNNING(keys_that_are_tried_are_limited),
		RUNNING(a_key_of_the_header_needs_none_in_the_hello),
		RUNNING(a_header_with_a_bad_key_is_refused_at_once),
		RUNNING(a_key_that_is_revoked_ends_it),
		RUNNING(a_letter_is_queued_and_a_slow_reader_is_cut),
	};

	return cmocka_run_group_tests_name("agent", tests, NULL, NULL);
}
