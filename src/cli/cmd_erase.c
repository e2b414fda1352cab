/* SPDX-License-Identifier: MIT */
/*
 * faqctl erase: forgets a visitor.
 */
#include "cli/database.h"

#include <string.h>

static enum exit_code say_erased(const char *visitor, size_t rows,
				 const struct term *out)
{
	if (!rows) {
		fprintf(out->file, "nothing is stored of %s\n", visitor);
		return EXIT_FINDINGS;
	}
	fprintf(out->file, "erased %zu row%s of %s\n", rows,
		rows == 1 ? "" : "s", visitor);
	return EXIT_GOOD;
}

/* faqd writes between two attempts, each of which waits for it. */
#define ATTEMPTS 5u

static enum exit_code erase(struct store *store, const struct store_id *visitor,
			    const struct term *out, const struct term *err)
{
	char name[STORE_ID_TEXT_BYTES];
	enum store_status status = STORE_ERROR_BUSY;
	size_t rows = 0;

	for (unsigned i = 0; i < ATTEMPTS && status == STORE_ERROR_BUSY; i++) {
		size_t more = 0;
		status = store_erase_visitor(store, visitor, &more);
		rows += more;
	}
	store_id_text(visitor, name);
	if (status == STORE_OK)
		return say_erased(name, rows, out);
	if (status == STORE_ERROR_BUSY && rows)
		fprintf(err->file,
			"faqctl erase: %zu rows of %s are gone, but another "
			"program kept their bytes in '-wal'; say it again\n",
			rows, name);
	return database_failed(store, "erase", status, err);
}

static enum exit_code run_erase(const struct options *options,
				const struct term *out, const struct term *err)
{
	struct store *store;
	struct store_id visitor;
	const char *word = options->word_count ? options->words[0] : "";

	if (options->word_count != 1 ||
	    !store_id_parse(word, strlen(word), &visitor) ||
	    store_id_none(&visitor)) {
		fputs("faqctl erase: name one visitor by the 32 hexadecimal "
		      "digits that faqd calls them\n",
		      err->file);
		return EXIT_USAGE;
	}
	enum exit_code code =
		database_open(&store, options, "erase", false, NULL, err);
	if (code != EXIT_GOOD)
		return code;
	code = erase(store, &visitor, out, err);
	store_close(store);
	return code;
}

const struct command cmd_erase = {
	.name = "erase",
	.operands = "VISITOR",
	.summary = "forget a visitor: questions, feedback, all of it",
	.about = "VISITOR is what faqd calls a visitor: 32 hexadecimal digits, "
		 "said as \"visitor\" when a conversation begins.\n\n"
		 "Afterwards no byte of it is left in the database or its "
		 "write-ahead log; backups are yours to look after. faqd may "
		 "run meanwhile: what it still had on its way to the disk "
		 "comes in later, so erase once more when the visitor has "
		 "gone. The exit code is 1 when nothing was stored.",
	.examples = "faqctl erase 3f2a9c0d4be15a6678d2c4e19b70aa51 "
		    "--database /var/lib/faqd/faqd.db",
	.options = {OPTION_DATABASE, OPTION_COLOR, OPTION_HELP},
	.run = run_erase};
