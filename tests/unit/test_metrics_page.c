/* SPDX-License-Identifier: MIT */
#include "server/metrics/metrics_page.h"

#include "exposition.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const mouths[] = {"chat", "ask"};
static const char *const kinds[] = {"http", "chat"};
static const char *const limits[] = {"address"};
static const char *const feedback[] = {"helpful", "not_kept"};
static const struct metrics_labels labels = {mouths, kinds, limits, feedback,
					     2,      2,     1,      2};

struct page {
	struct metrics *metrics;
	struct metrics_ids *ids;
	struct metrics_process process;
	struct metrics_state state;
};

static int set_up(void **state)
{
	struct page *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	assert_int_equal(metrics_new(&p->metrics, &labels, 2), FAQ_OK);
	assert_int_equal(metrics_ids_new(&p->ids), FAQ_OK);
	p->state.version = "1.2.3";
	p->state.content.generation = 1;
	p->state.content.load_seconds = 0.025;
	p->state.store.present = true;
	p->state.store.dropped = 4;
	p->state.reloads_refused = 2;
	p->state.certificate_expiry_s = 1795000001;
	p->process.started_seconds = 1709210096.78;
	p->state.process = &p->process;
	*state = p;
	return 0;
}

static int tear_down(void **state)
{
	struct page *p = *state;

	metrics_free(p->metrics);
	metrics_ids_free(p->ids);
	free(p);
	return 0;
}

/* Also to the file of that name in the environment, for promtool. */
static struct exposition *scrape(struct page *p)
{
	struct metrics_text text;
	struct exposition *e;
	const char *name = getenv("METRICS_PAGE");
	FILE *file = name ? fopen(name, "w") : NULL;

	metrics_text_init(&text, METRICS_PAGE_BYTES_MAX);
	metrics_page(&text, p->metrics, p->ids, &p->state);
	assert_false(text.failed);
	if (file) {
		fputs(text.bytes, file);
		fclose(file);
	}
	e = exposition_read(text.bytes);
	metrics_text_release(&text);
	return e;
}

static void is(const struct exposition *e, const char *series, double expected)
{
	double value = exposition_value(e, series);

	if (value < expected || value > expected)
		fail_msg("%s is %g", series, value);
}

static void a_fresh_page_is_well_formed_and_all_there(void **state)
{
	struct exposition *e = scrape(*state);

	is(e, "faqd_questions_total{mouth=\"ask\",verdict=\"none\"}", 0);
	is(e, "faqd_answers_total{kind=\"step\"}", 0);
	is(e, "faqd_intent_answers_total{intent=\"other\"}", 0);
	is(e, "faqd_connections_open{kind=\"http\"}", 0);
	is(e, "faqd_limit_hits_total{limit=\"address\"}", 0);
	is(e, "faqd_feedback_total{result=\"not_kept\"}", 0);
	is(e, "faqd_reloads_total{result=\"refused\"}", 2);
	is(e, "faqd_certificate_expiry_timestamp_seconds", 1795000001);
	is(e, "faqd_store_records_dropped_total", 4);
	is(e, "faqd_content_load_duration_seconds", 0.025);
	is(e, "faqd_build_info{version=\"1.2.3\",engine=\"interpreter\"}", 1);
	is(e, "process_start_time_seconds", 1709210096.78);
	free(e);
}

static void what_is_counted_is_told(void **state)
{
	struct page *p = *state;
	struct metrics_worker *one = metrics_worker(p->metrics, 0);
	struct metrics_worker *two = metrics_worker(p->metrics, 1);
	uint32_t slot = metrics_ids_slot(p->ids, "step.one");
	struct exposition *e;

	metrics_question(one, 0, FAQ_VERDICT_ANSWER, FAQ_KIND_STEP, slot, 6000);
	metrics_question(two, 1, FAQ_VERDICT_NONE, FAQ_KIND_STEP,
			 METRICS_SLOT_NONE, 200000000);
	metrics_opened(one, 0);
	metrics_opened(one, 0);
	metrics_closed(two, 0);
	metrics_refused(one, 1);
	metrics_limit(two, 0);
	metrics_feedback(two, 0);
	metrics_feedback(two, 0);
	metrics_feedback(two, 1);
	metrics_feedback(two, 9); /* no such */
	e = scrape(p);
	is(e, "faqd_questions_total{mouth=\"chat\",verdict=\"answer\"}", 1);
	is(e, "faqd_questions_total{mouth=\"ask\",verdict=\"none\"}", 1);
	is(e, "faqd_questions_unanswered_total", 1);
	is(e, "faqd_answers_total{kind=\"step\"}", 1);
	is(e, "faqd_intent_answers_total{intent=\"step.one\"}", 1);
	is(e, "faqd_answer_duration_seconds_bucket{le=\"5e-06\"}", 0);
	is(e, "faqd_answer_duration_seconds_bucket{le=\"1e-05\"}", 1);
	is(e, "faqd_answer_duration_seconds_bucket{le=\"0.1\"}", 1);
	is(e, "faqd_answer_duration_seconds_bucket{le=\"+Inf\"}", 2);
	is(e, "faqd_answer_duration_seconds_sum", 0.200006);
	is(e, "faqd_answer_duration_seconds_count", 2);
	is(e, "faqd_connections_total{kind=\"http\"}", 2);
	is(e, "faqd_connections_open{kind=\"http\"}", 1);
	is(e, "faqd_connections_refused_total{kind=\"chat\"}", 1);
	is(e, "faqd_limit_hits_total{limit=\"address\"}", 1);
	is(e, "faqd_feedback_total{result=\"helpful\"}", 2);
	is(e, "faqd_feedback_total{result=\"not_kept\"}", 1);
	free(e);
}

