/* SPDX-License-Identifier: MIT */
#include "proto/site.h"

#include "proto/nearest.h"

#include <stdlib.h>
#include <string.h>

#define SITE_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What every reader below needs: the site in the making and its faults. */
struct site_reader {
	struct site *site;
	const char *source;
	struct fault_sink *sink;
	enum faq_status status;
};

typedef void site_read_fn(struct site_reader *reader,
			  const struct cJSON *value);

struct site_key {
	const char *name;
	enum json_type type;
	site_read_fn *read;
};

static struct fault_place place_of(const struct site_reader *reader,
				   const struct cJSON *value,
				   enum json_place where)
{
	struct fault_place place = {.source = reader->source};
	json_where(reader->site->doc, value, where, &place.line, &place.column);
	return place;
}

static bool has_type(struct site_reader *reader, const struct cJSON *value,
		     const char *name, enum json_type type)
{
	if (json_type(value) == type)
		return true;
	fault_report(reader->sink, FAQ_SEVERITY_ERROR, "wrong-type",
		     place_of(reader, value, JSON_AT_VALUE),
		     "'%s' must be %s, this is %s", name, json_type_text(type),
		     json_type_text(json_type(value)));
	return false;
}

static void report_unknown(struct site_reader *reader,
			   const struct cJSON *value,
			   const struct site_key *keys, size_t count)
{
	struct nearest nearest;
	nearest_init(&nearest, json_name(value));
	for (size_t i = 0; i < count; i++)
		nearest_offer(&nearest, keys[i].name);
	struct fault_place place = place_of(reader, value, JSON_AT_NAME);
	if (nearest.best)
		fault_report(reader->sink, FAQ_SEVERITY_ERROR, "unknown-key",
			     place, "unknown key '%s', did you mean '%s'?",
			     json_name(value), nearest.best);
	else
		fault_report(reader->sink, FAQ_SEVERITY_ERROR, "unknown-key",
			     place, "unknown key '%s', remove it",
			     json_name(value));
}

/* Each member of `object` to the key of its name. */
static void read_keys(struct site_reader *reader, const struct cJSON *object,
		      const struct site_key *keys, size_t count)
{
	for (const struct cJSON *value = json_first(object); value;
	     value = json_next(value)) {
		size_t i = 0;
		while (i < count && strcmp(keys[i].name, json_name(value)) != 0)
			i++;
		if (i == count)
			report_unknown(reader, value, keys, count);
		else if (has_type(reader, value, keys[i].name, keys[i].type) &&
			 keys[i].read)
			keys[i].read(reader, value);
	}
}

/* A zeroed array with room for every member; NULL when out of memory. */
static void *array_for(struct site_reader *reader, const struct cJSON *value,
		       size_t size)
{
	void *array = calloc(json_count(value) + 1, size);
	if (!array)
		reader->status = FAQ_ERROR_NOMEM;
	return array;
}

static void read_name(struct site_reader *reader, const struct cJSON *value)
{
	reader->site->faq.name = json_string(value);
	if (!reader->site->faq.name[0])
		fault_report(reader->sink, FAQ_SEVERITY_ERROR, "bad-value",
			     place_of(reader, value, JSON_AT_VALUE),
			     "'name' is empty, say what the page is about");
}

/* Only what core/page.c takes in Markdown too, with a host. */
static bool url_is_good(const char *url)
{
	static const char *const begin[] = {"https://", "http://"};
	for (size_t i = 0; i < SITE_COUNT(begin); i++) {
		size_t size = strlen(begin[i]);
		if (strncmp(url, begin[i], size) == 0)
			return url[size] && url[size] != '/' &&
			       !strpbrk(url, " \t\r\n\"<>");
	}
	return false;
}

/* Answers name links and notes: "link:NAME" in Markdown can't hold more. */
static void check_name(struct site_reader *reader, const struct cJSON *item,
		       const char *what)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789-_.";
	const char *name = json_name(item);

	if (!name[0] || name[strspn(name, good)])
		fault_report(reader->sink, FAQ_SEVERITY_ERROR, "bad-name",
			     place_of(reader, item, JSON_AT_NAME),
			     "%s can't be named '%s', use letters, digits and "
			     "'-'",
			     what, name);
}

