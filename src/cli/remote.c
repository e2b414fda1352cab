/* SPDX-License-Identifier: MIT */
#include "cli/remote.h"

#include "proto/base64url.h"
#include "proto/visit.h"

#include <stdio.h>
#include <string.h>

#define QUESTION_JSON_MAX (64u * 1024u)

bool remote_init(struct remote *remote, const char *url,
		 const struct faq_catalog *catalog)
{
	memset(remote, 0, sizeof(*remote));
	remote->catalog = catalog;
	json_writer_init(&remote->json, QUESTION_JSON_MAX);
	return httpclient_init(&remote->client, url);
}

void remote_release(struct remote *remote)
{
	json_writer_release(&remote->json);
	httpclient_release(&remote->client);
}

void remote_fresh(struct remote *remote)
{
	remote->session[0] = '\0';
}

/* The catalogue's intent of that name, or a stand-in for it. */
static const struct faq_intent *intent_of(struct remote *remote, const char *id)
{
	const struct faq_intent *found =
		id ? faq_catalog_find(remote->catalog, id) : NULL;

	if (found || !id || remote->unknown_count == REMOTE_UNKNOWN_MAX)
		return found;
	size_t i = remote->unknown_count++;
	snprintf(remote->name[i], REMOTE_NAME_BYTES, "%s", id);
	remote->unknown[i] = (struct faq_intent){
		.id = remote->name[i],
		.title = "",
		.text = "",
		.markdown = "",
		.html = "",
		.again = "",
		.rests = "",
		.why = "",
		.offer = "",
		.note = "",
		.source = "",
		.kind = strncmp(id, "limit.", 6) == 0 ? FAQ_KIND_LIMIT
						      : FAQ_KIND_FAQ};
	return &remote->unknown[i];
}

static enum faq_verdict verdict_of(const char *text)
{
	for (int v = FAQ_VERDICT_ANSWER; v < FAQ_VERDICT_NONE; v++)
		if (text &&
		    strcmp(text, faq_verdict_text((enum faq_verdict)v)) == 0)
			return (enum faq_verdict)v;
	return FAQ_VERDICT_NONE;
}

/* "act.jump(3)" */
static void read_act(struct faq_reply *reply, const char *text)
{
	size_t length = text ? strcspn(text, "(") : 0;

	for (int act = FAQ_ACT_START; length && act <= FAQ_ACT_ANGER; act++) {
		const char *name = faq_act_text((enum faq_act)act);
		if (strlen(name) == length && strncmp(name, text, length) == 0)
			reply->act = (enum faq_act)act;
	}
	if (length && text[length])
		sscanf(text + length, "(%5u)", &reply->act_number);
}

static void read_parts(struct remote *remote, const struct cJSON *list,
		       struct faq_reply *reply)
{
	for (const struct cJSON *at = json_first(list);
	     at && reply->part_count < FAQ_PARTS_MAX; at = json_next(at)) {
		struct faq_part part = {
			.intent = intent_of(remote,
					    json_string(json_get(at, "id")))};
		json_number(json_get(at, "confidence"), &part.confidence);
		json_bool(json_get(at, "again"), &part.again);
		if (part.intent)
			reply->part[reply->part_count++] = part;
	}
}

static void read_lists(struct remote *remote, const struct cJSON *root,
		       struct faq_reply *reply)
{
	const struct cJSON *at;

	read_parts(remote, json_get(root, "parts"), reply);
	for (at = json_first(json_get(root, "choices"));
	     at && reply->choice_count < FAQ_CHOICES_MAX; at = json_next(at)) {
		const struct faq_intent *intent =
			intent_of(remote, json_string(json_get(at, "id")));
		if (intent)
			reply->choice[reply->choice_count++] = intent;
	}
	for (at = json_first(json_get(root, "suggestions"));
	     at && reply->suggest_count < FAQ_SUGGEST_MAX; at = json_next(at)) {
		struct faq_suggestion one = {
			.intent = intent_of(remote,
					    json_string(json_get(at, "id")))};
		json_number(json_get(at, "score"), &one.score);
		if (one.intent)
			reply->suggest[reply->suggest_count++] = one;
	}
}

