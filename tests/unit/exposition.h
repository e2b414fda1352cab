/* SPDX-License-Identifier: MIT */
/*
 * exposition.h: a strict reader of Prometheus's text format 0.0.4. Stricter
 * than Prometheus: a family has HELP, then TYPE, then its samples in one run;
 * no sample comes twice; counters end in _total; names and escapes are right;
 * a histogram's buckets grow and end in +Inf, which is its count.
 */
#ifndef TEST_EXPOSITION_H
#define TEST_EXPOSITION_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES_MAX 20000u
#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz_"

struct exposition {
	size_t count, families;
	struct {
		char series[160]; /* name{labels} as written */
		double value;
	} sample[SAMPLES_MAX];
	char family[80], type[16];
	char seen[80][80]; /* families so far */
	double bucket;     /* the last one's value */
	bool infinite;     /* it was +Inf */
};

static size_t exposition_name(const char *at)
{
	size_t n = strspn(at, NAME_LETTERS);

	assert_in_range(n, 1, 79);
	return n;
}

/* "HELP name text" or "TYPE name type". */
static void exposition_comment(struct exposition *e, const char *line)
{
	size_t n = exposition_name(line + 7), i;

	if (strncmp(line, "# HELP ", 7) == 0) {
		for (i = 0; i < e->families; i++)
			if (strlen(e->seen[i]) == n)
				assert_memory_not_equal(e->seen[i], line + 7,
							n);
		assert_in_range(e->families, 0, 79);
		snprintf(e->seen[e->families++], 80, "%.*s", (int)n, line + 7);
		snprintf(e->family, sizeof(e->family), "%.*s", (int)n,
			 line + 7);
		assert_int_equal(line[7 + n], ' ');
		e->type[0] = '\0';
		e->bucket = 0;
		e->infinite = false;
		return;
	}
	assert_memory_equal(line, "# TYPE ", 7);
	assert_string_equal(e->type, ""); /* once a family */
	assert_int_equal(strlen(e->family), n);
	assert_memory_equal(e->family, line + 7, n);
	snprintf(e->type, sizeof(e->type), "%s", line + 8 + n);
	assert_true(!strcmp(e->type, "gauge") || !strcmp(e->type, "counter") ||
		    !strcmp(e->type, "histogram"));
	assert_int_equal(!strcmp(e->type, "counter"),
			 n > 6 && !strncmp(line + 7 + n - 6, "_total", 6));
}

/* Behind {key="value",...}; a bare quote or backslash is a fault. */
static const char *exposition_labels(const char *at)
{
	if (*at != '{')
		return at;
	do {
		at += 1 + exposition_name(at + 1);
		assert_memory_equal(at, "=\"", 2);
		for (at += 2; *at != '"'; at++) {
			assert_int_not_equal(*at, '\0');
			if (*at == '\\')
				assert_non_null(strchr("\\\"n", *++at));
		}
		at++;
	} while (*at == ',');
	assert_int_equal(*at, '}');
	return at + 1;
}

static void exposition_histogram(struct exposition *e, const char *line,
				 size_t name, double value)
{
	const char *suffix = line + strlen(e->family);

	assert_true(name > strlen(e->family));
	if (!strncmp(suffix, "_bucket{", 8)) {
		assert_true(value >= e->bucket);
		e->bucket = value;
		e->infinite = strstr(suffix, "le=\"+Inf\"") != NULL;
	} else if (!strncmp(suffix, "_count ", 7)) {
		assert_true(e->infinite);
		assert_true(value == e->bucket);
	} else {
		assert_memory_equal(suffix, "_sum ", 5);
	}
}

static void exposition_sample(struct exposition *e, const char *line)
{
	size_t n = exposition_name(line), i;
	const char *at = exposition_labels(line + n);
	char *end;
	double value;

	assert_int_equal(*at, ' ');
	value = strtod(at + 1, &end);
	assert_true(end > at + 1 && *end == '\0');
	assert_memory_equal(line, e->family, strlen(e->family));
	if (!strcmp(e->type, "histogram"))
		exposition_histogram(e, line, n, value);
	else
		assert_int_equal(n, strlen(e->family));
	assert_string_not_equal(e->type, "");
	assert_true(e->count < SAMPLES_MAX);
	assert_true((size_t)(at - line) < sizeof(e->sample[0].series));
	snprintf(e->sample[e->count].series, sizeof(e->sample[0].series),
		 "%.*s", (int)(at - line), line);
	for (i = 0; i < e->count; i++)
		assert_string_not_equal(e->sample[i].series,
					e->sample[e->count].series);
	e->sample[e->count++].value = value;
}

/* Fails the test on any fault. Free with free(). */
static struct exposition *exposition_read(const char *text)
{
	struct exposition *e = calloc(1, sizeof(*e));
	char *copy = strdup(text), *line = copy, *end;

	assert_non_null(e);
	assert_non_null(copy);
	for (; *line; line = end + 1) {
		end = strchr(line, '\n'); /* also behind the last one */
		assert_non_null(end);
		*end = '\0';
		if (*line == '#')
			exposition_comment(e, line);
		else
			exposition_sample(e, line);
	}
	free(copy);
	return e;
}

/* It must be there. */
static double exposition_value(const struct exposition *e, const char *series)
{
	size_t i;

	for (i = 0; i < e->count; i++)
		if (strcmp(e->sample[i].series, series) == 0)
			return e->sample[i].value;
	fail_msg("there is no %s", series);
	return 0;
}

#endif
