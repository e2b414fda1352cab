/* SPDX-License-Identifier: MIT */
#include "cli/faults.h"

#include <stdlib.h>
#include <string.h>

static const char *const severity_text[] = {[FAQ_SEVERITY_NOTE] = "note",
					    [FAQ_SEVERITY_WARNING] = "warning",
					    [FAQ_SEVERITY_ERROR] = "error"};

void faults_report(void *context, const struct faq_diag *diag)
{
	struct faults *faults = context;

	faults->of_severity[diag->severity]++;
	if (faults->count == FAULTS_MAX)
		return;
	if (faults->count == faults->room) {
		size_t room = faults->room ? 2 * faults->room : 32;
		struct faq_diag *list =
			realloc(faults->list, room * sizeof(*list));
		if (!list)
			return;
		faults->list = list;
		faults->room = room;
	}
	faults->list[faults->count++] = *diag;
}

static int compare_numbers(unsigned a, unsigned b)
{
	return (a > b) - (a < b);
}

static int compare_faults(const void *a, const void *b)
{
	const struct faq_diag *left = a, *right = b;
	int order = strcmp(left->source, right->source);
	if (!order)
		order = compare_numbers(left->line, right->line);
	if (!order)
		order = compare_numbers(left->column, right->column);
	if (!order)
		order = strcmp(left->code, right->code);
	return order ? order : strcmp(left->message, right->message);
}

void faults_sort(struct faults *faults)
{
	if (faults->count)
		qsort(faults->list, faults->count, sizeof(*faults->list),
		      compare_faults);
}

/* "file:12:5: " as far as it is known; editors jump there. Returns its
 * columns. */
static size_t print_place(const struct term *out, const struct faq_diag *diag)
{
	char place[sizeof(diag->source) + 32];
	int at = snprintf(place, sizeof(place), "%s", diag->source);

	if (diag->line && at > 0)
		at += snprintf(place + at, sizeof(place) - (size_t)at, ":%u",
			       diag->line);
	if (diag->line && diag->column && at > 0)
		snprintf(place + at, sizeof(place) - (size_t)at, ":%u",
			 diag->column);
	term_style(out, TERM_BOLD);
	size_t columns = term_text(out, place);
	term_style(out, TERM_PLAIN);
	fputs(": ", out->file);
	return columns + 2;
}

/* Wrapped for eyes; in a pipe a fault is a line, whatever its length. */
static void print_message(const struct term *out, const struct faq_diag *diag,
			  size_t column)
{
	char text[sizeof(diag->message) + sizeof(diag->code) + 8];

	snprintf(text, sizeof(text), "%s [%s]", diag->message, diag->code);
	if (out->tty) {
		term_wrap(out, text, 4, column);
		return;
	}
	term_text(out, text);
	fputc('\n', out->file);
}

void faults_print(const struct faults *faults, const struct term *out,
		  enum faq_severity least)
{
	static const enum term_style style[] = {
		[FAQ_SEVERITY_NOTE] = TERM_BLUE,
		[FAQ_SEVERITY_WARNING] = TERM_YELLOW,
		[FAQ_SEVERITY_ERROR] = TERM_RED};

	for (size_t i = 0; i < faults->count; i++) {
		const struct faq_diag *diag = &faults->list[i];
		const char *severity = severity_text[diag->severity];
		if (diag->severity < least)
			continue;
		size_t column = print_place(out, diag);
		term_styled(out, style[diag->severity], severity);
		fputs(": ", out->file);
		print_message(out, diag, column + strlen(severity) + 2);
	}
}

void faults_put(const struct faults *faults, struct json_writer *writer)
{
	json_put_open(writer, '[');
	for (size_t i = 0; i < faults->count; i++) {
		const struct faq_diag *diag = &faults->list[i];
		json_put_open(writer, '{');
		json_add_string(writer, "severity",
				severity_text[diag->severity]);
		json_add_string(writer, "code", diag->code);
		json_add_string(writer, "file", diag->source);
		json_add_count(writer, "line", diag->line);
		json_add_count(writer, "column", diag->column);
		json_add_string(writer, "message", diag->message);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
}

void faults_release(struct faults *faults)
{
	free(faults->list);
	*faults = (struct faults){0};
}
