/* SPDX-License-Identifier: MIT */
#include "server/log/log_fold.h"

#include <string.h>

/* The place of all that have none of their own. */
#define SHARED (LOG_FOLD_SITES - 1)

void log_fold_init(struct log_fold *fold)
{
	memset(fold, 0, sizeof(*fold));
}

/* FNV-1a, never 0. */
static uint64_t hash_of(enum log_level level, const char *message)
{
	uint64_t hash = UINT64_C(14695981039346656037) ^ (unsigned)level;

	for (; *message; message++)
		hash = (hash ^ (unsigned char)*message) *
		       UINT64_C(1099511628211);
	return hash ? hash : 1;
}

/* A clock that was set back ends it, too. */
static bool over(const struct log_fold_site *site, int64_t now_ms)
{
	return now_ms < site->begun_ms ||
	       now_ms - site->begun_ms >= LOG_FOLD_WINDOW_MS;
}

static void name(struct log_fold_site *site, uint64_t hash,
		 enum log_level level, const char *message)
{
	size_t bytes = strnlen(message, LOG_FOLD_MESSAGE_BYTES - 1);

	memset(site, 0, sizeof(*site));
	site->hash = hash;
	site->level = level;
	memcpy(site->message, message, bytes);
}

/* Its own, else one that nobody needs any more, else the shared one. */
static struct log_fold_site *find(struct log_fold *fold, enum log_level level,
				  const char *message, int64_t now_ms)
{
	uint64_t hash = hash_of(level, message);
	struct log_fold_site *idle = NULL;
	size_t i;

	for (i = 0; i < SHARED; i++) {
		struct log_fold_site *site = &fold->site[i];

		if (site->hash == hash)
			return site;
		if (!idle &&
		    (!site->hash || (!site->held && over(site, now_ms))))
			idle = site;
	}
	if (!idle) {
		idle = &fold->site[SHARED];
		if (!idle->hash)
			name(idle, 1, LOG_LEVEL_WARNING, "other messages");
		return idle;
	}
	name(idle, hash, level, message);
	idle->begun_ms = now_ms;
	return idle;
}

bool log_fold_admits(struct log_fold *fold, enum log_level level,
		     const char *message, int64_t now_ms)
{
	struct log_fold_site *site = find(fold, level, message, now_ms);

	if (!site->held && over(site, now_ms)) {
		site->begun_ms = now_ms;
		site->passed = 0;
	}
	if (site->passed < LOG_FOLD_BURST) {
		site->passed++;
		return true;
	}
	site->held++;
	return false;
}

bool log_fold_due(struct log_fold *fold, int64_t now_ms, bool all,
		  struct log_folded *out)
{
	size_t i;

	memset(out, 0, sizeof(*out));
	for (i = 0; i < LOG_FOLD_SITES; i++) {
		struct log_fold_site *site = &fold->site[i];

		if (!site->held || (!all && !over(site, now_ms)))
			continue;
		out->level = site->level;
		out->count = site->held;
		out->span_ms =
			now_ms < site->begun_ms ? 0 : now_ms - site->begun_ms;
		memcpy(out->message, site->message, sizeof(out->message));
		site->held = 0;
		site->passed = 0;
		site->begun_ms = now_ms;
		return true;
	}
	return false;
}
