/* SPDX-License-Identifier: MIT */
#include "proto/message_cache.h"

#include <stdint.h>
#include <stdlib.h>

#define CACHE_BYTES_MAX ((size_t)1 << 30)

/* Texts stand in `json` one behind the other: 2i in full, 2i + 1 again. */
struct message_cache {
	const struct faq_intent *first;
	size_t count;
	struct json_writer json;
	size_t *end; /* of text i; it starts where the one before ends */
};

static void fill(struct message_cache *cache, unsigned steps)
{
	struct json_writer *json = &cache->json;

	for (size_t i = 0; i < 2 * cache->count; i++) {
		const struct faq_intent *intent = &cache->first[i / 2];

		/* the brace keeps the comma away; it is no part of the text */
		json_put_ready(json, "{", 1);
		message_put_part(json, intent, steps,
				 i % 2 && *intent->again ? intent->again
							 : NULL);
		cache->end[i] = json->size;
	}
}

/* The engine keeps its intents side by side; else there is nothing to gain. */
static bool side_by_side(const struct faq_catalog *catalog)
{
	size_t count = faq_catalog_intents(catalog);
	const struct faq_intent *first =
		count ? faq_catalog_intent(catalog, 0) : NULL;

	for (size_t i = 0; i < count; i++)
		if (faq_catalog_intent(catalog, i) != first + i)
			return false;
	return true;
}

struct message_cache *message_cache_new(const struct faq_catalog *catalog)
{
	struct message_cache *cache = calloc(1, sizeof(*cache));
	size_t count = faq_catalog_intents(catalog);

	if (!cache)
		return NULL;
	json_writer_init(&cache->json, CACHE_BYTES_MAX);
	if (count == 0 || !side_by_side(catalog))
		return cache;
	cache->end = calloc(2 * count, sizeof(*cache->end));
	if (cache->end) {
		cache->first = faq_catalog_intent(catalog, 0);
		cache->count = count;
		fill(cache, faq_catalog_steps(catalog));
	}
	if (!cache->end || json_failed(&cache->json)) {
		message_cache_free(cache);
		return NULL;
	}
	return cache;
}

void message_cache_free(struct message_cache *cache)
{
	if (!cache)
		return;
	json_writer_release(&cache->json);
	free(cache->end);
	free(cache);
}

struct message_text message_cache_find(const struct message_cache *cache,
				       const struct faq_intent *intent,
				       bool again)
{
	const struct message_text none = {NULL, 0};

	if (!cache || (uintptr_t)intent < (uintptr_t)cache->first)
		return none;
	size_t place =
		((uintptr_t)intent - (uintptr_t)cache->first) / sizeof(*intent);
	if (place >= cache->count)
		return none;
	size_t i = 2 * place + again;
	size_t start = i ? cache->end[i - 1] : 0;
	start += cache->json.bytes[start] == ',' ? 2 : 1;
	return (struct message_text){cache->json.bytes + start,
				     cache->end[i] - start};
}
