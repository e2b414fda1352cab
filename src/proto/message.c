/* SPDX-License-Identifier: MIT */
#include "proto/message.h"

#include <stdio.h>
#include <string.h>

void message_act(const struct faq_reply *reply, char out[MESSAGE_ACT_BYTES])
{
	const char *act = faq_act_text(reply->act);
	if (reply->act_number &&
	    (reply->act == FAQ_ACT_JUMP || reply->act == FAQ_ACT_PICK))
		snprintf(out, MESSAGE_ACT_BYTES, "%s(%u)", act,
			 reply->act_number);
	else
		snprintf(out, MESSAGE_ACT_BYTES, "%s", act);
}

static void put_link(struct json_writer *writer, const struct faq_link *link)
{
	json_put_name(writer, "link");
	json_put_open(writer, '{');
	json_add_string(writer, "name", link->name);
	json_add_string(writer, "title", link->title);
	json_add_string(writer, "url", link->url);
	json_put_close(writer, '}');
}

static void put_answer(struct json_writer *writer,
		       const struct faq_intent *intent)
{
	json_add_string(writer, "text", intent->text);
	json_add_string(writer, "markdown", intent->markdown);
	json_add_string(writer, "html", intent->html);
}

/* The short form is plain text: a paragraph of HTML is made of it here. */
static void put_answer_again(struct json_writer *writer, const char *again)
{
	char html[4096] = "<p>";
	size_t at = 3;
	for (const char *p = again; *p; p++) {
		char plain[2] = {*p, '\0'};
		const char *escape = *p == '&'   ? "&amp;"
				     : *p == '<' ? "&lt;"
				     : *p == '>' ? "&gt;"
				     : *p == '"' ? "&quot;"
						 : plain;
		size_t length = strlen(escape);
		if (at + length + sizeof("</p>") > sizeof(html))
			break;
		memcpy(html + at, escape, length);
		at += length;
	}
	memcpy(html + at, "</p>", sizeof("</p>"));
	json_add_string(writer, "text", again);
	json_add_string(writer, "markdown", again);
	json_add_string(writer, "html", html);
}

static void put_head(struct json_writer *writer,
		     const struct faq_intent *intent)
{
	json_add_string(writer, "id", intent->id);
	json_add_string(writer, "kind", faq_kind_text(intent->kind));
	json_add_string(writer, "title", intent->title);
}

static void put_tail(struct json_writer *writer,
		     const struct faq_intent *intent)
{
	if (intent->step)
		json_add_count(writer, "step", intent->step);
	if (intent->link)
		put_link(writer, intent->link);
	if (intent->note[0])
		json_add_string(writer, "note", intent->note);
}

void message_put_intent(struct json_writer *writer,
			const struct faq_intent *intent)
{
	put_head(writer, intent);
	put_answer(writer, intent);
	put_tail(writer, intent);
}

static void put_part(struct json_writer *writer, const struct faq_part *part,
		     unsigned steps)
{
	json_put_open(writer, '{');
	put_head(writer, part->intent);
	if (part->again && part->intent->again[0])
		put_answer_again(writer, part->intent->again);
	else
		put_answer(writer, part->intent);
	put_tail(writer, part->intent);
	if (part->intent->step)
		json_add_count(writer, "steps", steps);
	json_add_number(writer, "confidence", part->confidence);
	json_add_bool(writer, "again", part->again);
	json_put_close(writer, '}');
}

/* Fields of a choice, a suggestion or an offer. */
static void put_title(struct json_writer *writer,
		      const struct faq_intent *intent)
{
	json_add_string(writer, "id", intent->id);
	json_add_string(writer, "title", intent->title);
}

