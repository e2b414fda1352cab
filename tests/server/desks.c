/* SPDX-License-Identifier: MIT */
/* Support desks: what comes by their webhooks, what goes to their APIs. */
#include "server/fake_desk.h"
#include "server/suite.h"

#include "store/store.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define KEY "0123456789012345678901234" /* of the secret below */
#define SECRET "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNA=="

/* "desk" is a webhook of our own, "room" a Mattermost. */
static const char desks_file[] =
	"{\"desks\":[{\"name\":\"room\",\"kind\":\"mattermost\","
	"\"secret-file\":\"secret\"},\n"
	"{\"name\":\"desk\",\"kind\":\"webhook\",\"secret-file\":\"secret\","
	"\"url\":\"http://localhost:%d/api\",\"http\":true,"
	"\"allow-private\":%s,\"person\":[\"redirect.shop\"],"
	"\"map\":{\"text\":\"/text\",\"conversation\":\"/conversation\","
	"\"message\":\"/id\",\"type\":\"/type\",\"is-message\":\"message\","
	"\"is-taken\":\"taken\",\"is-returned\":\"returned\","
	"\"reply\":{\"path\":\"/reply\",\"body\":\"{\\\"to\\\":"
	"\\\"{{conversation}}\\\",\\\"text\\\":\\\"{{text}}\\\"}\"},"
	"\"note\":{\"path\":\"/note\",\"body\":\"\\\"{{text}}\\\"\"},"
	"\"handover\":{\"path\":\"/handover\",\"body\":\"\\\"{{reason}}\\\"\"}"
	"}}]}\n";

struct office {
	char folder[32], options[160];
	struct fake_desk desk;
	struct server server;
};

static bool put_file(const struct office *office, const char *name,
		     const char *text)
{
	char path[64];
	FILE *file;
	bool ok;

	snprintf(path, sizeof(path), "%s/%s", office->folder, name);
	file = fopen(path, "w");
	if (!file)
		return false;
	ok = fputs(text, file) >= 0;
	return fclose(file) == 0 && chmod(path, 0600) == 0 && ok;
}

static bool start_office(struct office *office)
{
	return server_start(&office->server, office->options);
}

static bool open_office(struct office *office, bool allow_private)
{
	char text[2048];

	memset(office, 0, sizeof(*office));
	memcpy(office->folder, "/tmp/faqd-test-XXXXXX", 22);
	if (!mkdtemp(office->folder) || !fake_desk_open(&office->desk))
		return false;
	snprintf(text, sizeof(text), desks_file, office->desk.port,
		 allow_private ? "true" : "false");
	snprintf(office->options, sizeof(office->options),
		 "--database %s/faqd.db --desks %s/desks.json", office->folder,
		 office->folder);
	return put_file(office, "secret", SECRET "\n") &&
	       put_file(office, "desks.json", text) && start_office(office);
}

static bool close_office(struct office *office)
{
	char command[64];
	bool ended = server_stop(&office->server, SIGTERM) == 0;

	fake_desk_close(&office->desk);
	snprintf(command, sizeof(command), "rm -r %s", office->folder);
	return system(command) == 0 && ended;
}

static bool sign(const char *id, const char *body, long at, char *headers,
		 size_t size)
{
	unsigned char mac[32], base64[64];
	unsigned mac_bytes = sizeof(mac);
	char text[4096];
	int n = snprintf(text, sizeof(text), "%s.%ld.%s", id, at, body);

	if (!HMAC(EVP_sha256(), KEY, sizeof(KEY) - 1,
		  (const unsigned char *)text, (size_t)n, mac, &mac_bytes))
		return false;
	EVP_EncodeBlock(base64, mac, (int)mac_bytes);
	n = snprintf(headers, size,
		     "webhook-id: %s\r\nwebhook-timestamp: %ld\r\n"
		     "webhook-signature: v1,%s\r\n",
		     id, at, (const char *)base64);
	return n > 0 && (size_t)n < size;
}

/* A webhook, `age` seconds old; the status of its response. */
static int call(struct office *office, struct suite *suite, const char *id,
		const char *type, const char *text, long age)
{
	char body[1024], headers[512];

	snprintf(body, sizeof(body),
		 "{\"type\":\"%s\",\"conversation\":\"c 1\",\"id\":\"%s\","
		 "\"text\":\"%s\"}",
		 type, id, text);
	if (!sign(id, body, (long)time(NULL) - age, headers, sizeof(headers)))
		return -1;
	client_post_to(&office->server, "/desk/desk", headers, body, &suite->r);
	return suite->r.status;
}

