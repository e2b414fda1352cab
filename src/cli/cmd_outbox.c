/* SPDX-License-Identifier: MIT */
/*
 * faqctl outbox: what waits to be sent to the support desks, and what could
 * not be sent.
 */
#include "cli/database.h"
#include "proto/json.h"
#include "proto/nearest.h"
#include "store/outbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOUTH_PREFIX "desk:" /* before a desk's name, in the store */

/* "2026-11-23 00:31:05", in UTC. */
static void moment_text(int64_t ms, char *out, size_t size)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm parts;

	if (!gmtime_r(&seconds, &parts) ||
	    !strftime(out, size, "%Y-%m-%d %H:%M:%S", &parts))
		snprintf(out, size, "?");
}

static const char *state_text(const struct store_outgoing *message)
{
	return message->state == STORE_OUTBOX_DEAD ? "dead" : "waits";
}

/* As the desks file, the log and the metrics call it. */
static const char *desk_text(const struct store_outgoing *message)
{
	const char *name = message->desk;
	size_t prefix = sizeof(MOUTH_PREFIX) - 1;

	return strncmp(name, MOUTH_PREFIX, prefix) == 0 ? name + prefix : name;
}

struct listing {
	const struct term *out;
	struct json_writer *json; /* NULL: as text */
	bool whole;               /* the body, too */
	size_t count;
};

static void put_json(struct json_writer *json,
		     const struct store_outgoing *message, bool whole)
{
	json_put_open(json, '{');
	json_add_count(json, "id", (uint64_t)message->id);
	json_add_string(json, "desk", desk_text(message));
	json_add_string(json, "state", state_text(message));
	json_add_count(json, "created_ms", (uint64_t)message->created_ms);
	json_add_count(json, "next_ms", (uint64_t)message->next_ms);
	json_add_count(json, "attempts", message->attempts);
	json_add_string(json, "cause", message->cause);
	if (whole) {
		json_add_string(json, "conversation", message->conversation);
		json_put_name(json, "body");
		json_put_bytes(json, message->body, message->body_bytes);
	}
	json_put_close(json, '}');
}

static void put_row(struct listing *listing,
		    const struct store_outgoing *message)
{
	const struct term *out = listing->out;
	char id[24], created[32], attempts[16];

	if (!listing->count) {
		term_styled(out, TERM_BOLD,
			    "id        desk                state  since        "
			    "        tried  cause");
		fputc('\n', out->file);
	}
	snprintf(id, sizeof(id), "%lld", (long long)message->id);
	snprintf(attempts, sizeof(attempts), "%u", message->attempts);
	moment_text(message->created_ms, created, sizeof(created));
	term_cell(out, id, 10);
	term_cell(out, desk_text(message), 20);
	term_cell(out, state_text(message), 7);
	term_cell(out, created, 21);
	term_cell(out, attempts, 7);
	term_text(out, message->cause);
	fputc('\n', out->file);
}

static void put_whole(const struct term *out,
		      const struct store_outgoing *message)
{
	char *body = strndup(message->body_bytes ? message->body : "",
			     message->body_bytes);

	fprintf(out->file, "conversation ");
	term_text(out, message->conversation);
	fputc('\n', out->file);
	term_text(out, body ? body : "");
	fputc('\n', out->file);
	free(body);
}

static bool put_message(void *context, const struct store_outgoing *message)
{
	struct listing *listing = context;

	if (listing->json) {
		put_json(listing->json, message, listing->whole);
	} else {
		put_row(listing, message);
		if (listing->whole)
			put_whole(listing->out, message);
	}
	listing->count++;
	return true;
}

enum action {
	ACTION_LIST,
	ACTION_SHOW,
	ACTION_RETRY,
	ACTION_DROP,
	ACTION_BAD
};

static const char *const actions[] = {"list", "show", "retry", "drop"};

static enum exit_code no_such(enum action action, int64_t id,
			      const struct term *err)
{
	fprintf(err->file,
		action == ACTION_RETRY
			? "faqctl outbox: message %lld is not dead, or not in "
			  "the outbox; 'faqctl outbox list' shows what is\n"
			: "faqctl outbox: message %lld is not in the outbox: "
			  "it was sent or dropped, or never was; 'faqctl "
			  "outbox list' shows what is\n",
		(long long)id);
	return EXIT_FINDINGS;
}

