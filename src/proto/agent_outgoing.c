/* SPDX-License-Identifier: MIT */
#include "proto/agent_outgoing.h"

const char *agent_code_text(enum agent_code code)
{
	static const char *const texts[] = {
		[AGENT_UNAUTHORIZED] = "unauthorized",
		[AGENT_UNKNOWN_CONVERSATION] = "unknown_conversation",
		[AGENT_ALREADY_CLAIMED] = "already_claimed",
		[AGENT_NOT_YOURS] = "not_yours",
		[AGENT_INVALID_JSON] = "invalid_json",
		[AGENT_INVALID] = "invalid",
		[AGENT_UNKNOWN_TYPE] = "unknown_type",
		[AGENT_RATE_LIMITED] = "rate_limited",
		[AGENT_FAILED] = "failed",
	};

	return texts[code];
}

static void begin(struct json_writer *writer, const char *type,
		  const char *reply_to)
{
	json_put_open(writer, '{');
	json_add_string(writer, "type", type);
	if (*reply_to)
		json_add_string(writer, "reply_to", reply_to);
}

static void add_time(struct json_writer *writer, const char *name, int64_t ms)
{
	json_add_count(writer, name, ms > 0 ? (unsigned long long)ms : 0);
}

static void add_agent(struct json_writer *writer, const char *name)
{
	if (!*name)
		return;
	json_put_name(writer, "agent");
	json_put_open(writer, '{');
	json_add_string(writer, "name", name);
	json_put_close(writer, '}');
}

static void add_words(struct json_writer *writer,
		      const struct agent_message *message)
{
	json_add_string(writer, "from", message->from);
	json_put_name(writer, "text");
	json_put_bytes(writer, message->text, message->text_bytes);
	add_time(writer, "at", message->at_ms);
}

static void add_summary(struct json_writer *writer,
			const struct agent_summary *summary)
{
	json_add_string(writer, "conversation", summary->conversation);
	json_add_string(writer, "state", summary->state);
	json_add_string(writer, "reason", summary->reason);
	add_time(writer, "since", summary->since_ms);
	add_agent(writer, summary->agent);
	if (summary->last) {
		json_put_name(writer, "last");
		json_put_open(writer, '{');
		add_words(writer, summary->last);
		json_put_close(writer, '}');
	}
	if (summary->step)
		json_add_count(writer, "step", summary->step);
	json_add_bool(writer, "online", summary->online);
}

void agent_put_summary(struct json_writer *writer,
		       const struct agent_summary *summary)
{
	json_put_open(writer, '{');
	add_summary(writer, summary);
	json_add_count(writer, "messages", summary->messages);
	json_put_close(writer, '}');
}

static void add_presence(struct json_writer *writer,
			 const struct agent_presence *presence)
{
	json_add_count(writer, "agents", presence->agents);
	json_add_count(writer, "waiting", presence->waiting);
}

void agent_begin_hello(struct json_writer *writer, const char *reply_to,
		       const char *name)
{
	begin(writer, "hello", reply_to);
	json_add_string(writer, "protocol", AGENT_PROTOCOL);
	add_agent(writer, name);
	json_put_name(writer, "conversations");
	json_put_open(writer, '[');
}

