/* SPDX-License-Identifier: MIT */
/*
 * Whole files. A copy is made under a name of its own and renamed when it is
 * good, so that there is never half of one.
 */
#include "store/backup.h"
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 4096u
#define BUSY_MS 10000
/* Where SQLite's locks lie (os.h of SQLite, "The following constants ..."). */
#define LOCK_START 0x40000000
#define LOCK_BYTES 512

static enum store_status fail(struct store_error *error,
			      enum store_status status, const char *what,
			      const char *path, const char *why)
{
	snprintf(error->message, sizeof(error->message), "cannot %s '%s': %s",
		 what, path, why);
	return status;
}

/* A handle that only looks: nothing is brought up to date. */
static enum store_status open_raw(struct sqlite_store **out, const char *path,
				  int flags, struct store_error *error)
{
	struct sqlite_store *store = calloc(1, sizeof(*store));
	int code;

	*out = NULL;
	if (!store)
		return fail(error, STORE_ERROR_NOMEM, "open", path,
			    "out of memory");
	store->base.ops = &sqlite_ops;
	snprintf(store->path, sizeof(store->path), "%s", path);
	code = sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_NOMUTEX,
			       NULL);
	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(store->db, BUSY_MS);
	if (code != SQLITE_OK) {
		enum store_status status = sqlite_fail(store, "open", code);

		*error = store->base.error;
		store_close(&store->base);
		return status;
	}
	*out = store;
	return STORE_OK;
}

/* Ours, not newer; `version` of its schema. */
static enum store_status look_at(const char *path, unsigned *version,
				 struct store_error *error)
{
	struct sqlite_store *store;
	int64_t number = 0;
	enum store_status status =
		open_raw(&store, path, SQLITE_OPEN_READONLY, error);

	if (status != STORE_OK)
		return status;
	status = sqlite_examine(store, &sqlite_schema);
	if (status == STORE_OK)
		status = sqlite_fail(
			store, "read",
			sqlite_number(store, "PRAGMA user_version", &number));
	if (status == STORE_OK && number == 0) /* an empty file */
		status = fail(&store->base.error, STORE_ERROR_FORMAT, "read",
			      path, "there is no store in it");
	*version = (unsigned)number;
	*error = store->base.error;
	store_close(&store->base);
	return status;
}

unsigned sqlite_newest(void)
{
	return sqlite_schema.count;
}

enum store_status sqlite_look(const char *path, unsigned *version,
			      struct store_error *error)
{
	struct stat info;

	*version = 0;
	if (stat(path, &info) != 0 && errno == ENOENT)
		return STORE_ABSENT;
	if (access(path, R_OK) != 0)
		return fail(error, STORE_ERROR_OPEN, "open", path,
			    "permission denied");
	if (!S_ISREG(info.st_mode))
		return fail(error, STORE_ERROR_OPEN, "open", path,
			    "is no regular file");
	return look_at(path, version, error);
}

/* ---- copying ---- */

static enum store_status check_copy(struct sqlite_store *store)
{
	sqlite3_stmt *query = sqlite_query(store, "PRAGMA integrity_check(1)");
	int code = query ? sqlite3_step(query) : sqlite3_errcode(store->db);
	bool whole =
		code == SQLITE_ROW && sqlite3_column_text(query, 0) &&
		strcmp((const char *)sqlite3_column_text(query, 0), "ok") == 0;

	sqlite3_finalize(query);
	if (code != SQLITE_ROW)
		return sqlite_fail(store, "check", code);
	return whole ? STORE_OK : sqlite_fail(store, "read", SQLITE_CORRUPT);
}

/* All pages in one step, so that a writer does not make it begin again. In
 * WAL, which ours are in, nobody waits for it. */
static enum store_status copy_pages(struct sqlite_store *from,
				    struct sqlite_store *to)
{
	sqlite3_backup *copy =
		sqlite3_backup_init(to->db, "main", from->db, "main");
	int code, end;

	if (!copy)
		return sqlite_fail(to, "write", sqlite3_errcode(to->db));
	code = sqlite3_backup_step(copy, -1);
	end = sqlite3_backup_finish(copy);
	if (code != SQLITE_DONE)
		return sqlite_fail(to, "write", code);
	return sqlite_fail(to, "write", end);
}

static enum store_status copy_to(struct sqlite_store *from, const char *path,
				 struct store_error *error)
{
	struct sqlite_store *to;
	enum store_status status =
		open_raw(&to, path, SQLITE_OPEN_READWRITE, error);

