/* SPDX-License-Identifier: MIT */
#include "server/metrics/metrics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

static const char *const names[] = {"chat", "ask"};
static const struct metrics_labels labels = {
	.mouths = names, .mouth_count = 2, .limits = names, .limit_count = 2};

static struct metrics *make(size_t threads)
{
	struct metrics *metrics;

	assert_int_equal(metrics_new(&metrics, &labels, threads), FAQ_OK);
	return metrics;
}

static uint64_t sum_of(const struct metrics *metrics, size_t counter)
{
	struct metrics_sum sum;

	metrics_sum(metrics, &sum);
	return sum.count[counter];
}

static void an_answer_counts_by_mouth_verdict_kind_and_intent(void **state)
{
	struct metrics *metrics = make(2);

	(void)state;
	metrics_question(metrics_worker(metrics, 0), 1, FAQ_VERDICT_ANSWER,
			 FAQ_KIND_FAQ, 7, 10);
	metrics_question(metrics_worker(metrics, 1), 1, FAQ_VERDICT_ANSWER,
			 FAQ_KIND_FAQ, 7, 10);
	assert_int_equal(sum_of(metrics, METRICS_QUESTIONS + METRICS_VERDICTS +
						 FAQ_VERDICT_ANSWER),
			 2);
	assert_int_equal(sum_of(metrics, METRICS_ANSWERS + FAQ_KIND_FAQ), 2);
	assert_int_equal(sum_of(metrics, METRICS_UNANSWERED), 0);
	assert_int_equal(sum_of(metrics, METRICS_LATENCY_NS), 20);
	assert_int_equal(metrics_sum_slot(metrics, 7), 2);
	metrics_free(metrics);
}

static void a_miss_and_an_honest_limit_are_unanswered(void **state)
{
	struct metrics *metrics = make(1);
	struct metrics_worker *worker = metrics_worker(metrics, 0);

	(void)state;
	metrics_question(worker, 0, FAQ_VERDICT_NONE, FAQ_KIND_FAQ,
			 METRICS_SLOT_NONE, 10);
	metrics_question(worker, 0, FAQ_VERDICT_ANSWER, FAQ_KIND_LIMIT, 1, 10);
	metrics_question(worker, 0, FAQ_VERDICT_CLARIFY, FAQ_KIND_LIMIT,
			 METRICS_SLOT_NONE, 10);
	assert_int_equal(sum_of(metrics, METRICS_UNANSWERED), 2);
	assert_int_equal(sum_of(metrics, METRICS_ANSWERS + FAQ_KIND_FAQ), 0);
	assert_int_equal(sum_of(metrics, METRICS_ANSWERS + FAQ_KIND_LIMIT), 1);
	metrics_free(metrics);
}

static void a_bound_belongs_to_its_bucket(void **state)
{
	struct metrics *metrics = make(1);
	struct metrics_worker *worker = metrics_worker(metrics, 0);
	unsigned i;

	(void)state;
	for (i = 0; i < METRICS_BUCKETS; i++) {
		metrics_question(worker, 0, FAQ_VERDICT_NONE, FAQ_KIND_FAQ,
				 METRICS_SLOT_NONE, metrics_bound_ns[i]);
		assert_int_equal(sum_of(metrics, METRICS_BUCKET + i), 1);
	}
	metrics_question(worker, 0, FAQ_VERDICT_NONE, FAQ_KIND_FAQ,
			 METRICS_SLOT_NONE,
			 metrics_bound_ns[METRICS_BUCKETS - 1] + 1);
	assert_int_equal(sum_of(metrics, METRICS_BUCKET + METRICS_BUCKETS), 1);
	metrics_free(metrics);
}

static void the_engines_limits_add_up_over_a_new_scratch(void **state)
{
	struct metrics *metrics = make(1);
	struct metrics_worker *worker = metrics_worker(metrics, 0);
	struct faq_limits limits = {.questions = 5,
				    .patterns_tried = 50,
				    .pattern_budget = 3,
				    .question_budget = 1};

	(void)state;
	metrics_engine(worker, &limits);
	metrics_engine(worker, &limits);
	assert_int_equal(sum_of(metrics, METRICS_PATTERNS_TRIED), 50);
	limits.questions = 6;
	limits.patterns_tried = 60;
	metrics_engine(worker, &limits);
	assert_int_equal(sum_of(metrics, METRICS_PATTERNS_TRIED), 60);
	limits = (struct faq_limits){
		.questions = 1, .patterns_tried = 70, .pattern_budget = 3};
	metrics_engine(worker, &limits);
	assert_int_equal(sum_of(metrics, METRICS_PATTERNS_TRIED), 130);
	assert_int_equal(sum_of(metrics, METRICS_PATTERN_BUDGET), 6);
	assert_int_equal(sum_of(metrics, METRICS_QUESTION_BUDGET), 1);
	metrics_free(metrics);
}

