/* SPDX-License-Identifier: MIT */
#include "server/talk/chat_reply.h"

#include "proto/outgoing.h"

enum chat_close chat_send(struct session *session, const char *bytes,
			  size_t size)
{
	if (queue_push(&session->queue, bytes, size))
		return CHAT_GO_ON;
	session_count_limit(session, COUNTED_LIMIT_QUEUE);
	return CHAT_CLOSE_SLOW;
}

enum chat_close chat_send_json(struct session *session)
{
	const struct json_writer *json = &session->responder->json;

	if (json_failed(json))
		return CHAT_CLOSE_FAILED;
	return chat_send(session, json->bytes, json->size);
}

enum chat_close chat_send_error(struct session *session, const char *id,
				enum message_code code, const char *detail)
{
	struct json_writer *json = &session->responder->json;

	json_writer_clear(json);
	outgoing_error(json, id, code, detail);
	return chat_send_json(session);
}