	if (status != STORE_OK)
		return status;
	status = copy_pages(from, to);
	/* One plain file, which can be read where nothing can be written. */
	if (status == STORE_OK)
		status = sqlite_fail(
			to, "write",
			sqlite_run(to, "PRAGMA journal_mode = DELETE"));
	if (status == STORE_OK)
		status = check_copy(to);
	if (status != STORE_OK)
		*error = to->base.error;
	store_close(&to->base); /* leaves no log behind */
	return status;
}

static bool sync_folder_of(const char *path)
{
	char copy[PATH_BYTES];
	int fd;
	bool synced;

	snprintf(copy, sizeof(copy), "%s", path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	synced = fsync(fd) == 0;
	close(fd);
	return synced;
}

static void remove_with(const char *path, const char *suffix)
{
	char name[PATH_BYTES + 8];

	snprintf(name, sizeof(name), "%s%s", path, suffix);
	unlink(name);
}

/* The log of a file that is replaced would be taken for the new one's. */
static enum store_status put_in_place(const char *made, const char *path,
				      struct store_error *error)
{
	remove_with(path, "-wal");
	remove_with(path, "-shm");
	if (rename(made, path) != 0 || !sync_folder_of(path))
		return fail(error, STORE_ERROR_IO, "write", path,
			    "it can't be put in its place");
	return STORE_OK;
}

static enum store_status copy_file(const char *from, const char *to,
				   struct store_error *error)
{
	char made[PATH_BYTES];
	struct sqlite_store *source;
	enum store_status status;
	int fd;

	if ((size_t)snprintf(made, sizeof(made), "%s.XXXXXX", to) >=
	    sizeof(made))
		return fail(error, STORE_ERROR_OPEN, "write", to,
			    "its name is too long");
	status = open_raw(&source, from, SQLITE_OPEN_READONLY, error);
	if (status != STORE_OK)
		return status;
	fd = mkstemp(made); /* mode 0600 */
	if (fd < 0) {
		store_close(&source->base);
		return fail(error, STORE_ERROR_OPEN, "write", to,
			    "no file can be made beside it");
	}
	close(fd);
	status = copy_to(source, made, error);
	store_close(&source->base);
	if (status == STORE_OK)
		status = put_in_place(made, to, error);
	if (status != STORE_OK)
		unlink(made);
	return status;
}

/* ---- both ways ---- */

static enum store_status check_target(const char *to, bool replace,
				      struct store_error *error)
{
	if (replace || access(to, F_OK) != 0)
		return STORE_OK;
	return fail(error, STORE_SEEN, "write", to, "it is there already");
}

enum store_status store_backup(const char *from, const char *to, bool replace,
			       struct store_error *error)
{
	unsigned version;
	enum store_status status;

	from = address_file(from);
	to = address_file(to);
	memset(error, 0, sizeof(*error));
	status = sqlite_look(from, &version, error);
	if (status == STORE_ABSENT)
		return fail(error, STORE_ERROR_OPEN, "open", from,
			    "no such file");
	if (status == STORE_OK)
		status = check_target(to, replace, error);
	return status == STORE_OK ? copy_file(from, to, error) : status;
}

/* Asks for the locks that SQLite takes, so that a damaged file can be asked
 * about, too. */
static bool is_in_use(const char *path)
{
	struct flock lock = {.l_type = F_WRLCK,
			     .l_whence = SEEK_SET,
			     .l_start = LOCK_START,
			     .l_len = LOCK_BYTES};
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool used;

	if (fd < 0)
		return false;
	used = fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
	close(fd);
	return used;
}

enum store_status store_restore(const char *from, const char *to, bool replace,
				struct store_error *error)
{
	unsigned version;
	enum store_status status;

	from = address_file(from);
	to = address_file(to);
	memset(error, 0, sizeof(*error));
	status = sqlite_look(from, &version, error);
	if (status == STORE_ABSENT)
		return fail(error, STORE_ERROR_OPEN, "open", from,
			    "no such file");
	if (status == STORE_OK)
		status = check_target(to, replace, error);
	if (status != STORE_OK)
		return status;
	if (is_in_use(to))
		return fail(error, STORE_ERROR_BUSY, "replace", to,
			    "another program has it open; stop faqd first");
	return copy_file(from, to, error);
}
