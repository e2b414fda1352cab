/* SPDX-License-Identifier: MIT */
/* Which database an address means: here, and nowhere else, one is chosen. */
#include "store/backend.h"
#include "store/backup.h"

#include <stdio.h>
#include <string.h>

#define SQLITE_SCHEME "sqlite:"

/* A scheme is letters before "://"; a file's name may hold a colon. */
static bool has_scheme(const char *address)
{
	size_t letters = strspn(address, "abcdefghijklmnopqrstuvwxyz+");

	return letters != 0 && strncmp(address + letters, "://", 3) == 0;
}

bool store_is_shared(const char *address)
{
	static const char *const begins[] = {
		"postgresql://", "postgres://", "host=", "hostaddr=",
		"port=",         "dbname=",     "user=", "service="};

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (strncmp(address, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

bool store_has_password(const char *address)
{
	return store_is_shared(address) && postgres_has_password(address);
}

const char *address_file(const char *address)
{
	size_t size = strlen(SQLITE_SCHEME);

	return strncmp(address, SQLITE_SCHEME, size) == 0 ? address + size
							  : address;
}

enum store_status store_open(struct store **out, const char *address,
			     const struct store_options *options,
			     struct store_error *error)
{
	*out = NULL;
	memset(error, 0, sizeof(*error));
	if (store_is_shared(address))
		return postgres_open(out, address, options, error);
	if (has_scheme(address)) {
		snprintf(error->message, sizeof(error->message),
			 "cannot open '%.*s': a store is in a file or in "
			 "PostgreSQL",
			 (int)strcspn(address, ":"), address);
		return STORE_ERROR_OPEN;
	}
	return sqlite_open(out, address_file(address), options, error);
}

unsigned store_newest(const char *address)
{
	return store_is_shared(address) ? postgres_newest() : sqlite_newest();
}

enum store_status store_look(const char *address,
			     const struct store_options *options,
			     unsigned *version, struct store_error *error)
{
	memset(error, 0, sizeof(*error));
	if (store_is_shared(address))
		return postgres_look(address, options, version, error);
	return sqlite_look(address_file(address), version, error);
}
