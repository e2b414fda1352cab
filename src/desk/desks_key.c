/* SPDX-License-Identifier: MIT */
/*
 * What may stand in the desks file: one table for each kind of object, so that
 * reading knows no member by name.
 */
#include "desk/desks_read.h"

#include "proto/nearest.h"

#include <string.h>

/* ------------------------------------------------------------------ */
/* Values.                                                            */

/* A member of an object: what it must be, and what takes it into `target`. */
struct key {
	const char *name;
	enum json_type type;
	void (*take)(struct desks_reader *reader, const struct cJSON *value,
		     void *target);
	size_t offset; /* of the target */
};

struct keys {
	const struct key *key;
	size_t count;
};

static void take_text(struct desks_reader *reader, const struct cJSON *value,
		      void *target)
{
	const char *text = json_string(value);

	*(const char **)target = desks_keep(reader, text, strlen(text));
}

static void take_flag(struct desks_reader *reader, const struct cJSON *value,
		      void *target)
{
	(void)reader;
	(void)json_bool(value, target);
}

/* A whole number from 1 to `most`; 0 after a fault. */
static uint32_t number_of(struct desks_reader *reader,
			  const struct cJSON *value, uint32_t most)
{
	double number = 0;

	if (json_number(value, &number) && number >= 1 && number <= most &&
	    number == (double)(uint32_t)number)
		return (uint32_t)number;
	desks_fault(reader, value, "'%s' must be a whole number from 1 to %u",
		    json_name(value), (unsigned)most);
	return 0;
}

static void take_window(struct desks_reader *reader, const struct cJSON *value,
			void *target)
{
	*(uint32_t *)target = number_of(reader, value, 3600);
}

static void take_limit(struct desks_reader *reader, const struct cJSON *value,
		       void *target)
{
	*(size_t *)target = number_of(reader, value, 1000000);
}

static bool is_unset(struct desks_reader *reader, const struct cJSON *value,
		     const char *const *target)
{
	if (*target)
		desks_fault(reader, value,
			    "'%s' sets what another member has set",
			    json_name(value));
	return !*target;
}

static void take_secret_file(struct desks_reader *reader,
			     const struct cJSON *value, void *target)
{
	if (is_unset(reader, value, target))
		*(const char **)target = desks_secret_file(reader, value);
}

static void take_secret_env(struct desks_reader *reader,
			    const struct cJSON *value, void *target)
{
	if (is_unset(reader, value, target))
		*(const char **)target = desks_secret_variable(reader, value);
}

static void take_ca_file(struct desks_reader *reader, const struct cJSON *value,
			 void *target)
{
	*(const char **)target = desks_ca_file(reader, value);
}

static void take_bare_secret(struct desks_reader *reader,
			     const struct cJSON *value, void *target)
{
	const char *name = json_name(value);

	(void)target;
	desks_fault(reader, value,
		    "'%s' is not read from this file, name a file of its own "
		    "in '%s-file' or a variable in '%s-env'",
		    name, name, name);
}

/* The place of a value among `words`; `count` after a fault. */
static size_t word_of(struct desks_reader *reader, const struct cJSON *value,
		      const char *const *words, size_t count)
{
	const char *text = json_string(value);
	const char *near = nearest_of(text, words, count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], text) == 0)
			return i;
	if (near)
		desks_fault(reader, value,
			    "unknown %s '%s', did you mean '%s'?",
			    json_name(value), text, near);
	else
		desks_fault(reader, value, "unknown %s '%s'", json_name(value),
			    text);
	return count;
}

static void take_kind(struct desks_reader *reader, const struct cJSON *value,
		      void *target)
{
	const char *words[DESK_KINDS];
	size_t found;

	for (unsigned i = 0; i < DESK_KINDS; i++)
		words[i] = desk_traits((enum desk_kind)i)->name;
	found = word_of(reader, value, words, DESK_KINDS);
	*(enum desk_kind *)target = (enum desk_kind)found;
}

static void take_markup(struct desks_reader *reader, const struct cJSON *value,
			void *target)
{
	static const char *const words[] = {"plain", "markdown", "html"};

	*(enum desk_markup *)target =
		(enum desk_markup)word_of(reader, value, words, 3);
}

/* At most `most` strings into `list`, counted in `*count`. */
static void take_list(struct desks_reader *reader, const struct cJSON *value,
		      const char **list, size_t *count, size_t most)
{
	for (const struct cJSON *item = json_first(value); item;
	     item = json_next(item)) {
		if (json_type(item) != JSON_STRING)
			desks_fault(reader, item, "'%s' holds strings",
				    json_name(value));
		else if (*count == most)
			desks_fault(reader, item, "'%s' holds at most %zu",
				    json_name(value), most);
		else
			take_text(reader, item, &list[(*count)++]);
	}
}

static void take_agents(struct desks_reader *reader, const struct cJSON *value,
			void *target)
{
	struct desk_setup *desk = target;

	take_list(reader, value, desk->config.agent, &desk->config.agent_count,
		  DESK_AGENTS_MAX);
}

static void take_person(struct desks_reader *reader, const struct cJSON *value,
			void *target)
{
	struct desk_setup *desk = target;

	take_list(reader, value, desk->person, &desk->person_count,
		  DESKS_PERSON_MAX);
}

/* ------------------------------------------------------------------ */
/* Objects.                                                           */

static void unknown(struct desks_reader *reader, const struct cJSON *value,
		    const struct keys *keys)
{
	struct fault_place place = {.source = reader->path};
	struct nearest nearest;

	json_where(reader->doc, value, JSON_AT_NAME, &place.line,
		   &place.column);
	nearest_init(&nearest, json_name(value));
	for (size_t i = 0; i < keys->count; i++)
		nearest_offer(&nearest, keys->key[i].name);
	if (nearest.best)
		fault_report(&reader->sink, FAQ_SEVERITY_ERROR, "desks", place,
			     "unknown key '%s', did you mean '%s'?",
			     json_name(value), nearest.best);
	else
		fault_report(&reader->sink, FAQ_SEVERITY_ERROR, "desks", place,
			     "unknown key '%s', remove it", json_name(value));
}

