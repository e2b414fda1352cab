/* SPDX-License-Identifier: MIT */
#include "row.h"

#include "clock.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define LATENCIES_MAX 50000u

size_t row_heap(void)
{
	struct mallinfo2 info = mallinfo2();
	return info.uordblks + info.hblkhd;
}

static const char *name_of(enum row_kind kind)
{
	static const char *const names[] = {"whole pipeline", "match stage",
					    "match stage, all", ""};
	return names[kind];
}

void row_open(struct row *row, enum row_kind kind, struct bench_bot *bot,
	      const struct plan *plan, const struct engine *engine)
{
	*row = (struct row){.kind = kind,
			    .name = engine ? engine->name : name_of(kind),
			    .bot = bot,
			    .engine = engine,
			    .plan = plan,
			    .load_ns = bot->load_ns,
			    .bytes = bot->bytes};
	row->found = bench_alloc(FAQ_PATTERNS_MAX, sizeof(*row->found));
	if (!engine)
		return;
	size_t before = row_heap();
	uint64_t began = clock_cpu_ns();
	row->self = engine->open(plan);
	row->load_ns = clock_cpu_ns() - began;
	row->bytes = row_heap() - before;
	if (row->self)
		row->bytes += engine->hidden_bytes(row->self);
}

void row_close(struct row *row)
{
	if (row->self)
		row->engine->close(row->self);
	free(row->found);
}

static bool ask_engine(struct row *row, size_t message)
{
	const struct prepared *prepared = &row->bot->prepared[message];
	row->found_count = 0;
	if (!prepared->count)
		return true;
	size_t count = row->engine->match(row->self, prepared->subject,
					  prepared->subject_bytes, row->found);
	if (count == ENGINE_FAILED)
		return false;
	for (size_t i = 0; i < count; i++)
		row->found[i] = row->plan->pattern[row->found[i]];
	row->found_count = count;
	return true;
}

static void ask_match(struct row *row, size_t message)
{
	struct match match;
	bench_bot_match(row->bot, message, &match);
	row->found_count = match.count;
	for (size_t i = 0; i < match.count; i++)
		row->found[i] = match.hit[i].pattern;
}

bool row_ask(struct row *row, size_t message)
{
	switch (row->kind) {
	case ROW_PIPELINE:
		bench_bot_ask(row->bot, message);
		return true;
	case ROW_MATCH:
		ask_match(row, message);
		return true;
	case ROW_MATCH_ALL:
		row->found_count =
			bench_bot_match_all(row->bot, message, row->found);
		return true;
	case ROW_ENGINE:
		return ask_engine(row, message);
	}
	return false;
}

void row_round(struct row *row, uint64_t budget_ns)
{
	size_t asked = 0, step = 1, messages = row->bot->corpus->message_count;
	uint64_t began = clock_cpu_ns(), took = 0;
	while (took < budget_ns) {
		for (size_t i = 0; i < step; i++)
			row_ask(row, (row->next + asked++) % messages);
		took = clock_cpu_ns() - began;
		/* Seldom look at the clock, but stop in time. */
		if (step < 64 && took < budget_ns / 64)
			step *= 2;
	}
	row->next = (row->next + asked) % messages;
	row->ns[row->rounds++] = (double)took / (double)asked;
}

void row_latency(struct row *row, uint64_t budget_ns)
{
	double *took = bench_alloc(LATENCIES_MAX, sizeof(*took));
	size_t count = 0, messages = row->bot->corpus->message_count;
	uint64_t began = clock_wall_ns(), now = began;
	while (count < LATENCIES_MAX && now - began < budget_ns) {
		uint64_t before = now;
		row_ask(row, count % messages);
		now = clock_wall_ns();
		took[count++] = (double)(now - before);
	}
	row->p50_ns = clock_quantile(took, count, 0.50);
	row->p99_ns = clock_quantile(took, count, 0.99);
	free(took);
}

double row_ns(const struct row *row)
{
	double ns[ROUNDS_MAX];
	memcpy(ns, row->ns, row->rounds * sizeof(*ns));
	return clock_quantile(ns, row->rounds, 0.5);
}
