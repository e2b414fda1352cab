/* SPDX-License-Identifier: MIT */
#include "cli/usage_wrong.h"

#include "cli/markup.h"
#include "cli/unmark.h"
#include "cli/webpage_frame.h"

#include <stdlib.h>
#include <string.h>

static const char title[] = "Wrong answers, as tests";

static bool make_room(struct usage *usage)
{
	size_t room = usage->wrong_room ? 2 * usage->wrong_room : 16;
	struct usage_wrong *list;

	if (usage->wrong_count < usage->wrong_room)
		return true;
	list = realloc(usage->wrong, room * sizeof(*list));
	usage->no_memory |= !list;
	if (!list)
		return false;
	usage->wrong = list;
	usage->wrong_room = room;
	return true;
}

static bool take(void *context, const struct store_correction *correction)
{
	struct usage *usage = context;
	struct usage_wrong *wrong;

	if (!make_room(usage))
		return false;
	wrong = &usage->wrong[usage->wrong_count];
	*wrong = (struct usage_wrong){.time_ms = correction->time_ms};
	unmark(correction->question, correction->question_bytes,
	       wrong->question, sizeof(wrong->question));
	memcpy(wrong->answered, correction->answered, sizeof(wrong->answered));
	memcpy(wrong->expected, correction->expected, sizeof(wrong->expected));
	memcpy(wrong->agent, correction->agent, sizeof(wrong->agent));
	/* Of nothing but personal data no test can be made. */
	usage->wrong_count += wrong->question[0] != '\0';
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct usage_wrong *x = a, *y = b;
	int order = strcmp(x->expected, y->expected);

	if (order == 0)
		order = strcmp(x->question, y->question);
	return order ? order
		     : (x->time_ms > y->time_ms) - (x->time_ms < y->time_ms);
}

/* What was said of one question twice is one test: the first stays. */
static void drop_repeated(struct usage *usage)
{
	size_t kept = 0;

	for (size_t i = 0; i < usage->wrong_count; i++) {
		const struct usage_wrong *one = &usage->wrong[i];
		const struct usage_wrong *last = &usage->wrong[kept];

		if (kept && strcmp(last[-1].expected, one->expected) == 0 &&
		    strcmp(last[-1].question, one->question) == 0)
			continue;
		usage->wrong[kept++] = *one;
	}
	usage->wrong_count = kept;
}

enum store_status usage_wrong_read(struct usage *usage, struct store *store)
{
	enum store_status status = store_corrections(
		store, usage->period.from_ms, usage->period.to_ms, take, usage);

	if (status != STORE_OK || !usage->wrong_count)
		return status;
	qsort(usage->wrong, usage->wrong_count, sizeof(*usage->wrong), compare);
	drop_repeated(usage);
	return STORE_OK;
}

static const char *or_none(const char *intent)
{
	return *intent ? intent : "none";
}

static bool begins_section(const struct usage *usage, size_t i)
{
	return i == 0 || strcmp(usage->wrong[i - 1].expected,
				usage->wrong[i].expected) != 0;
}

void usage_wrong_lines(const struct usage *usage, size_t i,
		       char out[USAGE_WRONG_LINES])
{
	const struct usage_wrong *wrong = &usage->wrong[i];
	char date[PERIOD_DATE_BYTES], section[STORE_INTENT_BYTES + 8] = "";

	period_date(wrong->time_ms / PERIOD_DAY_MS, date);
	if (begins_section(usage, i))
		snprintf(section, sizeof(section), "%s[%s]\n", i ? "\n" : "",
			 or_none(wrong->expected));
	snprintf(out, USAGE_WRONG_LINES,
		 "%s# %s, %s; the answer was %s\n+ %s\n", section, date,
		 wrong->agent, or_none(wrong->answered), wrong->question);
}

void usage_wrong_view(const struct usage *usage, const struct term *out)
{
	char lines[USAGE_WRONG_LINES];

	if (!usage->wrong_count)
		return;
	fputc('\n', out->file);
	term_styled(out, TERM_BOLD, title);
	fputs("\n\n", out->file);
	for (size_t i = 0; i < usage->wrong_count; i++) {
		usage_wrong_lines(usage, i, lines);
		/* Lines of ours: what was said has no line end in it. */
		for (char *at = lines; *at;) {
			char *end = strchr(at, '\n');

			*end = '\0';
			term_text(out, at);
			fputc('\n', out->file);
			at = end + 1;
		}
	}
}

void usage_wrong_json(struct json_writer *writer, const struct usage *usage)
{
	char lines[USAGE_WRONG_LINES], date[PERIOD_DATE_BYTES];

	json_put_name(writer, "corrections");
	json_put_open(writer, '[');
	for (size_t i = 0; i < usage->wrong_count; i++) {
		const struct usage_wrong *wrong = &usage->wrong[i];

		period_date(wrong->time_ms / PERIOD_DAY_MS, date);
		usage_wrong_lines(usage, i, lines);
		json_put_open(writer, '{');
		json_add_string(writer, "day", date);
		json_add_string(writer, "question", wrong->question);
		json_add_string(writer, "answered", wrong->answered);
		json_add_string(writer, "expected", wrong->expected);
		json_add_string(writer, "agent", wrong->agent);
		json_add_string(writer, "test", lines);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
}

void usage_wrong_page(FILE *file, const struct usage *usage)
{
	char lines[USAGE_WRONG_LINES];

	webpage_section(file, "wrong", title);
	if (!usage->wrong_count) {
		fputs("<p>No agent called an answer wrong.</p>\n", file);
		return;
	}
	fputs("<p class=\"soft\">What agents said the answer should have been, "
	      "as lines of a test file.</p>\n<pre>",
	      file);
	for (size_t i = 0; i < usage->wrong_count; i++) {
		usage_wrong_lines(usage, i, lines);
		markup_text(file, lines);
	}
	fputs("</pre>\n", file);
}
