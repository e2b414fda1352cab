/* SPDX-License-Identifier: MIT */
#include "server/metrics/metrics_page.h"

#include <stdio.h>

#define SECOND_NS 1e9

/* A family of one sample without labels. */
static void one(struct metrics_text *text, const char *name, const char *type,
		const char *help, uint64_t value)
{
	metrics_text_family(text, name, type, help);
	metrics_text_count(text, name, NULL, 0, value);
}

static void one_real(struct metrics_text *text, const char *name,
		     const char *type, const char *help, double value)
{
	metrics_text_family(text, name, type, help);
	metrics_text_real(text, name, NULL, 0, value);
}

static void sample(struct metrics_text *text, const char *name, const char *key,
		   const char *label, uint64_t value)
{
	const struct metrics_label labels[] = {{key, label}};

	metrics_text_count(text, name, labels, 1, value);
}

/* A family with a sample for each of the names. */
static void each(struct metrics_text *text, const char *name, const char *help,
		 const char *key, const char *const *names, size_t count,
		 const uint64_t *values)
{
	size_t i;

	if (count == 0)
		return;
	metrics_text_family(text, name, "counter", help);
	for (i = 0; i < count; i++)
		sample(text, name, key, names[i], values[i]);
}

static void put_questions(struct metrics_text *text,
			  const struct metrics_labels *labels,
			  const struct metrics_sum *sum)
{
	const char *name = "faqd_questions_total";
	size_t mouth;
	unsigned verdict, kind;

	metrics_text_family(text, name, "counter", "Questions that came in.");
	for (mouth = 0; mouth < labels->mouth_count; mouth++)
		for (verdict = 0; verdict < METRICS_VERDICTS; verdict++) {
			const struct metrics_label of[] = {
				{"mouth", labels->mouths[mouth]},
				{"verdict",
				 faq_verdict_text((enum faq_verdict)verdict)}};

			metrics_text_count(
				text, name, of, 2,
				sum->count[METRICS_QUESTIONS +
					   mouth * METRICS_VERDICTS + verdict]);
		}
	one(text, "faqd_questions_unanswered_total", "counter",
	    "Questions without an answer, or with an honest limit.",
	    sum->count[METRICS_UNANSWERED]);
	name = "faqd_answers_total";
	metrics_text_family(text, name, "counter", "Answers by kind.");
	for (kind = 0; kind < METRICS_KINDS; kind++)
		sample(text, name, "kind", faq_kind_text((enum faq_kind)kind),
		       sum->count[METRICS_ANSWERS + kind]);
}

static void put_feedback(struct metrics_text *text,
			 const struct metrics_labels *labels,
			 const struct metrics_sum *sum)
{
	each(text, "faqd_feedback_total",
	     "Feedback on answers, by what became of it.", "result",
	     labels->feedback, labels->feedback_count,
	     &sum->count[METRICS_FEEDBACK]);
}

static void put_intents(struct metrics_text *text,
			const struct metrics *metrics,
			const struct metrics_ids *ids)
{
	const char *name = "faqd_intent_answers_total";
	uint32_t count = metrics_ids_count(ids), slot;

	metrics_text_family(text, name, "counter",
			    "Answers by intent, also of those that the content "
			    "has no more.");
	for (slot = 0; slot < count; slot++)
		sample(text, name, "intent", metrics_ids_name(ids, slot),
		       metrics_sum_slot(metrics, slot));
	sample(text, name, "intent", "other",
	       metrics_sum_slot(metrics, METRICS_SLOT_OTHER));
}

static void put_latency(struct metrics_text *text,
			const struct metrics_sum *sum)
{
	const char *name = "faqd_answer_duration_seconds";
	uint64_t count = 0;
	unsigned i;

	metrics_text_family(text, name, "histogram",
			    "Time that the engine took for an answer.");
	for (i = 0; i <= METRICS_BUCKETS; i++) {
		char bound[32] = "+Inf";

		if (i < METRICS_BUCKETS)
			snprintf(bound, sizeof(bound), "%g",
				 (double)metrics_bound_ns[i] / SECOND_NS);
		count += sum->count[METRICS_BUCKET + i];
		sample(text, "faqd_answer_duration_seconds_bucket", "le", bound,
		       count);
	}
	metrics_text_real(text, "faqd_answer_duration_seconds_sum", NULL, 0,
			  (double)sum->count[METRICS_LATENCY_NS] / SECOND_NS);
	metrics_text_count(text, "faqd_answer_duration_seconds_count", NULL, 0,
			   count);
}

static void put_engine(struct metrics_text *text, const struct metrics_sum *sum)
{
	one(text, "faqd_patterns_tried_total", "counter",
	    "Patterns that PCRE2 was asked for.",
	    sum->count[METRICS_PATTERNS_TRIED]);
	one(text, "faqd_patterns_over_budget_total", "counter",
	    "Patterns that ran out of their steps.",
	    sum->count[METRICS_PATTERN_BUDGET]);
	one(text, "faqd_questions_over_budget_total", "counter",
	    "Questions that ran out of their time.",
	    sum->count[METRICS_QUESTION_BUDGET]);
}

