/* SPDX-License-Identifier: MIT */
/*
 * faqctl store: faqd's database as a whole: saved, put back, carried from a
 * file to a server.
 */
#include "cli/database.h"
#include "cli/dump.h"
#include "store/backup.h"

#include <string.h>
#include <unistd.h>

struct job {
	const char *address; /* of the store */
	const char *other;   /* a file, or where it is carried to */
	bool force;
	const struct term *out, *err;
};

static enum exit_code complain(const struct job *job, const char *message,
			       const char *mend)
{
	fputs("faqctl store: ", job->err->file);
	term_text(job->err, message);
	fprintf(job->err->file, "%s%s\n", mend ? "\n" : "", mend ? mend : "");
	return EXIT_CANNOT;
}

/* How a call of backup.h ended. */
static enum exit_code ended(const struct job *job, enum store_status status,
			    const struct store_error *error)
{
	static const char force[] = "--force replaces it";

	if (status == STORE_OK)
		return EXIT_GOOD;
	if (status == STORE_SEEN)
		return complain(job, error->message, force);
	return complain(job,
			error->message[0] ? error->message
					  : store_status_text(status),
			database_remedy(status));
}

static enum exit_code dumped(const struct job *job, enum dump_status status)
{
	if (status == DUMP_MISSING)
		return complain(job,
				"PostgreSQL's pg_dump and pg_restore are not "
				"installed here",
				"apt-get install postgresql-client");
	return status == DUMP_OK ? EXIT_GOOD
				 : complain(job, "nothing was changed", NULL);
}

static enum exit_code fail_existing(const struct job *job)
{
	char message[512];

	snprintf(message, sizeof(message), "'%s' is there already", job->other);
	return complain(job, message, "--force replaces it");
}

/* ---- backup ---- */

static enum exit_code backup_server(const struct job *job)
{
	struct store_options how;
	struct store_error error;
	unsigned version;
	enum store_status status;

	if (!job->force && access(job->other, F_OK) == 0)
		return fail_existing(job);
	database_options(&how);
	status = store_look(job->address, &how, &version, &error);
	if (status == STORE_ABSENT)
		return complain(job, "there is no store in that database",
				NULL);
	if (status != STORE_OK)
		return ended(job, status, &error);
	return dumped(job, dump_write(job->address, job->other));
}

static enum exit_code backup(const struct job *job)
{
	struct store_error error;
	enum exit_code code;

	if (store_is_shared(job->address))
		code = backup_server(job);
	else
		code = ended(job,
			     store_backup(job->address, job->other, job->force,
					  &error),
			     &error);
	if (code == EXIT_GOOD) {
		fputs("saved to ", job->out->file);
		term_text(job->out, job->other);
		fputc('\n', job->out->file);
	}
	return code;
}

/* ---- restore ---- */

/* A dump that this faqd can read. */
static enum exit_code check_dump(const struct job *job)
{
	unsigned version;
	enum exit_code code = dumped(job, dump_version(job->other, &version));

	if (code != EXIT_GOOD)
		return code;
	if (version == 0)
		return complain(job, "the file is no backup of faqd's store",
				NULL);
	if (version > store_newest(job->address))
		return complain(job, "the backup was made by a newer faqd",
				database_remedy(STORE_ERROR_NEWER));
	return EXIT_GOOD;
}

static enum exit_code restore_server(const struct job *job)
{
	struct store_options how;
	struct store_error error;
	unsigned version;
	enum store_status status;
	enum exit_code code = check_dump(job);

	if (code != EXIT_GOOD)
		return code;
	database_options(&how);
	status = store_look(job->address, &how, &version, &error);
	if (status == STORE_OK && !job->force)
		return complain(job, "there is a store in that database",
				"--force replaces it; stop every faqd first");
	if (status != STORE_OK && status != STORE_ABSENT &&
	    !(job->force && status == STORE_ERROR_NEWER))
		return ended(job, status, &error);
	return dumped(job, dump_restore(job->address, job->other,
					status != STORE_ABSENT));
}

