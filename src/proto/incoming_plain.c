/* SPDX-License-Identifier: MIT */
#include "proto/incoming_plain.h"

#include "core/faq_wipe.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A copy of the bytes, in which strings are cut off where they stand. */
struct plain {
	char *at, *end;
	const char *id, *type, *text, *session; /* NULL: not seen yet */
	size_t text_bytes;
};

static bool skip(struct plain *plain, char c)
{
	if (plain->at == plain->end || *plain->at != c)
		return false;
	plain->at++;
	return true;
}

static void skip_space(struct plain *plain)
{
	while (skip(plain, ' ') || skip(plain, '\n') || skip(plain, '\t') ||
	       skip(plain, '\r'))
		;
}

/* A string with its quotes; NULL when it is not plain. */
static const char *take_string(struct plain *plain, size_t *size)
{
	char *first = plain->at + 1, *at = first;

	if (!skip(plain, '"'))
		return NULL;
	while (at < plain->end && *at >= ' ' && *at <= '~' && *at != '"' &&
	       *at != '\\')
		at++;
	if (at == plain->end || *at != '"')
		return NULL;
	*at = '\0';
	*size = (size_t)(at - first);
	plain->at = at + 1;
	return first;
}

/* Where the value of that name goes; NULL when the form has no such name. */
static const char **place_of(struct plain *plain, enum incoming_form form,
			     const char *name)
{
	if (strcmp(name, "id") == 0)
		return &plain->id;
	if (strcmp(name, "text") == 0)
		return &plain->text;
	if (strcmp(name, "type") == 0 && form == INCOMING_FRAME)
		return &plain->type;
	if (strcmp(name, "session") == 0 && form == INCOMING_BODY)
		return &plain->session;
	return NULL;
}

static bool take_member(struct plain *plain, enum incoming_form form)
{
	size_t size;
	const char *name = take_string(plain, &size);
	const char **place = name ? place_of(plain, form, name) : NULL;

	if (!place || *place)
		return false;
	skip_space(plain);
	if (!skip(plain, ':'))
		return false;
	skip_space(plain);
	*place = take_string(plain, &size);
	if (place == &plain->text)
		plain->text_bytes = size;
	return *place != NULL;
}

static bool take_object(struct plain *plain, enum incoming_form form)
{
	skip_space(plain);
	if (!skip(plain, '{'))
		return false;
	do {
		skip_space(plain);
		if (!take_member(plain, form))
			return false;
		skip_space(plain);
	} while (skip(plain, ','));
	if (!skip(plain, '}'))
		return false;
	skip_space(plain);
	return plain->at == plain->end;
}

/* Is it a question within its bounds? */
static bool is_ask(const struct plain *plain, enum incoming_form form)
{
	if (form == INCOMING_FRAME &&
	    (!plain->type || strcmp(plain->type, "ask") != 0))
		return false;
	return plain->text &&
	       (!plain->id || strlen(plain->id) <= INCOMING_ID_BYTES) &&
	       (!plain->session ||
		strlen(plain->session) <= INCOMING_SESSION_BYTES);
}

static void fill(struct incoming *message, const struct plain *plain)
{
	message->type = INCOMING_ASK;
	message->text = plain->text;
	message->text_bytes = plain->text_bytes;
	if (plain->id)
		message->id = plain->id;
	if (plain->session)
		message->session = plain->session;
}

enum incoming_status incoming_plain(struct incoming *message,
				    enum incoming_form form, const char *bytes,
				    size_t size)
{
	struct plain plain = {.at = NULL};
	char *copy;

	if ((form != INCOMING_FRAME && form != INCOMING_BODY) || size == 0 ||
	    size > JSON_BYTES_MAX)
		return INCOMING_ERROR_JSON;
	copy = malloc(size);
	if (!copy)
		return INCOMING_ERROR_NOMEM;
	memcpy(copy, bytes, size);
	plain.at = copy;
	plain.end = copy + size;
	if (!take_object(&plain, form) || !is_ask(&plain, form)) {
		incoming_plain_free(copy, size);
		return INCOMING_ERROR_JSON;
	}
	fill(message, &plain);
	message->plain = copy;
	message->plain_bytes = size;
	return INCOMING_OK;
}

void incoming_plain_free(char *plain, size_t size)
{
	faq_wipe(plain, size);
	free(plain);
}