bool desks_has_type(struct desks_reader *reader, const struct cJSON *value,
		    const char *name, enum json_type type)
{
	if (json_type(value) == type)
		return true;
	desks_fault(reader, value, "'%s' must be %s, this is %s", name,
		    json_type_text(type), json_type_text(json_type(value)));
	return false;
}

static void take_member(struct desks_reader *reader, const struct cJSON *value,
			const struct keys *keys, char *target)
{
	for (size_t i = 0; i < keys->count; i++) {
		const struct key *key = &keys->key[i];

		if (strcmp(key->name, json_name(value)) != 0)
			continue;
		if (desks_has_type(reader, value, key->name, key->type))
			key->take(reader, value, target + key->offset);
		return;
	}
	unknown(reader, value, keys);
}

static void take_object(struct desks_reader *reader, const struct cJSON *object,
			const struct keys *keys, void *target)
{
	for (const struct cJSON *value = json_first(object); value;
	     value = json_next(value))
		take_member(reader, value, keys, target);
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TEXT(name, type, member)                                               \
	{                                                                      \
		name, JSON_STRING, take_text, offsetof(struct type, member)    \
	}

static void take_template(struct desks_reader *reader,
			  const struct cJSON *value, void *target)
{
	static const struct key key[] = {
		TEXT("method", desk_template, method),
		TEXT("path", desk_template, path),
		TEXT("body", desk_template, body),
	};
	static const struct keys keys = {key, COUNT(key)};

	take_object(reader, value, &keys, target);
}

#define TEMPLATE(name, member)                                                 \
	{                                                                      \
		name, JSON_OBJECT, take_template,                              \
			offsetof(struct desk_map, member)                      \
	}

static void take_map(struct desks_reader *reader, const struct cJSON *value,
		     void *target)
{
	static const struct key key[] = {
		TEXT("text", desk_map, text),
		TEXT("conversation", desk_map, conversation),
		TEXT("message", desk_map, message),
		TEXT("choice", desk_map, choice),
		TEXT("author", desk_map, author),
		TEXT("time", desk_map, time),
		TEXT("order", desk_map, order),
		TEXT("type", desk_map, type),
		TEXT("visitor", desk_map, visitor),
		TEXT("own", desk_map, own),
		TEXT("is-message", desk_map, is_message),
		TEXT("is-taken", desk_map, is_taken),
		TEXT("is-returned", desk_map, is_returned),
		TEXT("is-closed", desk_map, is_closed),
		{"markup-in", JSON_STRING, take_markup,
		 offsetof(struct desk_map, markup_in)},
		{"markup-out", JSON_STRING, take_markup,
		 offsetof(struct desk_map, markup_out)},
		{"limit", JSON_NUMBER, take_limit,
		 offsetof(struct desk_map, limit)},
		TEMPLATE("reply", reply),
		TEMPLATE("handover", handover),
		TEMPLATE("note", note),
		TEMPLATE("typing", typing),
	};
	static const struct keys keys = {key, COUNT(key)};

	take_object(reader, value, &keys, target);
}

#define SETTING(name, member) TEXT(name, desk_setup, config.member)
/* A secret, as a file or as a variable. */
#define SECRET(name, member)                                                   \
	{name, JSON_STRING, take_bare_secret, 0},                              \
		{name "-file", JSON_STRING, take_secret_file,                  \
		 offsetof(struct desk_setup, config.member)},                  \
	{                                                                      \
		name "-env", JSON_STRING, take_secret_env,                     \
			offsetof(struct desk_setup, config.member)             \
	}
#define FLAG(name, member)                                                     \
	{                                                                      \
		name, JSON_BOOL, take_flag,                                    \
			offsetof(struct desk_setup, member)                    \
	}

static const struct key desk_key[] = {
	SETTING("name", name),
	{"kind", JSON_STRING, take_kind,
	 offsetof(struct desk_setup, config.kind)},
	SECRET("secret", secret[0]),
	SECRET("old-secret", secret[1]),
	FLAG("secret-in-url", config.secret_in_url),
	{"window-seconds", JSON_NUMBER, take_window,
	 offsetof(struct desk_setup, config.window_s)},
	SETTING("url", url),
	FLAG("http", config.http),
	FLAG("allow-private", allow_private),
	{"ca-file", JSON_STRING, take_ca_file,
	 offsetof(struct desk_setup, ca_file)},
	SECRET("token", token),
	SETTING("token-id", token_id),
	SETTING("account", account),
	SETTING("self", self),
	SETTING("assign", assign),
	SETTING("trigger", trigger),
	{"agents", JSON_ARRAY, take_agents, 0},
	{"person", JSON_ARRAY, take_person, 0},
	{"map", JSON_OBJECT, take_map, offsetof(struct desk_setup, config.map)},
};
static const struct keys desk_keys = {desk_key, COUNT(desk_key)};

void desks_read_desk(struct desks_reader *reader, const struct cJSON *object,
		     struct desk_setup *desk)
{
	take_object(reader, object, &desk_keys, desk);
}

void desks_read_root(struct desks_reader *reader, const struct cJSON *root,
		     void (*take)(struct desks_reader *, const struct cJSON *,
				  void *))
{
	const struct key key[] = {{"desks", JSON_ARRAY, take, 0}};
	const struct keys keys = {key, COUNT(key)};

	take_object(reader, root, &keys, reader->desks);
}