static void put_connections(struct metrics_text *text,
			    const struct metrics_labels *labels,
			    const struct metrics_sum *sum)
{
	const char *name = "faqd_connections_open";
	size_t i;

	each(text, "faqd_connections_total", "Connections taken in, by kind.",
	     "kind", labels->connections, labels->connection_count,
	     &sum->count[METRICS_OPENED]);
	each(text, "faqd_connections_refused_total",
	     "Connections refused, by kind.", "kind", labels->connections,
	     labels->connection_count, &sum->count[METRICS_REFUSED]);
	if (labels->connection_count)
		metrics_text_family(text, name, "gauge",
				    "Connections that are open, by kind.");
	for (i = 0; i < labels->connection_count; i++) {
		uint64_t opened = sum->count[METRICS_OPENED + i];
		uint64_t closed = sum->count[METRICS_CLOSED + i];

		/* Another thread's end may be seen before its begin. */
		sample(text, name, "kind", labels->connections[i],
		       opened > closed ? opened - closed : 0);
	}
	each(text, "faqd_limit_hits_total", "Times that a limit fired.",
	     "limit", labels->limits, labels->limit_count,
	     &sum->count[METRICS_LIMIT]);
}

static void put_store(struct metrics_text *text,
		      const struct metrics_store *store)
{
	if (!store->present)
		return;
	one(text, "faqd_store_queue_records", "gauge",
	    "Records that wait to be written.", store->queued);
	one(text, "faqd_store_queue_capacity_records", "gauge",
	    "Records that may wait.", store->capacity);
	one(text, "faqd_store_records_written_total", "counter",
	    "Records written.", store->written);
	one(text, "faqd_store_records_dropped_total", "counter",
	    "Records dropped: the queue was full or the store failed.",
	    store->dropped);
	one(text, "faqd_store_failing", "gauge",
	    "1 while the store can't write.", store->failing);
}

static void put_content(struct metrics_text *text,
			const struct metrics_state *state)
{
	static const char *const results[] = {"ok", "refused"};
	const struct metrics_content *content = &state->content;
	const uint64_t reloads[] = {state->reloads_ok, state->reloads_refused};

	each(text, "faqd_reloads_total",
	     "Reloads of what is served; refused: content or certificate.",
	     "result", results, 2, reloads);
	one(text, "faqd_content_generation", "gauge",
	    "The content that is served: 1 is the first.", content->generation);
	one_real(text, "faqd_content_load_duration_seconds", "gauge",
		 "Time that reading and building it took.",
		 content->load_seconds);
	one_real(text, "faqd_content_loaded_timestamp_seconds", "gauge",
		 "When it was loaded, from 1970.",
		 (double)content->loaded_ms / 1000);
	one(text, "faqd_content_intents", "gauge", "Its intents.",
	    content->intents);
	one(text, "faqd_content_patterns", "gauge", "Its patterns.",
	    content->patterns);
	one(text, "faqd_content_memory_bytes", "gauge",
	    "Memory that it takes, with PCRE2's.", content->bytes);
}

static void put_certificate(struct metrics_text *text, int64_t expiry_s)
{
	if (expiry_s)
		one_real(text, "faqd_certificate_expiry_timestamp_seconds",
			 "gauge",
			 "When the TLS certificate expires, from 1970.",
			 (double)expiry_s);
}

static void put_program(struct metrics_text *text,
			const struct metrics_state *state)
{
	const struct metrics_label labels[] = {
		{"version", state->version},
		{"engine", state->content.jit ? "jit" : "interpreter"}};

	metrics_text_family(text, "faqd_build_info", "gauge",
			    "Always 1; the labels tell.");
	metrics_text_count(text, "faqd_build_info", labels, 2, 1);
	one(text, "faqd_log_lines_lost_total", "counter",
	    "Lines of the log that could not be written.", state->log_lost);
	one(text, "faqd_log_lines_folded_total", "counter",
	    "Lines of the log that were counted instead of written.",
	    state->log_folded);
}

/* Named as the client libraries of Prometheus name them. */
static void put_process(struct metrics_text *text,
			const struct metrics_process *process)
{
	one_real(text, "process_cpu_seconds_total", "counter",
		 "Total user and system CPU time spent in seconds.",
		 process->cpu_seconds);
	one(text, "process_open_fds", "gauge",
	    "Number of open file descriptors.", process->open_files);
	one(text, "process_max_fds", "gauge",
	    "Maximum number of open file descriptors.", process->files_max);
	one(text, "process_virtual_memory_bytes", "gauge",
	    "Virtual memory size in bytes.", process->virtual_bytes);
	one(text, "process_resident_memory_bytes", "gauge",
	    "Resident memory size in bytes.", process->resident_bytes);
	one_real(text, "process_start_time_seconds", "gauge",
		 "Start time of the process since unix epoch in seconds.",
		 process->started_seconds);
}

void metrics_page(struct metrics_text *text, const struct metrics *metrics,
		  const struct metrics_ids *ids,
		  const struct metrics_state *state)
{
	const struct metrics_labels *labels = metrics_labels(metrics);
	struct metrics_sum sum;

	metrics_sum(metrics, &sum);
	put_questions(text, labels, &sum);
	put_feedback(text, labels, &sum);
	put_intents(text, metrics, ids);
	put_latency(text, &sum);
	put_engine(text, &sum);
	put_connections(text, labels, &sum);
	put_store(text, &state->store);
	put_content(text, state);
	put_certificate(text, state->certificate_expiry_s);
	put_program(text, state);
	if (state->process)
		put_process(text, state->process);
}
