/* SPDX-License-Identifier: MIT */
#include "desk/reading.h"

#include "desk/markup.h"

#include <openssl/crypto.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHOLE_MAX 9007199254740992.0 /* 2^53: up to it a double is exact */
#define HTML_BYTES_MAX 65536u        /* gumbo takes a second for a megabyte */
#define SECOND_MS 1000
#define MS_FROM 1e11 /* as seconds the year 5138, as milliseconds 1973 */

struct desk_kept {
	struct desk_kept *next;
	size_t size;
	char bytes[];
};

void reading_fail(struct reading *reading, const struct cJSON *value,
		  const char *message)
{
	struct json_error *error = reading->error;

	if (reading->status != DESK_OK)
		return;
	reading->status = DESK_ERROR_BODY;
	error->line = error->column = 1;
	if (value)
		json_where(reading->doc, value, JSON_AT_VALUE, &error->line,
			   &error->column);
	snprintf(error->message, sizeof(error->message), "%s", message);
}

static void fail_member(struct reading *reading, const struct cJSON *value,
			const char *name, const char *wanted)
{
	char message[160];

	snprintf(message, sizeof(message), "'%.48s' must be %s", name, wanted);
	reading_fail(reading, value, message);
}

static const struct cJSON *member(const struct cJSON *object, const char *name)
{
	const struct cJSON *value = object ? json_get(object, name) : NULL;

	return value && json_type(value) != JSON_NULL ? value : NULL;
}

const struct cJSON *reading_maybe(struct reading *reading,
				  const struct cJSON *object, const char *name)
{
	const struct cJSON *value = member(object, name);

	if (!value || json_type(value) == JSON_OBJECT)
		return value;
	fail_member(reading, value, name, "an object");
	return NULL;
}

const struct cJSON *reading_object(struct reading *reading,
				   const struct cJSON *object, const char *name)
{
	const struct cJSON *value = member(object, name);

	if (value && json_type(value) == JSON_OBJECT)
		return value;
	fail_member(reading, value ? value : object, name, "an object");
	return NULL;
}

const char *reading_text(struct reading *reading, const struct cJSON *object,
			 const char *name)
{
	const struct cJSON *value = member(object, name);
	const char *text = value ? json_string(value) : "";

	if (text)
		return text;
	fail_member(reading, value, name, "a string");
	return "";
}

bool reading_flag(struct reading *reading, const struct cJSON *object,
		  const char *name)
{
	const struct cJSON *value = member(object, name);
	bool flag = false;

	if (value && !json_bool(value, &flag))
		fail_member(reading, value, name, "true or false");
	return flag;
}

static bool is_plain(const char *id)
{
	size_t i;

	for (i = 0; id[i]; i++)
		if ((unsigned char)id[i] < ' ' || id[i] == 127)
			return false;
	return i <= DESK_ID_BYTES_MAX;
}

const char *reading_value_id(struct reading *reading, const struct cJSON *value)
{
	const char *text = json_string(value);
	char digits[24];
	double number;
	int bytes;

	if (text)
		return is_plain(text) ? text : NULL;
	if (!json_number(value, &number) || fabs(number) > WHOLE_MAX ||
	    floor(number) != number)
		return NULL;
	bytes = snprintf(digits, sizeof(digits), "%.0f", number);
	return reading_keep(reading, digits, (size_t)bytes);
}

const char *reading_id(struct reading *reading, const struct cJSON *object,
		       const char *name)
{
	const struct cJSON *value = member(object, name);
	const char *id = value ? reading_value_id(reading, value) : "";

	if (id)
		return id;
	fail_member(reading, value, name,
		    "a short string or a whole number below 2^53");
	return "";
}

const char *reading_the_id(struct reading *reading, const struct cJSON *object,
			   const char *name)
{
	const char *id = reading_id(reading, object, name);
	char message[160];

	if (!*id) {
		snprintf(message, sizeof(message), "'%.48s' is missing", name);
		reading_fail(reading, object, message);
	}
	return id;
}

/* ------------------------------------------------------------------ */
/* Times.                                                             */

/* Days since 1970 of a date of the Gregorian calendar (H. Hinnant's
 * days_from_civil). */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t era, year_of_era, day_of_year;

	year -= month <= 2;
	era = year / 400;
	year_of_era = year - era * 400;
	day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + year_of_era * 365 + year_of_era / 4 -
	       year_of_era / 100 + day_of_year - 719468;
}

static int64_t time_of_date(const char *text)
{
	int year, month, day, hour, minute, second, used = 0;
	int64_t ms = 0, scale = 100;

	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%n", &year, &month, &day,
		   &hour, &minute, &second, &used) != 6 ||
	    year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 ||
	    hour < 0 || minute < 0 || second < 0)
		return 0;
	text += used;
	if (*text == '.')
		for (text++; *text >= '0' && *text <= '9'; text++) {
			ms += (*text - '0') * scale;
			scale /= 10;
		}
	return ((days_of(year, month, day) * 24 + hour) * 60 + minute) * 60000 +
	       second * 1000 + ms;
}

