/* SPDX-License-Identifier: MIT */
/* The file: JSON with comments, a member for each section. */
#include "server/config/config_key.h"

#include "proto/json.h"
#include "proto/nearest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct file {
	struct config_reader *reader;
	const struct json_doc *doc;
};

static struct config_place place_of(const struct file *file,
				    const struct cJSON *value,
				    enum json_place where)
{
	struct config_place place = {.from = CONFIG_FROM_FILE};

	json_where(file->doc, value, where, &place.line, &place.column);
	return place;
}

static bool has_type(const struct file *file, const struct cJSON *value,
		     const char *name, enum json_type type)
{
	if (json_type(value) == type)
		return true;
	config_fault_at(file->reader, file->reader->file,
			place_of(file, value, JSON_AT_VALUE),
			"'%s' must be %s, this is %s", name,
			json_type_text(type), json_type_text(json_type(value)));
	return false;
}

static void read_list(const struct file *file, const struct config_key *key,
		      const struct cJSON *value, struct config_place place)
{
	struct config_list list =
		config_list_begin(file->reader, key, CONFIG_FROM_FILE);

	for (const struct cJSON *item = json_first(value); item;
	     item = json_next(item)) {
		const char *text = json_string(item);

		if (has_type(file, item, key->name, JSON_STRING))
			config_list_add(file->reader, key, &list, text,
					strlen(text),
					place_of(file, item, JSON_AT_VALUE));
	}
	config_list_store(file->reader, key, &list, place);
}

/* Through a text, so that there is one parser for all sources. */
static void read_number(const struct file *file, const struct config_key *key,
			const struct cJSON *value, struct config_place place)
{
	char text[32];
	double number = 0;

	if (json_number(value, &number)) {
		snprintf(text, sizeof(text), "%.15g", number);
		config_set_text(file->reader, key, text, place);
	}
}

static void read_bool(const struct file *file, const struct config_key *key,
		      const struct cJSON *value, struct config_place place)
{
	bool on = false;

	if (json_bool(value, &on))
		config_set_text(file->reader, key, on ? "yes" : "no", place);
}

static enum json_type type_of(enum config_type type)
{
	switch (type) {
	case CONFIG_NUMBER:
		return JSON_NUMBER;
	case CONFIG_BOOL:
		return JSON_BOOL;
	case CONFIG_LIST:
		return JSON_ARRAY;
	case CONFIG_TEXT:
	case CONFIG_PATH:
	case CONFIG_CHOICE:
	case CONFIG_SECRET:
		break;
	}
	return JSON_STRING;
}

static void read_value(const struct file *file, const struct config_key *key,
		       const struct cJSON *value)
{
	struct config_place place = place_of(file, value, JSON_AT_VALUE);
	char variable[CONFIG_NAME_BYTES];

	if (key->type == CONFIG_SECRET) {
		config_variable(key->name, variable);
		config_fault(file->reader, key,
			     place_of(file, value, JSON_AT_NAME),
			     "'%s' is not read from a file, set %s or name a "
			     "file of its own in '%s-file'",
			     key->name, variable, key->name);
		return;
	}
	if (!has_type(file, value, key->name, type_of(key->type)))
		return;
	if (key->type == CONFIG_LIST)
		read_list(file, key, value, place);
	else if (key->type == CONFIG_NUMBER)
		read_number(file, key, value, place);
	else if (key->type == CONFIG_BOOL)
		read_bool(file, key, value, place);
	else
		config_set_text(file->reader, key, json_string(value), place);
}

/* `section` NULL: the name stands where sections do. */
static void unknown_name(const struct file *file, const char *section,
			 const struct cJSON *value)
{
	const char *name = json_name(value);
	const struct config_key *elsewhere = config_key_find(name);
	struct config_place place = place_of(file, value, JSON_AT_NAME);
	struct nearest nearest;
	size_t count;

	if (elsewhere) {
		config_fault(file->reader, elsewhere, place,
			     "'%s' belongs in '%s'", name, elsewhere->section);
		return;
	}
	nearest_init(&nearest, name);
	const struct config_key *keys = config_keys(&count);
	for (size_t i = 0; section && i < count; i++)
		if (strcmp(keys[i].section, section) == 0)
			nearest_offer(&nearest, keys[i].name);
	const struct config_section *sections = config_sections(&count);
	for (size_t i = 0; !section && i < count; i++)
		nearest_offer(&nearest, sections[i].name);
	if (nearest.best)
		config_fault_at(file->reader, file->reader->file, place,
				"unknown key '%s', did you mean '%s'?", name,
				nearest.best);
	else
		config_fault_at(file->reader, file->reader->file, place,
				"unknown key '%s', remove it", name);
}

