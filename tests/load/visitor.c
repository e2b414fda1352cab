/* SPDX-License-Identifier: MIT */
#include "load/visitor.h"

#include "load/frame.h"
#include "load/reply.h"
#include "load/response.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POST_HEAD_BYTES 256u
#define MESSAGE_BYTES (QUESTION_BYTES_MAX + 64u)
#define ONCE_SOURCES 256u /* so that ports come back before they run out */

/* The key of RFC 6455, 1.3, so that the answer to it is known too. */
static const char handshake[] =
	"GET /v1/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
	"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
	"Sec-WebSocket-Protocol: faqd.chat.v1\r\n\r\n";
static const char handshake_accept[] = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

__attribute__((format(printf, 2, 3))) static bool
fault(struct visitor_case *its, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(its->why, CROWD_WHY_BYTES, format, arguments);
	va_end(arguments);
	return false;
}

void visitor_init(struct visitor *visitor, size_t number,
		  const struct crowd_options *options)
{
	memset(visitor, 0, sizeof(*visitor));
	peer_init(&visitor->peer);
	visitor->number = number;
	/* all of them at different places of the list */
	visitor->question = number * options->questions->count / options->count;
}

bool visitor_connect(struct visitor *visitor, struct visitor_case *its)
{
	const struct crowd_options *options = its->options;
	size_t source = options->source_first + visitor->number;

	if (options->kind == CROWD_POST_ONCE)
		source += visitor->connected % ONCE_SOURCES * options->count;
	visitor->connected++;
	if (!peer_connect(&visitor->peer, options->port,
			  (unsigned)(source % PEER_SOURCES)))
		return fault(its, "cannot connect: %s", strerror(errno));
	visitor->state = VISITOR_CONNECTING;
	return true;
}

bool visitor_greet(struct visitor *visitor, struct visitor_case *its)
{
	if (!peer_connected(&visitor->peer))
		return fault(its, "connection %zu was refused",
			     visitor->number);
	visitor->state = VISITOR_READY;
	if (its->options->kind != CROWD_CHAT)
		return true;
	visitor->state = VISITOR_SHAKING;
	return peer_send(&visitor->peer, handshake, sizeof(handshake) - 1) ||
	       fault(its, "the handshake could not be sent");
}

static bool ask_chat(struct visitor *visitor, const char *text)
{
	static const unsigned char mask[4] = {0x5a, 0xc3, 0x96, 0x0f};
	unsigned char out[FRAME_HEAD_BYTES + MESSAGE_BYTES];
	char message[MESSAGE_BYTES];
	struct frame frame = {FRAME_TEXT, true, mask, message, 0};
	int n = snprintf(message, sizeof(message),
			 "{\"type\":\"ask\",\"id\":\"%" PRIu64
			 "\",\"text\":\"%s\"}",
			 visitor->asked, text);

	frame.size = (size_t)n;
	return peer_send(&visitor->peer, out, frame_write(&frame, out));
}

static bool ask_post(struct visitor *visitor, const char *text,
		     enum crowd_kind kind)
{
	char out[POST_HEAD_BYTES + MESSAGE_BYTES];
	int n = snprintf(out, sizeof(out),
			 "POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\n"
			 "Content-Type: application/json\r\n%s"
			 "Content-Length: %zu\r\n\r\n{\"text\":\"%s\"}",
			 kind == CROWD_POST_ONCE ? "Connection: close\r\n" : "",
			 strlen(text) + strlen("{\"text\":\"\"}"), text);

	return peer_send(&visitor->peer, out, (size_t)n);
}

bool visitor_ask(struct visitor *visitor, struct visitor_case *its)
{
	const struct questions *questions = its->options->questions;
	const char *text = questions->text[visitor->question];
	bool sent;

	visitor->question = (visitor->question + 1) % questions->count;
	visitor->asked++;
	visitor->state = VISITOR_WAITING;
	sent = its->options->kind == CROWD_CHAT
		       ? ask_chat(visitor, text)
		       : ask_post(visitor, text, its->options->kind);
	return sent ||
	       fault(its, "connection %zu was dropped", visitor->number);
}

static bool is_id(const struct reply *reply, uint64_t id)
{
	char wanted[24];
	int n = snprintf(wanted, sizeof(wanted), "%" PRIu64, id);

	return reply->to && reply->to_bytes == (size_t)n &&
	       memcmp(reply->to, wanted, reply->to_bytes) == 0;
}

/* A whole message or body. What is meant for no question is passed over. */
static bool on_reply(struct visitor *visitor, struct visitor_case *its,
		     const char *json, size_t bytes)
{
	const struct crowd_options *options = its->options;
	struct reply reply = reply_look(json, bytes);

	if (reply.kind == REPLY_OTHER)
		return true;
	if (reply.kind != REPLY_ANSWER || visitor->state != VISITOR_WAITING)
		return fault(its, "not an answer: '%.*s'",
			     (int)(bytes < 100 ? bytes : 100), json);
	if (options->fixed && (bytes != options->fixed_bytes ||
			       memcmp(json, options->fixed, bytes) != 0))
		return fault(its, "not the fixed reply: '%.*s'",
			     (int)(bytes < 100 ? bytes : 100), json);
	if (!options->fixed && options->kind == CROWD_CHAT &&
	    !is_id(&reply, visitor->asked))
		return fault(its, "an answer to another question than %" PRIu64,
			     visitor->asked);
	if (its->whole && !reply_is_json(json, bytes))
		return fault(its, "an answer that is not JSON");
	its->answered = true;
	its->body_bytes = bytes;
	visitor->state = VISITOR_READY;
	return true;
}

