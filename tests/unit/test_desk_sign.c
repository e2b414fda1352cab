/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

#include "desk/sign.h"

#define THEN 1700000000

/* The sample that desks have signed. */
struct signed_sample {
	struct json_doc *doc;
	const char *body;
};

static struct signed_sample load(void)
{
	char *text = desk_sample("signatures.json");
	struct signed_sample sample;

	assert_int_equal(json_parse(&sample.doc, text, strlen(text), NULL),
			 JSON_OK);
	sample.body = json_string(json_get(json_root(sample.doc), "body"));
	free(text);
	return sample;
}

static enum desk_status verify(const struct desk_config *config,
			       const struct desk_header *header, size_t count,
			       const char *body, int64_t now_s)
{
	const struct desk_hook hook = {header, count, body, strlen(body), NULL};
	struct json_error error;

	return desk_verify(config, &hook, now_s, &error);
}

/* The headers of that member of the sample. */
static size_t headers_of(const struct signed_sample *sample, const char *name,
			 struct desk_header header[4])
{
	const struct cJSON *one =
		json_first(json_get(json_root(sample->doc), name));
	size_t count = 0;

	for (; one; one = json_next(one))
		header[count++] =
			(struct desk_header){json_name(one), json_string(one)};
	assert_true(count > 0);
	return count;
}

static void check_sample(enum desk_kind kind, const char *name)
{
	struct signed_sample sample = load();
	struct desk_header header[4];
	size_t count = headers_of(&sample, name, header);
	const struct desk_config *config = &desk_setups[kind];

	assert_int_equal(verify(config, header, count, sample.body, THEN),
			 DESK_OK);
	assert_int_equal(verify(config, header, count, "{}", THEN),
			 DESK_ERROR_FORGED);
	assert_int_equal(verify(config, header, count - 1, sample.body, THEN),
			 DESK_ERROR_UNSIGNED);
	assert_int_equal(verify(config, NULL, 0, sample.body, THEN),
			 DESK_ERROR_UNSIGNED);
	json_free(sample.doc);
}

static void what_each_desk_has_signed_is_believed(void **state)
{
	(void)state;
	check_sample(DESK_CHATWOOT, "chatwoot");
	check_sample(DESK_SLACK, "slack");
	check_sample(DESK_INTERCOM, "hub_sha1 (Intercom, Zammad)");
	check_sample(DESK_ZAMMAD, "hub_sha1 (Intercom, Zammad)");
}

static void a_headers_name_may_be_in_any_case(void **state)
{
	struct signed_sample sample = load();
	struct desk_header header[4];
	size_t count = headers_of(&sample, "chatwoot", header);

	(void)state;
	header[0].name = "x-CHATWOOT-timestamp";
	assert_int_equal(verify(&desk_setups[DESK_CHATWOOT], header, count,
				sample.body, THEN),
			 DESK_OK);
	json_free(sample.doc);
}

static void what_is_too_old_or_to_come_is_stale(void **state)
{
	struct signed_sample sample = load();
	struct desk_header header[4];
	const struct desk_config *config = &desk_setups[DESK_SLACK];
	size_t count = headers_of(&sample, "slack", header);

	(void)state;
	assert_int_equal(verify(config, header, count, sample.body, THEN + 300),
			 DESK_OK);
	assert_int_equal(verify(config, header, count, sample.body, THEN + 301),
			 DESK_ERROR_STALE);
	assert_int_equal(verify(config, header, count, sample.body, THEN - 300),
			 DESK_OK);
	assert_int_equal(verify(config, header, count, sample.body, THEN - 301),
			 DESK_ERROR_STALE);
	json_free(sample.doc);
}

static void a_header_that_stands_twice_is_none(void **state)
{
	struct signed_sample sample = load();
	struct desk_header header[4];
	size_t count = headers_of(&sample, "slack", header);

	(void)state;
	header[count] = header[count - 1];
	assert_int_equal(verify(&desk_setups[DESK_SLACK], header, count + 1,
				sample.body, THEN),
			 DESK_ERROR_UNSIGNED);
	json_free(sample.doc);
}

static void a_time_must_be_digits(void **state)
{
	static const char *const times[] = {"",
					    "+1700000000",
					    " 1700000000",
					    "1700000000 ",
					    "0x6553F100",
					    "99999999999999999999"};
	struct signed_sample sample = load();
	struct desk_header header[4];
	size_t count = headers_of(&sample, "chatwoot", header);

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		header[0].value = times[i];
		assert_int_equal(verify(&desk_setups[DESK_CHATWOOT], header,
					count, sample.body, THEN),
				 DESK_ERROR_UNSIGNED);
	}
	json_free(sample.doc);
}

/* As each desk that signs would. */
static void sign(const struct desk_config *config, const char *body,
		 struct desk_header header[DESK_HEADERS_MAX],
		 struct desk_headers *made)
{
	assert_int_equal(
		desk_sign(config, "msg_1", THEN, body, strlen(body), made),
		DESK_OK);
	for (size_t i = 0; i < made->count; i++)
		header[i] = (struct desk_header){made->header[i].name,
						 made->header[i].value};
}