static void read_section(const struct file *file, const char *section,
			 const struct cJSON *object)
{
	if (!has_type(file, object, section, JSON_OBJECT))
		return;
	for (const struct cJSON *value = json_first(object); value;
	     value = json_next(value)) {
		const struct config_key *key =
			config_key_find(json_name(value));

		if (key && strcmp(key->section, section) == 0)
			read_value(file, key, value);
		else
			unknown_name(file, section, value);
	}
}

static bool is_section(const char *name)
{
	size_t count;
	const struct config_section *sections = config_sections(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(sections[i].name, name) == 0)
			return true;
	return false;
}

static void read_root(const struct file *file, const struct cJSON *root)
{
	if (!has_type(file, root, "the file", JSON_OBJECT))
		return;
	for (const struct cJSON *value = json_first(root); value;
	     value = json_next(value)) {
		if (is_section(json_name(value)))
			read_section(file, json_name(value), value);
		else
			unknown_name(file, NULL, value);
	}
}

/* `bytes` without comments. */
static void read_bytes(struct config_reader *reader, const char *bytes,
		       size_t size)
{
	struct json_doc *doc;
	struct json_error error;
	enum json_status status = json_parse(&doc, bytes, size, &error);

	if (status == JSON_ERROR_NOMEM) {
		reader->no_memory = true;
	} else if (status != JSON_OK) {
		struct config_place place = {CONFIG_FROM_FILE, error.line,
					     error.column};

		config_fault_at(reader, reader->file, place, "%s",
				error.message);
	} else {
		const struct file file = {reader, doc};

		read_root(&file, json_root(doc));
		json_free(doc);
	}
}

void config_file_parse(struct config_reader *reader, const char *bytes,
		       size_t size)
{
	char *plain = malloc(size + 1);

	if (!plain) {
		reader->no_memory = true;
		return;
	}
	if (size)
		memcpy(plain, bytes, size);
	json_blank_comments(plain, size);
	read_bytes(reader, plain, size);
	free(plain);
}

static void cannot_read(struct config_reader *reader, int error)
{
	const struct config_place whole = {.from = CONFIG_FROM_FILE};
	char cause[96];

	fault_errno(error, cause, sizeof(cause));
	config_fault_at(reader, reader->file, whole, "cannot read it: %s",
			cause);
}

/* At most `room` bytes; a pipe does as well as a file. -1 after a fault. */
static ssize_t read_all(struct config_reader *reader, int fd, char *bytes,
			size_t room)
{
	size_t size = 0;
	ssize_t got = 1;

	while (size < room && got) {
		got = read(fd, bytes + size, room - size);
		if (got < 0 && errno != EINTR) {
			cannot_read(reader, errno);
			return -1;
		}
		if (got > 0)
			size += (size_t)got;
	}
	return (ssize_t)size;
}

/* The open file, read into `bytes`, which has room for one too many. */
static void read_open(struct config_reader *reader, int fd, char *bytes)
{
	const struct config_place whole = {.from = CONFIG_FROM_FILE};
	ssize_t size = read_all(reader, fd, bytes, CONFIG_FILE_BYTES_MAX + 1);

	if (size > (ssize_t)CONFIG_FILE_BYTES_MAX)
		config_fault_at(reader, reader->file, whole,
				"over %u bytes, which is no settings",
				CONFIG_FILE_BYTES_MAX);
	else if (size >= 0)
		config_file_parse(reader, bytes, (size_t)size);
}

void config_file_read(struct config_reader *reader)
{
	char *bytes;
	int fd;

	if (!reader->file || !reader->file[0])
		return;
	reader->config->file = reader->file;
	fd = open(reader->file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		cannot_read(reader, errno);
		return;
	}
	bytes = malloc(CONFIG_FILE_BYTES_MAX + 1);
	if (bytes)
		read_open(reader, fd, bytes);
	else
		reader->no_memory = true;
	free(bytes);
	close(fd);
}