static int64_t time_of_number(double number)
{
	if (!(number > 0) || number > WHOLE_MAX)
		return 0;
	return (int64_t)(number < MS_FROM ? number * 1000 : number);
}

static int64_t time_of(const struct cJSON *value)
{
	const char *text = value ? json_string(value) : NULL;
	double number = 0;
	char *end;

	if (text && strlen(text) > 4 && text[4] == '-')
		return time_of_date(text);
	if (text) {
		if (*text < '0' || *text > '9')
			return 0;
		number = strtod(text, &end);
		return *end ? 0 : time_of_number(number);
	}
	return value && json_number(value, &number) ? time_of_number(number)
						    : 0;
}

void reading_set_time(struct desk_event *event, const struct cJSON *value)
{
	event->order = time_of(value);
	event->order_span = event->order % SECOND_MS ? 1 : SECOND_MS;
}

/* ------------------------------------------------------------------ */
/* Events and what lives with them.                                   */

const char *reading_keep(struct reading *reading, const char *bytes,
			 size_t size)
{
	struct desk_kept *kept = malloc(sizeof(*kept) + size + 1);

	if (!kept) {
		reading->status = DESK_ERROR_NOMEM;
		return "";
	}
	memcpy(kept->bytes, bytes, size);
	kept->bytes[size] = '\0';
	kept->size = size;
	kept->next = reading->events->kept;
	reading->events->kept = kept;
	return kept->bytes;
}

const char *reading_join(struct reading *reading, const char *a, const char *b)
{
	char joined[2 * DESK_ID_BYTES_MAX + 2];
	int bytes;

	if (!*b)
		return a;
	bytes = snprintf(joined, sizeof(joined), "%s/%s", a, b);
	if ((size_t)bytes > DESK_ID_BYTES_MAX) {
		reading_fail(reading, NULL, "its ids are too long");
		return "";
	}
	return reading_keep(reading, joined, (size_t)bytes);
}

const char *reading_html(struct reading *reading, const char *html)
{
	size_t bytes = strlen(html);
	const char *kept = "";
	struct prose prose;

	if (bytes > HTML_BYTES_MAX)
		bytes = HTML_BYTES_MAX;
	prose_init(&prose, DESK_PLAIN);
	markup_from_html(&prose, html, bytes);
	/* one too long to be read has no answer either way: its beginning */
	if (prose.failed && !prose.full)
		reading->status = DESK_ERROR_NOMEM;
	else
		kept = reading_keep(reading, prose_text(&prose), prose.size);
	OPENSSL_cleanse(prose.bytes, prose.size);
	prose_release(&prose);
	return kept;
}

static bool make_room(struct desk_events *events)
{
	size_t room = events->room ? events->room * 2 : 4;
	struct desk_event *more;

	if (events->count < events->room)
		return true;
	more = realloc(events->event, room * sizeof(*more));
	if (!more)
		return false;
	events->event = more;
	events->room = room;
	return true;
}

struct desk_event *reading_add(struct reading *reading,
			       const struct cJSON *value)
{
	struct desk_events *events = reading->events;

	if (events->count == DESK_EVENTS_MAX)
		reading_fail(reading, value, "more events than are taken");
	if (reading->status != DESK_OK)
		return NULL;
	if (!make_room(events)) {
		reading->status = DESK_ERROR_NOMEM;
		return NULL;
	}
	events->event[events->count] = (struct desk_event){
		.type = DESK_IGNORED,
		.why = DESK_WHY_KIND,
		.delivery = "",
		.message = "",
		.conversation = "",
		.account = "",
		.contact = "",
		.text = "",
		.choice = "",
	};
	return &events->event[events->count++];
}

void desk_events_release(struct desk_events *events)
{
	struct desk_kept *kept = events->kept;

	while (kept) {
		struct desk_kept *next = kept->next;

		OPENSSL_cleanse(kept->bytes, kept->size);
		free(kept);
		kept = next;
	}
	json_free(events->inner);
	json_free(events->doc);
	free(events->event);
	*events = (struct desk_events){0};
}

void reading_set_text(struct desk_event *event, const char *text)
{
	event->text = text;
	event->text_bytes = strlen(text);
}

void reading_ignore(struct desk_event *event, enum desk_why why)
{
	event->type = DESK_IGNORED;
	event->why = why;
	event->person = why == DESK_WHY_AGENT || why == DESK_WHY_TAKEN;
}

bool reading_is_agent(const struct reading *reading, const char *id)
{
	for (size_t i = 0; i < reading->config->agent_count; i++)
		if (strcmp(reading->config->agent[i], id) == 0)
			return true;
	return false;
}

bool reading_same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

bool reading_is_foreign(const struct reading *reading, struct desk_event *event)
{
	const char *ours = reading->config->account;

	if (!ours || !*ours || strcmp(ours, event->account) == 0)
		return false;
	reading_ignore(event, DESK_WHY_ACCOUNT);
	return true;
}
