/* SPDX-License-Identifier: MIT */
/* The settings as files: a sample of all, and those in effect. */
#include "server/config/config_key.h"

#include "proto/json.h"

#include <stdio.h>
#include <string.h>

#define VALUE_BYTES_MAX (64u * 1024u) /* of one setting, as JSON */
#define COMMENT_COLUMNS 78u

static const char sample_head[] =
	"// Every setting of faqd with its default, as faqd --sample-config "
	"prints them.\n"
	"// A line that begins with // is a comment. What is left out keeps "
	"its default.\n"
	"// A relative path begins at the folder of this file. A variable such "
	"as\n"
	"// FAQD_PORT is stronger than this file, and a flag such as --port "
	"is stronger\n"
	"// than both.\n"
	"{\n";

/* The text in lines of their own, each after "// ". */
static void put_comment(FILE *file, const char *indent, const char *text)
{
	const size_t room = COMMENT_COLUMNS - strlen(indent) - strlen("// ");

	while (*text) {
		size_t size = strlen(text);

		if (size > room)
			for (size = room; size && text[size] != ' '; size--)
				;
		fprintf(file, "%s// %.*s\n", indent, (int)size, text);
		text += size + (text[size] == ' ');
	}
}

/* The default as the file has it. */
static void put_initial(FILE *file, const struct config_key *key)
{
	if (key->type == CONFIG_NUMBER)
		fputs(key->initial, file);
	else if (key->type == CONFIG_BOOL)
		fputs(strcmp(key->initial, "yes") == 0 ? "true" : "false",
		      file);
	else if (key->type == CONFIG_LIST)
		fputs("[]", file);
	else
		fprintf(file, "\"%s\"", key->initial);
}

/* A secret is a comment only. */
static void put_sample_key(FILE *file, const struct config_key *key)
{
	char help[CONFIG_HELP_BYTES], variable[CONFIG_NAME_BYTES];

	config_key_help(key, help, sizeof(help));
	put_comment(file, "    ", help);
	if (key->type == CONFIG_SECRET) {
		config_variable(key->name, variable);
		fprintf(file, "    // stands in the environment only: %s\n",
			variable);
		return;
	}
	fprintf(file, "    \"%s\": ", key->name);
	put_initial(file, key);
}

static void put_sample_section(FILE *file, const char *section)
{
	size_t count;
	const struct config_key *keys = config_keys(&count);
	bool comma = false;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(keys[i].section, section) != 0)
			continue;
		fputs(comma ? ",\n\n" : "\n", file);
		put_sample_key(file, &keys[i]);
		comma = keys[i].type != CONFIG_SECRET;
	}
}

void config_print_sample(FILE *file)
{
	size_t count;
	const struct config_section *sections = config_sections(&count);

	fputs(sample_head, file);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			fputs(",\n\n", file);
		put_comment(file, "  ", sections[i].help);
		fprintf(file, "  \"%s\": {", sections[i].name);
		put_sample_section(file, sections[i].name);
		fputs("\n  }", file);
	}
	fputs("\n}\n", file);
}

/* The n-th of words parted by blanks. */
static void put_word(struct json_writer *writer, const char *words, unsigned n)
{
	while (n--)
		words += strcspn(words, " ") + 1;
	json_put_bytes(writer, words, strcspn(words, " "));
}

static void put_list(struct json_writer *writer, const struct config_list *list)
{
	json_put_open(writer, '[');
	for (size_t i = 0; i < list->count; i++)
		json_put_string(writer, list->item[i]);
	json_put_close(writer, ']');
}

static void put_value(struct json_writer *writer, const struct config_key *key,
		      const struct config *config)
{
	const void *member = (const char *)config + key->offset;

	switch (key->type) {
	case CONFIG_TEXT:
	case CONFIG_PATH:
		json_put_string(writer, *(const char *const *)member);
		break;
	case CONFIG_NUMBER:
		json_put_count(writer, *(const unsigned *)member);
		break;
	case CONFIG_BOOL:
		json_put_bool(writer, *(const bool *)member);
		break;
	case CONFIG_CHOICE:
		put_word(writer, key->words, *(const unsigned *)member);
		break;
	case CONFIG_LIST:
		put_list(writer, member);
		break;
	case CONFIG_SECRET:
		json_put_string(writer,
				((const struct config_secret *)member)->size
					? "set"
					: "");
		break;
	}
}

/* {"value": 8080, "from": "default"} */
static void put_setting(struct json_writer *writer,
			const struct config_key *key,
			const struct config *config)
{
	static const char *const from[] = {[CONFIG_FROM_DEFAULT] = "default",
					   [CONFIG_FROM_FILE] = "file",
					   [CONFIG_FROM_ENV] = "env",
					   [CONFIG_FROM_FLAG] = "flag"};
	const struct config_place *place =
		&config->places[config_key_index(key)];

	json_writer_clear(writer);
	json_put_open(writer, '{');
	json_put_name(writer, "value");
	put_value(writer, key, config);
	json_add_string(writer, "from", from[place->from]);
	if (place->from == CONFIG_FROM_FILE) {
		json_add_string(writer, "file", config->file);
		json_add_count(writer, "line", place->line);
	}
	json_put_close(writer, '}');
}

/* A line for each setting, which is easier on the eye and on grep than what a
 * writer makes by itself. */
bool config_print_effective(const struct config *config, FILE *file)
{
	struct json_writer writer;
	size_t count;
	const struct config_key *keys = config_keys(&count);
	const char *section = "";
	bool good = true;

	json_writer_init(&writer, VALUE_BYTES_MAX);
	fputs("{", file);
	for (size_t i = 0; i < count && good; i++) {
		bool same = strcmp(section, keys[i].section) == 0;

		section = keys[i].section;
		if (same)
			fputs(",\n", file);
		else
			fprintf(file, "%s\n  \"%s\": {\n", i ? "\n  }," : "",
				section);
		put_setting(&writer, &keys[i], config);
		good = !json_failed(&writer);
		if (good)
			fprintf(file, "    \"%s\": %s", keys[i].name,
				writer.bytes);
	}
	fputs("\n  }\n}\n", file);
	json_writer_release(&writer);
	return good;
}
