/* SPDX-License-Identifier: MIT */
/*
 * folder.h: files of a content written to disk, all or none: what exists
 * already stops it before the first byte, unless it is forced.
 */
#ifndef FAQ_FOLDER_H
#define FAQ_FOLDER_H

#include "cli/command.h"
#include "import/files.h"

#define FOLDER_PATH_BYTES 1024u

/*
 * Writes every file below `options->content` (tests: `options->tests`) and
 * names each on `out`. EXIT_FINDINGS when one exists already, EXIT_CANNOT when
 * the disk says no.
 */
enum exit_code folder_write(const struct files *files,
			    const struct options *options,
			    const struct term *out, const struct term *err);

/* Where that file goes. False when the path is too long. */
bool folder_path(const struct file *file, const struct options *options,
		 char out[FOLDER_PATH_BYTES]);

/* All of a file, at most `most` bytes, NUL-terminated and the caller's to
 * free(); "-" is stdin. NULL after a complaint on `err`. */
char *folder_read(const char *path, size_t most, size_t *size,
		  const struct term *err);

#endif