static void a_message_is_answered_through_the_desks_api(struct suite *suite)
{
	struct office office;

	CHECK(suite, open_office(&office, true));
	CHECK(suite,
	      call(&office, suite, "m1", "message", "what is tea", 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 1));
	CHECK(suite, strcmp(office.desk.call[0].path, "/api/reply") == 0);
	CHECK(suite, strstr(office.desk.call[0].body, "Leaves in hot water"));
	CHECK(suite, strstr(office.desk.call[0].body, "\"to\":\"c 1\""));
	CHECK(suite,
	      strstr(office.desk.call[0].head, "webhook-signature: v1,"));
	CHECK(suite, close_office(&office));
}

static void a_message_that_comes_twice_is_answered_once(struct suite *suite)
{
	struct office office;

	CHECK(suite, open_office(&office, true));
	for (int i = 0; i < 3; i++)
		CHECK(suite, call(&office, suite, "m1", "message",
				  "what is tea", 0) == 200);
	CHECK(suite,
	      call(&office, suite, "m2", "message", "boil water", 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 2));
	CHECK(suite, strstr(office.desk.call[1].body, "Boil water"));
	CHECK(suite, close_office(&office));
	CHECK(suite, office.desk.count == 2);
}

static void what_is_not_signed_by_the_desk_is_refused(struct suite *suite)
{
	struct office office;

	CHECK(suite, open_office(&office, true));
	CHECK(suite, call(&office, suite, "m1", "message", "what is tea",
			  3600) == 401);
	client_post_to(&office.server, "/desk/desk", "", "{}", &suite->r);
	CHECK(suite, suite->r.status == 401);
	client_post_to(&office.server, "/desk/room", "",
		       "{\"token\":\"wrong\",\"text\":\"what is tea\"}",
		       &suite->r);
	CHECK(suite, suite->r.status == 401);
	client_post_to(&office.server, "/desk/other", "", "{}", &suite->r);
	CHECK(suite, suite->r.status == 404);
	CHECK(suite, close_office(&office));
	CHECK(suite, office.desk.count == 0);
}

static void
a_desk_without_an_api_is_answered_in_the_response(struct suite *suite)
{
	static const char body[] =
		"{\"token\":\"" SECRET "\",\"channel_id\":\"c\",\"user_id\":"
		"\"u\",\"user_name\":\"ann\",\"post_id\":\"p\",\"text\":\"what "
		"is tea\"}";
	struct office office;

	CHECK(suite, open_office(&office, true));
	client_post_to(&office.server, "/desk/room", "", body, &suite->r);
	CHECK(suite, suite->r.status == 200);
	CHECK(suite, strstr(suite->r.body, "Leaves in hot water"));
	client_post_to(&office.server, "/desk/room", "", body, &suite->r);
	CHECK(suite, suite->r.status == 200);
	CHECK(suite, suite->r.body_bytes == 0);
	CHECK(suite, close_office(&office));
}

static void
who_asks_for_a_person_gets_one_and_the_bot_is_silent(struct suite *suite)
{
	struct office office;

	CHECK(suite, open_office(&office, true));
	CHECK(suite,
	      call(&office, suite, "m1", "message", "buy tea", 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 3));
	CHECK(suite, strcmp(office.desk.call[0].path, "/api/reply") == 0);
	CHECK(suite, strcmp(office.desk.call[1].path, "/api/note") == 0);
	CHECK(suite, strcmp(office.desk.call[2].path, "/api/handover") == 0);
	CHECK(suite, strstr(office.desk.call[2].body, "asked_for_a_person"));
	CHECK(suite,
	      call(&office, suite, "m2", "message", "what is tea", 0) == 200);
	CHECK(suite, call(&office, suite, "m3", "returned", "", 0) == 200);
	CHECK(suite,
	      call(&office, suite, "m4", "message", "boil water", 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 4));
	CHECK(suite, strstr(office.desk.call[3].body, "Boil water"));
	CHECK(suite, close_office(&office));
	CHECK(suite, office.desk.count == 4);
}

/* The content says that nobody can be called. */
static void what_is_said_before_a_handover_is_true(struct suite *suite)
{
	struct office office;

	CHECK(suite, open_office(&office, true));
	CHECK(suite, call(&office, suite, "m1", "message", "a person please",
			  0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 3));
	CHECK(suite, strstr(office.desk.call[0].body, "passing you to"));
	CHECK(suite, !strstr(office.desk.call[0].body, "Nobody"));
	CHECK(suite, strstr(office.desk.call[2].body, "asked_for_a_person"));
	CHECK(suite, close_office(&office));
}