static void put_intents(struct json_writer *writer,
			const struct faq_catalog *catalog, bool with_text)
{
	json_put_open(writer, '[');
	for (size_t i = 0; i < faq_catalog_intents(catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(catalog, i);

		if (with_text &&
		    (!*intent->text || writer->size > AGENT_CANNED_BYTES))
			continue;
		json_put_open(writer, '{');
		json_add_string(writer, "id", intent->id);
		json_add_string(writer, "title", intent->title);
		if (with_text)
			json_add_string(writer, "text", intent->text);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
}

void agent_end_hello(struct json_writer *writer,
		     const struct agent_presence *presence,
		     const struct faq_catalog *catalog)
{
	json_put_close(writer, ']');
	json_put_name(writer, "canned");
	put_intents(writer, catalog, true);
	json_put_name(writer, "intents");
	put_intents(writer, catalog, false);
	json_put_name(writer, "presence");
	json_put_open(writer, '{');
	add_presence(writer, presence);
	json_put_close(writer, '}');
	json_put_close(writer, '}');
}

void agent_begin_conversation(struct json_writer *writer, const char *reply_to,
			      const struct agent_summary *summary)
{
	begin(writer, "conversation", reply_to);
	add_summary(writer, summary);
	json_put_name(writer, "messages");
	json_put_open(writer, '[');
}

static void add_reasoning(struct json_writer *writer,
			  const struct agent_message *message)
{
	json_add_string(writer, "verdict", message->verdict);
	if (*message->intent)
		json_add_string(writer, "intent", message->intent);
	json_add_number(writer, "confidence", message->confidence);
	if (message->near_count == 0)
		return;
	json_put_name(writer, "near");
	json_put_open(writer, '[');
	for (size_t i = 0; i < message->near_count; i++) {
		json_put_open(writer, '{');
		json_add_string(writer, "id", message->near[i].id);
		json_add_number(writer, "score", message->near[i].score);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
}

void agent_put_message(struct json_writer *writer,
		       const struct agent_message *message)
{
	json_put_open(writer, '{');
	json_add_count(writer, "seq", message->seq);
	add_words(writer, message);
	add_agent(writer, message->agent);
	if (*message->verdict)
		add_reasoning(writer, message);
	if (message->delivered)
		json_add_bool(writer, "delivered", true);
	json_put_close(writer, '}');
}

void agent_end_conversation(struct json_writer *writer)
{
	json_put_close(writer, ']');
	json_put_close(writer, '}');
}

void agent_changed(struct json_writer *writer,
		   const struct agent_summary *summary)
{
	begin(writer, "changed", "");
	add_summary(writer, summary);
	json_add_count(writer, "messages", summary->messages);
	json_put_close(writer, '}');
}

void agent_said(struct json_writer *writer, const char *conversation,
		const struct agent_message *message)
{
	begin(writer, "message", "");
	json_add_string(writer, "conversation", conversation);
	json_put_name(writer, "message");
	agent_put_message(writer, message);
	json_put_close(writer, '}');
}

void agent_done(struct json_writer *writer, const char *reply_to,
		const char *type, const char *conversation, uint64_t seq)
{
	begin(writer, type, reply_to);
	json_add_string(writer, "conversation", conversation);
	if (seq)
		json_add_count(writer, "seq", seq);
	json_put_close(writer, '}');
}

static void put_item(struct json_writer *writer,
		     const struct faq_intent *intent, double confidence)
{
	json_put_open(writer, '{');
	json_add_string(writer, "id", intent->id);
	json_add_string(writer, "title", intent->title);
	json_add_string(writer, "text", intent->text);
	json_add_number(writer, "confidence", confidence);
	json_put_close(writer, '}');
}

void agent_suggestions(struct json_writer *writer, const char *reply_to,
		       const char *conversation, const struct faq_reply *reply)
{
	begin(writer, "suggestions", reply_to);
	json_add_string(writer, "conversation", conversation);
	json_put_name(writer, "items");
	json_put_open(writer, '[');
	for (size_t i = 0; i < reply->part_count; i++)
		put_item(writer, reply->part[i].intent, reply->confidence);
	for (size_t i = 0; i < reply->choice_count; i++)
		put_item(writer, reply->choice[i], reply->confidence);
	for (size_t i = 0; i < reply->suggest_count; i++)
		put_item(writer, reply->suggest[i].intent,
			 reply->suggest[i].score);
	json_put_close(writer, ']');
	json_put_close(writer, '}');
}

void agent_typing(struct json_writer *writer, const char *conversation, bool on)
{
	begin(writer, "typing", "");
	json_add_string(writer, "conversation", conversation);
	json_add_bool(writer, "on", on);
	json_put_close(writer, '}');
}

void agent_presence(struct json_writer *writer, const char *reply_to,
		    const struct agent_presence *presence)
{
	begin(writer, "presence", reply_to);
	add_presence(writer, presence);
	json_put_close(writer, '}');
}

void agent_error(struct json_writer *writer, const char *reply_to,
		 enum agent_code code, const char *detail)
{
	begin(writer, "error", reply_to);
	json_add_string(writer, "code", agent_code_text(code));
	json_add_string(writer, "detail", detail);
	json_put_close(writer, '}');
}
