/* SPDX-License-Identifier: MIT */
/* Vectorscan (Hyperscan): all parts compiled into one database. */
#include "engine.h"

#include <stdlib.h>

#include <hs/hs.h>

struct scan {
	hs_database_t *database;
	hs_scratch_t *scratch;
	struct plan_hits hits;
};

static void scan_close(void *self)
{
	struct scan *scan = self;
	hs_free_scratch(scan->scratch);
	hs_free_database(scan->database);
	plan_hits_release(&scan->hits);
	free(scan);
}

static void *scan_open(const struct plan *plan)
{
	struct scan *scan = bench_alloc(1, sizeof(*scan));
	unsigned *flags = bench_alloc(plan->part_count, sizeof(*flags));
	unsigned *ids = bench_alloc(plan->part_count, sizeof(*ids));
	hs_compile_error_t *error = NULL;
	plan_hits_init(&scan->hits, plan);
	for (size_t i = 0; i < plan->part_count; i++) {
		flags[i] = HS_FLAG_SINGLEMATCH;
		ids[i] = (unsigned)i;
	}
	bool ok = hs_compile_multi(plan->part, flags, ids,
				   (unsigned)plan->part_count, HS_MODE_BLOCK,
				   NULL, &scan->database, &error) == HS_SUCCESS;
	ok = ok &&
	     hs_alloc_scratch(scan->database, &scan->scratch) == HS_SUCCESS;
	hs_free_compile_error(error);
	free(flags);
	free(ids);
	if (ok)
		return scan;
	scan_close(scan);
	return NULL;
}

static int take_part(unsigned id, unsigned long long from,
		     unsigned long long to, unsigned flags, void *context)
{
	(void)from;
	(void)to;
	(void)flags;
	plan_hits_part(context, id);
	return 0;
}

static size_t scan_match(void *self, const char *subject, size_t bytes,
			 uint32_t *found)
{
	struct scan *scan = self;
	plan_hits_start(&scan->hits);
	if (hs_scan(scan->database, subject, (unsigned)bytes, 0, scan->scratch,
		    take_part, &scan->hits) != HS_SUCCESS)
		return ENGINE_FAILED;
	return plan_hits_end(&scan->hits, found);
}

static size_t scan_hidden(void *self)
{
	(void)self;
	return 0;
}

static const char *scan_version(void)
{
	return hs_version();
}

const struct engine engine_vectorscan = {.name = "Vectorscan",
					 .version = scan_version,
					 .open = scan_open,
					 .match = scan_match,
					 .hidden_bytes = scan_hidden,
					 .close = scan_close};
