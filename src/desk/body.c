/* SPDX-License-Identifier: MIT */
#include "desk/body.h"

#include "desk/header.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* U+FFFD for a byte that is no UTF-8: three for one, and twice for quotes. */
#define FORM_GROWTH 6u

bool body_is_form(const struct desk_hook *hook)
{
	static const char form[] = "application/x-www-form-urlencoded";
	const char *type =
		header_find(hook->header, hook->header_count, "Content-Type");

	if (!type || strncasecmp(type, form, sizeof(form) - 1) != 0)
		return false;
	switch (type[sizeof(form) - 1]) {
	case '\0':
	case ';':
	case ' ':
		return true;
	}
	return false;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct form {
	const char *bytes;
	size_t size, at;
	char *word; /* the name or value last read */
	size_t word_bytes;
	struct json_error *error;
};

static bool fail(struct form *form, const char *message)
{
	*form->error = (struct json_error){1, (unsigned)form->at + 1, ""};
	snprintf(form->error->message, sizeof(form->error->message), "%s",
		 message);
	return false;
}

/* Up to `end`, decoded. */
static bool read_word(struct form *form, const char *ends)
{
	form->word_bytes = 0;
	while (form->at < form->size &&
	       !memchr(ends, form->bytes[form->at], strlen(ends))) {
		char c = form->bytes[form->at];
		int high = -1, low = -1;

		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			if (form->size - form->at > 2) {
				high = digit(form->bytes[form->at + 1]);
				low = digit(form->bytes[form->at + 2]);
			}
			if (high < 0 || low < 0)
				return fail(form, "'%' without two hex digits");
			c = (char)(high * 16 + low);
			form->at += 2;
		}
		form->word[form->word_bytes++] = c;
		form->at++;
	}
	return true;
}

static bool read_pairs(struct form *form, struct json_writer *writer)
{
	json_put_open(writer, '{');
	while (form->at < form->size) {
		if (!read_word(form, "=&"))
			return false;
		if (memchr(form->word, '\0', form->word_bytes))
			return fail(form, "a NUL in a name");
		form->word[form->word_bytes] = '\0';
		json_put_name(writer, form->word);
		if (form->at < form->size && form->bytes[form->at] == '=')
			form->at++;
		else
			form->word_bytes = 0;
		if (form->at < form->size && form->bytes[form->at] != '&') {
			if (!read_word(form, "&"))
				return false;
		} else {
			form->word_bytes = 0;
		}
		json_put_bytes(writer, form->word, form->word_bytes);
		if (form->at < form->size)
			form->at++;
	}
	json_put_close(writer, '}');
	return true;
}

static enum desk_status status_of(enum json_status status)
{
	if (status == JSON_OK)
		return DESK_OK;
	return status == JSON_ERROR_NOMEM ? DESK_ERROR_NOMEM : DESK_ERROR_BODY;
}

static enum desk_status read_form(const struct desk_hook *hook,
				  struct json_doc **doc,
				  struct json_error *error)
{
	enum desk_status status = DESK_ERROR_BODY;
	struct form form = {hook->body, hook->bytes, 0, NULL, 0, error};
	struct json_writer writer;

	if (hook->bytes > JSON_BYTES_MAX / FORM_GROWTH) {
		fail(&form, "a form of that size");
		return DESK_ERROR_BODY;
	}
	form.word = malloc(hook->bytes + 1);
	if (!form.word)
		return DESK_ERROR_NOMEM;
	json_writer_init(&writer, JSON_BYTES_MAX);
	if (read_pairs(&form, &writer))
		status = json_failed(&writer)
				 ? DESK_ERROR_NOMEM
				 : status_of(json_parse(doc, writer.bytes,
							writer.size, error));
	json_writer_wipe(&writer);
	json_writer_release(&writer);
	free(form.word);
	return status;
}

enum desk_status body_read(const struct desk_hook *hook, struct json_doc **doc,
			   struct json_error *error)
{
	*doc = NULL;
	if (body_is_form(hook))
		return read_form(hook, doc, error);
	return status_of(json_parse(doc, hook->body, hook->bytes, error));
}
