/* SPDX-License-Identifier: MIT */
#include "desk/writing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void writing_fail(struct writing *writing, enum desk_status status)
{
	if (writing->status == DESK_OK)
		writing->status = status;
}

void writing_key(const struct writing *writing, char key[DESK_KEY_BYTES])
{
	snprintf(key, DESK_KEY_BYTES, "%.64s.%zu", writing->to->key,
		 writing->requests->count);
}

struct json_writer *writing_begin(struct writing *writing)
{
	json_writer_clear(&writing->json);
	json_put_open(&writing->json, '{');
	return &writing->json;
}

/* False when there is no room. */
static bool put_encoded(char *path, size_t *at, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "abcdefghijklmnopqrstuvwxyz"
				   "0123456789-_.~";
	const char *begin = text;
	bool dots = strcmp(text, ".") == 0 || strcmp(text, "..") == 0;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (*at + 4 > DESK_PATH_BYTES)
			return false;
		if (strchr(safe, c) && !dots) {
			path[(*at)++] = *text;
			continue;
		}
		path[(*at)++] = '%';
		path[(*at)++] = digits[c >> 4];
		path[(*at)++] = digits[c & 15];
	}
	return text > begin;
}

/* An argument that is empty would make another path of it. */
static bool make_path(char *path, const char *template,
		      const char *const *argument)
{
	size_t at = 0;

	for (; *template; template ++) {
		if (*template != '*') {
			if (at + 2 > DESK_PATH_BYTES)
				return false;
			path[at++] = *template;
		} else if (!*argument || !put_encoded(path, &at, *argument++)) {
			return false;
		}
	}
	path[at] = '\0';
	return true;
}

static struct desk_request *add_request(struct writing *writing)
{
	struct desk_requests *requests = writing->requests;
	size_t count = requests->count;
	struct desk_request *more;

	if (count == DESK_REQUESTS_MAX) {
		writing_fail(writing, DESK_ERROR_SIZE);
		return NULL;
	}
	more = realloc(requests->request, (count + 1) * sizeof(*more));
	if (!more) {
		writing_fail(writing, DESK_ERROR_NOMEM);
		return NULL;
	}
	requests->request = more;
	more[count] = (struct desk_request){0};
	return &more[count];
}

void writing_put(struct writing *writing, const char *method, const char *path,
		 const char *const argument[WRITING_ARGUMENTS_MAX],
		 const char *body, size_t bytes)
{
	struct desk_request *request;

	if (writing->status != DESK_OK)
		return;
	request = add_request(writing);
	if (!request)
		return;
	if (!make_path(request->path, path, argument)) {
		writing_fail(writing, DESK_ERROR_CONFIG);
		return;
	}
	request->body = malloc(bytes + 1);
	if (!request->body) {
		writing_fail(writing, DESK_ERROR_NOMEM);
		return;
	}
	memcpy(request->body, body, bytes);
	request->body[bytes] = '\0';
	request->bytes = bytes;
	request->method = method;
	writing_key(writing, request->key);
	writing->requests->count++;
}

void writing_end(struct writing *writing, const char *method, const char *path,
		 const char *const argument[WRITING_ARGUMENTS_MAX])
{
	json_put_close(&writing->json, '}');
	if (json_failed(&writing->json))
		writing_fail(writing, DESK_ERROR_NOMEM);
	writing_put(writing, method, path, argument, writing->json.bytes,
		    writing->json.size);
}

bool writing_parts(const char *conversation, char *first, size_t size,
		   const char **second)
{
	size_t bytes = strcspn(conversation, "/");

	*second = conversation + bytes + (conversation[bytes] == '/');
	if (bytes >= size)
		return false;
	memcpy(first, conversation, bytes);
	first[bytes] = '\0';
	return true;
}

void writing_buttons(struct json_writer *json, const struct message *message,
		     const char *title, const char *payload)
{
	json_put_open(json, '[');
	for (size_t i = 0; i < message->button_count; i++) {
		json_put_open(json, '{');
		json_add_string(json, title, message->button[i]->title);
		json_add_string(json, payload, message->button[i]->id);
		json_put_close(json, '}');
	}
	json_put_close(json, ']');
}

void desk_requests_release(struct desk_requests *requests)
{
	for (size_t i = 0; i < requests->count; i++)
		free(requests->request[i].body);
	free(requests->request);
	*requests = (struct desk_requests){0};
}
