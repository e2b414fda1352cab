/* SPDX-License-Identifier: MIT */
/*
 * faqctl key: API keys made, listed and revoked. The key itself is written once
 * and kept nowhere.
 */
#include "cli/database.h"
#include "proto/json.h"
#include "store/apikey.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/crypto.h>

static bool read_scopes(const struct options *options, unsigned *scopes,
			const struct term *err)
{
	const char *wrong = "";
	size_t bytes = 0;

	if (options->scope &&
	    apikey_scopes_parse(options->scope, scopes, &wrong, &bytes))
		return true;
	fputs("faqctl key: ", err->file);
	if (bytes)
		fprintf(err->file, "there is no scope '%.*s'; they are\n",
			(int)bytes, wrong);
	else
		fputs("say what it is good for with --scope\n", err->file);
	for (size_t i = 0; i < APIKEY_SCOPE_COUNT; i++)
		fprintf(err->file, "  %-8s %s\n", apikey_scope_name(i),
			apikey_scope_help(i));
	return false;
}

/* Stored first: a key that was shown must work. */
static enum exit_code add_key(struct store *store, const char *name,
			      unsigned scopes, const struct term *out,
			      const struct term *err)
{
	struct store_record record = {.kind = STORE_API_KEY_ADD};
	struct store_api_key *key = &record.as.api_key;
	uint8_t random[APIKEY_RANDOM_BYTES];
	char text[APIKEY_TEXT_BYTES];

	snprintf(key->name, sizeof(key->name), "%s", name);
	apikey_scopes_text(scopes, key->scopes);
	key->created_ms = database_now_ms();
	bool made = database_random(random, sizeof(random)) &&
		    apikey_make(random, key, text);
	OPENSSL_cleanse(random, sizeof(random));
	if (!made) {
		fputs("faqctl key: no random bytes to be had\n", err->file);
		return EXIT_CANNOT;
	}
	enum store_status status =
		store_write(store, &record, 1, STORE_DURABLE);
	if (status == STORE_OK) {
		fprintf(err->file,
			"key %s for %s; it is shown this once, send it as "
			"'Authorization: Bearer KEY'\n",
			key->id, key->scopes);
		fprintf(out->file, "%s\n", text);
	}
	OPENSSL_cleanse(text, sizeof(text));
	return status == STORE_OK ? EXIT_GOOD
				  : database_failed(store, "key", status, err);
}

/* "2026-11-23 00:31", in UTC; "never" for 0. */
static void moment_text(int64_t ms, char *out, size_t size)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm parts;

	if (!ms || !gmtime_r(&seconds, &parts) ||
	    !strftime(out, size, "%Y-%m-%d %H:%M", &parts))
		snprintf(out, size, "never");
}

struct listing {
	const struct term *out;
	struct json_writer *json; /* NULL: as text */
	size_t count;
};

static void put_key(struct json_writer *json, const struct store_api_key *key)
{
	json_put_open(json, '{');
	json_add_string(json, "id", key->id);
	json_add_string(json, "name", key->name);
	json_add_string(json, "scopes", key->scopes);
	json_add_count(json, "created_ms", (uint64_t)key->created_ms);
	json_add_count(json, "used_ms", (uint64_t)key->used_ms);
	json_add_count(json, "revoked_ms", (uint64_t)key->revoked_ms);
	json_put_close(json, '}');
}

static bool list_key(void *context, const struct store_api_key *key)
{
	struct listing *listing = context;
	const struct term *out = listing->out;
	char created[32], used[32];

	if (listing->json) {
		put_key(listing->json, key);
		return true;
	}
	if (!listing->count++) {
		term_styled(out, TERM_BOLD,
			    "id                created           used         "
			    "     scopes                 name");
		fputc('\n', out->file);
	}
	moment_text(key->created_ms, created, sizeof(created));
	moment_text(key->used_ms, used, sizeof(used));
	term_cell(out, key->id, 18);
	term_cell(out, created, 18);
	term_cell(out, key->revoked_ms ? "revoked" : used, 18);
	term_cell(out, key->scopes, 23);
	term_text(out, key->name);
	fputc('\n', out->file);
	return true;
}

static enum exit_code list_keys(struct store *store, bool as_json,
				const struct term *out, const struct term *err)
{
	struct listing listing = {.out = out};
	struct json_writer json;

	json_writer_init(&json, JSON_BYTES_MAX);
	if (as_json)
		listing.json = &json;
	json_put_open(&json, '[');
	enum store_status status = store_api_keys(store, list_key, &listing);
	json_put_close(&json, ']');
	bool good = !json_failed(&json);
	if (as_json && status == STORE_OK && good)
		fprintf(out->file, "%s\n", json.bytes);
	json_writer_release(&json);
	if (status != STORE_OK)
		return database_failed(store, "key", status, err);
	if (!as_json && !listing.count)
		fputs("there are no keys\n", out->file);
	return good ? EXIT_GOOD : EXIT_CANNOT;
}

