/* SPDX-License-Identifier: MIT */
/* A value as text -> a member of struct config. */
#include "server/config/config_key.h"

#include <assert.h>
#include <ctype.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

/* An enum is stored through a pointer to unsigned. */
static_assert(sizeof(enum config_log_format) == sizeof(unsigned) &&
		      sizeof(enum config_log_level) == sizeof(unsigned),
	      "a choice is an unsigned");

/* The member of that key. */
static void *member(struct config_reader *reader, const struct config_key *key)
{
	return (char *)reader->config + key->offset;
}

/* May this source store? If so, it is the one from now on. */
static bool take_place(struct config_reader *reader,
		       const struct config_key *key, struct config_place place)
{
	struct config_place *now =
		&reader->config->places[config_key_index(key)];

	if (place.from < now->from)
		return false;
	*now = place;
	return true;
}

/* A secret's value is never repeated. */
static void fault_form(struct config_reader *reader,
		       const struct config_key *key, const char *text,
		       struct config_place place)
{
	char form[96];
	bool several = key->type == CONFIG_LIST &&
		       place.from == CONFIG_FROM_FLAG && strchr(text, ',');

	config_key_form(key, form, sizeof(form));
	if (key->type == CONFIG_SECRET)
		config_fault(reader, key, place, "'%s' must be %s", key->name,
			     form);
	else
		config_fault(reader, key, place,
			     "'%s' must be %s, this is '%s'%s", key->name, form,
			     text,
			     several ? "; repeat the flag for several" : "");
}

static bool read_number(const struct config_key *key, const char *text,
			unsigned *out)
{
	size_t digits = strspn(text, "0123456789");
	unsigned long number;

	if (digits == 0 || digits > 9 || text[digits])
		return false;
	number = strtoul(text, NULL, 10);
	*out = (unsigned)number;
	return number >= key->min && number <= key->max;
}

static bool read_bool(const char *text, bool *out)
{
	static const char *const words[][2] = {
		{"no", "yes"}, {"false", "true"}, {"off", "on"}, {"0", "1"}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		*out = strcmp(text, words[i][1]) == 0;
		if (*out || strcmp(text, words[i][0]) == 0)
			return true;
	}
	return false;
}

/* Its place among words parted by blanks. */
static bool read_word(const char *words, const char *text, unsigned *out)
{
	size_t size = strlen(text);

	for (*out = 0; *words; ++*out) {
		size_t length = strcspn(words, " ");

		if (length == size && memcmp(words, text, size) == 0)
			return true;
		words += length + (words[length] == ' ');
	}
	return false;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = strchr(digits, tolower((unsigned char)c));

	return c && at ? (int)(at - digits) : -1;
}

static bool read_secret(const struct config_key *key, const char *text,
			struct config_secret *out)
{
	size_t size = strlen(text);

	if (size % 2 || size / 2 < key->min || size / 2 > key->max)
		return false;
	for (size_t i = 0; i < size / 2; i++) {
		int high = hex_digit(text[2 * i]);
		int low = hex_digit(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out->bytes[i] = (unsigned char)(high * 16 + low);
	}
	out->size = size / 2;
	return true;
}

/* A relative path of the file begins at the file's folder. */
static const char *keep_path(struct config_reader *reader,
			     const struct config_key *key, const char *text,
			     struct config_place place)
{
	const char *slash = reader->file ? strrchr(reader->file, '/') : NULL;
	size_t folder = slash ? (size_t)(slash - reader->file) + 1 : 0;
	unsigned ignored;

	if (place.from != CONFIG_FROM_FILE || !text[0] || text[0] == '/' ||
	    (key->words && read_word(key->words, text, &ignored)) ||
	    (key->elsewhere && key->elsewhere(text)))
		folder = 0;
	return config_join(reader, folder ? reader->file : "", folder, text);
}

/* A valid text, or an item of a list. */
static const char *keep_text(struct config_reader *reader,
			     const struct config_key *key, const char *text)
{
	char normal[CONFIG_NORMAL_BYTES];

	if (key->normal) {
		key->normal(text, normal);
		text = normal;
	}
	return config_keep(reader, text, strlen(text));
}

/* What text and path have in common. NULL is left when memory is out. */
static bool store_text(struct config_reader *reader,
		       const struct config_key *key, const char *text,
		       struct config_place place)
{
	const char **out = member(reader, key);
	const char *kept;

	if (key->valid && text[0] && !key->valid(text))
		return false;
	kept = key->type == CONFIG_PATH ? keep_path(reader, key, text, place)
					: keep_text(reader, key, text);
	if (kept && take_place(reader, key, place))
		*out = kept;
	return true;
}

static bool store_secret(struct config_reader *reader,
			 const struct config_key *key, const char *text,
			 struct config_place place)
{
	struct config_secret secret = {.size = 0};
	bool good = !text[0] || read_secret(key, text, &secret);

	if (good && take_place(reader, key, place))
		*(struct config_secret *)member(reader, key) = secret;
	OPENSSL_cleanse(&secret, sizeof(secret));
	return good;
}

static bool store_unsigned(struct config_reader *reader,
			   const struct config_key *key, const char *text,
			   struct config_place place)
{
	unsigned number;
	bool good = key->type == CONFIG_CHOICE
			    ? read_word(key->words, text, &number)
			    : read_number(key, text, &number);

	if (good && take_place(reader, key, place))
		*(unsigned *)member(reader, key) = number;
	return good;
}

static bool store_bool(struct config_reader *reader,
		       const struct config_key *key, const char *text,
		       struct config_place place)
{
	bool value;

	if (!read_bool(text, &value))
		return false;
	if (take_place(reader, key, place))
		*(bool *)member(reader, key) = value;
	return true;
}

void config_set_text(struct config_reader *reader, const struct config_key *key,
		     const char *text, struct config_place place)
{
	bool good = true;

	assert(key->type != CONFIG_LIST); /* has calls of its own */
	switch (key->type) {
	case CONFIG_TEXT:
	case CONFIG_PATH:
		good = store_text(reader, key, text, place);
		break;
	case CONFIG_NUMBER:
	case CONFIG_CHOICE:
		good = store_unsigned(reader, key, text, place);
		break;
	case CONFIG_BOOL:
		good = store_bool(reader, key, text, place);
		break;
	case CONFIG_SECRET:
		good = store_secret(reader, key, text, place);
		break;
	case CONFIG_LIST:
		break;
	}
	if (!good)
		fault_form(reader, key, text, place);
}

struct config_list config_list_begin(struct config_reader *reader,
				     const struct config_key *key,
				     enum config_from from)
{
	const struct config_place *now =
		&reader->config->places[config_key_index(key)];

	if (from == CONFIG_FROM_FLAG && now->from == CONFIG_FROM_FLAG)
		return *(struct config_list *)member(reader, key);
	return (struct config_list){.count = 0};
}

void config_list_add(struct config_reader *reader, const struct config_key *key,
		     struct config_list *list, const char *text, size_t size,
		     struct config_place place)
{
	const char *item = config_keep(reader, text, size);
	bool valid = item && key->valid(item);

	if (valid)
		item = keep_text(reader, key, item);
	if (!item)
		return;
	if (!valid)
		fault_form(reader, key, item, place);
	else if (list->count == key->max)
		config_fault(reader, key, place,
			     "'%s' has %u already, no more than that fit",
			     key->name, key->max);
	else
		list->item[list->count++] = item;
}

void config_list_store(struct config_reader *reader,
		       const struct config_key *key,
		       const struct config_list *list,
		       struct config_place place)
{
	if (take_place(reader, key, place))
		*(struct config_list *)member(reader, key) = *list;
}
