/* SPDX-License-Identifier: MIT */
#include "proto/outgoing.h"

#include "proto/incoming.h"

#include <stdio.h>

static void begin(struct json_writer *writer, const char *type,
		  const char *reply_to)
{
	json_put_open(writer, '{');
	json_add_string(writer, "type", type);
	if (*reply_to)
		json_add_string(writer, "reply_to", reply_to);
}

static void put_place(struct json_writer *writer,
		      const struct outgoing_place *place)
{
	unsigned step = place->dialog->step;

	json_add_string(writer, "session", place->session);
	json_add_bool(writer, "resumed", place->resumed);
	if (place->refused)
		json_add_string(writer, "code", place->refused);
	json_add_count(writer, "step", step <= place->steps ? step : 0);
	json_add_count(writer, "steps", place->steps);
	json_add_bool(writer, "paused", place->dialog->paused);
}

static void put_title(struct json_writer *writer,
		      const struct faq_intent *intent)
{
	json_put_open(writer, '{');
	json_add_string(writer, "id", intent->id);
	json_add_string(writer, "title", intent->title);
	json_put_close(writer, '}');
}

size_t outgoing_examples(const struct faq_catalog *catalog,
			 const struct faq_intent *out[OUTGOING_EXAMPLES_MAX])
{
	static const enum faq_kind kinds[] = {FAQ_KIND_LIST, FAQ_KIND_FAQ};
	size_t count = 0;

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		for (size_t i = 0; i < faq_catalog_intents(catalog); i++) {
			const struct faq_intent *intent =
				faq_catalog_intent(catalog, i);

			if (intent->kind == kinds[k] &&
			    count < OUTGOING_EXAMPLES_MAX)
				out[count++] = intent;
		}
	}
	return count;
}

static void put_lists(struct json_writer *writer,
		      const struct faq_catalog *catalog)
{
	const struct faq_intent *example[OUTGOING_EXAMPLES_MAX];
	size_t count = outgoing_examples(catalog, example);

	json_put_name(writer, "examples");
	json_put_open(writer, '[');
	for (size_t i = 0; i < count; i++)
		put_title(writer, example[i]);
	json_put_close(writer, ']');
	json_put_name(writer, "checklist");
	json_put_open(writer, '[');
	for (unsigned n = 1; n <= faq_catalog_steps(catalog); n++)
		put_title(writer, faq_catalog_step(catalog, n));
	json_put_close(writer, ']');
}

void outgoing_hello(struct json_writer *writer,
		    const struct outgoing_hello *hello)
{
	begin(writer, "hello", hello->place.reply_to);
	json_add_string(writer, "protocol", MESSAGE_PROTOCOL);
	json_add_string(writer, "name", faq_catalog_name(hello->catalog));
	json_add_string(writer, "language", hello->language);
	json_add_string(writer, "version", hello->version);
	json_put_name(writer, "limits");
	json_put_open(writer, '{');
	if (hello->message_bytes)
		json_add_count(writer, "message_bytes", hello->message_bytes);
	json_add_count(writer, "question_bytes", FAQ_QUESTION_BYTES);
	json_add_count(writer, "id_bytes", INCOMING_ID_BYTES);
	json_put_close(writer, '}');
	put_lists(writer, hello->catalog);
	if (hello->place.session)
		put_place(writer, &hello->place);
	json_put_close(writer, '}');
}

void outgoing_resumed(struct json_writer *writer,
		      const struct outgoing_place *place)
{
	begin(writer, "resumed", place->reply_to);
	put_place(writer, place);
	json_put_close(writer, '}');
}

void outgoing_repeated(struct json_writer *writer, const char *reply_to,
		       const char *session)
{
	begin(writer, "repeated", reply_to);
	json_add_string(writer, "session", session);
	json_put_close(writer, '}');
}

void outgoing_session(struct json_writer *writer, const char *reply_to,
		      const char *session, bool person)
{
	begin(writer, "session", reply_to);
	json_add_string(writer, "session", session);
	json_add_bool(writer, "person", person);
	json_put_close(writer, '}');
}

void outgoing_feedback_received(struct json_writer *writer,
				const char *reply_to, const char *answer)
{
	begin(writer, "feedback_received", reply_to);
	json_add_string(writer, "answer", answer);
	json_put_close(writer, '}');
}

void outgoing_error(struct json_writer *writer, const char *reply_to,
		    enum message_code code, const char *detail)
{
	begin(writer, "error", reply_to);
	json_add_string(writer, "code", message_code_text(code));
	json_add_string(writer, "detail", detail);
	json_put_close(writer, '}');
}

void outgoing_rate_limited(struct json_writer *writer, const char *reply_to,
			   unsigned seconds)
{
	begin(writer, "error", reply_to);
	json_add_string(writer, "code",
			message_code_text(MESSAGE_RATE_LIMITED));
	json_add_string(writer, "detail", "too many questions, please wait");
	json_add_count(writer, "retry_after", seconds);
	json_put_close(writer, '}');
}

static void put_agent(struct json_writer *writer, const char *name)
{
	if (!*name)
		return;
	json_put_name(writer, "agent");
	json_put_open(writer, '{');
	json_add_string(writer, "name", name);
	json_put_close(writer, '}');
}

void outgoing_handover(struct json_writer *writer, enum outgoing_handover state,
		       const char *agent, unsigned waiting)
{
	static const char *const names[] = {
		[OUTGOING_WAITING] = "waiting",   [OUTGOING_JOINED] = "joined",
		[OUTGOING_RETURNED] = "returned", [OUTGOING_CLOSED] = "closed",
		[OUTGOING_NOBODY] = "nobody",
	};

	begin(writer, "handover", "");
	json_add_string(writer, "state", names[state]);
	put_agent(writer, agent);
	if (waiting)
		json_add_count(writer, "waiting", waiting);
	json_put_close(writer, '}');
}

void outgoing_agent_message(struct json_writer *writer, const char *id,
			    const char *text, size_t text_bytes,
			    const char *agent)
{
	begin(writer, "agent_message", "");
	json_add_string(writer, "id", id);
	json_put_name(writer, "text");
	json_put_bytes(writer, text, text_bytes);
	put_agent(writer, agent);
	json_put_close(writer, '}');
}

void outgoing_delivered(struct json_writer *writer, const char *reply_to,
			unsigned long long seq)
{
	begin(writer, "delivered", reply_to);
	json_add_count(writer, "seq", seq);
	json_put_close(writer, '}');
}

void outgoing_read(struct json_writer *writer, unsigned long long seq)
{
	begin(writer, "read", "");
	json_add_count(writer, "seq", seq);
	json_put_close(writer, '}');
}

void outgoing_typing(struct json_writer *writer, bool on, const char *agent)
{
	begin(writer, "typing", "");
	json_add_bool(writer, "on", on);
	put_agent(writer, agent);
	json_put_close(writer, '}');
}

void outgoing_problem(struct json_writer *writer, unsigned status,
		      const char *title, const char *reply_to,
		      enum message_code code, const char *detail)
{
	char type[96];

	snprintf(type, sizeof(type), "urn:problem-type:faqd:%s",
		 message_code_text(code));
	json_put_open(writer, '{');
	json_add_string(writer, "type", type);
	json_add_string(writer, "title", title);
	json_add_count(writer, "status", status);
	json_add_string(writer, "code", message_code_text(code));
	json_add_string(writer, "detail", detail);
	if (*reply_to)
		json_add_string(writer, "reply_to", reply_to);
	json_put_close(writer, '}');
}