/* "revoked already: 'ID'; ...", "there is no key 'ID'; ..." */
static enum exit_code refuse_revoking(const char *why, const char *id,
				      const struct term *err)
{
	struct apikey key;

	/* A key in a message would end up in a log. */
	if (apikey_parse(id, strlen(id), &key)) {
		fprintf(err->file,
			"faqctl key: that is a key, not its id; now that it "
			"stood on a command line, 'faqctl key revoke %s'\n",
			key.id);
		return EXIT_FINDINGS;
	}
	fprintf(err->file, "faqctl key: %s '", why);
	term_text(err, id);
	fputs("'; 'faqctl key list' shows them\n", err->file);
	return EXIT_FINDINGS;
}

static enum exit_code revoke_key(struct store *store, const char *id,
				 const struct term *out, const struct term *err)
{
	struct store_record record = {.kind = STORE_API_KEY_REVOKED};
	struct store_api_key_event *event = &record.as.api_key_event;
	struct store_api_key key;

	snprintf(event->id, sizeof(event->id), "%s", id);
	event->time_ms = database_now_ms();
	enum store_status status = store_api_key(store, id, &key);
	if (status == STORE_ABSENT)
		return refuse_revoking("there is no key", id, err);
	if (status == STORE_OK && key.revoked_ms)
		return refuse_revoking("revoked already:", id, err);
	if (status == STORE_OK)
		status = store_write(store, &record, 1, STORE_DURABLE);
	if (status != STORE_OK)
		return database_failed(store, "key", status, err);
	fprintf(out->file, "revoked %s\n", id);
	return EXIT_GOOD;
}

enum action {
	ACTION_ADD,
	ACTION_LIST,
	ACTION_REVOKE,
	ACTION_BAD
};

static enum action action_of(const struct options *options,
			     const struct term *err)
{
	size_t count = options->word_count;
	const char *word = count ? options->words[0] : "";

	if (strcmp(word, "list") == 0 && count == 1)
		return ACTION_LIST;
	if (strcmp(word, "revoke") == 0 && count == 2)
		return ACTION_REVOKE;
	if (strcmp(word, "add") == 0 && count == 2 && options->words[1][0] &&
	    strlen(options->words[1]) < STORE_API_KEY_NAME_BYTES)
		return ACTION_ADD;
	fprintf(err->file,
		"faqctl key: say add NAME (up to %u bytes), list, or revoke "
		"ID\n",
		STORE_API_KEY_NAME_BYTES - 1);
	return ACTION_BAD;
}

static enum exit_code run_key(const struct options *options,
			      const struct term *out, const struct term *err)
{
	enum action action = action_of(options, err);
	struct store *store;
	unsigned scopes = 0;

	if (action == ACTION_BAD ||
	    (action == ACTION_ADD && !read_scopes(options, &scopes, err)))
		return EXIT_USAGE;
	/* Keys may be made before faqd has run for the first time. */
	enum exit_code code = database_open(&store, options, "key",
					    action == ACTION_ADD, NULL, err);
	if (code != EXIT_GOOD)
		return code;
	if (action == ACTION_ADD)
		code = add_key(store, options->words[1], scopes, out, err);
	else if (action == ACTION_LIST)
		code = list_keys(store, options->json, out, err);
	else
		code = revoke_key(store, options->words[1], out, err);
	store_close(store);
	return code;
}

const struct command cmd_key = {
	.name = "key",
	.operands = "add NAME|list|revoke ID",
	.summary = "make, list and revoke API keys",
	.about = "'add' makes a key and writes it once: only a hash of it is "
		 "kept, so a lost key is replaced, not found again. NAME is "
		 "your word for who holds it. --scope says what it is good "
		 "for:\n\n"
		 "  ask     chat and ask, without a limit of questions\n"
		 "  desk    take chats over as an agent\n"
		 "  report  read metrics\n"
		 "  admin   all of these\n\n"
		 "A key goes to standard output alone, so that it can be piped "
		 "into a file or a secret store. 'revoke' takes the id, the "
		 "part behind 'faqd_', never the key. faqd may run meanwhile.",
	.examples = "faqctl key add 'help desk' --scope desk,ask "
		    "--database /var/lib/faqd/faqd.db\n"
		    "faqctl key list\nfaqctl key revoke 7757p47p5pt6hx63",
	.options = {OPTION_DATABASE, OPTION_SCOPE, OPTION_JSON, OPTION_COLOR,
		    OPTION_HELP},
	.run = run_key};
