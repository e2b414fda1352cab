/* SPDX-License-Identifier: MIT */
/*
 * sqlite.h: as wrap.h, of which it is a part, for SQLite's own memory.
 * Defines functions: of a program's files one includes it.
 */
#ifndef FAQ_OOM_SQLITE_H
#define FAQ_OOM_SQLITE_H

#include "oom/wrap.h"

#include <sqlite3.h>

static sqlite3_mem_methods plain; /* SQLite's own */

/* What SQLite keeps to itself is not counted: it has caches of its own. */
static void *sqlite_malloc(int size)
{
	return meter && meter_fails(meter) ? NULL : plain.xMalloc(size);
}

static void *sqlite_realloc(void *old, int size)
{
	return meter && meter_fails(meter) ? NULL : plain.xRealloc(old, size);
}

static bool hook_sqlite(void)
{
	sqlite3_mem_methods failing;

	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK)
		return false;
	failing = plain;
	failing.xMalloc = sqlite_malloc;
	failing.xRealloc = sqlite_realloc;
	return sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) == SQLITE_OK;
}

#endif