static bool pong(struct visitor *visitor, const struct frame *ping)
{
	static const unsigned char mask[4] = {1, 2, 3, 4};
	unsigned char out[FRAME_HEAD_BYTES + 125];
	struct frame frame = {FRAME_PONG, true, mask, ping->payload,
			      ping->size};

	return peer_send(&visitor->peer, out, frame_write(&frame, out));
}

static bool on_frame(struct visitor *visitor, struct visitor_case *its,
		     const struct frame *frame)
{
	const unsigned char *bytes = frame->payload;

	if (frame->opcode == FRAME_TEXT && frame->final)
		return on_reply(visitor, its, frame->payload, frame->size);
	if (frame->opcode == FRAME_PONG)
		return true;
	if (frame->opcode == FRAME_PING)
		return pong(visitor, frame) || fault(its, "dropped at a ping");
	if (frame->opcode == FRAME_CLOSE && frame->size >= 2)
		return fault(its, "the chat was closed: %d '%.*s'",
			     bytes[0] << 8 | bytes[1], (int)frame->size - 2,
			     (const char *)bytes + 2);
	return fault(its, "an unexpected frame, opcode %u", frame->opcode);
}

static bool on_response(struct visitor *visitor, struct visitor_case *its,
			const struct load_response *response)
{
	size_t bytes;
	const char *accept;

	if (visitor->state != VISITOR_SHAKING) {
		its->closing = response->close;
		if (response->status == 200)
			return on_reply(visitor, its, response->body,
					response->body_bytes);
	} else if (response->status == 101) {
		accept = load_response_header(response, "sec-websocket-accept",
					      &bytes);
		visitor->state = VISITOR_READY;
		return (accept && bytes == sizeof(handshake_accept) - 1 &&
			memcmp(accept, handshake_accept, bytes) == 0) ||
		       fault(its, "a wrong Sec-WebSocket-Accept");
	}
	return fault(its, "status %u: '%.*s'", response->status,
		     (int)response->body_bytes, response->body);
}

enum step {
	STEP_ON,    /* one message is handled */
	STEP_SHORT, /* the rest of one has not come yet */
	STEP_FAULT
};

static enum step next_message(struct visitor *visitor, struct visitor_case *its,
			      const unsigned char *bytes, size_t size,
			      size_t *used)
{
	struct load_response response;
	struct frame frame;
	bool good = false;

	if (its->options->kind == CROWD_CHAT &&
	    visitor->state != VISITOR_SHAKING) {
		switch (frame_read(bytes, size, &frame, used)) {
		case FRAME_READ_OK:
			good = on_frame(visitor, its, &frame);
			break;
		case FRAME_READ_SHORT:
			return STEP_SHORT;
		case FRAME_READ_BAD:
			good = fault(its, "a malformed frame");
		}
	} else {
		switch (load_response_read(bytes, size, &response, used)) {
		case LOAD_RESPONSE_OK:
			good = on_response(visitor, its, &response);
			break;
		case LOAD_RESPONSE_SHORT:
			return STEP_SHORT;
		case LOAD_RESPONSE_BAD:
			good = fault(its, "a malformed response: '%.*s'",
				     (int)(size < 100 ? size : 100),
				     (const char *)bytes);
		}
	}
	return good ? STEP_ON : STEP_FAULT;
}

/* A POST's connection may end between two requests; a chat's may not. */
static bool on_end(struct visitor *visitor, struct visitor_case *its)
{
	bool between = its->options->kind != CROWD_CHAT &&
		       visitor->state == VISITOR_READY;

	peer_close(&visitor->peer);
	visitor->state = VISITOR_OFF;
	return between ||
	       fault(its,
		     "connection %zu was dropped after %" PRIu64 " questions",
		     visitor->number, visitor->asked);
}

bool visitor_hear(struct visitor *visitor, struct peer_room *room,
		  struct visitor_case *its)
{
	enum peer_read read;

	do {
		const unsigned char *bytes;
		size_t size, at = 0, used;
		enum step step = STEP_ON;

		read = peer_read(&visitor->peer, room, &bytes, &size);
		while (at < size && step == STEP_ON) {
			step = next_message(visitor, its, bytes + at, size - at,
					    &used);
			at += used;
		}
		if (step == STEP_FAULT)
			return false;
		if (!peer_keep(&visitor->peer, bytes, size, size - at))
			return fault(its, "an answer too long to keep");
	} while (read == PEER_READ_MORE);
	return read == PEER_READ_ALL || on_end(visitor, its);
}
