/* SPDX-License-Identifier: MIT */
#include "proto/message.h"

#include <stdio.h>
#include <string.h>

const char *message_code_text(enum message_code code)
{
	static const char *const text[] = {
		[MESSAGE_INVALID_JSON] = "invalid_json",
		[MESSAGE_INVALID] = "invalid_message",
		[MESSAGE_UNKNOWN_TYPE] = "unknown_type",
		[MESSAGE_UNKNOWN_CHOICE] = "unknown_choice",
		[MESSAGE_RATE_LIMITED] = "rate_limited",
		[MESSAGE_NOT_RECORDED] = "not_recorded",
		[MESSAGE_UNKNOWN_ANSWER] = "unknown_answer",
		[MESSAGE_SESSION_EXPIRED] = "session_expired",
		[MESSAGE_SESSION_FOREIGN] = "session_foreign",
		[MESSAGE_WITH_PERSON] = "with_person",
		[MESSAGE_FAILED] = "failed",
	};

	return text[code];
}

void message_act(const struct faq_reply *reply, char out[MESSAGE_ACT_BYTES])
{
	const char *act = faq_act_text(reply->act);
	size_t bytes = strnlen(act, MESSAGE_ACT_BYTES - 1);

	if (reply->act_number &&
	    (reply->act == FAQ_ACT_JUMP || reply->act == FAQ_ACT_PICK)) {
		snprintf(out, MESSAGE_ACT_BYTES, "%s(%u)", act,
			 reply->act_number);
		return;
	}
	memcpy(out, act, bytes);
	out[bytes] = '\0';
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
static void put_short(struct json_writer *writer, const char *text)
{
	char html[4096] = "<p>";
	size_t at = 3;
	for (const char *p = text; *p; p++) {
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
	json_add_string(writer, "text", text);
	json_add_string(writer, "markdown", text);
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

void message_put_part(struct json_writer *writer,
		      const struct faq_intent *intent, unsigned steps,
		      const char *shortened)
{
	put_head(writer, intent);
	if (shortened)
		put_short(writer, shortened);
	else
		put_answer(writer, intent);
	put_tail(writer, intent);
	if (intent->step)
		json_add_count(writer, "steps", steps);
}

static void put_part(struct json_writer *writer, const struct faq_part *part,
		     unsigned steps, const struct message_cache *cache)
{
	struct message_text ready = {NULL, 0};

	if (!part->instead)
		ready = message_cache_find(cache, part->intent, part->again);

	json_put_open(writer, '{');
	if (ready.bytes)
		json_put_ready(writer, ready.bytes, ready.size);
	else
		message_put_part(writer, part->intent, steps,
				 faq_part_short(part));
	JSON_ADD_NUMBER(writer, "confidence", part->confidence);
	JSON_ADD_BOOL(writer, "again", part->again);
	json_put_close(writer, '}');
}

/* Fields of a choice, a suggestion or an offer. */
static void put_title(struct json_writer *writer,
		      const struct faq_intent *intent)
{
	JSON_ADD_STRING(writer, "id", intent->id);
	JSON_ADD_STRING(writer, "title", intent->title);
}

static void put_lists(struct json_writer *writer, const struct faq_reply *reply,
		      const struct message_cache *cache)
{
	JSON_PUT_NAME(writer, "parts");
	json_put_open(writer, '[');
	for (size_t i = 0; i < reply->part_count; i++)
		put_part(writer, &reply->part[i], reply->steps, cache);
	json_put_close(writer, ']');
	if (reply->slot_count) {
		JSON_PUT_NAME(writer, "slots");
		json_put_open(writer, '{');
		for (size_t i = 0; i < reply->slot_count; i++)
			json_add_string(writer, reply->slot[i].name,
					reply->slot[i].value);
		json_put_close(writer, '}');
	}
	JSON_PUT_NAME(writer, "choices");
	json_put_open(writer, '[');
	for (size_t i = 0; i < reply->choice_count; i++) {
		json_put_open(writer, '{');
		JSON_ADD_COUNT(writer, "number", i + 1);
		put_title(writer, reply->choice[i]);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
	JSON_PUT_NAME(writer, "suggestions");
	json_put_open(writer, '[');
	for (size_t i = 0; i < reply->suggest_count; i++) {
		json_put_open(writer, '{');
		put_title(writer, reply->suggest[i].intent);
		JSON_ADD_NUMBER(writer, "score", reply->suggest[i].score);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
}

void message_put_reply(struct json_writer *writer,
		       const struct faq_reply *reply,
		       const struct message_cache *cache)
{
	char act[MESSAGE_ACT_BYTES];

	JSON_ADD_STRING(writer, "verdict", faq_verdict_text(reply->verdict));
	message_act(reply, act);
	if (act[0])
		JSON_ADD_STRING(writer, "act", act);
	JSON_ADD_STRING(writer, "lead", reply->lead ? reply->lead : "");
	JSON_ADD_STRING(writer, "tail", reply->tail ? reply->tail : "");
	JSON_ADD_STRING(writer, "text", reply->text ? reply->text : "");
	put_lists(writer, reply, cache);
	if (reply->offer) {
		JSON_PUT_NAME(writer, "offer");
		json_put_open(writer, '{');
		put_title(writer, reply->offer);
		json_put_close(writer, '}');
	}
	JSON_ADD_NUMBER(writer, "confidence", reply->confidence);
	if (reply->best)
		JSON_ADD_STRING(writer, "best", reply->best->id);
	JSON_ADD_COUNT(writer, "step", reply->step);
	JSON_ADD_COUNT(writer, "steps", reply->steps);
	JSON_ADD_BOOL(writer, "paused", reply->paused);
	JSON_ADD_BOOL(writer, "personal_data", reply->personal_data);
	JSON_ADD_BOOL(writer, "handover", reply->handover);
	JSON_ADD_BOOL(writer, "limited", reply->limited);
}

void message_write_answer(struct json_writer *writer,
			  const struct message_envelope *envelope,
			  const struct faq_reply *reply,
			  const struct message_cache *cache)
{
	json_put_open(writer, '{');
	JSON_ADD_STRING(writer, "type", faq_verdict_text(reply->verdict));
	if (*envelope->reply_to)
		JSON_ADD_STRING(writer, "reply_to", envelope->reply_to);
	message_put_reply(writer, reply, cache);
	if (envelope->person)
		JSON_ADD_STRING(writer, "person", envelope->person);
	JSON_ADD_STRING(writer, "id", envelope->id);
	JSON_ADD_STRING(writer, "session", envelope->session);
	if (envelope->refused) {
		JSON_ADD_BOOL(writer, "resumed", false);
		JSON_ADD_STRING(writer, "code", envelope->refused);
	}
	json_put_close(writer, '}');
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