static void a_desk_that_fails_is_asked_again_in_order(struct suite *suite)
{
	struct office office;

	CHECK(suite, open_office(&office, true));
	fake_desk_answer(&office.desk, "500 0 200 200");
	CHECK(suite,
	      call(&office, suite, "m1", "message", "what is tea", 0) == 200);
	CHECK(suite,
	      call(&office, suite, "m2", "message", "boil water", 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 4));
	for (int i = 0; i < 3; i++)
		CHECK(suite, strstr(office.desk.call[i].body, "Leaves"));
	CHECK(suite, strstr(office.desk.call[3].body, "Boil water"));
	CHECK(suite, close_office(&office));
	CHECK(suite, office.desk.count == 4);
}

static void what_a_desk_refuses_for_good_goes_to_a_person(struct suite *suite)
{
	struct office office;

	CHECK(suite, open_office(&office, true));
	fake_desk_answer(&office.desk, "302 200");
	CHECK(suite,
	      call(&office, suite, "m1", "message", "what is tea", 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 2));
	CHECK(suite, strcmp(office.desk.call[1].path, "/api/handover") == 0);
	CHECK(suite, strstr(office.desk.call[1].body, "reply_failed"));
	CHECK(suite,
	      call(&office, suite, "m2", "message", "boil water", 0) == 200);
	CHECK(suite, close_office(&office));
	CHECK(suite, office.desk.count == 2);
}

static void an_api_on_a_private_address_is_not_asked(struct suite *suite)
{
	struct office office;

	CHECK(suite, open_office(&office, false));
	CHECK(suite,
	      call(&office, suite, "m1", "message", "what is tea", 0) == 200);
	CHECK(suite, server_soon_logged(&office.server,
					"its host is on a private address"));
	CHECK(suite, close_office(&office));
	CHECK(suite, office.desk.count == 0);
}

static void what_was_acknowledged_outlives_a_kill(struct suite *suite)
{
	struct office office;

	CHECK(suite, open_office(&office, true));
	fake_desk_answer(&office.desk, "500");
	CHECK(suite,
	      call(&office, suite, "m1", "message", "what is tea", 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 1));
	server_stop(&office.server, SIGKILL);
	CHECK(suite, start_office(&office));
	CHECK(suite,
	      call(&office, suite, "m1", "message", "what is tea", 0) == 200);
	CHECK(suite,
	      call(&office, suite, "m2", "message", "boil water", 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 3));
	CHECK(suite, strstr(office.desk.call[1].body, "Leaves"));
	CHECK(suite, strstr(office.desk.call[2].body, "Boil water"));
	CHECK(suite, close_office(&office));
	CHECK(suite, office.desk.count == 3);
}

static void a_faulty_desks_file_stops_the_start(struct suite *suite)
{
	struct office office;

	CHECK(suite, open_office(&office, true));
	CHECK(suite, server_stop(&office.server, SIGTERM) == 0);
	CHECK(suite, put_file(&office, "desks.json",
			      "{\"desks\":[\n{\"knid\":\"slack\"}]}"));
	CHECK(suite, server_run(&office.server, office.options) == 3);
	CHECK(suite, server_logged(&office.server,
				   "2:2: unknown key 'knid', did you mean "
				   "'kind'?"));
	fake_desk_close(&office.desk);
}

static void without_desks_there_is_no_such_path(struct suite *suite)
{
	client_post_to(&suite->server, "/desk/desk", "", "{}", &suite->r);
	CHECK(suite, suite->r.status == 404);
}

const struct test tests_desks[] = {
	TEST(a_message_is_answered_through_the_desks_api),
	TEST(a_message_that_comes_twice_is_answered_once),
	TEST(what_is_not_signed_by_the_desk_is_refused),
	TEST(a_desk_without_an_api_is_answered_in_the_response),
	TEST(who_asks_for_a_person_gets_one_and_the_bot_is_silent),
	TEST(what_is_said_before_a_handover_is_true),
	TEST(a_desk_that_fails_is_asked_again_in_order),
	TEST(what_a_desk_refuses_for_good_goes_to_a_person),
	TEST(an_api_on_a_private_address_is_not_asked),
	TEST(what_was_acknowledged_outlives_a_kill),
	TEST(a_faulty_desks_file_stops_the_start),
	TEST(without_desks_there_is_no_such_path),
	{NULL, NULL},
};
