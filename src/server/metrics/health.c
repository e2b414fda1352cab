/* SPDX-License-Identifier: MIT */
#include "server/metrics/health.h"

#include "server/log/timestamp.h"

#include <string.h>

enum part {
	PART_OK,
	PART_DEGRADED,
	PART_FAILED
};

static const char *const part_names[] = {"ok", "degraded", "failed"};
static const char *const severity_names[] = {"note", "warning", "error"};

void health_faults_clear(struct health_faults *faults)
{
	memset(faults, 0, sizeof(*faults));
}

/* The last warning makes room for an error. */
static bool give_way(struct health_faults *faults)
{
	size_t i = faults->count;

	while (i-- > 0) {
		if (faults->item[i].severity == FAQ_SEVERITY_ERROR)
			continue;
		memmove(&faults->item[i], &faults->item[i + 1],
			(faults->count - i - 1) * sizeof(faults->item[0]));
		faults->count--;
		return true;
	}
	return false;
}

void health_faults_add(void *context, const struct faq_diag *diag)
{
	struct health_faults *faults = context;

	if (diag->severity == FAQ_SEVERITY_NOTE)
		return;
	if (faults->count == HEALTH_FAULTS_MAX) {
		faults->left_out++;
		if (diag->severity != FAQ_SEVERITY_ERROR || !give_way(faults))
			return;
	}
	faults->item[faults->count++] = *diag;
}

static bool hangs(const struct health *health, size_t worker)
{
	return health->worker_age_ms[worker] > health->worker_age_max_ms;
}

static enum part workers(const struct health *health)
{
	size_t i;

	for (i = 0; i < health->worker_count; i++)
		if (hangs(health, i))
			return PART_FAILED;
	return PART_OK;
}

static bool is_stale(const struct health *health)
{
	return health->certificate && health->certificate[0];
}

static enum part whole(const struct health *health)
{
	if (health->generation == 0 || health->draining ||
	    workers(health) == PART_FAILED)
		return PART_FAILED;
	if (health->reload == HEALTH_RELOAD_REFUSED ||
	    health->store == HEALTH_STORE_FAILING || is_stale(health))
		return PART_DEGRADED;
	return PART_OK;
}

static void put_part(struct json_writer *json, const char *name, enum part part)
{
	json_put_name(json, name);
	json_put_open(json, '{');
	json_add_string(json, "status", part_names[part]);
}

static void add_time(struct json_writer *json, const char *name,
		     int64_t unix_ms)
{
	char time[TIMESTAMP_BYTES];

	timestamp_write(unix_ms, time);
	json_add_string(json, name, time);
}

static void put_content(struct json_writer *json, const struct health *health)
{
	put_part(json, "content", health->generation ? PART_OK : PART_FAILED);
	json_add_count(json, "generation", health->generation);
	if (health->generation)
		add_time(json, "loaded", health->loaded_ms);
	json_put_close(json, '}');
}

static void put_faults(struct json_writer *json,
		       const struct health_faults *faults)
{
	size_t i;

	json_put_name(json, "faults");
	json_put_open(json, '[');
	for (i = 0; i < faults->count; i++) {
		const struct faq_diag *diag = &faults->item[i];

		json_put_open(json, '{');
		json_add_string(json, "severity",
				severity_names[diag->severity]);
		json_add_string(json, "code", diag->code);
		json_add_string(json, "source", diag->source);
		json_add_count(json, "line", diag->line);
		json_add_count(json, "column", diag->column);
		json_add_string(json, "message", diag->message);
		json_put_close(json, '}');
	}
	json_put_close(json, ']');
	json_add_count(json, "faults_left_out", faults->left_out);
}

static void put_reload(struct json_writer *json, const struct health *health)
{
	bool refused = health->reload == HEALTH_RELOAD_REFUSED;

	if (health->reload == HEALTH_RELOAD_NONE)
		return;
	put_part(json, "reload", refused ? PART_DEGRADED : PART_OK);
	add_time(json, "at", health->reloaded_ms);
	if (refused && health->faults)
		put_faults(json, health->faults);
	json_put_close(json, '}');
}

static void put_certificate(struct json_writer *json,
			    const struct health *health)
{
	if (!is_stale(health))
		return;
	put_part(json, "certificate", PART_DEGRADED);
	json_add_string(json, "detail", health->certificate);
	json_put_close(json, '}');
}

static void put_store(struct json_writer *json, const struct health *health)
{
	if (health->store == HEALTH_STORE_NONE)
		return;
	put_part(json, "store",
		 health->store == HEALTH_STORE_FAILING ? PART_DEGRADED
						       : PART_OK);
	if (health->store == HEALTH_STORE_FAILING)
		json_add_string(json, "detail",
				"nothing is recorded, and what would have to "
				"be is refused; questions are answered");
	json_add_count(json, "queued", health->store_queued);
	json_add_count(json, "capacity", health->store_capacity);
	json_add_count(json, "dropped", health->store_dropped);
	json_put_close(json, '}');
}

static void put_workers(struct json_writer *json, const struct health *health)
{
	size_t i;

	json_put_name(json, "workers");
	json_put_open(json, '[');
	for (i = 0; i < health->worker_count; i++) {
		json_put_open(json, '{');
		json_add_string(
			json, "status",
			part_names[hangs(health, i) ? PART_FAILED : PART_OK]);
		json_add_count(json, "age_ms", health->worker_age_ms[i]);
		json_put_close(json, '}');
	}
	json_put_close(json, ']');
}

static struct health_answer answer(struct json_writer *json, enum part part)
{
	static const char nomem[] = "out of memory\n";

	if (json_failed(json))
		return (struct health_answer){503, "text/plain", nomem,
					      sizeof(nomem) - 1};
	return (struct health_answer){part == PART_FAILED ? 503 : 200,
				      "application/json", json->bytes,
				      json->size};
}

struct health_answer health_ready(const struct health *health,
				  struct json_writer *json)
{
	enum part part = whole(health);

	json_writer_clear(json);
	json_put_open(json, '{');
	json_add_string(json, "status", part_names[part]);
	put_content(json, health);
	put_reload(json, health);
	put_certificate(json, health);
	put_store(json, health);
	put_part(json, "draining", health->draining ? PART_FAILED : PART_OK);
	json_put_close(json, '}');
	put_workers(json, health);
	json_put_close(json, '}');
	return answer(json, part);
}

struct health_answer health_alive(const struct health *health,
				  struct json_writer *json)
{
	static const char ok[] = "ok\n";
	enum part part = workers(health);

	if (part == PART_OK)
		return (struct health_answer){200, "text/plain", ok,
					      sizeof(ok) - 1};
	json_writer_clear(json);
	json_put_open(json, '{');
	json_add_string(json, "status", part_names[part]);
	put_workers(json, health);
	json_put_close(json, '}');
	return answer(json, part);
}