static unsigned number_of(const struct cJSON *root, const char *name)
{
	double number = 0;
	json_number(json_get(root, name), &number);
	return number >= 0 && number < 1e6 ? (unsigned)number : 0;
}

/* The dialogue in a session's text; it is signed, not secret. */
static bool dialog_of(const char *session, struct faq_dialog *dialog)
{
	uint8_t bytes[(VISIT_BYTES + 2) / 3 * 3];
	struct visit visit;

	if (strlen(session) < BASE64URL_CHARACTERS(sizeof(bytes)) ||
	    !base64url_decode(session, bytes, sizeof(bytes)) ||
	    !visit_load(&visit, bytes))
		return false;
	*dialog = visit.dialog;
	return true;
}

/* In the token's words; from the reply when the token can't be read. */
static void describe(struct remote *remote, const struct faq_reply *reply)
{
	struct faq_dialog dialog;
	const size_t size = sizeof(remote->described);

	if (dialog_of(remote->session, &dialog))
		faq_dialog_describe(&dialog, remote->described, size);
	else if (reply->choice_count)
		snprintf(remote->described, size, "options");
	else if (reply->step)
		snprintf(remote->described, size, "step %u%s", reply->step,
			 reply->paused ? " paused" : "");
	else
		snprintf(remote->described, size, "%s",
			 reply->offer ? "offer" : "idle");
}

static void read_rest(struct remote *remote, const struct cJSON *root,
		      struct faq_reply *reply)
{
	const char *text = json_string(json_get(root, "text"));
	const char *session = json_string(json_get(root, "session"));

	reply->offer = intent_of(
		remote, json_string(json_get(json_get(root, "offer"), "id")));
	reply->best = intent_of(remote, json_string(json_get(root, "best")));
	json_number(json_get(root, "confidence"), &reply->confidence);
	reply->step = number_of(root, "step");
	reply->steps = number_of(root, "steps");
	json_bool(json_get(root, "paused"), &reply->paused);
	json_bool(json_get(root, "personal_data"), &reply->personal_data);
	json_bool(json_get(root, "handover"), &reply->handover);
	json_bool(json_get(root, "limited"), &reply->limited);
	snprintf(reply->buffer, sizeof(reply->buffer), "%s", text ? text : "");
	snprintf(remote->session, sizeof(remote->session), "%s",
		 session ? session : "");
	describe(remote, reply);
}

bool remote_read(struct remote *remote, const char *body, size_t bytes,
		 struct faq_reply *reply)
{
	struct json_doc *doc;

	*reply = (struct faq_reply){.verdict = FAQ_VERDICT_NONE};
	reply->lead = reply->tail = "";
	reply->text = reply->buffer;
	remote->unknown_count = 0;
	if (json_parse(&doc, body, bytes, NULL) != JSON_OK)
		return false;
	const struct cJSON *root = json_root(doc);
	const char *verdict = json_string(json_get(root, "verdict"));
	reply->verdict = verdict_of(verdict);
	read_act(reply, json_string(json_get(root, "act")));
	read_lists(remote, root, reply);
	read_rest(remote, root, reply);
	json_free(doc);
	return verdict != NULL;
}

bool remote_ask(struct remote *remote, const char *text,
		struct faq_reply *reply, char cause[160])
{
	struct httpclient_answer answer;
	struct json_writer *json = &remote->json;
	const char *why = "out of memory";

	json_writer_clear(json);
	json_put_open(json, '{');
	json_add_string(json, "text", text);
	if (remote->session[0])
		json_add_string(json, "session", remote->session);
	json_put_close(json, '}');
	if (json_failed(json) ||
	    !httpclient_post(&remote->client, "/v1/ask", json->bytes,
			     json->size, &answer, &why)) {
		snprintf(cause, 160, "%s", why);
		return false;
	}
	if (answer.status != 200) {
		snprintf(cause, 160, "it answers with status %u",
			 answer.status);
		return false;
	}
	snprintf(cause, 160, "its answer is not one of faqd");
	return remote_read(remote, answer.body, answer.body_bytes, reply);
}
