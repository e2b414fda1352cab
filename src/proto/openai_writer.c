/* SPDX-License-Identifier: MIT */
/* What is said back to OpenAI's clients. */
#include "proto/openai.h"

#include <string.h>

static void put_usage(struct json_writer *writer)
{
	json_put_name(writer, "usage");
	json_put_open(writer, '{');
	json_add_count(writer, "prompt_tokens", 0);
	json_add_count(writer, "completion_tokens", 0);
	json_add_count(writer, "total_tokens", 0);
	json_put_close(writer, '}');
}

static void put_head(struct json_writer *writer, const struct openai_head *head,
		     const char *object)
{
	json_put_open(writer, '{');
	json_add_string(writer, "id", head->id);
	json_add_string(writer, "object", object);
	json_add_count(writer, "created", head->created_s);
	json_add_string(writer, "model", OPENAI_MODEL);
	json_put_name(writer, "choices");
	json_put_open(writer, '[');
}

static void put_end(struct json_writer *writer, const char *finish_reason)
{
	json_add_null(writer, "logprobs");
	if (finish_reason)
		json_add_string(writer, "finish_reason", finish_reason);
	else
		json_add_null(writer, "finish_reason");
	json_put_close(writer, '}');
}

void openai_put_answer(struct json_writer *writer,
		       const struct openai_head *head, const char *text)
{
	put_head(writer, head, "chat.completion");
	json_put_open(writer, '{');
	json_add_count(writer, "index", 0);
	json_put_name(writer, "message");
	json_put_open(writer, '{');
	json_add_string(writer, "role", "assistant");
	json_add_string(writer, "content", text);
	json_add_null(writer, "refusal");
	json_put_close(writer, '}');
	put_end(writer, "stop");
	json_put_close(writer, ']');
	put_usage(writer);
	json_put_close(writer, '}');
}

/* The events of one stream. */
struct stream {
	struct json_writer *writer;
	const struct openai_head *head;
	bool usage; /* then each chunk has one, null but in the last */
};

static void begin_chunk(const struct stream *stream)
{
	json_put_raw(stream->writer, "data: ");
	put_head(stream->writer, stream->head, "chat.completion.chunk");
}

static void end_chunk(const struct stream *stream)
{
	json_put_close(stream->writer, '}');
	json_put_raw(stream->writer, "\n\n");
}

/* A chunk with a delta of the role or of `bytes` of content, or of neither. */
static void put_chunk(const struct stream *stream, const char *role,
		      const char *content, size_t bytes, const char *finish)
{
	struct json_writer *writer = stream->writer;

	begin_chunk(stream);
	json_put_open(writer, '{');
	json_add_count(writer, "index", 0);
	json_put_name(writer, "delta");
	json_put_open(writer, '{');
	if (role)
		json_add_string(writer, "role", role);
	if (content) {
		json_put_name(writer, "content");
		json_put_bytes(writer, content, bytes);
	}
	json_put_close(writer, '}');
	put_end(writer, finish);
	json_put_close(writer, ']');
	if (stream->usage)
		json_add_null(writer, "usage");
	end_chunk(stream);
}

/* Bytes up to and with the next empty line. */
static size_t paragraph(const char *text)
{
	const char *end = strstr(text, "\n\n");

	return end ? (size_t)(end - text) + 2 : strlen(text);
}

void openai_put_stream(struct json_writer *writer,
		       const struct openai_head *head, const char *text,
		       bool usage)
{
	const struct stream stream = {writer, head, usage};

	put_chunk(&stream, "assistant", "", 0, NULL);
	while (*text) {
		size_t bytes = paragraph(text);

		put_chunk(&stream, NULL, text, bytes, NULL);
		text += bytes;
	}
	put_chunk(&stream, NULL, NULL, 0, "stop");
	if (usage) {
		begin_chunk(&stream);
		json_put_close(writer, ']');
		put_usage(writer);
		end_chunk(&stream);
	}
	json_put_raw(writer, "data: [DONE]\n\n");
}

void openai_put_model(struct json_writer *writer)
{
	json_put_open(writer, '{');
	json_add_string(writer, "id", OPENAI_MODEL);
	json_add_string(writer, "object", "model");
	json_add_count(writer, "created", 0); /* none was trained */
	json_add_string(writer, "owned_by", "faqd");
	json_put_close(writer, '}');
}

void openai_put_models(struct json_writer *writer)
{
	json_put_open(writer, '{');
	json_add_string(writer, "object", "list");
	json_put_name(writer, "data");
	json_put_open(writer, '[');
	openai_put_model(writer);
	json_put_close(writer, ']');
	json_put_close(writer, '}');
}

static const char *type_of(unsigned status)
{
	if (status == 429)
		return "rate_limit_error";
	return status >= 500 ? "server_error" : "invalid_request_error";
}

void openai_put_fault(struct json_writer *writer,
		      const struct openai_fault *fault)
{
	json_put_open(writer, '{');
	json_put_name(writer, "error");
	json_put_open(writer, '{');
	json_add_string(writer, "message", fault->message);
	json_add_string(writer, "type", type_of(fault->status));
	if (*fault->param)
		json_add_string(writer, "param", fault->param);
	else
		json_add_null(writer, "param");
	if (fault->code)
		json_add_string(writer, "code", fault->code);
	else if (fault->status == 401)
		json_add_string(writer, "code", "invalid_api_key");
	else
		json_add_null(writer, "code");
	json_put_close(writer, '}');
	json_put_close(writer, '}');
}
