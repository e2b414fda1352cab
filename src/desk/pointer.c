/* SPDX-License-Identifier: MIT */
#include "desk/pointer.h"

#include <string.h>

bool pointer_valid(const char *pointer)
{
	size_t i;

	if (*pointer && *pointer != '/')
		return false;
	for (i = 0; pointer[i]; i++)
		if (pointer[i] == '~' && pointer[i + 1] != '0' &&
		    pointer[i + 1] != '1')
			return false;
	return i < POINTER_BYTES_MAX;
}

/* The name up to the next '/', which is where the rest begins. */
static const char *read_name(const char *pointer, char name[POINTER_BYTES_MAX])
{
	size_t at = 0;

	for (; *pointer && *pointer != '/'; pointer++) {
		char c = *pointer;

		if (c == '~')
			c = *++pointer == '1' ? '/' : '~';
		if (at + 1 < POINTER_BYTES_MAX)
			name[at++] = c;
	}
	name[at] = '\0';
	return pointer;
}

/* An element by its number, without leading zeros. */
static const struct cJSON *element(const struct cJSON *array, const char *name)
{
	const struct cJSON *value = json_first(array);
	size_t number = 0;

	if (!*name || strspn(name, "0123456789") != strlen(name) ||
	    strlen(name) > 6 || (*name == '0' && name[1]))
		return NULL;
	for (; *name; name++)
		number = number * 10 + (size_t)(*name - '0');
	while (value && number--)
		value = json_next(value);
	return value;
}

const struct cJSON *pointer_find(const struct cJSON *root, const char *pointer)
{
	char name[POINTER_BYTES_MAX];

	while (root && *pointer == '/') {
		pointer = read_name(pointer + 1, name);
		if (json_type(root) == JSON_ARRAY)
			root = element(root, name);
		else
			root = json_get(root, name);
	}
	return root;
}
