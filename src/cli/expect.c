/* SPDX-License-Identifier: MIT */
#include "cli/expect.h"

#include "proto/message.h"

#include <ctype.h>
#include <string.h>

static bool is_answer(const struct faq_reply *reply)
{
	return reply->verdict == FAQ_VERDICT_ANSWER && reply->part_count;
}

static bool id_matches(const char *id, const char *name)
{
	size_t length = strlen(name);
	if (length && name[length - 1] == '*')
		return strncmp(id, name, length - 1) == 0;
	return strcmp(id, name) == 0;
}

static bool is_none(const struct faq_reply *reply)
{
	return !is_answer(reply) ||
	       reply->part[0].intent->kind == FAQ_KIND_LIMIT;
}

static bool act_matches(const struct faq_reply *reply, const char *name)
{
	char act[MESSAGE_ACT_BYTES];
	message_act(reply, act);
	return strcmp(act, name) == 0 ||
	       strcmp(faq_act_text(reply->act), name) == 0;
}

bool expect_name(const struct faq_reply *reply, const char *name)
{
	if (strcmp(name, "none") == 0)
		return is_none(reply);
	if (strcmp(name, "options") == 0)
		return reply->verdict == FAQ_VERDICT_CLARIFY;
	if (reply->act != FAQ_ACT_NONE && act_matches(reply, name))
		return true;
	if (reply->act == FAQ_ACT_START && reply->best &&
	    id_matches(reply->best->id, name))
		return true;
	for (size_t i = 0; is_answer(reply) && i < reply->part_count; i++)
		if (id_matches(reply->part[i].intent->id, name))
			return true;
	return false;
}

/* The next piece up to one of `stops`, without spaces around it; NULL at the
 * end. */
static const char *next_piece(const char *text, char stop,
			      char piece[EXPECT_BYTES])
{
	if (!text || !*text)
		return NULL;
	const char *end = strchr(text, stop);
	size_t size = end ? (size_t)(end - text) : strlen(text);
	const char *next = end ? end + 1 : text + size;
	while (size && text[0] == ' ') {
		text++;
		size--;
	}
	while (size && text[size - 1] == ' ')
		size--;
	if (size >= EXPECT_BYTES)
		size = EXPECT_BYTES - 1;
	memcpy(piece, text, size);
	piece[size] = '\0';
	return next;
}

static bool all_of(const struct faq_reply *reply, const char *names)
{
	char name[EXPECT_BYTES];
	while ((names = next_piece(names, '+', name)) != NULL)
		if (!expect_name(reply, name))
			return false;
	return true;
}

bool expect_names(const struct faq_reply *reply, const char *names)
{
	char group[EXPECT_BYTES];
	if (!names[0])
		return true;
	while ((names = next_piece(names, ',', group)) != NULL)
		if (all_of(reply, group))
			return true;
	return false;
}

bool expect_state(const char *state, const char *states)
{
	if (!states[0])
		return true;
	for (const char *at = states; at;) {
		const char *end = strstr(at, " or ");
		size_t size = end ? (size_t)(end - at) : strlen(at);
		while (size && *at == ' ') {
			at++;
			size--;
		}
		while (size && at[size - 1] == ' ')
			size--;
		if (strlen(state) == size && strncmp(state, at, size) == 0)
			return true;
		at = end ? end + 4 : NULL;
	}
	return false;
}

bool expect_text(const char *text, const char *part)
{
	size_t length = strlen(part);
	for (; *text; text++) {
		size_t i = 0;
		while (i < length && tolower((unsigned char)text[i]) ==
					     tolower((unsigned char)part[i]))
			i++;
		if (i == length)
			return true;
	}
	return !length;
}

static bool is_act(const char *name)
{
	size_t length = strcspn(name, "(");
	for (int act = FAQ_ACT_START; act <= FAQ_ACT_ANGER; act++) {
		const char *text = faq_act_text((enum faq_act)act);
		if (strlen(text) == length && strncmp(text, name, length) == 0)
			return true;
	}
	return false;
}

static bool is_known(const struct bot *bot, const char *name)
{
	if (strcmp(name, "none") == 0 || strcmp(name, "options") == 0 ||
	    is_act(name) || faq_catalog_find(bot->catalog, name))
		return true;
	if (!strchr(name, '*'))
		return false;
	for (size_t i = 0; i < faq_catalog_intents(bot->catalog); i++)
		if (id_matches(faq_catalog_intent(bot->catalog, i)->id, name))
			return true;
	return false;
}

bool expect_known(const struct bot *bot, const char *names,
		  char name[EXPECT_BYTES])
{
	char group[EXPECT_BYTES];
	while ((names = next_piece(names, ',', group)) != NULL) {
		const char *rest = group;
		while ((rest = next_piece(rest, '+', name)) != NULL)
			if (!is_known(bot, name))
				return false;
	}
	return true;
}
