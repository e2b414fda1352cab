/* SPDX-License-Identifier: MIT */
/* How faqd is, as balancers and Prometheus hear it. */
#include "server/metrics/vitals.h"

#include "reload_fixture.h"

#define JSON_BYTES 65536u
#define LONG_AGO_MS 60000

struct ward {
	struct place *place;
	struct metrics *metrics;
	struct metrics_ids *ids;
	struct vitals vitals;
	struct json_writer json;
};

static int set_up(void **state)
{
	struct ward *ward = calloc(1, sizeof(*ward));
	const char *why;
	void *place;

	assert_non_null(ward);
	place_set_up(&place);
	ward->place = place;
	assert_true(place_start(ward->place, &why));
	assert_int_equal(metrics_ids_new(&ward->ids), FAQ_OK);
	assert_int_equal(metrics_new(&ward->metrics, &counted_labels, 1),
			 FAQ_OK);
	ward->vitals.pool = &ward->place->pool;
	ward->vitals.reloader = &ward->place->reloader;
	ward->vitals.metrics = ward->metrics;
	ward->vitals.ids = ward->ids;
	ward->vitals.log = &ward->place->fixture->log;
	json_writer_init(&ward->json, JSON_BYTES);
	*state = ward;
	return 0;
}

static int tear_down(void **state)
{
	struct ward *ward = *state;
	void *place = ward->place;

	reloader_stop(&ward->place->reloader);
	json_writer_release(&ward->json);
	metrics_free(ward->metrics);
	metrics_ids_free(ward->ids);
	free(ward);
	return place_tear_down(&place);
}

static void assert_says(const struct health_answer *answer, unsigned status,
			const char *part)
{
	char text[4096];

	assert_int_equal(answer->status, status);
	snprintf(text, sizeof(text), "%.*s", (int)answer->size, answer->bytes);
	if (!strstr(text, part))
		fail_msg("'%s' is not in '%s'", part, text);
}

static void who_serves_is_ready_and_alive(void **state)
{
	struct ward *ward = *state;
	struct health_answer ready = vitals_ready(&ward->vitals, &ward->json);
	struct health_answer alive;

	assert_says(&ready, 200, "\"status\":\"ok\"");
	assert_says(&ready, 200, "\"generation\":1");
	alive = vitals_alive(&ward->vitals, &ward->json);
	assert_int_equal(alive.status, 200);
	assert_true(vitals_beat(&ward->vitals));
}

static void who_drains_is_alive_but_not_ready(void **state)
{
	struct ward *ward = *state;
	struct health_answer answer;

	atomic_store(&ward->vitals.draining, true);
	answer = vitals_ready(&ward->vitals, &ward->json);
	assert_says(&answer, 503, "\"draining\":{\"status\":\"failed\"}");
	answer = vitals_alive(&ward->vitals, &ward->json);
	assert_int_equal(answer.status, 200);
}

static void a_refused_reload_is_told_and_still_ready(void **state)
{
	struct ward *ward = *state;
	struct health_answer answer;

	place_put(ward->place->tea, FAULTY);
	reloader_ask(&ward->place->reloader);
	place_reloaded(ward->place, 1);
	answer = vitals_ready(&ward->vitals, &ward->json);
	assert_says(&answer, 200, "{\"status\":\"degraded\"");
	assert_says(&answer, 200, "en/tea.md\",\"line\":6,\"column\":1");
	place_put(ward->place->tea, GOOD);
	reloader_ask(&ward->place->reloader);
	place_reloaded(ward->place, 2);
	answer = vitals_ready(&ward->vitals, &ward->json);
	assert_says(&answer, 200, "{\"status\":\"ok\"");
}

/* A worker of its own that was never started, and whose last tick is old. */
static void a_worker_that_hangs_stops_the_heart(void **state)
{
	static struct worker worker;
	const struct pool pool = {.worker = &worker, .count = 1};
	struct ward *ward = *state;
	struct health_answer answer;

	ward->vitals.pool = &pool;
	atomic_store(&worker.beat_us, lws_now_usecs());
	assert_true(vitals_beat(&ward->vitals));
	atomic_store(&worker.beat_us,
		     lws_now_usecs() - LONG_AGO_MS * INT64_C(1000));
	assert_false(vitals_beat(&ward->vitals));
	answer = vitals_ready(&ward->vitals, &ward->json);
	assert_says(&answer, 503, "\"workers\":[{\"status\":\"failed\"");
	answer = vitals_alive(&ward->vitals, &ward->json);
	assert_int_equal(answer.status, 503);
}

static void the_metrics_have_the_state_of_all_parts(void **state)
{
	struct ward *ward = *state;
	struct metrics_text text;

	reloader_ask(&ward->place->reloader);
	place_reloaded(ward->place, 1);
	metrics_text_init(&text, METRICS_PAGE_BYTES_MAX);
	vitals_metrics(&ward->vitals, &text);
	assert_false(text.failed);
	assert_non_null(
		strstr(text.bytes, "\nfaqd_reloads_total{result=\"ok\"} 1\n"));
	assert_non_null(strstr(text.bytes, "\nfaqd_content_generation 2\n"));
	assert_non_null(strstr(text.bytes, "\nfaqd_content_intents 1\n"));
	assert_non_null(strstr(text.bytes, "\nprocess_resident_memory_bytes "));
	assert_null(strstr(text.bytes, "faqd_store_")); /* there is none */
	metrics_text_release(&text);
}

#define WARDED(test_) cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WARDED(who_serves_is_ready_and_alive),
		WARDED(who_drains_is_alive_but_not_ready),
		WARDED(a_refused_reload_is_told_and_still_ready),
		WARDED(a_worker_that_hangs_stops_the_heart),
		WARDED(the_metrics_have_the_state_of_all_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
