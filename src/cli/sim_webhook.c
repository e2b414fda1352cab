/* SPDX-License-Identifier: MIT */
/*
 * Any other desk: its bodies have things where the configuration's map says,
 * and it understands what the templates make.
 */
#include "cli/sim_speak.h"
#include "cli/sim_template.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LEAVES_MAX 8u
#define NAME_BYTES 128u

static bool can(const struct desk_config *config, enum sim_act act)
{
	const struct desk_map *map = &config->map;

	switch (act) {
	case SIM_SAYS:
		return true;
	case SIM_PRESSES:
		return map->choice != NULL;
	case SIM_TAKES:
		return map->is_taken != NULL;
	case SIM_RETURNS:
		return map->is_returned != NULL;
	case SIM_ECHO:
		return map->own != NULL;
	case SIM_AGENT:
		return map->visitor != NULL;
	case SIM_CALLS:
	case SIM_ACTS:
		break;
	}
	return false;
}

/* ------------------------------------------------------------------ */
/* Out: values where the pointers say.                                */

struct leaf {
	const char *pointer; /* RFC 6901 */
	const char *value;
	char id[SIM_ID_BYTES];
	int64_t number; /* instead of `value`, when that is NULL */
};

/* The token at `text`, with ~1 and ~0 resolved. */
static void read_token(const char *text, char out[NAME_BYTES])
{
	size_t at = 0;

	for (; *text && *text != '/' && at + 1 < NAME_BYTES; text++) {
		out[at] = *text;
		if (*text == '~' && (text[1] == '0' || text[1] == '1'))
			out[at] = *++text == '1' ? '/' : '~';
		at++;
	}
	out[at] = '\0';
}

static bool shares(const struct leaf *leaf, const char *with, size_t bytes)
{
	return strncmp(leaf->pointer, with, bytes) == 0 &&
	       (leaf->pointer[bytes] == '/' || !leaf->pointer[bytes]);
}

static bool came_before(const struct leaf *leaf, size_t i, size_t bytes)
{
	for (size_t j = 0; j < i; j++)
		if (shares(&leaf[j], leaf[i].pointer, bytes))
			return true;
	return false;
}

static void put_value(struct json_writer *json, const struct leaf *leaf)
{
	if (leaf->value)
		json_put_string(json, leaf->value);
	else
		json_put_count(json, (unsigned long long)leaf->number);
}

/* All leaves whose pointers begin with the first `bytes` of `with`. */
static void put_level(struct json_writer *json, const struct leaf *leaf,
		      size_t count, const char *with, size_t bytes)
{
	bool array = strncmp(with + bytes, "/0", 2) == 0;

	json_put_open(json, array ? '[' : '{');
	for (size_t i = 0; i < count; i++) {
		const char *pointer = leaf[i].pointer;
		char name[NAME_BYTES];
		size_t next;

		if (!shares(&leaf[i], with, bytes) || !pointer[bytes])
			continue;
		next = bytes + 1 + strcspn(pointer + bytes + 1, "/");
		if (came_before(leaf, i, next))
			continue;
		read_token(pointer + bytes + 1, name);
		if (!array)
			json_put_name(json, name);
		if (pointer[next])
			put_level(json, leaf, count, pointer, next);
		else
			put_value(json, &leaf[i]);
	}
	json_put_close(json, array ? ']' : '}');
}

static void add(struct leaf *leaf, size_t *count, const char *pointer,
		const char *value)
{
	if (pointer && *pointer && value)
		leaf[(*count)++] =
			(struct leaf){.pointer = pointer, .value = value};
}

static void add_id(struct leaf *leaf, size_t *count, const char *pointer,
		   const char *prefix, uint64_t number)
{
	struct leaf *made = &leaf[*count];

	if (!pointer || !*pointer)
		return;
	*made = (struct leaf){.pointer = pointer};
	snprintf(made->id, sizeof(made->id), "%s%" PRIu64, prefix, number);
	made->value = made->id;
	(*count)++;
}

static const char *type_of(const struct desk_map *map, enum sim_act act)
{
	if (act == SIM_TAKES)
		return map->is_taken;
	return act == SIM_RETURNS ? map->is_returned : map->is_message;
}

static const char *author_of(const struct desk_map *map, enum sim_act act)
{
	if (act == SIM_ECHO)
		return map->own;
	if (act == SIM_AGENT)
		return "a-person-of-the-desk";
	return map->visitor ? map->visitor : "somebody";
}

static void write(const struct desk_config *config,
		  const struct sim_event *event, size_t count,
		  struct json_writer *json)
{
	const struct desk_map *map = &config->map;
	bool words = event->act != SIM_TAKES && event->act != SIM_RETURNS;
	struct leaf leaf[LEAVES_MAX];
	size_t leaves = 0;

	(void)count;
	add(leaf, &leaves, map->type, type_of(map, event->act));
	add_id(leaf, &leaves, map->conversation, "", event->conversation);
	add_id(leaf, &leaves, map->message, "m", event->number);
	add(leaf, &leaves, map->author, author_of(map, event->act));
	if (words)
		add(leaf, &leaves, map->text, event->text);
	if (event->act == SIM_PRESSES)
		add(leaf, &leaves, map->choice, event->choice);
	for (size_t i = 0; i < 2; i++) {
		const char *pointer = i ? map->order : map->time;

		if (pointer && *pointer)
			leaf[leaves++] = (struct leaf){
				.pointer = pointer, .number = event->time_ms};
	}
	put_level(json, leaf, leaves, "", 0);
}

/* ------------------------------------------------------------------ */
/* In: the templates backwards.                                       */

static bool is_of(const struct desk_template *template,
		  const struct sim_request *request, struct sim_values *values)
{
	const char *method = template->method ? template->method : "POST";

	*values = (struct sim_values){0};
	return template->path && strcmp(request->method, method) == 0 &&
	       sim_template_match(template->path, request->path,
				  strlen(request->path), values) &&
	       sim_template_match(template->body, request->body, request->bytes,
				  values);
}

static bool read(const struct desk_config *config,
		 const struct sim_request *request, struct sim_said *said)
{
	const struct desk_map *map = &config->map;
	const struct {
		const struct desk_template *template;
		enum sim_told told;
	} all[] = {{&map->typing, SIM_TYPING},
		   {&map->handover, SIM_HANDOVER},
		   {&map->note, SIM_NOTE},
		   {&map->reply, SIM_REPLY}};
	struct sim_values values;
	char id[SIM_ID_BYTES];

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (!is_of(all[i].template, request, &values))
			continue;
		said->told = all[i].told;
		said->text = values.text ? values.text : "";
		said->bytes = values.text_bytes;
		snprintf(id, sizeof(id), "%.*s", (int)values.conversation_bytes,
			 values.conversation ? values.conversation : "");
		return sim_number(id, "", &said->conversation);
	}
	return false;
}

const struct sim_speak sim_webhook = {
	.success = "{}", .can = can, .write = write, .read = read};