static void a_connection_may_end_on_another_thread(void **state)
{
	struct metrics *metrics = make(2);

	(void)state;
	metrics_opened(metrics_worker(metrics, 0), 1);
	metrics_closed(metrics_worker(metrics, 1), 1);
	metrics_refused(metrics_worker(metrics, 0), 0);
	metrics_limit(metrics_worker(metrics, 0), 1);
	assert_int_equal(sum_of(metrics, METRICS_OPENED + 1), 1);
	assert_int_equal(sum_of(metrics, METRICS_CLOSED + 1), 1);
	assert_int_equal(sum_of(metrics, METRICS_REFUSED), 1);
	assert_int_equal(sum_of(metrics, METRICS_LIMIT + 1), 1);
	metrics_free(metrics);
}

static void an_index_out_of_range_counts_nothing(void **state)
{
	static const struct metrics_sum nothing;
	struct metrics *metrics = make(1);
	struct metrics_worker *worker = metrics_worker(metrics, 0);
	struct metrics_sum sum;

	(void)state;
	metrics_question(worker, METRICS_MOUTHS_MAX, FAQ_VERDICT_NONE,
			 FAQ_KIND_FAQ, 0, 10);
	metrics_question(worker, 0, (enum faq_verdict)9, FAQ_KIND_FAQ, 0, 10);
	metrics_opened(worker, METRICS_CONNECTIONS_MAX);
	metrics_closed(worker, METRICS_CONNECTIONS_MAX);
	metrics_refused(worker, METRICS_CONNECTIONS_MAX);
	metrics_limit(worker, METRICS_LIMITS_MAX);
	metrics_sum(metrics, &sum);
	assert_memory_equal(&sum, &nothing, sizeof(sum));
	metrics_free(metrics);
}

static void too_many_labels_and_no_threads_are_misuse(void **state)
{
	struct metrics_labels many = labels;
	struct metrics *metrics;

	(void)state;
	assert_int_equal(metrics_new(&metrics, &labels, 0), FAQ_ERROR_MISUSE);
	many.limit_count = METRICS_LIMITS_MAX + 1;
	assert_int_equal(metrics_new(&metrics, &many, 1), FAQ_ERROR_MISUSE);
	assert_null(metrics);
	metrics_free(metrics);
}

#define THREADS 4
#define QUESTIONS 50000u

struct asker {
	pthread_t thread;
	struct metrics_worker *worker;
	atomic_bool *ended;
};

static void *ask(void *context)
{
	struct asker *asker = context;
	unsigned i;

	for (i = 0; i < QUESTIONS; i++)
		metrics_question(asker->worker, 0, FAQ_VERDICT_ANSWER,
				 FAQ_KIND_FAQ, 3, i);
	atomic_store(asker->ended, true);
	return NULL;
}

static void nothing_is_lost_or_goes_back_while_others_read(void **state)
{
	struct metrics *metrics = make(THREADS);
	struct asker asker[THREADS];
	atomic_bool ended = false;
	uint64_t last = 0;
	size_t i;

	(void)state;
	for (i = 0; i < THREADS; i++) {
		asker[i].worker = metrics_worker(metrics, i);
		asker[i].ended = &ended;
		assert_int_equal(
			pthread_create(&asker[i].thread, NULL, ask, &asker[i]),
			0);
	}
	while (!atomic_load(&ended)) {
		uint64_t now = metrics_sum_slot(metrics, 3);

		assert_true(now >= last);
		last = now;
	}
	for (i = 0; i < THREADS; i++)
		pthread_join(asker[i].thread, NULL);
	assert_int_equal(metrics_sum_slot(metrics, 3), THREADS * QUESTIONS);
	assert_int_equal(sum_of(metrics, METRICS_QUESTIONS),
			 THREADS * QUESTIONS);
	metrics_free(metrics);
}

static void threads_do_not_share_a_cache_line(void **state)
{
	struct metrics *metrics = make(3);

	(void)state;
	assert_int_equal((uintptr_t)metrics_worker(metrics, 0) % 64, 0);
	assert_int_equal((uintptr_t)metrics_worker(metrics, 1) % 64, 0);
	metrics_free(metrics);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			an_answer_counts_by_mouth_verdict_kind_and_intent),
		cmocka_unit_test(a_miss_and_an_honest_limit_are_unanswered),
		cmocka_unit_test(a_bound_belongs_to_its_bucket),
		cmocka_unit_test(the_engines_limits_add_up_over_a_new_scratch),
		cmocka_unit_test(a_connection_may_end_on_another_thread),
		cmocka_unit_test(an_index_out_of_range_counts_nothing),
		cmocka_unit_test(too_many_labels_and_no_threads_are_misuse),
		cmocka_unit_test(
			nothing_is_lost_or_goes_back_while_others_read),
		cmocka_unit_test(threads_do_not_share_a_cache_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
