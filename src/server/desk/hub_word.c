/* SPDX-License-Identifier: MIT */
#include "server/desk/hub_word.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELD_BYTES 40u /* of all but the name, which is the last */

static const char *const kinds[] = {
	[HUB_WORD_HELLO] = "hello", [HUB_WORD_ALIVE] = "alive",
	[HUB_WORD_AGENT] = "agent", [HUB_WORD_TALK] = "talk",
	[HUB_WORD_TAB] = "tab",     [HUB_WORD_TYPING] = "typing",
	[HUB_WORD_MARKS] = "marks",
};

static const char *switch_text(bool on)
{
	return on ? "on" : "off";
}

static const char *agent_text(const struct hub_word *word)
{
	if (word->gone)
		return "gone";
	return word->on ? "here" : "busy";
}

static void write_rest(const struct hub_word *word, const char *visitor,
		       char *out, size_t size)
{
	switch (word->kind) {
	case HUB_WORD_HELLO:
	case HUB_WORD_ALIVE:
		out[0] = '\0';
		break;
	case HUB_WORD_AGENT:
		snprintf(out, size, " %s %s %s", agent_text(word), word->key,
			 word->name);
		break;
	case HUB_WORD_TALK:
		snprintf(out, size, " %s", visitor);
		break;
	case HUB_WORD_TAB:
		snprintf(out, size, " %s %s", switch_text(word->on), visitor);
		break;
	case HUB_WORD_TYPING:
		snprintf(out, size, " %s %s %s", switch_text(word->on), visitor,
			 word->name);
		break;
	case HUB_WORD_MARKS:
		snprintf(out, size, " %s %" PRIu64 " %" PRIu64, visitor,
			 word->read_seq, word->heard_seq);
		break;
	}
}

void hub_word_write(const struct hub_word *word, struct store_notice *out)
{
	char visitor[STORE_ID_TEXT_BYTES], rest[STORE_NOTICE_BYTES];

	store_id_text(&word->visitor, visitor);
	write_rest(word, visitor, rest, sizeof(rest));
	*out = (struct store_notice){.topic = HUB_TOPIC};
	snprintf(out->text, sizeof(out->text), "%s %s%s", word->node,
		 kinds[word->kind], rest);
}

/* The next field, up to a space or the end. */
static bool take(const char **at, char *out, size_t size)
{
	size_t bytes = strcspn(*at, " ");

	if (bytes == 0 || bytes >= size)
		return false;
	memcpy(out, *at, bytes);
	out[bytes] = '\0';
	*at += bytes + ((*at)[bytes] == ' ');
	return true;
}

static bool take_visitor(const char **at, struct store_id *visitor)
{
	char field[FIELD_BYTES];

	return take(at, field, sizeof(field)) &&
	       store_id_parse(field, strlen(field), visitor);
}

static bool take_switch(const char **at, bool *on)
{
	char field[FIELD_BYTES];

	if (!take(at, field, sizeof(field)))
		return false;
	*on = strcmp(field, "on") == 0;
	return *on || strcmp(field, "off") == 0;
}

static bool take_seq(const char **at, uint64_t *seq)
{
	char field[FIELD_BYTES];

	if (!take(at, field, sizeof(field)) ||
	    strspn(field, "0123456789") != strlen(field))
		return false;
	*seq = strtoull(field, NULL, 10);
	return *seq <= INT64_MAX;
}

/* All that is left; a name may have spaces. */
static bool take_name(const char **at, char name[STORE_AGENT_BYTES])
{
	size_t bytes = strlen(*at);

	if (bytes >= STORE_AGENT_BYTES)
		return false;
	memcpy(name, *at, bytes + 1);
	*at += bytes;
	return true;
}

static bool take_agent(const char **at, struct hub_word *word)
{
	char field[FIELD_BYTES];

	if (!take(at, field, sizeof(field)))
		return false;
	word->gone = strcmp(field, "gone") == 0;
	word->on = strcmp(field, "here") == 0;
	return (word->gone || word->on || strcmp(field, "busy") == 0) &&
	       take(at, word->key, sizeof(word->key)) &&
	       take_name(at, word->name) && word->name[0];
}

static bool take_kind(const char **at, enum hub_word_kind *kind)
{
	char field[FIELD_BYTES];

	if (!take(at, field, sizeof(field)))
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		*kind = (enum hub_word_kind)i;
		if (strcmp(field, kinds[i]) == 0)
			return true;
	}
	return false;
}

static bool take_rest(const char **at, struct hub_word *word)
{
	switch (word->kind) {
	case HUB_WORD_HELLO:
	case HUB_WORD_ALIVE:
		return true;
	case HUB_WORD_AGENT:
		return take_agent(at, word);
	case HUB_WORD_TALK:
		return take_visitor(at, &word->visitor);
	case HUB_WORD_TAB:
		return take_switch(at, &word->on) &&
		       take_visitor(at, &word->visitor);
	case HUB_WORD_TYPING:
		return take_switch(at, &word->on) &&
		       take_visitor(at, &word->visitor) &&
		       take_name(at, word->name);
	case HUB_WORD_MARKS:
		return take_visitor(at, &word->visitor) &&
		       take_seq(at, &word->read_seq) &&
		       take_seq(at, &word->heard_seq);
	}
	return false;
}

bool hub_word_read(struct hub_word *word, const char *text)
{
	const char *at = text;

	*word = (struct hub_word){.kind = HUB_WORD_HELLO};
	return take(&at, word->node, sizeof(word->node)) &&
	       strlen(word->node) == HUB_NODE_BYTES - 1 &&
	       take_kind(&at, &word->kind) && take_rest(&at, word) &&
	       *at == '\0';
}
