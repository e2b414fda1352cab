/* SPDX-License-Identifier: MIT */
#include "server/desk/agent.h"

#include "core/faq_wipe.h"
#include "proto/agent_outgoing.h"
#include "server/desk/hub.h"

#include <stdio.h>
#include <string.h>

static enum chat_close push(struct session *session, const char *bytes,
			    size_t size)
{
	if (size == 0 || queue_push(&session->queue, bytes, size))
		return CHAT_GO_ON;
	session_count_limit(session, COUNTED_LIMIT_QUEUE);
	return CHAT_CLOSE_SLOW;
}

static enum chat_close send_error(struct session *session, const char *reply_to,
				  enum agent_code code, const char *detail)
{
	struct json_writer *json = &session->responder->json;

	json_writer_clear(json);
	agent_error(json, reply_to, code, detail);
	if (json_failed(json))
		return CHAT_CLOSE_FAILED;
	return push(session, json->bytes, json->size);
}

static void note_refused(const struct session *session)
{
	session_count_limit(session, COUNTED_LIMIT_KEY);
	log_event(session->responder->shared->log, LOG_LEVEL_WARNING,
		  "no key for the desk", log_address(&session->client));
}

/* After some the connection ends. */
static enum chat_close send_unauthorized(struct session *session,
					 const char *reply_to,
					 const char *detail)
{
	note_refused(session);
	if (++session->key_tries >= AGENT_TRIES)
		session->goodbye = CHAT_CLOSE_KEY;
	return send_error(session, reply_to, AGENT_UNAUTHORIZED, detail);
}

static enum keyring_verdict take_key(struct session *session,
				     enum keyring_verdict verdict,
				     const struct keyring_use *use)
{
	if (verdict != KEYRING_ALLOWED)
		return verdict;
	memcpy(session->desk_key, use->id, sizeof(session->desk_key));
	responder_note_key(session->responder, use);
	return verdict;
}

static struct refusal refuse(const struct session *session, unsigned status,
			     const char *detail)
{
	note_refused(session);
	return (struct refusal){status, detail};
}

struct refusal agent_on_upgrade(struct session *session,
				const struct request *request)
{
	const struct header *header = &request->authorization;
	struct keyring_use use;

	session->desk_key[0] = '\0';
	session->agent = false;
	session->key_tries = 0;
	if (header->state == HEADER_ABSENT)
		return (struct refusal){0, NULL}; /* it may be in the hello */
	switch (take_key(session,
			 keyring_check(session->responder->shared->keyring,
				       header->value, strlen(header->value),
				       APIKEY_DESK, &use),
			 &use)) {
	case KEYRING_ALLOWED:
		return (struct refusal){0, NULL};
	case KEYRING_SCOPE:
		return refuse(session, 403,
			      "this API key is not good for that");
	case KEYRING_UNKNOWN:
		break;
	}
	return refuse(session, 401, "an API key is needed");
}

/* False: the answer has been given, and `*code` says what became of it. */
static bool check_key(struct session *session,
		      const struct agent_command *command,
		      enum chat_close *code)
{
	struct keyring *keyring = session->responder->shared->keyring;
	struct keyring_use use;
	char wait[64];
	unsigned seconds;

	if (!*command->key && session->desk_key[0])
		return true; /* on_message() has seen that it still holds */
	if (!session_may_ask(session, &seconds)) {
		snprintf(wait, sizeof(wait), "try again in %u seconds",
			 seconds);
		*code = send_error(session, command->id, AGENT_RATE_LIMITED,
				   wait);
		return false;
	}
	switch (take_key(session,
			 keyring_check_key(keyring, command->key,
					   strlen(command->key), APIKEY_DESK,
					   &use),
			 &use)) {
	case KEYRING_ALLOWED:
		return true;
	case KEYRING_SCOPE:
		*code = send_unauthorized(session, command->id,
					  "the key has no scope 'desk'");
		return false;
	case KEYRING_UNKNOWN:
		break;
	}
	*code = send_unauthorized(session, command->id, "the key is not known");
	return false;
}

static enum chat_close on_hello(struct session *session,
				const struct agent_command *command)
{
	const struct shared *shared = session->responder->shared;
	char name[STORE_API_KEY_NAME_BYTES];
	enum chat_close code;

	if (!check_key(session, command, &code))
		return code;
	/* Who says no name goes by that of the key. */
	keyring_name(shared->keyring, session->desk_key, name);
	if (!hub_agent_came(shared->hub, seats_take(session), session->desk_key,
			    *command->name ? command->name : name, command->id))
		return send_error(session, command->id, AGENT_FAILED,
				  "there is too much to do just now");
	session->agent = true;
	session->queue.max = AGENT_FRAMES;
	return CHAT_GO_ON;
}

static enum chat_close on_command(struct session *session,
				  struct agent_command *command)
{
	session_is_active(session);
	if (command->type == AGENT_HELLO)
		return on_hello(session, command);
	if (!session->agent)
		return send_unauthorized(session, command->id,
					 "say hello with a key before");
	if (hub_agent_does(session->responder->shared->hub, seats_take(session),
			   command))
		return CHAT_GO_ON;
	return send_error(session, command->id, AGENT_FAILED,
			  "there is too much to do just now");
}

/* Whose key is not known hears nothing of what a message should be. */
static enum chat_close on_fault(struct session *session,
				const struct agent_error *error,
				enum agent_code code)
{
	char detail[sizeof(error->at.message) + 40];

	if (!session->agent)
		return send_unauthorized(session, error->id,
					 "say hello with a key before");
	snprintf(detail, sizeof(detail), "line %u, column %u: %s",
		 error->at.line, error->at.column, error->at.message);
	return send_error(session, error->id, code, detail);
}

bool agent_keeps_key(const struct session *session)
{
	return !session->desk_key[0] ||
	       keyring_holds(session->responder->shared->keyring,
			     session->desk_key);
}

enum chat_close agent_on_message(struct session *session, const char *bytes,
				 size_t size)
{
	struct agent_command command;
	struct agent_error error;
	enum chat_close code;

	if (!agent_keeps_key(session))
		return CHAT_CLOSE_KEY;
	if (!session_may_send(session))
		return CHAT_CLOSE_SLOW;
	switch (agent_command_read(&command, bytes, size, &error)) {
	case AGENT_OK:
		break;
	case AGENT_ERROR_NOMEM:
		return CHAT_CLOSE_FAILED;
	case AGENT_ERROR_JSON:
		return on_fault(session, &error, AGENT_INVALID_JSON);
	case AGENT_ERROR_MESSAGE:
		return on_fault(session, &error, AGENT_INVALID);
	case AGENT_ERROR_TYPE:
		return on_fault(session, &error, AGENT_UNKNOWN_TYPE);
	}
	code = on_command(session, &command);
	agent_command_release(&command);
	return code;
}

enum chat_close agent_on_letter(struct session *session,
				const struct hub_letter *letter)
{
	return push(session, letter->bytes, letter->size);
}
