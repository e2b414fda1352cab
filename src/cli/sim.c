/* SPDX-License-Identifier: MIT */
#include "cli/sim.h"

#include "cli/term.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/crypto.h>

#define TALKS_MAX 100000u
#define BODY_BYTES_MAX (256u * 1024u)
#define PATH_BYTES 640u

int64_t sim_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t sim_clock_ms(void)
{
	return (int64_t)(term_clock_ns() / 1000000);
}

/* splitmix64 (Steele, Lea, Flood 2014) of what the three make together. */
uint64_t sim_random(const struct sim *sim, uint64_t a, uint64_t b)
{
	uint64_t z = sim->seed * 0x9E3779B97F4A7C15u + a * 0xD1B54A32D192ED03u +
		     b * 0x8CB92BA72F3D8DD7u;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

bool sim_chance(const struct sim *sim, unsigned percent, uint64_t a, uint64_t b)
{
	return sim_random(sim, a, b) % 100 < percent;
}

bool sim_open(struct sim *sim, const struct desk_config *config,
	      const char *server, char *cause, size_t size)
{
	*sim = (struct sim){.config = config,
			    .name = config->name,
			    .server = server,
			    .speak = sim_speak_of(config->kind),
			    .synchronous =
				    desk_traits(config->kind)->synchronous,
			    .base = (uint64_t)sim_now_ms() * 1000,
			    .seed = 1};
	sim->number = sim->base;
	sim->post = sim_post_open(server);
	if (!sim->post) {
		snprintf(cause, size, "out of memory");
		return false;
	}
	if (!sim->synchronous)
		sim->api =
			sim_api_open(config->url, sim_hear, sim, cause, size);
	return sim->synchronous || sim->api;
}

void sim_close(struct sim *sim)
{
	sim_post_close(sim->post);
	sim_api_close(sim->api);
	for (size_t i = 0; i < sim->talk_count; i++)
		free(sim->talk[i].heard);
	free(sim->talk);
	*sim = (struct sim){0};
}

size_t sim_talk_add(struct sim *sim)
{
	if (sim->talk_count == sim->talk_room) {
		size_t room = sim->talk_room ? 2 * sim->talk_room : 64;
		struct sim_talk *more = NULL;

		if (room <= TALKS_MAX)
			more = realloc(sim->talk, room * sizeof(*more));
		if (!more) {
			sim->failed = true;
			return SIZE_MAX;
		}
		sim->talk = more;
		sim->talk_room = room;
	}
	sim->talk[sim->talk_count] = (struct sim_talk){0};
	return sim->talk_count++;
}

struct sim_event sim_event_make(struct sim *sim, size_t talk, enum sim_act act,
				const char *text)
{
	return (struct sim_event){.act = act,
				  .conversation = sim->base + talk,
				  .number = sim->number++,
				  .time_ms = sim_now_ms(),
				  .taken = sim->talk[talk].taken,
				  .text = text,
				  .choice = ""};
}

/* ------------------------------------------------------------------ */
/* Posting.                                                           */

struct errand {
	struct sim *sim;
	size_t talk;
	bool read; /* the response may be a reply */
	sim_answer_fn *done;
	void *context;
};

/* A synchronous desk shows what the response says. */
static void take_reply(struct errand *errand, const struct sim_answer *answer)
{
	struct sim_said said = {.told = SIM_REPLY};
	struct json_doc *doc;

	if (answer->bytes == 0 ||
	    json_parse(&doc, answer->body, answer->bytes, NULL) != JSON_OK)
		return;
	sim_take_text(&said, json_root(doc), "text");
	if (said.bytes)
		sim_keep(errand->sim, &errand->sim->talk[errand->talk], &said,
			 0, false);
	json_free(doc);
}

static void on_answer(void *context, const struct sim_answer *answer)
{
	struct errand *errand = context;
	struct sim_counts *counts = &errand->sim->counts;

	sim_trace(errand->sim, "response", "", answer->status, answer->body,
		  answer->bytes);
	counts->failed_posts += answer->status == 0;
	counts->busy_posts += answer->status == 503;
	if (answer->status == 200 && answer->took_ms > counts->slowest_ms)
		counts->slowest_ms = answer->took_ms;
	if (answer->status == 200 && errand->sim->synchronous && errand->read)
		take_reply(errand, answer);
	if (errand->done)
		errand->done(errand->context, answer);
	free(errand);
}

/* Behind the name stands the secret of desks that don't sign. */
static void make_path(const struct sim *sim, const struct desk_config *config,
		      bool bare, char path[PATH_BYTES])
{
	if (config->secret_in_url && !bare)
		snprintf(path, PATH_BYTES, "/desk/%s/%s", sim->name,
			 config->secret[0]);
	else
		snprintf(path, PATH_BYTES, "/desk/%s", sim->name);
}

/* Its proof is the secret itself, so that any body goes with it. */
static bool is_plain(const struct desk_config *config)
{
	return config->secret_in_url || config->kind == DESK_ZENDESK ||
	       desk_traits(config->kind)->synchronous;
}

static const char *secret_of(const struct desk_config *config,
			     const struct sim_forge *forge)
{
	if (forge->bare)
		return "";
	return forge->tampered && is_plain(config) ? "not-the-secret"
						   : config->secret[0];
}

static void post(struct sim *sim, const struct desk_config *config,
		 const struct sim_event *event, const struct sim_forge *forge,
		 struct json_writer *json, const struct desk_headers *proof,
		 struct errand *errand)
{
	struct desk_header header[DESK_HEADERS_MAX + 1];
	char path[PATH_BYTES], delivery[SIM_ID_BYTES];
	struct sim_parcel parcel = {.path = path, .header = header};

	for (size_t i = 0; !forge->bare && i < proof->count; i++)
		header[parcel.header_count++] = (struct desk_header){
			proof->header[i].name, proof->header[i].value};
	snprintf(delivery, sizeof(delivery), "d%" PRIu64, event->number);
	if (sim->speak->delivery)
		header[parcel.header_count++] =
			(struct desk_header){sim->speak->delivery, delivery};
	/* Still JSON, and still the same to a reader. */
	if (forge->tampered && !is_plain(config))
		json_put_raw(json, " ");
	parcel.body = json->bytes;
	parcel.bytes = json->size;
	parcel.type = *json->bytes == '{' ? "application/json"
					  : "application/x-www-form-urlencoded";
	make_path(sim, config, forge->bare, path);
	sim_trace(sim, "event", path, 0, parcel.body, parcel.bytes);
	sim->counts.posts++;
	if (!sim_post_send(sim->post, &parcel, on_answer, errand)) {
		sim->failed = true;
		free(errand);
	}
}

void sim_send(struct sim *sim, const struct sim_event *event, size_t count,
	      const struct sim_forge *forge, sim_answer_fn *done, void *context)
{
	static const struct sim_forge none = {0};
	struct desk_config config = *sim->config;
	struct errand *errand = calloc(1, sizeof(*errand));
	struct desk_headers headers = {0};
	struct json_writer json;
	char id[SIM_ID_BYTES];
	int64_t now_s = sim_now_ms() / 1000;

	forge = forge ? forge : &none;
	json_writer_init(&json, BODY_BYTES_MAX);
	snprintf(id, sizeof(id), "msg_%" PRIu64, event->number);
	config.secret[0] = secret_of(sim->config, forge);
	sim->speak->write(&config, event, count, &json);
	if (forge->broken)
		json_put_raw(&json, "}");
	if (forge->bare) /* what is made with it is left out */
		config.secret[0] = sim->config->secret[0];
	if (errand && !json_failed(&json) &&
	    desk_sign(&config, id, now_s - forge->age_s, json.bytes, json.size,
		      &headers) == DESK_OK) {
		*errand = (struct errand){
			sim, (size_t)(event->conversation - sim->base),
			event->act == SIM_SAYS || event->act == SIM_PRESSES,
			done, context};
		post(sim, &config, event, forge, &json, &headers, errand);
	} else {
		free(errand);
		sim->failed = true;
	}
	OPENSSL_cleanse(&headers, sizeof(headers));
	json_writer_release(&json);
}

void sim_turn(struct sim *sim, int64_t wait_ms)
{
	int fd = -1;

	if (sim->api) {
		int64_t next_ms = sim_api_run(sim->api);

		wait_ms = next_ms < wait_ms ? next_ms : wait_ms;
		fd = sim_api_fd(sim->api);
	}
	sim_post_wait(sim->post, fd, wait_ms);
	sim_post_run(sim->post);
	if (sim->api)
		sim_api_run(sim->api);
}

/* ------------------------------------------------------------------ */
/* The trace.                                                         */

#define TRACE_BYTES_MAX (512u * 1024u)

void sim_trace(struct sim *sim, const char *what, const char *path,
	       unsigned status, const char *text, size_t bytes)
{
	struct json_writer json;

	if (!sim->trace)
		return;
	json_writer_init(&json, TRACE_BYTES_MAX);
	json_put_open(&json, '{');
	json_add_count(&json, "ms", (unsigned long long)sim_now_ms());
	json_add_string(&json, "what", what);
	if (*path)
		json_add_string(&json, "path", path);
	if (status)
		json_add_count(&json, "status", status);
	json_put_name(&json, "body");
	json_put_bytes(&json, text, bytes);
	json_put_close(&json, '}');
	if (!json_failed(&json))
		fprintf(sim->trace, "%s\n", json.bytes);
	json_writer_release(&json);
}
