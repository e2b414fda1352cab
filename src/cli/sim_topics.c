/* SPDX-License-Identifier: MIT */
#include "cli/sim_topics.h"

#include "cli/samples.h"

#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS 15000
#define BODY_BYTES_MAX 2048u

/* An answer that is waited for. */
struct asked {
	char *body;
	size_t bytes;
	unsigned status;
	bool over;
};

static void on_answer(void *context, const struct sim_answer *answer)
{
	struct asked *asked = context;

	asked->over = true;
	asked->status = answer->status;
	asked->body = malloc(answer->bytes + 1);
	if (!asked->body)
		return;
	memcpy(asked->body, answer->body, answer->bytes + 1);
	asked->bytes = answer->bytes;
}

/* The document, or NULL. */
static struct json_doc *ask(struct sim *sim, const char *path, const char *body,
			    unsigned *status)
{
	const struct sim_parcel parcel = {.path = path,
					  .body = body,
					  .bytes = body ? strlen(body) : 0,
					  .type = body ? "application/json"
						       : NULL};
	struct asked asked = {0};
	struct json_doc *doc = NULL;

	if (!sim_post_send(sim->post, &parcel, on_answer, &asked))
		return NULL;
	while (!asked.over)
		sim_turn(sim, PATIENCE_MS);
	*status = asked.status;
	if (!asked.body || asked.status != 200 ||
	    json_parse(&doc, asked.body, asked.bytes, NULL) != JSON_OK)
		doc = NULL;
	free(asked.body);
	return doc;
}

/* Does it get an answer, and no person? */
static bool is_answered(struct sim *sim, const char *text)
{
	struct json_writer json;
	struct json_doc *doc;
	unsigned status = 0;
	bool handover = false, good;

	json_writer_init(&json, BODY_BYTES_MAX);
	json_put_open(&json, '{');
	json_add_string(&json, "text", text);
	json_put_close(&json, '}');
	doc = json_failed(&json) ? NULL
				 : ask(sim, "/v1/ask", json.bytes, &status);
	json_writer_release(&json);
	json_bool(json_get(doc ? json_root(doc) : NULL, "handover"), &handover);
	good = doc && !handover &&
	       strcmp(sim_text(json_root(doc), "verdict"), "answer") == 0;
	json_free(doc);
	return good;
}

static void add(struct sim_topics *topics, const char *text, const char *id)
{
	size_t at = topics->count;

	if (at == SIM_TOPICS_MAX || strlen(text) >= SIM_TOPIC_BYTES ||
	    strlen(id) >= SIM_TOPIC_ID_BYTES || strpbrk(text, "<>&"))
		return;
	memcpy(topics->topic[at].text, text, strlen(text) + 1);
	memcpy(topics->topic[at].id, id, strlen(id) + 1);
	topics->count++;
}

/* What the server says has words of its own for what went wrong. */
static bool read_titles(struct sim_topics *topics, struct sim *sim, char *cause,
			size_t size)
{
	unsigned status = 0;
	struct json_doc *doc = ask(sim, "/v1/intents", NULL, &status);
	const struct cJSON *intent;

	if (!doc) {
		if (status == 0)
			snprintf(cause, size,
				 "no faqd answers at '%.100s'; start one with "
				 "this desks file, or say where it is with "
				 "--server URL",
				 sim->server);
		else
			snprintf(cause, size,
				 "GET /v1/intents is answered with %u; give "
				 "questions with --questions",
				 status);
		return false;
	}
	intent = json_first(json_get(json_root(doc), "intents"));
	for (; intent && topics->count < SIM_TOPICS_MAX;
	     intent = json_next(intent)) {
		const char *title = sim_text(intent, "title");

		/* The conversation's own words depend on what was before. */
		if (strcmp(sim_text(intent, "kind"), "act") != 0 && *title &&
		    is_answered(sim, title))
			add(topics, title, sim_text(intent, "id"));
	}
	json_free(doc);
	return true;
}

static bool read_file(struct sim_topics *topics, const char *file, char *cause,
		      size_t size)
{
	struct term err = {.file = stderr, .width = TERM_WIDTH_MAX};
	struct samples samples = {0};
	bool good = samples_read(&samples, file, &err) == EXIT_GOOD;

	for (size_t i = 0; good && i < samples.count; i++)
		add(topics, samples.text[i], "");
	samples_release(&samples);
	if (!good)
		snprintf(cause, size, "the questions can't be read");
	return good;
}

bool sim_topics_find(struct sim_topics *topics, struct sim *sim,
		     const char *file, char *cause, size_t size)
{
	*topics = (struct sim_topics){.count = 0};
	if (file ? !read_file(topics, file, cause, size)
		 : !read_titles(topics, sim, cause, size))
		return false;
	if (topics->count < 2)
		snprintf(cause, size,
			 "of this content's titles fewer than two are answered "
			 "as questions; give some with --questions");
	return topics->count >= 2;
}
