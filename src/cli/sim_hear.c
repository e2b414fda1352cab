/* SPDX-License-Identifier: MIT */
/* The desk's REST API: what faqd asks of it, and the troubles that it has. */
#include "cli/sim.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SLOW_MS 1000
#define HANG_MS 30000
/* As often in a row, so that no retry limit is to blame. */
#define FAILED_IN_A_ROW_MAX 3u
#define RETRY_AFTER_S 1u
/* Whole seconds, and clocks that tick differently. */
#define EARLY_MS 100

const char *sim_told_text(enum sim_told told)
{
	static const char *const texts[] = {"reply", "note", "handover",
					    "typing"};

	return texts[told];
}

/* FNV-1a. */
static uint64_t hash_of(uint64_t hash, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001B3u;
	return hash;
}

void sim_keep(struct sim *sim, struct sim_talk *talk,
	      const struct sim_said *said, uint64_t key, bool unsure)
{
	struct sim_heard *heard;
	bool again; /* what faqd may not know to have arrived */

	if (talk->heard_count == talk->heard_room) {
		size_t room = talk->heard_room ? 2 * talk->heard_room : 4;
		struct sim_heard *more =
			realloc(talk->heard, room * sizeof(*more));

		if (!more) {
			sim->failed = true;
			return;
		}
		talk->heard = more;
		talk->heard_room = room;
	}
	heard = &talk->heard[talk->heard_count++];
	*heard = (struct sim_heard){
		.hash = hash_of(0xCBF29CE484222325u + (uint64_t)said->told,
				said->text, said->bytes),
		.key = key,
		.told = said->told,
		.unsure = unsure || sim->restarts};
	snprintf(heard->excerpt, sizeof(heard->excerpt), "%.*s",
		 said->bytes < SIM_EXCERPT_BYTES ? (int)said->bytes
						 : (int)SIM_EXCERPT_BYTES,
		 said->text);
	again = heard != talk->heard && heard[-1].unsure &&
		heard[-1].hash == heard->hash;
	talk->replies += said->told == SIM_REPLY && !again;
	talk->notes += said->told == SIM_NOTE;
	talk->late += said->told == SIM_REPLY && talk->silent && !again;
	if (said->told != SIM_HANDOVER)
		return;
	talk->handovers++;
	talk->taken = talk->silent = true;
}

/* ------------------------------------------------------------------ */
/* Is it faqd?                                                        */

static const char *find(const struct sim_request *request, const char *name)
{
	for (size_t i = 0; i < request->header_count; i++)
		if (strcasecmp(request->header[i].name, name) == 0)
			return request->header[i].value;
	return NULL;
}

/* A signature changes with the time, and is verified instead. */
static bool is_signature(const char *name)
{
	return strncmp(name, "webhook-", 8) == 0;
}

static bool is_proved(const struct desk_config *config,
		      const struct sim_request *request)
{
	const struct desk_hook hook = {.header = request->header,
				       .header_count = request->header_count,
				       .body = request->body,
				       .bytes = request->bytes};
	const struct desk_request sample = {.method = "POST",
					    .key = "k",
					    .body = (char[]){"{}"},
					    .bytes = 2};
	struct desk_headers wanted;

	if (desk_headers(config, &sample, 0, &wanted) != DESK_OK)
		return false;
	for (size_t i = 0; i < wanted.count; i++) {
		const char *name = wanted.header[i].name;
		const char *found = find(request, name);

		if (!is_signature(name) &&
		    (!found || strcmp(found, wanted.header[i].value) != 0))
			return false;
	}
	return config->kind != DESK_WEBHOOK ||
	       desk_verify(config, &hook, sim_now_ms() / 1000, NULL) == DESK_OK;
}

/* ------------------------------------------------------------------ */
/* Troubles.                                                          */

/* The usual kinds of failure, more and less often. */
static enum sim_trouble any_trouble(uint64_t random)
{
	static const struct {
		enum sim_trouble trouble;
		unsigned percent;
	} often[] = {{SIM_500, 26}, {SIM_429, 24},  {SIM_503, 16},
		     {SIM_CUT, 14}, {SIM_SLOW, 13}, {SIM_LOST, 6},
		     {SIM_HANG, 1}};
	unsigned at = (unsigned)(random % 100);

	for (size_t i = 0; i < sizeof(often) / sizeof(often[0]); i++) {
		if (at < often[i].percent)
			return often[i].trouble;
		at -= often[i].percent;
	}
	return SIM_FINE;
}

static enum sim_trouble next_trouble(const struct sim *sim,
				     struct sim_talk *talk, uint64_t index)
{
	uint64_t at = talk->heard_count * 8 + talk->failed_in_a_row;

