/* SPDX-License-Identifier: MIT */
/*
 * batch.h: a file of JSON rows, one handled after the other.
 *
 *	{"id":"7","text":"how long does it take","session":"a"}
 *
 * A bad row is reported with its line and passed over; the rest goes on.
 */
#ifndef FAQ_BATCH_H
#define FAQ_BATCH_H

#include "cli/command.h"
#include "proto/incoming.h"
#include "proto/message.h"

/* Writes what stands for the row into `writer`, one JSON value. False when
 * memory runs out. */
typedef bool batch_fn(void *context, const struct incoming *row,
		      struct json_writer *writer);

/*
 * Each row of `path` ("-": stdin) to `handle`, its value as a line to `out`.
 * EXIT_FINDINGS when a row was bad, EXIT_CANNOT when there is no such file.
 */
enum exit_code batch_run(const char *path, const struct term *out,
			 const struct term *err, batch_fn *handle,
			 void *context);

#endif
