/* SPDX-License-Identifier: MIT */
#include "server/run/served.h"

#include "proto/content.h"
#include "server/run/clock.h"
#include "server/run/memory.h"

#include <stdlib.h>

/* All but the catalogue. */
static void release(struct served *served)
{
	files_release(&served->files);
	message_cache_free(served->cache);
	metrics_slots_free(served->slots);
	free(served);
}

static bool prepare(struct served *served, struct metrics_ids *ids)
{
	served->cache = message_cache_new(served->catalog);
	return served->cache && files_build(&served->files, served->catalog) &&
	       (!ids || metrics_slots_new(&served->slots, ids,
					  served->catalog) == FAQ_OK);
}

enum faq_status served_new(struct served **out, struct faq_catalog *catalog,
			   struct metrics_ids *ids, unsigned generation)
{
	struct served *served = calloc(1, sizeof(*served));

	*out = NULL;
	if (!served)
		return FAQ_ERROR_NOMEM;
	served->catalog = catalog;
	if (!prepare(served, ids)) {
		release(served);
		return FAQ_ERROR_NOMEM;
	}
	atomic_init(&served->counts, 1);
	served->generation = generation;
	served->loaded_at_ms = clock_unix_ms();
	*out = served;
	return FAQ_OK;
}

uint32_t served_slot(const struct served *served,
		     const struct faq_intent *intent)
{
	return served->slots ? metrics_slots_of(served->slots, intent)
			     : METRICS_SLOT_NONE;
}

static enum faq_status build(struct faq_catalog **catalog,
			     const struct served_source *source,
			     faq_report_fn *report, void *report_context)
{
	const struct faq_options options = {.allocator = &memory_allocator};
	struct content *content = NULL;
	enum faq_status status;

	*catalog = NULL;
	status = content_load(&content, source->folder, source->language,
			      report, report_context);
	if (status == FAQ_OK)
		status = faq_catalog_build(catalog, content->sources,
					   content->source_count, content->site,
					   &options, report, report_context);
	content_free(content);
	return status;
}

enum faq_status served_load(struct served **out,
			    const struct served_source *source,
			    unsigned generation, faq_report_fn *report,
			    void *report_context)
{
	int64_t begun = clock_us();
	struct faq_catalog *catalog;
	enum faq_status status;

	*out = NULL;
	status = build(&catalog, source, report, report_context);
	if (status != FAQ_OK)
		return status;
	status = served_new(out, catalog, source->ids, generation);
	if (status != FAQ_OK) {
		faq_catalog_free(catalog);
		return status;
	}
	(*out)->load_us = (uint32_t)(clock_us() - begun);
	return FAQ_OK;
}

const char *served_why(const struct served_source *source,
		       enum faq_status status)
{
	if (status == FAQ_ERROR_CONTENT && content_is_missing(source->folder))
		return "there is no such folder";
	return faq_status_text(status);
}

struct served *served_keep(struct served *served)
{
	atomic_fetch_add_explicit(&served->counts, 1, memory_order_relaxed);
	return served;
}

void served_drop(struct served *served)
{
	struct faq_catalog *catalog;

	if (!served || atomic_fetch_sub(&served->counts, 1) != 1)
		return;
	catalog = served->catalog;
	release(served);
	faq_catalog_free(catalog);
}