static const char *need_string(struct site_reader *reader,
			       const struct cJSON *object, const char *name)
{
	const char *text = json_string(json_get(object, name));
	if (text && text[0])
		return text;
	/* One of another type has been reported already. */
	if (text || !json_get(object, name))
		fault_report(reader->sink, FAQ_SEVERITY_ERROR, "missing-key",
			     place_of(reader, object, JSON_AT_NAME),
			     "link '%s' has no '%s', add one",
			     json_name(object), name);
	return "";
}

static void read_link(struct site_reader *reader, const struct cJSON *value,
		      struct faq_link *link)
{
	static const struct site_key keys[] = {
		{"title", JSON_STRING, NULL},
		{"url", JSON_STRING, NULL},
		{"placeholder", JSON_BOOL, NULL}};
	bool placeholder = false;

	read_keys(reader, value, keys, SITE_COUNT(keys));
	link->name = json_name(value);
	link->title = need_string(reader, value, "title");
	link->url = need_string(reader, value, "url");
	if (link->url[0] && !url_is_good(link->url))
		fault_report(
			reader->sink, FAQ_SEVERITY_ERROR, "bad-url",
			place_of(reader, json_get(value, "url"), JSON_AT_VALUE),
			"link '%s' leads to '%s', write an address that "
			"begins with https://",
			link->name, link->url);
	if (json_bool(json_get(value, "placeholder"), &placeholder) &&
	    placeholder)
		fault_report(reader->sink, FAQ_SEVERITY_NOTE,
			     "placeholder-link",
			     place_of(reader, value, JSON_AT_NAME),
			     "link '%s' is a placeholder, put the real address "
			     "in and remove the mark",
			     link->name);
}

static void read_links(struct site_reader *reader, const struct cJSON *value)
{
	struct site *site = reader->site;
	site->links = array_for(reader, value, sizeof(*site->links));
	if (!site->links)
		return;
	for (const struct cJSON *item = json_first(value); item;
	     item = json_next(item)) {
		check_name(reader, item, "a link");
		if (!has_type(reader, item, json_name(item), JSON_OBJECT))
			continue;
		read_link(reader, item, &site->links[site->faq.link_count++]);
	}
	site->faq.links = site->links;
}

static void read_notes(struct site_reader *reader, const struct cJSON *value)
{
	struct site *site = reader->site;
	site->notes = array_for(reader, value, sizeof(*site->notes));
	if (!site->notes)
		return;
	for (const struct cJSON *item = json_first(value); item;
	     item = json_next(item)) {
		check_name(reader, item, "a note");
		if (!has_type(reader, item, json_name(item), JSON_STRING))
			continue;
		struct faq_note *note = &site->notes[site->faq.note_count++];
		note->name = json_name(item);
		note->text = json_string(item);
		if (!note->text[0])
			fault_report(reader->sink, FAQ_SEVERITY_ERROR,
				     "bad-value",
				     place_of(reader, item, JSON_AT_VALUE),
				     "note '%s' is empty", note->name);
	}
	site->faq.notes = site->notes;
}

static void read_languages(struct site_reader *reader,
			   const struct cJSON *value)
{
	struct site *site = reader->site;
	site->languages = array_for(reader, value, sizeof(*site->languages));
	if (!site->languages)
		return;
	if (!json_first(value))
		fault_report(reader->sink, FAQ_SEVERITY_ERROR, "bad-value",
			     place_of(reader, value, JSON_AT_VALUE),
			     "'languages' is empty, write [\"en\"]");
	for (const struct cJSON *item = json_first(value); item;
	     item = json_next(item)) {
		if (!has_type(reader, item, "languages", JSON_STRING))
			continue;
		const char *name = json_string(item);
		if (!name[0] || name[0] == '.' || strchr(name, '/'))
			fault_report(reader->sink, FAQ_SEVERITY_ERROR,
				     "bad-value",
				     place_of(reader, item, JSON_AT_VALUE),
				     "'%s' is no language, write one such as "
				     "\"en\"",
				     name);
		else
			site->languages[site->language_count++] = name;
	}
}

