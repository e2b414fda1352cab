/* SPDX-License-Identifier: MIT */
/* Keys of the store are known without asking it, and forgotten when revoked. */
#include "server/edge/keyring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
	char folder[32], path[48];
	struct store_options options;
	struct store *store;
	struct keyring *keyring;
	char id[STORE_API_KEY_ID_BYTES];
};

static int set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	struct store_error error;

	assert_non_null(p);
	memcpy(p->folder, "/tmp/faqd-test-XXXXXX", 22);
	assert_non_null(mkdtemp(p->folder));
	snprintf(p->path, sizeof(p->path), "%s/x.db", p->folder);
	assert_int_equal(store_open(&p->store, p->path, &p->options, &error),
			 STORE_OK);
	*state = p;
	return 0;
}

static int tear_down(void **state)
{
	struct place *p = *state;
	char command[64];

	keyring_stop(p->keyring);
	store_close(p->store);
	snprintf(command, sizeof(command), "rm -r %s", p->folder);
	assert_int_equal(system(command), 0);
	free(p);
	return 0;
}

/* A key for asking; `bearer` is what its owner sends. */
static void make_key(struct place *p, uint8_t seed, char bearer[128])
{
	uint8_t random[APIKEY_RANDOM_BYTES];
	struct store_record record = {.kind = STORE_API_KEY_ADD};
	char text[APIKEY_TEXT_BYTES];

	memset(random, seed, sizeof(random));
	assert_true(apikey_make(random, &record.as.api_key, text));
	snprintf(record.as.api_key.name, sizeof(record.as.api_key.name), "k");
	apikey_scopes_text(APIKEY_ASK, record.as.api_key.scopes);
	assert_int_equal(store_write(p->store, &record, 1, STORE_DURABLE),
			 STORE_OK);
	memcpy(p->id, record.as.api_key.id, sizeof(p->id));
	snprintf(bearer, 128, "Bearer %s", text);
}

static void revoke(struct place *p)
{
	struct store_record record = {.kind = STORE_API_KEY_REVOKED};

	memcpy(record.as.api_key_event.id, p->id, sizeof(p->id));
	record.as.api_key_event.time_ms = 1;
	assert_int_equal(store_write(p->store, &record, 1, STORE_DURABLE),
			 STORE_OK);
}

static enum keyring_verdict check(struct place *p, const char *bearer,
				  enum apikey_scope scope)
{
	struct keyring_use use;

	return keyring_check(p->keyring, bearer, strlen(bearer), scope, &use);
}

static bool soon(struct place *p, const char *bearer,
		 enum keyring_verdict wanted)
{
	int tries;

	for (tries = 0; tries < 100 * KEYRING_SECONDS; tries++) {
		if (check(p, bearer, APIKEY_ASK) == wanted)
			return true;
		nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
	}
	return false;
}

static void a_key_of_before_is_known_at_once(void **state)
{
	struct place *p = *state;
	char bearer[128];

	make_key(p, 1, bearer);
	p->keyring = keyring_start(p->path, &p->options);
	assert_non_null(p->keyring);
	assert_int_equal(check(p, bearer, APIKEY_ASK), KEYRING_ALLOWED);
	assert_int_equal(check(p, bearer, APIKEY_REPORT), KEYRING_SCOPE);
	bearer[strlen(bearer) - 2] ^= 1;
	assert_int_equal(check(p, bearer, APIKEY_ASK), KEYRING_UNKNOWN);
	assert_int_equal(check(p, "", APIKEY_ASK), KEYRING_UNKNOWN);
	assert_int_equal(check(p, "Bearer none", APIKEY_ASK), KEYRING_UNKNOWN);
}

static void a_new_key_counts_soon_and_a_revoked_one_no_more(void **state)
{
	struct place *p = *state;
	char bearer[128];

	p->keyring = keyring_start(p->path, &p->options);
	assert_non_null(p->keyring);
	make_key(p, 2, bearer);
	assert_true(soon(p, bearer, KEYRING_ALLOWED));
	assert_true(keyring_holds(p->keyring, p->id));
	revoke(p);
	assert_true(soon(p, bearer, KEYRING_UNKNOWN));
	assert_false(keyring_holds(p->keyring, p->id));
	assert_false(keyring_holds(p->keyring, ""));
}

static void without_a_keyring_no_key_is_known(void **state)
{
	struct keyring_use use;

	(void)state;
	assert_int_equal(keyring_check(NULL, "Bearer x", 8, APIKEY_ASK, &use),
			 KEYRING_UNKNOWN);
	assert_string_equal(use.id, "");
	assert_false(keyring_holds(NULL, "x"));
	keyring_stop(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_key_of_before_is_known_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_new_key_counts_soon_and_a_revoked_one_no_more, set_up,
			tear_down),
		cmocka_unit_test(without_a_keyring_no_key_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
