/* SPDX-License-Identifier: MIT */
/*
 * desks_read.h: what the files of desks.h share; theirs alone.
 */
#ifndef FAQ_DESKS_READ_H
#define FAQ_DESKS_READ_H

#include "desk/desks.h"

#include "proto/fault.h"

struct desks_reader {
	struct desks *desks;
	struct fault_sink sink;
	const char *path;           /* of the desks file */
	const struct json_doc *doc; /* NULL: not yet read */
	bool no_memory;
};

/* A copy that lives as long as the desks; NULL without memory. */
const char *desks_keep(struct desks_reader *reader, const char *text,
		       size_t bytes);

/* A fault at `value`, or of the whole file when that is NULL. */
__attribute__((format(printf, 3, 4))) void
desks_fault(struct desks_reader *reader, const struct cJSON *value,
	    const char *format, ...);

/* What the file of that name, or the variable, holds; NULL after a fault. */
const char *desks_secret_file(struct desks_reader *reader,
			      const struct cJSON *value);
const char *desks_secret_variable(struct desks_reader *reader,
				  const struct cJSON *value);

/* The file of that name, in which there are certificates; NULL after a
 * fault. */
const char *desks_ca_file(struct desks_reader *reader,
			  const struct cJSON *value);

bool desks_has_type(struct desks_reader *reader, const struct cJSON *value,
		    const char *name, enum json_type type);

/* The members of a desk, into `desk`; those of the whole file, of which `take`
 * takes the list of desks. */
void desks_read_desk(struct desks_reader *reader, const struct cJSON *object,
		     struct desk_setup *desk);
void desks_read_root(struct desks_reader *reader, const struct cJSON *root,
		     void (*take)(struct desks_reader *, const struct cJSON *,
				  void *));

#endif