static void put_lists(struct json_writer *writer, const struct faq_reply *reply)
{
	json_put_name(writer, "parts");
	json_put_open(writer, '[');
	for (size_t i = 0; i < reply->part_count; i++)
		put_part(writer, &reply->part[i], reply->steps);
	json_put_close(writer, ']');
	if (reply->slot_count) {
		json_put_name(writer, "slots");
		json_put_open(writer, '{');
		for (size_t i = 0; i < reply->slot_count; i++)
			json_add_string(writer, reply->slot[i].name,
					reply->slot[i].value);
		json_put_close(writer, '}');
	}
	json_put_name(writer, "choices");
	json_put_open(writer, '[');
	for (size_t i = 0; i < reply->choice_count; i++) {
		json_put_open(writer, '{');
		json_add_count(writer, "number", i + 1);
		put_title(writer, reply->choice[i]);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
	json_put_name(writer, "suggestions");
	json_put_open(writer, '[');
	for (size_t i = 0; i < reply->suggest_count; i++) {
		json_put_open(writer, '{');
		put_title(writer, reply->suggest[i].intent);
		json_add_number(writer, "score", reply->suggest[i].score);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
}

void message_put_reply(struct json_writer *writer,
		       const struct faq_reply *reply)
{
	char act[MESSAGE_ACT_BYTES];

	json_add_string(writer, "verdict", faq_verdict_text(reply->verdict));
	message_act(reply, act);
	if (act[0])
		json_add_string(writer, "act", act);
	json_add_string(writer, "lead", reply->lead ? reply->lead : "");
	json_add_string(writer, "tail", reply->tail ? reply->tail : "");
	json_add_string(writer, "text", reply->text ? reply->text : "");
	put_lists(writer, reply);
	if (reply->offer) {
		json_put_name(writer, "offer");
		json_put_open(writer, '{');
		put_title(writer, reply->offer);
		json_put_close(writer, '}');
	}
	json_add_number(writer, "confidence", reply->confidence);
	if (reply->best)
		json_add_string(writer, "best", reply->best->id);
	json_add_count(writer, "step", reply->step);
	json_add_count(writer, "steps", reply->steps);
	json_add_bool(writer, "paused", reply->paused);
	json_add_bool(writer, "personal_data", reply->personal_data);
	json_add_bool(writer, "handover", reply->handover);
	json_add_bool(writer, "limited", reply->limited);
}

char *message_reply_json(const struct faq_reply *reply,
			 const struct message_envelope *envelope, size_t *bytes)
{
	struct json_writer writer;

	json_writer_init(&writer, MESSAGE_REPLY_BYTES_MAX);
	json_put_open(&writer, '{');
	if (envelope && envelope->type)
		json_add_string(&writer, "type", envelope->type);
	if (envelope && envelope->id)
		json_add_string(&writer, "id", envelope->id);
	message_put_reply(&writer, reply);
	if (envelope && envelope->session)
		json_add_string(&writer, "session", envelope->session);
	json_put_close(&writer, '}');
	return json_writer_take(&writer, bytes);
}

static void put_candidate(struct json_writer *writer,
			  const struct faq_trace_candidate *candidate)
{
	const struct faq_pattern *pattern = candidate->pattern;
	json_put_open(writer, '{');
	json_add_string(writer, "intent", pattern->intent->id);
	json_add_string(writer, "fate", faq_fate_text(candidate->fate));
	json_add_string(writer, "source", pattern->source);
	json_add_count(writer, "line", pattern->line);
	json_add_string(writer, "template", pattern->line_text);
	json_add_string(writer, "regex", pattern->regex);
	json_add_number(writer, "confidence", candidate->confidence);
	json_add_number(writer, "explained", candidate->explained);
	json_add_number(writer, "known", candidate->known);
	json_add_number(writer, "foreign", candidate->foreign);
	json_put_close(writer, '}');
}

void message_put_trace(struct json_writer *writer,
		       const struct faq_trace *trace)
{
	json_put_open(writer, '{');
	json_add_string(writer, "reason", trace->reason);
	json_add_string(writer, "normalised", trace->normalised);
	json_put_name(writer, "repairs");
	json_put_open(writer, '[');
	for (size_t i = 0; i < trace->repair_count; i++) {
		json_put_open(writer, '{');
		json_add_string(writer, "from", trace->repair[i].from);
		json_add_string(writer, "to", trace->repair[i].to);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
	json_put_name(writer, "candidates");
	json_put_open(writer, '[');
	for (size_t i = 0; i < trace->candidate_count; i++)
		put_candidate(writer, &trace->candidate[i]);
	json_put_close(writer, ']');
	json_add_count(writer, "indexed", trace->pattern_count);
	json_add_count(writer, "tried", trace->tried);
	json_put_close(writer, '}');
}

static enum json_status ask_fail(const struct message_ask *ask,
				 const struct cJSON *value,
				 struct json_error *error, const char *message)
{
	json_where(ask->doc, value, JSON_AT_VALUE, &error->line,
		   &error->column);
	snprintf(error->message, sizeof(error->message), "%s", message);
	return JSON_ERROR_SYNTAX;
}

/* A member that must be a string of at most `max` bytes when it is there. */
static enum json_status ask_member(const struct message_ask *ask,
				   const char *name, size_t max,
				   const char **out, struct json_error *error)
{
	char message[96];
	const struct cJSON *value = json_get(json_root(ask->doc), name);
	*out = "";
	if (!value)
		return JSON_OK;
	*out = json_string(value);
	if (!*out) {
		snprintf(message, sizeof(message),
			 "'%s' must be a string, this is %s", name,
			 json_type_text(json_type(value)));
		return ask_fail(ask, value, error, message);
	}
	if (strlen(*out) > max) {
		snprintf(message, sizeof(message), "'%s' is over %zu bytes",
			 name, max);
		return ask_fail(ask, value, error, message);
	}
	return JSON_OK;
}

static enum json_status ask_read(struct message_ask *ask,
				 struct json_error *error)
{
	const struct cJSON *root = json_root(ask->doc);
	if (json_type(root) != JSON_OBJECT)
		return ask_fail(ask, root, error,
				"a question is an object with a 'text'");
	if (!json_get(root, "text"))
		return ask_fail(ask, root, error, "'text' is missing");
	enum json_status status =
		ask_member(ask, "text", JSON_BYTES_MAX, &ask->text, error);
	if (status == JSON_OK)
		status = ask_member(ask, "id", MESSAGE_ID_BYTES, &ask->id,
				    error);
	if (status == JSON_OK)
		status = ask_member(ask, "session", MESSAGE_SESSION_BYTES,
				    &ask->session, error);
	return status;
}

enum json_status message_ask_parse(struct message_ask *ask, const char *bytes,
				   size_t size, struct json_error *error)
{
	struct json_error ignored;
	if (!error)
		error = &ignored;
	*ask = (struct message_ask){0};
	enum json_status status = json_parse(&ask->doc, bytes, size, error);
	if (status != JSON_OK)
		return status;
	status = ask_read(ask, error);
	if (status != JSON_OK) {
		message_ask_release(ask);
		return status;
	}
	ask->text_bytes = strlen(ask->text);
	return JSON_OK;
}

void message_ask_release(struct message_ask *ask)
{
	json_free(ask->doc);
	*ask = (struct message_ask){0};
}
