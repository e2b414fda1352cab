/* SPDX-License-Identifier: MIT */
#include "cli/folder.h"

#include "proto/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void complain(const struct term *err, const char *what, const char *path,
		     int error)
{
	char cause[96];

	fault_errno(error, cause, sizeof(cause));
	fprintf(err->file, "faqctl: cannot %s '", what);
	term_text(err, path);
	fprintf(err->file, "': %s\n", cause);
}

bool folder_path(const struct file *file, const struct options *options,
		 char out[FOLDER_PATH_BYTES])
{
	int size = snprintf(out, FOLDER_PATH_BYTES, "%s/%s",
			    file->test ? options->tests : options->content,
			    file->path);
	return size > 0 && (size_t)size < FOLDER_PATH_BYTES;
}

/* Every folder above the file. */
static bool make_folders(const char *path, const struct term *err)
{
	char folder[FOLDER_PATH_BYTES];

	snprintf(folder, sizeof(folder), "%s", path);
	for (char *at = folder + 1; (at = strchr(at, '/')) != NULL; at++) {
		*at = '\0';
		if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
			complain(err, "make the folder", folder, errno);
			return false;
		}
		*at = '/';
	}
	return true;
}

static bool write_file(const char *path, const struct draft *text, bool force,
		       const struct term *err)
{
	/* O_EXCL: a file that came up meanwhile isn't lost either. */
	int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (force ? O_TRUNC : O_EXCL);
	int file = open(path, flags, 0666);
	FILE *stream = file < 0 ? NULL : fdopen(file, "w");

	if (!stream) {
		complain(err, "write", path, errno);
		if (file >= 0)
			close(file);
		return false;
	}
	bool good =
		fwrite(draft_bytes(text), 1, text->size, stream) == text->size;
	good = fclose(stream) == 0 && good;
	if (!good)
		complain(err, "write", path, errno);
	return good;
}

static size_t count_existing(const struct files *files,
			     const struct options *options,
			     const struct term *err)
{
	char path[FOLDER_PATH_BYTES];
	size_t count = 0;

	for (size_t i = 0; i < files->count; i++) {
		if (!folder_path(&files->file[i], options, path) ||
		    access(path, F_OK) != 0)
			continue;
		term_text(err, path);
		fputs(": exists already\n", err->file);
		count++;
	}
	return count;
}

enum exit_code folder_write(const struct files *files,
			    const struct options *options,
			    const struct term *out, const struct term *err)
{
	char path[FOLDER_PATH_BYTES];

	if (!options->force && count_existing(files, options, err)) {
		fputs("faqctl: nothing was written; name other folders with -C "
		      "and -T, or say --force to overwrite\n",
		      err->file);
		return EXIT_FINDINGS;
	}
	for (size_t i = 0; i < files->count; i++) {
		const struct file *file = &files->file[i];
		if (!folder_path(file, options, path)) {
			fputs("faqctl: the folder's path is too long\n",
			      err->file);
			return EXIT_CANNOT;
		}
		if (!make_folders(path, err) ||
		    !write_file(path, &file->text, options->force, err))
			return EXIT_CANNOT;
		term_spaces(out, 2);
		term_text(out, path);
		fputc('\n', out->file);
	}
	return EXIT_GOOD;
}

char *folder_read(const char *path, size_t most, size_t *size,
		  const struct term *err)
{
	bool owned = strcmp(path, "-") != 0;
	FILE *file = owned ? fopen(path, "r") : stdin;
	char *bytes = malloc(most + 2);
	int error = errno;

	*size = 0;
	if (file && bytes) {
		errno = 0;
		*size = fread(bytes, 1, most + 1, file);
		bytes[*size] = '\0';
		error = ferror(file) ? errno : 0;
	}
	if (file && owned)
		fclose(file);
	if (file && bytes && !error)
		return bytes;
	complain(err, "read", path, bytes ? error : ENOMEM);
	free(bytes);
	return NULL;
}