/* The id came in with one content and went with the next. */
static void a_count_outlives_the_content_that_it_is_of(void **state)
{
	struct page *p = *state;
	struct metrics_worker *worker = metrics_worker(p->metrics, 0);
	struct exposition *e;

	metrics_question(worker, 0, FAQ_VERDICT_ANSWER, FAQ_KIND_FAQ,
			 metrics_ids_slot(p->ids, "faq.old"), 1);
	p->state.content.generation++;
	metrics_question(worker, 0, FAQ_VERDICT_ANSWER, FAQ_KIND_FAQ,
			 metrics_ids_slot(p->ids, "faq.new"), 1);
	e = scrape(p);
	is(e, "faqd_intent_answers_total{intent=\"faq.old\"}", 1);
	is(e, "faqd_intent_answers_total{intent=\"faq.new\"}", 1);
	free(e);
	p->state.content.generation++;
	metrics_question(worker, 0, FAQ_VERDICT_ANSWER, FAQ_KIND_FAQ,
			 metrics_ids_slot(p->ids, "faq.old"), 1);
	e = scrape(p);
	is(e, "faqd_intent_answers_total{intent=\"faq.old\"}", 2);
	is(e, "faqd_intent_answers_total{intent=\"faq.new\"}", 1);
	is(e, "faqd_content_generation", 3);
	free(e);
}

static void an_end_seen_before_its_begin_is_not_below_zero(void **state)
{
	struct page *p = *state;
	struct exposition *e;

	metrics_closed(metrics_worker(p->metrics, 0), 0);
	e = scrape(p);
	is(e, "faqd_connections_open{kind=\"http\"}", 0);
	free(e);
}

static void what_there_is_not_is_left_out(void **state)
{
	struct page *p = *state;
	struct exposition *e;
	size_t i;

	p->state.store.present = false;
	p->state.process = NULL;
	p->state.certificate_expiry_s = 0;
	e = scrape(p);
	for (i = 0; i < e->count; i++) {
		assert_null(strstr(e->sample[i].series, "store"));
		assert_null(strstr(e->sample[i].series, "process"));
		assert_null(strstr(e->sample[i].series, "certificate"));
	}
	free(e);
}

static void an_id_can_not_break_out_of_its_label(void **state)
{
	struct page *p = *state;
	struct exposition *e;

	metrics_ids_slot(p->ids, "a\"} 1\nfaqd_up 7\n\\");
	e = scrape(p);
	is(e,
	   "faqd_intent_answers_total{intent=\"a\\\"} 1\\nfaqd_up 7\\n\\\\\"}",
	   0);
	free(e);
}

static void the_largest_content_fits(void **state)
{
	struct page *p = *state;
	struct metrics_text text;
	char id[FAQ_ID_BYTES_MAX + 1];
	uint32_t i;

	for (i = 0; i < METRICS_SLOTS; i++) {
		snprintf(id, sizeof(id), "faq.%059u", i);
		metrics_ids_slot(p->ids, id);
	}
	metrics_text_init(&text, METRICS_PAGE_BYTES_MAX);
	metrics_page(&text, p->metrics, p->ids, &p->state);
	assert_false(text.failed);
	metrics_text_release(&text);
}

#define PAGE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PAGE(a_fresh_page_is_well_formed_and_all_there),
		PAGE(an_id_can_not_break_out_of_its_label),
		PAGE(a_count_outlives_the_content_that_it_is_of),
		PAGE(an_end_seen_before_its_begin_is_not_below_zero),
		PAGE(what_there_is_not_is_left_out),
		PAGE(the_largest_content_fits),
		PAGE(what_is_counted_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