static void what_we_sign_we_believe_and_nothing_near_it(void **state)
{
	static const enum desk_kind kinds[] = {DESK_CHATWOOT, DESK_ZENDESK,
					       DESK_INTERCOM, DESK_ZAMMAD,
					       DESK_SLACK,    DESK_WEBHOOK};
	struct desk_header header[DESK_HEADERS_MAX];
	struct desk_headers made;

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct desk_config *config = &desk_setups[kinds[i]];
		char *proof;
		size_t last;

		sign(config, "{\"a\":1}", header, &made);
		last = made.count - 1;
		assert_int_equal(
			verify(config, header, made.count, "{\"a\":1}", THEN),
			DESK_OK);
		proof = made.header[last].value;
		for (size_t at = 0; proof[at]; at++) {
			proof[at] ^= 1;
			assert_int_not_equal(verify(config, header, made.count,
						    "{\"a\":1}", THEN),
					     DESK_OK);
			proof[at] ^= 1;
		}
		proof[strlen(proof) - 1] = '\0';
		assert_int_equal(
			verify(config, header, made.count, "{\"a\":1}", THEN),
			DESK_ERROR_FORGED);
		proof[0] = '\0';
		assert_int_not_equal(
			verify(config, header, made.count, "{\"a\":1}", THEN),
			DESK_OK);
	}
}

static void while_a_secret_is_replaced_both_are_good(void **state)
{
	struct desk_config desks = desk_setups[DESK_CHATWOOT];
	struct desk_header header[DESK_HEADERS_MAX];
	struct desk_headers made;

	(void)state;
	desks.secret[0] = "older"; /* the desk has not been told yet */
	sign(&desks, "{}", header, &made);
	assert_int_equal(verify(&desk_setups[DESK_CHATWOOT], header, made.count,
				"{}", THEN),
			 DESK_OK);
	desks.secret[0] = "s3cre";
	sign(&desks, "{}", header, &made);
	assert_int_equal(verify(&desk_setups[DESK_CHATWOOT], header, made.count,
				"{}", THEN),
			 DESK_ERROR_FORGED);
}

/* The specification's own example. */
static void one_of_several_standard_signatures_is_enough(void **state)
{
	static const char body[] = "{\"test\": 2432232314}";
	struct desk_header header[] = {
		{"webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"},
		{"webhook-timestamp", "1614265330"},
		{"webhook-signature",
		 "v1,AAAA v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= "
		 "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}};
	const struct desk_config *config = &desk_setups[DESK_WEBHOOK];

	(void)state;
	assert_int_equal(verify(config, header, 3, body, 1614265330), DESK_OK);
	header[2].value = "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,";
	assert_int_equal(verify(config, header, 3, body, 1614265330),
			 DESK_ERROR_FORGED);
	header[0].value = "";
	assert_int_equal(verify(config, header, 3, body, 1614265330),
			 DESK_ERROR_UNSIGNED);
}

static void a_secret_in_the_url_or_the_body_is_compared_whole(void **state)
{
	struct desk_config config = desk_setups[DESK_CHATWOOT];
	struct desk_hook hook = {NULL, 0, "{}", 2, "s3cret"};
	struct json_error error;

	(void)state;
	config.secret_in_url = true;
	assert_int_equal(desk_verify(&config, &hook, THEN, &error), DESK_OK);
	hook.url_secret = "s3cre";
	assert_int_equal(desk_verify(&config, &hook, THEN, &error),
			 DESK_ERROR_FORGED);
	hook.url_secret = NULL;
	assert_int_equal(desk_verify(&config, &hook, THEN, &error),
			 DESK_ERROR_UNSIGNED);
	assert_int_equal(verify(&desk_setups[DESK_MATTERMOST], NULL, 0,
				"{\"token\":\"tok\"}", THEN),
			 DESK_OK);
	assert_int_equal(verify(&desk_setups[DESK_MATTERMOST], NULL, 0,
				"{\"token\":\"token\"}", THEN),
			 DESK_ERROR_FORGED);
	assert_int_equal(verify(&desk_setups[DESK_MATTERMOST], NULL, 0,
				"{\"token\":7}", THEN),
			 DESK_ERROR_UNSIGNED);
	assert_int_equal(
		verify(&desk_setups[DESK_MATTERMOST], NULL, 0, "tok", THEN),
		DESK_ERROR_BODY);
}

static void a_desk_without_secrets_believes_nothing(void **state)
{
	struct desk_config config = desk_setups[DESK_ZENDESK];
	const struct desk_header header = {"X-API-Key", ""};

	(void)state;
	config.secret_count = 0;
	assert_int_equal(verify(&config, &header, 1, "{}", THEN),
			 DESK_ERROR_CONFIG);
	assert_int_equal(
		verify(&desk_setups[DESK_ZENDESK], &header, 1, "{}", THEN),
		DESK_ERROR_UNSIGNED);
}

static void a_standard_secret_is_base64(void **state)
{
	(void)state;
	assert_true(sign_secret_fits(SIGN_STANDARD, WHSEC));
	assert_true(sign_secret_fits(SIGN_STANDARD, "YWI="));
	assert_false(sign_secret_fits(SIGN_STANDARD, "whsec_"));
	assert_false(sign_secret_fits(SIGN_STANDARD, "whsec_a"));
	assert_false(sign_secret_fits(SIGN_STANDARD, "whsec_a b="));
	assert_false(sign_secret_fits(SIGN_STANDARD, "whsec_!!!!"));
	assert_true(sign_secret_fits(SIGN_SLACK, "x"));
	assert_false(sign_secret_fits(SIGN_SLACK, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_each_desk_has_signed_is_believed),
		cmocka_unit_test(a_headers_name_may_be_in_any_case),
		cmocka_unit_test(what_is_too_old_or_to_come_is_stale),
		cmocka_unit_test(a_header_that_stands_twice_is_none),
		cmocka_unit_test(a_time_must_be_digits),
		cmocka_unit_test(what_we_sign_we_believe_and_nothing_near_it),
		cmocka_unit_test(while_a_secret_is_replaced_both_are_good),
		cmocka_unit_test(one_of_several_standard_signatures_is_enough),
		cmocka_unit_test(
			a_secret_in_the_url_or_the_body_is_compared_whole),
		cmocka_unit_test(a_desk_without_secrets_believes_nothing),
		cmocka_unit_test(a_standard_secret_is_base64),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