static void read_threshold(struct site_reader *reader,
			   const struct cJSON *object, const char *name,
			   double *out)
{
	const struct cJSON *value = json_get(object, name);
	double number = *out;
	if (!json_number(value, &number))
		return;
	if (number < 0.0 || number > 1.0)
		fault_report(reader->sink, FAQ_SEVERITY_ERROR, "bad-value",
			     place_of(reader, value, JSON_AT_VALUE),
			     "'%s' is %g, a confidence goes from 0 to 1", name,
			     number);
	*out = number;
}

static void read_thresholds(struct site_reader *reader,
			    const struct cJSON *value)
{
	static const struct site_key keys[] = {{"answer", JSON_NUMBER, NULL},
					       {"tie", JSON_NUMBER, NULL},
					       {"suggest", JSON_NUMBER, NULL}};
	struct faq_thresholds *thresholds = &reader->site->faq.thresholds;

	read_keys(reader, value, keys, SITE_COUNT(keys));
	read_threshold(reader, value, "answer", &thresholds->answer);
	read_threshold(reader, value, "tie", &thresholds->tie);
	read_threshold(reader, value, "suggest", &thresholds->suggest);
	if (thresholds->suggest > thresholds->answer)
		fault_report(reader->sink, FAQ_SEVERITY_WARNING, "bad-value",
			     place_of(reader, value, JSON_AT_NAME),
			     "'suggest' %g is above 'answer' %g, so nothing is "
			     "ever suggested; lower it",
			     thresholds->suggest, thresholds->answer);
}

static void read_root(struct site_reader *reader, const struct cJSON *root)
{
	static const struct site_key keys[] = {
		{"name", JSON_STRING, read_name},
		{"links", JSON_OBJECT, read_links},
		{"notes", JSON_OBJECT, read_notes},
		{"languages", JSON_ARRAY, read_languages},
		{"thresholds", JSON_OBJECT, read_thresholds}};

	if (!has_type(reader, root, "site.json", JSON_OBJECT))
		return;
	read_keys(reader, root, keys, SITE_COUNT(keys));
	if (!json_get(root, "name"))
		fault_report(reader->sink, FAQ_SEVERITY_ERROR, "missing-key",
			     place_of(reader, root, JSON_AT_VALUE),
			     "there is no 'name', say what the page is about");
}

/* Some editors put one before the text. */
static size_t byte_order_mark(const char *bytes, size_t size)
{
	return size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

enum faq_status site_parse(struct site *site, const char *source,
			   const char *bytes, size_t size,
			   struct fault_sink *sink)
{
	struct site_reader reader = {
		.site = site, .source = source, .sink = sink, .status = FAQ_OK};
	struct json_error error;
	size_t errors = sink->errors;
	size_t mark = byte_order_mark(bytes, size);

	*site = (struct site){.faq.name = ""};
	faq_thresholds_default(&site->faq.thresholds);
	enum json_status status =
		json_parse(&site->doc, bytes + mark, size - mark, &error);
	if (status == JSON_ERROR_NOMEM)
		return FAQ_ERROR_NOMEM;
	if (status != JSON_OK) {
		struct fault_place place = {source, error.line, error.column};
		fault_report(sink, FAQ_SEVERITY_ERROR, "json-syntax", place,
			     "%s", error.message);
		return FAQ_ERROR_CONTENT;
	}
	read_root(&reader, json_root(site->doc));
	if (reader.status == FAQ_OK && sink->errors > errors)
		reader.status = FAQ_ERROR_CONTENT;
	return reader.status;
}

void site_release(struct site *site)
{
	free(site->languages);
	free(site->notes);
	free(site->links);
	json_free(site->doc);
	*site = (struct site){.faq.name = ""};
}