static enum exit_code restore(const struct job *job)
{
	struct store_error error;
	enum exit_code code;

	if (store_is_shared(job->address))
		code = restore_server(job);
	else
		code = ended(job,
			     store_restore(job->other, job->address, job->force,
					   &error),
			     &error);
	if (code == EXIT_GOOD) {
		fputs("restored from ", job->out->file);
		term_text(job->out, job->other);
		fputc('\n', job->out->file);
	}
	return code;
}

/* ---- migrate ---- */

static void put_table(void *context, const struct store_carried *carried)
{
	const struct term *out = context;

	term_cell(out, carried->table, 16);
	fprintf(out->file, "%10llu of %llu\n",
		(unsigned long long)carried->there,
		(unsigned long long)carried->rows);
}

static enum exit_code migrate(const struct job *job)
{
	struct store_options how;
	struct store_error error;
	enum store_status status;

	if (store_is_shared(job->address) || !store_is_shared(job->other))
		return complain(job,
				"a store is carried from a file, --database "
				"FILE, to postgresql://...",
				NULL);
	database_options(&how);
	how.must_exist = false;
	if (!database_random(how.salt, sizeof(how.salt)))
		return complain(job, "no random bytes to be had", NULL);
	status = store_carry(job->address, job->other, &how, put_table,
			     (void *)(uintptr_t)job->out, &error);
	if (status == STORE_SEEN)
		return complain(job, error.message,
				"it is carried into an empty one only");
	if (status != STORE_OK)
		return ended(job, status, &error);
	fputs("all of it is there; faqd may be started with that database\n",
	      job->out->file);
	return EXIT_GOOD;
}

/* ---- the command ---- */

static enum exit_code run_store(const struct options *options,
				const struct term *out, const struct term *err)
{
	static const struct {
		const char *name;
		enum exit_code (*run)(const struct job *job);
	} actions[] = {
		{"backup", backup}, {"restore", restore}, {"migrate", migrate}};
	struct job job = {.force = options->force, .out = out, .err = err};

	if (options->word_count == 2) {
		job.other = options->words[1];
		for (size_t i = 0; i < 3; i++) {
			if (strcmp(options->words[0], actions[i].name) != 0)
				continue;
			job.address = database_name(options, "store", err);
			return job.address ? actions[i].run(&job) : EXIT_USAGE;
		}
	}
	fputs("faqctl store: say backup FILE, restore FILE, or migrate "
	      "postgresql://...\n",
	      err->file);
	return EXIT_USAGE;
}

const struct command cmd_store = {
	.name = "store",
	.operands = "backup FILE|restore FILE|migrate ADDRESS",
	.summary = "save the database, put it back, carry it to PostgreSQL",
	.about =
		"'backup' writes all of the database to FILE, as it is at one "
		"moment, while faqd runs; FILE holds what visitors asked, and "
		"its mode is 0600. 'restore' makes it the database again: the "
		"backup is checked first, one of a newer faqd or a damaged one "
		"is refused, and what is there is replaced with --force only. "
		"Stop faqd before. Of a PostgreSQL database the tables of faqd "
		"are saved and put back by pg_dump and pg_restore, which must "
		"be installed.\n\n"
		"'migrate' carries the SQLite file that --database names to an "
		"empty PostgreSQL database, all or nothing, and prints how "
		"many rows of each table arrived. Stop faqd before. The file "
		"is left as it is. Keep the conversations that visitors have "
		"open by giving FILE.key, which stands beside the database, to "
		"every node as its state-key-file.",
	.examples = "faqctl store backup /backup/faqd.db -d "
		    "/var/lib/faqd/faqd.db\n"
		    "faqctl store restore /backup/faqd.db --force\n"
		    "faqctl store migrate postgresql://faqd@db/faqd -d "
		    "/var/lib/faqd/faqd.db",
	.options = {OPTION_DATABASE, OPTION_FORCE, OPTION_COLOR, OPTION_HELP},
	.run = run_store};
