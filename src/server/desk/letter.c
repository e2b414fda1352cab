/* SPDX-License-Identifier: MIT */
#include "server/desk/letter.h"

#include "core/faq_wipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const purposes[] = {"reply", "note", "handover"};

const char *letter_purpose_text(enum letter_purpose purpose)
{
	return purposes[purpose];
}

char *letter_write(enum letter_purpose purpose,
		   const struct desk_request *request, size_t max,
		   size_t *bytes)
{
	struct json_writer json;
	char *text;

	json_writer_init(&json, max);
	json_put_open(&json, '{');
	json_add_string(&json, "for", purposes[purpose]);
	json_add_string(&json, "method", request->method);
	json_add_string(&json, "path", request->path);
	json_add_string(&json, "key", request->key);
	json_put_name(&json, "body");
	json_put_bytes(&json, request->body, request->bytes);
	json_put_close(&json, '}');
	text = json_writer_take(&json, bytes);
	if (!text)
		json_writer_release(&json);
	return text;
}

static bool copy(char *out, size_t size, const struct cJSON *root,
		 const char *name)
{
	const char *text = json_string(json_get(root, name));

	return text && (size_t)snprintf(out, size, "%s", text) < size;
}

static bool read_purpose(struct letter *letter, const struct cJSON *root)
{
	const char *word = json_string(json_get(root, "for"));

	for (size_t i = 0; word && i < 3; i++) {
		if (strcmp(purposes[i], word) != 0)
			continue;
		letter->purpose = (enum letter_purpose)i;
		return true;
	}
	return false;
}

static enum letter_status read_request(struct letter *letter,
				       const struct cJSON *root)
{
	struct desk_request *request = &letter->request;
	const char *body = json_string(json_get(root, "body"));

	if (!body || !read_purpose(letter, root) ||
	    !copy(letter->method, sizeof(letter->method), root, "method") ||
	    !copy(request->path, sizeof(request->path), root, "path") ||
	    !copy(request->key, sizeof(request->key), root, "key"))
		return LETTER_ERROR_FORM;
	request->method = letter->method;
	request->body = strdup(body);
	request->bytes = strlen(body);
	return request->body ? LETTER_OK : LETTER_ERROR_NOMEM;
}

enum letter_status letter_read(struct letter *letter, const char *bytes,
			       size_t size)
{
	enum letter_status status;
	struct json_doc *doc;

	memset(letter, 0, sizeof(*letter));
	switch (json_parse(&doc, bytes, size, NULL)) {
	case JSON_OK:
		break;
	case JSON_ERROR_NOMEM:
		return LETTER_ERROR_NOMEM;
	default:
		return LETTER_ERROR_FORM;
	}
	status = read_request(letter, json_root(doc));
	json_free(doc);
	if (status != LETTER_OK)
		memset(letter, 0, sizeof(*letter));
	return status;
}

void letter_release(struct letter *letter)
{
	if (letter->request.body)
		faq_wipe(letter->request.body, letter->request.bytes);
	free(letter->request.body);
	memset(letter, 0, sizeof(*letter));
}
