/* SPDX-License-Identifier: MIT */
/* What the engine would say, and what an agent says of what it said. */
#include "server/desk/hub_inner.h"

#include <stdio.h>
#include <string.h>

/* The last words of the visitor, and what the bot made of them. */
struct asked {
	uint64_t seq; /* that is meant; UINT64_MAX: the last */
	size_t bytes;
	bool answered;
	char text[STORE_MESSAGE_TEXT];
	char intent[STORE_TALK_INTENT_BYTES];
};

static bool find_asked(void *context, const struct store_message *message)
{
	struct asked *asked = context;

	if (message->from == STORE_FROM_VISITOR && message->seq <= asked->seq) {
		memcpy(asked->text, message->text, message->text_bytes);
		asked->bytes = message->text_bytes;
		asked->answered = false;
		asked->intent[0] = '\0';
	} else if (message->from == STORE_FROM_BOT && !asked->answered) {
		memcpy(asked->intent, message->intent, sizeof(asked->intent));
		asked->answered = true;
		return message->seq < asked->seq;
	}
	return true;
}

static bool read_asked(struct hub_core *core, const struct store_id *id,
		       uint64_t seq, struct asked *asked)
{
	*asked = (struct asked){.seq = seq};
	return store_messages(core->how.store, id, 0, HUB_MESSAGES_MAX,
			      find_asked, asked) == STORE_OK;
}

void hub_on_suggest(struct hub_core *core, const struct hub_agent *agent,
		    const struct agent_command *command,
		    const struct store_id *id)
{
	const struct faq_catalog *catalog =
		core->how.catalog(core->how.context);
	const char *text = command->text;
	size_t bytes = strlen(text);
	struct faq_dialog dialog;
	struct asked asked;

	if (!*text) {
		if (!read_asked(core, id, UINT64_MAX, &asked)) {
			hub_fail(core, agent, command);
			return;
		}
		text = asked.text;
		bytes = asked.bytes;
	}
	faq_dialog_init(&dialog);
	if (faq_ask(catalog, core->scratch, &dialog, text, bytes, &core->reply,
		    NULL) != FAQ_OK) {
		hub_fail(core, agent, command);
		return;
	}
	agent_suggestions(&core->json, command->id, command->conversation,
			  &core->reply);
	hub_send(core, agent->seat, HUB_SAY);
}

void hub_on_wrong(struct hub_core *core, const struct hub_agent *agent,
		  const struct agent_command *command,
		  const struct store_id *id)
{
	struct store_record record = {.kind = STORE_CORRECTION};
	struct store_correction *correction = &record.as.correction;
	struct asked asked;

	if (!read_asked(core, id, command->seq, &asked)) {
		hub_fail(core, agent, command);
		return;
	}
	*correction = (struct store_correction){
		.time_ms = hub_now(core),
		.visitor = *id,
		.seq = command->seq,
		.question = asked.text,
		.question_bytes = asked.bytes,
	};
	memcpy(correction->answered, asked.intent, sizeof(asked.intent));
	snprintf(correction->expected, sizeof(correction->expected), "%s",
		 command->expected);
	snprintf(correction->agent, sizeof(correction->agent), "%s",
		 agent->name);
	switch (store_write(core->how.store, &record, 1, STORE_DURABLE)) {
	case STORE_OK:
		hub_confirm(core, agent, command, "corrected", command->seq);
		break;
	case STORE_ERROR_MISUSE:
		hub_refuse(
			core, agent, command, AGENT_INVALID,
			"no question came before it, or no intent is so named");
		break;
	default:
		hub_fail(core, agent, command);
	}
}