	if (talk->trouble_next < talk->trouble_count)
		return talk->trouble[talk->trouble_next++];
	if (talk->failed_in_a_row >= FAILED_IN_A_ROW_MAX ||
	    !sim_chance(sim, sim->failing, index, 2 * at))
		return SIM_FINE;
	return any_trouble(sim_random(sim, index, 2 * at + 1));
}

static bool is_done(enum sim_trouble trouble)
{
	return trouble == SIM_FINE || trouble == SIM_SLOW ||
	       trouble == SIM_LOST;
}

static struct sim_reaction reaction_of(const struct sim *sim,
				       enum sim_trouble trouble)
{
	static const struct sim_reaction reactions[SIM_TROUBLES] = {
		[SIM_500] = {.status = 500,
			     .body = "{\"error\":\"simulated\"}"},
		[SIM_503] = {.status = 503, .body = "<h1>simulated</h1>"},
		[SIM_429] = {.status = 429,
			     .body = "{\"error\":\"simulated\"}",
			     .retry_after_s = RETRY_AFTER_S},
		[SIM_HANG] = {.delay_ms = HANG_MS},
		[SIM_NEVER] = {.status = 400,
			       .body = "{\"error\":\"simulated\"}"},
	};

	if (trouble == SIM_FINE || trouble == SIM_SLOW)
		return (struct sim_reaction){
			.status = 200,
			.body = sim->speak->success,
			.delay_ms = trouble == SIM_SLOW ? SLOW_MS : 0};
	return reactions[trouble];
}

/* ------------------------------------------------------------------ */
/* A request.                                                         */

static uint64_t key_of(const struct sim *sim, const struct sim_request *request)
{
	const char *key = sim->config->kind == DESK_WEBHOOK
				  ? find(request, "webhook-id")
				  : NULL;

	return key ? hash_of(1, key, strlen(key)) | 1 : 0;
}

static bool has_key(const struct sim_talk *talk, uint64_t key)
{
	for (size_t i = 0; key && i < talk->heard_count; i++)
		if (talk->heard[i].key == key)
			return true;
	return false;
}

static struct sim_reaction hear(struct sim *sim, struct sim_talk *talk,
				const struct sim_request *request,
				const struct sim_said *said)
{
	uint64_t key = key_of(sim, request);
	uint64_t index = (uint64_t)(talk - sim->talk);
	enum sim_trouble trouble = SIM_FINE;

	if (said->told == SIM_TYPING)
		return reaction_of(sim, SIM_FINE);
	if (has_key(talk, key)) {
		sim->counts.repeated++;
		return reaction_of(sim, SIM_FINE);
	}
	if (sim_clock_ms() + EARLY_MS < talk->not_before_ms)
		sim->counts.early++;
	talk->not_before_ms = 0;
	trouble = next_trouble(sim, talk, index);
	sim->counts.troubled += trouble != SIM_FINE;
	talk->failed_in_a_row = trouble == SIM_FINE || trouble == SIM_SLOW
					? 0
					: talk->failed_in_a_row + 1;
	if (trouble == SIM_429) {
		talk->not_before_ms = sim_clock_ms() + RETRY_AFTER_S * 1000;
		sim->counts.busy++;
	}
	if (is_done(trouble))
		sim_keep(sim, talk, said, key, trouble == SIM_LOST);
	return reaction_of(sim, trouble);
}

struct sim_reaction sim_hear(void *context, const struct sim_request *request)
{
	struct sim *sim = context;
	struct sim_request whole = *request;
	struct sim_said said = {.text = ""};
	struct sim_reaction reaction = {.status = 404,
					.body = "{\"error\":\"unknown\"}"};
	struct json_doc *doc = NULL;

	sim->counts.requests++;
	if (json_parse(&doc, request->body, request->bytes, NULL) == JSON_OK)
		whole.root = json_root(doc);
	if (!is_proved(sim->config, request)) {
		sim->counts.unauthorized++;
		reaction.status = 401;
	} else if (whole.root && sim->speak->read(sim->config, &whole, &said) &&
		   said.conversation - sim->base < sim->talk_count) {
		reaction = hear(sim, &sim->talk[said.conversation - sim->base],
				&whole, &said);
	} else if (sim->counts.unknown++ == 0) {
		snprintf(sim->counts.odd, sizeof(sim->counts.odd),
			 "%s %s %.80s", request->method, request->path,
			 request->body);
	}
	sim_trace(sim, "request", request->path, reaction.status, request->body,
		  request->bytes);
	json_free(doc);
	return reaction;
}