/* id 0: all, without their bodies. */
static enum exit_code show(struct store *store, int64_t id, bool as_json,
			   const struct term *out, const struct term *err)
{
	struct listing listing = {.out = out, .whole = id != 0};
	struct json_writer json;
	enum store_status status;

	json_writer_init(&json, 16 * JSON_BYTES_MAX);
	if (as_json)
		listing.json = &json;
	json_put_open(&json, '[');
	status = store_outbox(store, id, put_message, &listing);
	json_put_close(&json, ']');
	bool good = !json_failed(&json);
	if (as_json && status == STORE_OK && good)
		fprintf(out->file, "%s\n", json.bytes);
	json_writer_release(&json);
	if (status != STORE_OK)
		return database_failed(store, "outbox", status, err);
	if (id && !listing.count)
		return no_such(ACTION_SHOW, id, err);
	if (!as_json && !listing.count)
		fputs("the outbox is empty\n", out->file);
	return good ? EXIT_GOOD : EXIT_CANNOT;
}

static enum exit_code change(struct store *store, enum action action,
			     int64_t id, const struct term *out,
			     const struct term *err)
{
	bool retry = action == ACTION_RETRY;
	size_t count;
	enum store_status status = store_outbox_change(
		store, retry ? STORE_OUTBOX_RETRY : STORE_OUTBOX_DROP, id,
		database_now_ms(), &count);

	if (status != STORE_OK)
		return database_failed(store, "outbox", status, err);
	if (id && !count)
		return no_such(action, id, err);
	fprintf(out->file, "%s %zu\n",
		retry ? "to be tried again:" : "dropped:", count);
	return EXIT_GOOD;
}

/* The number of a message; 0 when it is none. */
static int64_t read_id(const char *text)
{
	char *end;
	long long id;

	errno = 0;
	id = strtoll(text, &end, 10);
	return errno || *end || end == text || id <= 0 ? 0 : (int64_t)id;
}

static void say_what(const struct term *err, const char *word)
{
	const char *near = word ? nearest_of(word, actions, ACTION_BAD) : NULL;

	fputs("faqctl outbox: ", err->file);
	if (word) {
		fputc('\'', err->file);
		term_text(err, word);
		fputs("' is nothing that it does; ", err->file);
	}
	if (near)
		fprintf(err->file, "did you mean '%s'? ", near);
	fputs("say list, show ID, retry ID, retry all, or drop ID\n",
	      err->file);
}

/* What stands behind it is not what it takes. */
static void say_whose(const struct term *err, enum action action,
		      const char *word)
{
	fprintf(err->file, "faqctl outbox: '%s' takes %s", actions[action],
		action == ACTION_LIST    ? "nothing behind it"
		: action == ACTION_RETRY ? "the number of a message, or 'all'"
					 : "the number of a message");
	if (word) {
		fputs(", not '", err->file);
		term_text(err, word);
		fputc('\'', err->file);
	}
	fputc('\n', err->file);
}

static enum action action_of(const struct options *options, int64_t *id,
			     const struct term *err)
{
	const char *word = options->word_count ? options->words[0] : NULL;
	const char *whose = options->word_count > 1 ? options->words[1] : NULL;
	size_t found = 0;
	bool good;

	while (found < ACTION_BAD &&
	       (!word || strcmp(word, actions[found]) != 0))
		found++;
	if (found == ACTION_BAD) {
		say_what(err, word);
		return ACTION_BAD;
	}
	*id = whose ? read_id(whose) : 0;
	good = found == ACTION_LIST ? !whose : *id != 0;
	if (found == ACTION_RETRY && whose && strcmp(whose, "all") == 0)
		good = true;
	if (good && options->word_count <= 2)
		return (enum action)found;
	say_whose(err, (enum action)found, good ? options->words[2] : whose);
	return ACTION_BAD;
}

static enum exit_code run_outbox(const struct options *options,
				 const struct term *out, const struct term *err)
{
	struct store *store;
	int64_t id;
	enum action action = action_of(options, &id, err);

	if (action == ACTION_BAD)
		return EXIT_USAGE;
	enum exit_code code =
		database_open(&store, options, "outbox", false, NULL, err);
	if (code != EXIT_GOOD)
		return code;
	if (action == ACTION_RETRY || action == ACTION_DROP)
		code = change(store, action, id, out, err);
	else
		code = show(store, id, options->json, out, err);
	store_close(store);
	return code;
}

const struct command cmd_outbox = {
	.name = "outbox",
	.operands = "list|show ID|retry ID|retry all|drop ID",
	.summary = "what waits for the support desks, or could not be sent",
	.about =
		"'list' shows what waits to be sent to a support desk and what "
		"was given up ('dead'), with the cause of the last failure; "
		"'show' also what would be sent, in which a desk's own names "
		"for its conversations stand. 'retry' lets what was given up "
		"be tried again, in its old order; a running faqd does so "
		"within seconds. 'drop' gives a message up for good and wipes "
		"it. What was given up is kept as long as --retention-days of "
		"faqd says.",
	.examples = "faqctl outbox list --database /var/lib/faqd/faqd.db\n"
		    "faqctl outbox show 17\nfaqctl outbox retry all",
	.options = {OPTION_DATABASE, OPTION_JSON, OPTION_COLOR, OPTION_HELP},
	.run = run_outbox};
