/* SPDX-License-Identifier: MIT */
#include "server/config/config_key.h"

#include "proto/nearest.h"

#include <ctype.h>
#include <string.h>

#define CONFIG_FILE_VARIABLE "FAQD_CONFIG"
#define BLANKS " \t"

static const struct config_place in_env = {.from = CONFIG_FROM_ENV};

/* "FAQD_STATE_KEY" -> "state-key"; "" when it is too long for any key. */
static void key_name(const char *variable, size_t size,
		     char out[CONFIG_NAME_BYTES])
{
	const size_t prefix = strlen(CONFIG_VARIABLE_PREFIX);
	size_t at = 0;

	for (size_t i = prefix; i < size && size < CONFIG_NAME_BYTES; i++) {
		char c = variable[i];

		out[at++] = c == '_' ? '-' : (char)tolower((unsigned char)c);
	}
	out[at] = '\0';
}

static void unknown(struct config_reader *reader, const char *variable,
		    const char *name)
{
	size_t count;
	const struct config_key *keys = config_keys(&count);
	char meant[CONFIG_NAME_BYTES];
	struct nearest nearest;

	nearest_init(&nearest, name);
	for (size_t i = 0; i < count; i++)
		nearest_offer(&nearest, keys[i].name);
	nearest_offer(&nearest, "config");
	if (!nearest.best) {
		config_fault_at(reader, variable, in_env,
				"there is no such setting, unset it");
		return;
	}
	config_variable(nearest.best, meant);
	config_fault_at(reader, variable, in_env,
			"there is no such setting, did you mean '%s'?", meant);
}

/* "a, b": blanks around are not part of an item; "" has none. */
static void read_list(struct config_reader *reader,
		      const struct config_key *key, const char *text)
{
	struct config_list list =
		config_list_begin(reader, key, CONFIG_FROM_ENV);

	text += strspn(text, BLANKS);
	while (*text) {
		size_t size = strcspn(text, ","), used = size;

		while (used && strchr(BLANKS, text[used - 1]))
			used--;
		config_list_add(reader, key, &list, text, used, in_env);
		text += size;
		if (*text == ',')
			text += 1 + strspn(text + 1, BLANKS);
	}
	config_list_store(reader, key, &list, in_env);
}

/* `size` is that of the name. */
static void read_variable(struct config_reader *reader, const char *variable,
			  size_t size, const char *value)
{
	char name[CONFIG_NAME_BYTES], exact[CONFIG_NAME_BYTES],
		shown[CONFIG_NAME_BYTES];
	const struct config_key *key;

	key_name(variable, size, name);
	config_variable(name, exact);
	key = config_key_find(name);
	if (!key || strlen(exact) != size ||
	    memcmp(exact, variable, size) != 0) {
		snprintf(shown, sizeof(shown), "%.*s", (int)size, variable);
		unknown(reader, shown, name);
	} else if (key->type == CONFIG_LIST) {
		read_list(reader, key, value);
	} else {
		config_set_text(reader, key, value, in_env);
	}
}

void config_env_read(struct config_reader *reader, char *const *environment)
{
	const size_t prefix = strlen(CONFIG_VARIABLE_PREFIX);

	for (; *environment; environment++) {
		const char *variable = *environment;
		size_t size = strcspn(variable, "=");
		const char *value = variable + size + (variable[size] == '=');

		if (strncmp(variable, CONFIG_VARIABLE_PREFIX, prefix) != 0)
			continue;
		if (size != strlen(CONFIG_FILE_VARIABLE) ||
		    memcmp(variable, CONFIG_FILE_VARIABLE, size) != 0)
			read_variable(reader, variable, size, value);
		else if (*value && !reader->file)
			reader->file = value;
	}
}
