/* SPDX-License-Identifier: MIT */
#include "cli/database.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/rand.h>

#define WAIT_MS 600000u /* a report over a year may take a server so long */

bool database_random(void *out, size_t size)
{
	return size <= INT_MAX && RAND_bytes(out, (int)size) == 1;
}

int64_t database_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* What to do about it, where that is known. */
const char *database_remedy(enum store_status status)
{
	switch (status) {
	case STORE_ERROR_OPEN:
		return "faqd --print-config shows which database it writes; "
		       "be its user or root";
	case STORE_ERROR_NEWER:
		return "use the faqctl that came with that faqd";
	case STORE_ERROR_BUSY:
		return "try again in a moment";
	case STORE_ERROR_FORMAT:
		return "faqd --print-config shows which database it writes";
	default:
		return NULL;
	}
}

static void complain(const char *command, const char *message,
		     enum store_status status, const struct term *err)
{
	const char *mend = database_remedy(status);

	fprintf(err->file, "faqctl %s: ", command);
	term_text(err, message[0] ? message : store_status_text(status));
	fputc('\n', err->file);
	if (mend)
		fprintf(err->file, "%s\n", mend);
}

enum exit_code database_failed(const struct store *store, const char *command,
			       enum store_status status, const struct term *err)
{
	complain(command, store_message(store), status, err);
	return EXIT_CANNOT;
}

void database_options(struct store_options *out)
{
	*out = (struct store_options){
		.must_exist = true,
		.wait_ms = WAIT_MS,
		.password_file = getenv("FAQD_DATABASE_PASSWORD_FILE"),
	};
}

const char *database_name(const struct options *options, const char *command,
			  const struct term *err)
{
	const char *name = options->database;

	if (!name)
		name = getenv("FAQD_DATABASE");
	if (name && *name)
		return name;
	fprintf(err->file,
		"faqctl %s: name faqd's database, a file or postgresql://..., "
		"with --database or in FAQD_DATABASE\n",
		command);
	return NULL;
}

enum exit_code database_open(struct store **out, const struct options *options,
			     const char *command, bool make,
			     const char **address, const struct term *err)
{
	struct store_options how;
	struct store_error error;
	const char *name = database_name(options, command, err);

	*out = NULL;
	if (!name)
		return EXIT_USAGE;
	if (address)
		*address = name;
	database_options(&how);
	how.must_exist = !make;
	if (!database_random(how.salt, sizeof(how.salt))) {
		fprintf(err->file, "faqctl %s: no random bytes to be had\n",
			command);
		return EXIT_CANNOT;
	}
	enum store_status status = store_open(out, name, &how, &error);
	if (status == STORE_OK)
		return EXIT_GOOD;
	complain(command, error.message, status, err);
	return EXIT_CANNOT;
}
