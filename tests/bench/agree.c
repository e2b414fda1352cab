/* SPDX-License-Identifier: MIT */
#include "agree.h"

#include "clock.h"

#include <stdlib.h>
#include <string.h>

static int number_compare(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

static const struct rule *rule_of(const struct row *row, uint32_t pattern)
{
	return &row->bot->catalog->rules[pattern];
}

static bool contains(const struct row *row, uint32_t pattern)
{
	for (size_t i = 0; i < row->found_count; i++) {
		if (row->found[i] == pattern)
			return true;
	}
	return false;
}

/* Does a pattern of the truth stand, against all vetoes? */
static bool stands(const struct row *truth, uint32_t pattern)
{
	const struct rule *rule = rule_of(truth, pattern);
	if (rule->veto)
		return false;
	for (size_t i = 0; i < truth->found_count; i++) {
		const struct rule *other = rule_of(truth, truth->found[i]);
		if (other->veto && other->intent == rule->intent)
			return false;
	}
	return true;
}

static bool any_stands(const struct row *truth)
{
	for (size_t i = 0; i < truth->found_count; i++) {
		if (stands(truth, truth->found[i]))
			return true;
	}
	return false;
}

static bool match_agrees(const struct row *row, const struct row *truth)
{
	for (size_t i = 0; i < row->found_count; i++) {
		if (row->plan->compared[row->found[i]] &&
		    !contains(truth, row->found[i]))
			return false;
	}
	return row->found_count > 0 || !any_stands(truth);
}

static bool all_agrees(const struct row *row, const struct row *truth)
{
	return row->found_count == truth->found_count &&
	       !memcmp(row->found, truth->found,
		       row->found_count * sizeof(*row->found));
}

/* Our own rows know patterns that the comparison leaves out. */
static void drop_others(struct row *row)
{
	size_t kept = 0;
	for (size_t i = 0; i < row->found_count; i++) {
		if (row->plan->compared[row->found[i]])
			row->found[kept++] = row->found[i];
	}
	row->found_count = kept;
}

static void check_row(struct row *row, const struct row *truth, size_t message)
{
	if (row == truth || row->kind == ROW_PIPELINE ||
	    (row->kind == ROW_ENGINE && !row->self))
		return;
	bool ok = row_ask(row, message);
	if (row->kind == ROW_MATCH) {
		ok = ok && match_agrees(row, truth);
	} else {
		drop_others(row);
		qsort(row->found, row->found_count, sizeof(*row->found),
		      number_compare);
		ok = ok && all_agrees(row, truth);
	}
	row->checked++;
	row->differ += !ok;
}

size_t agree_check(struct row *rows, size_t count, struct row *truth,
		   uint64_t budget_ns, size_t *checked)
{
	size_t answered = 0, message = 0;
	uint64_t spent = 0;
	for (; message < truth->bot->corpus->message_count && spent < budget_ns;
	     message++) {
		uint64_t began = clock_cpu_ns();
		bool ok = row_ask(truth, message);
		spent += clock_cpu_ns() - began;
		qsort(truth->found, truth->found_count, sizeof(*truth->found),
		      number_compare);
		truth->checked++;
		truth->differ += !ok;
		answered += any_stands(truth);
		for (size_t i = 0; i < count; i++)
			check_row(&rows[i], truth, message);
	}
	*checked = message;
	return answered;
}
