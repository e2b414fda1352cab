/* SPDX-License-Identifier: MIT */
#include "cli/sim_checks.h"

#include "cli/sim_judge.h"

#include <string.h>

#define STEPS 4u
#define STATUSES_MAX 12u
#define QUIET_MS 500
#define WAVE_MS_MAX 40000
#define LINGER_MS 4000 /* longer than two Retry-After and a back-off */
#define STALE_S 7200
#define NONSENSE "xqzv blorp wuggle"

struct trial;

struct kind {
	const char *name, *about;
	enum sim_act needs;
	bool api;      /* needs a REST API */
	bool handover; /* needs to be able to hand over */
	bool batch;    /* needs several events in a call */
	bool timed;    /* needs a signature with a time in it */
	enum sim_trouble trouble;
	struct sim_forge forge;
	unsigned status; /* that each post is answered with; 0: 4xx */
	void (*step[STEPS])(struct trial *trial);
	/* What is wrong, or NULL. */
	const char *(*judge)(struct trial *trial);
};

struct trial {
	const struct kind *kind;
	struct sim *sim;
	const struct sim_topics *topics;
	const struct sim_expected *reference;
	size_t talk;
	size_t want; /* replies, and handovers, to wait for */
	size_t want_handovers;
	unsigned status[STATUSES_MAX];
	size_t status_count;
	int64_t began_ms;
	uint64_t number; /* of the event that is to be repeated */
	char text[64];   /* of the last response */
	char fault[SIM_DETAIL_BYTES];
};

static struct sim_talk *talk_of(const struct trial *trial)
{
	return &trial->sim->talk[trial->talk];
}

/* ------------------------------------------------------------------ */
/* What trials do.                                                    */

static void on_answer(void *context, const struct sim_answer *answer)
{
	struct trial *trial = context;

	if (trial->status_count < STATUSES_MAX)
		trial->status[trial->status_count++] = answer->status;
	snprintf(trial->text, sizeof(trial->text), "%.60s", answer->body);
}

static struct sim_event make(struct trial *trial, enum sim_act act,
			     size_t topic)
{
	const struct sim_topics *topics = trial->topics;
	struct sim_event event =
		sim_event_make(trial->sim, trial->talk, act,
			       topics->topic[topic % topics->count].text);

	event.choice = topics->topic[topic % topics->count].id;
	return event;
}

static void send(struct trial *trial, const struct sim_event *event,
		 size_t count)
{
	sim_send(trial->sim, event, count, &trial->kind->forge, on_answer,
		 trial);
}

static void act(struct trial *trial, enum sim_act what)
{
	struct sim_event event = make(trial, what, 0);

	send(trial, &event, 1);
}

static void say(struct trial *trial)
{
	act(trial, SIM_SAYS);
	trial->want += trial->kind->status == 200 ? trial->reference->count : 0;
}

static void say_in_trouble(struct trial *trial)
{
	struct sim_talk *talk = talk_of(trial);

	talk->trouble[talk->trouble_count++] = trial->kind->trouble;
	say(trial);
}

static void say_twice(struct trial *trial)
{
	struct sim_event event = make(trial, SIM_SAYS, 0);

	send(trial, &event, 1);
	send(trial, &event, 1);
	trial->want += trial->reference->count;
}

static void say_to_repeat(struct trial *trial)
{
	struct sim_event event = make(trial, SIM_SAYS, 0);

	trial->number = event.number;
	send(trial, &event, 1);
	trial->want += trial->reference->count;
}

static void repeat(struct trial *trial)
{
	struct sim_event event = make(trial, SIM_SAYS, 0);

	event.number = trial->number;
	send(trial, &event, 1);
}

/* The later one first. */
static void say_reordered(struct trial *trial)
{
	struct sim_event first = make(trial, SIM_SAYS, 1);
	struct sim_event second = make(trial, SIM_SAYS, 0);

	first.time_ms -= 2000;
	send(trial, &second, 1);
	sim_settle(trial->sim, 0, 0);
	send(trial, &first, 1);
	trial->want += 2;
}

static void say_batch(struct trial *trial)
{
	struct sim_event events[3] = {make(trial, SIM_SAYS, 0),
				      make(trial, SIM_ECHO, 1),
				      make(trial, SIM_SAYS, 1)};

	send(trial, events, 3);
	trial->want += 2;
}

static void press(struct trial *trial)
{
	act(trial, SIM_PRESSES);
	trial->want++;
}

static void echo(struct trial *trial)
{
	act(trial, SIM_ECHO);
}

static void agent(struct trial *trial)
{
	act(trial, SIM_AGENT);
}

static void call(struct trial *trial)
{
	act(trial, SIM_CALLS);
}

static void be_taken(struct trial *trial)
{
	act(trial, SIM_TAKES);
	talk_of(trial)->taken = true;
}

static void be_returned(struct trial *trial)
{
	act(trial, SIM_RETURNS);
	talk_of(trial)->taken = talk_of(trial)->silent = false;
}

static void say_into_silence(struct trial *trial)
{
	talk_of(trial)->silent = true;
	act(trial, SIM_SAYS);
}

/* The answer waits, because the API is busy, when a person comes. */
static void be_taken_meanwhile(struct trial *trial)
{
	struct sim_talk *talk = talk_of(trial);

	talk->trouble[0] = talk->trouble[1] = SIM_429;
	talk->trouble_count = 2;
	trial->began_ms = sim_clock_ms();
	act(trial, SIM_SAYS);
	sim_settle(trial->sim, 100, 300);
	be_taken(trial);
	sim_settle(trial->sim, 0, 0);
	talk_of(trial)->silent = true;
}

static void linger(struct trial *trial)
{
	while (sim_clock_ms() - trial->began_ms < LINGER_MS)
		sim_turn(trial->sim, LINGER_MS);
}

static void say_nonsense(struct trial *trial)
{
	struct sim_event event =
		sim_event_make(trial->sim, trial->talk, SIM_SAYS, NONSENSE);

	if (talk_of(trial)->handovers)
		return;
	send(trial, &event, 1);
	trial->want_handovers = 0;
}

static void say_nonsense_at_last(struct trial *trial)
{
	say_nonsense(trial);
	trial->want_handovers = 1;
}

static void say_when_refused(struct trial *trial)
{
	say_in_trouble(trial);
	trial->want = 0;
	trial->want_handovers = 1;
}

/* ------------------------------------------------------------------ */
/* What is to be seen of them.                                        */

static const char *judge_silence(struct trial *trial)
{
	return talk_of(trial)->replies ? "faqd said something" : NULL;
}

/* The very answer that the first message of a conversation gets. */
static const char *judge_once(struct trial *trial)
{
	const struct sim_verdict verdict =
		sim_judge(talk_of(trial), trial->reference);

	if (verdict.missing)
		return "the answer did not come";
	if (verdict.extra)
		return "there was more than one answer";
	return verdict.misplaced ? "the parts of the answer are not in order"
				 : NULL;
}

static const char *judge_some(struct trial *trial)
{
	return talk_of(trial)->replies >= trial->want
		       ? NULL
		       : "not every message has its answer";
}

static const char *judge_call(struct trial *trial)
{
	bool challenge = trial->sim->config->kind == DESK_SLACK;

	return challenge && strncmp(trial->text, "challenge", 9) != 0
		       ? "the challenge does not come back"
		       : judge_silence(trial);
}

static const char *judge_late(struct trial *trial)
{
	return talk_of(trial)->late
		       ? "faqd answered though a person has the conversation"
		       : NULL;
}

static const char *judge_returned(struct trial *trial)
{
	return talk_of(trial)->replies
		       ? NULL
		       : "the answer did not come after it was given back";
}

static const char *judge_refused(struct trial *trial)
{
	const struct sim_talk *talk = talk_of(trial);

	if (talk->handovers == 0)
		return "the conversation was not handed over";
	if (talk->handovers > 1)
		return "it was handed over more than once";
	return judge_late(trial);
}

static bool has_notes(const struct desk_config *config)
{
	return desk_traits(config->kind)->note &&
	       (config->kind != DESK_WEBHOOK || config->map.note.path);
}

static const char *judge_handover(struct trial *trial)
{
	const char *fault = judge_refused(trial);

	if (!fault && talk_of(trial)->notes == 0 &&
	    has_notes(trial->sim->config))
		fault = "there is no note for the agent";
	return fault;
}

/* ------------------------------------------------------------------ */
/* All of them.                                                       */

static const struct kind kinds[] = {
	{.name = "answered",
	 .about = "a visitor's message is acknowledged and answered",
	 .status = 200,
	 .step = {say},
	 .judge = judge_some},
	{.name = "tampered",
	 .about = "a body that was changed, or another's secret, is refused",
	 .forge = {.tampered = true},
	 .status = 401,
	 .step = {say},
	 .judge = judge_silence},
	{.name = "unsigned",
	 .about = "a webhook without proof is refused",
	 .forge = {.bare = true},
	 .status = 401,
	 .step = {say},
	 .judge = judge_silence},
	{.name = "stale",
	 .about = "a webhook signed two hours ago is refused",
	 .timed = true,
	 .forge = {.age_s = STALE_S},
	 .status = 401,
	 .step = {say},
	 .judge = judge_silence},
	{.name = "ahead",
	 .about = "a webhook signed in two hours is refused",
	 .timed = true,
	 .forge = {.age_s = -STALE_S},
	 .status = 401,
	 .step = {say},
	 .judge = judge_silence},
	{.name = "broken",
	 .about = "a body that can't be read is refused, and nothing breaks",
	 .forge = {.broken = true},
	 .step = {say},
	 .judge = judge_silence},
	{.name = "repeated",
	 .about = "a message that comes again later is answered once",
	 .status = 200,
	 .step = {say_to_repeat, repeat},
	 .judge = judge_once},
	{.name = "twice",
	 .about = "a message that comes twice at once is answered once",
	 .status = 200,
	 .step = {say_twice},
	 .judge = judge_once},
	{.name = "reordered",
	 .about = "of two messages the later comes first: both are answered",
	 .status = 200,
	 .step = {say_reordered},
	 .judge = judge_some},
	{.name = "batched",
	 .about = "each message of one call is answered",
	 .batch = true,
	 .status = 200,
	 .step = {say_batch},
	 .judge = judge_some},
	{.name = "own",
	 .about = "the bot's own message is not answered",
	 .needs = SIM_ECHO,
	 .status = 200,
	 .step = {echo},
	 .judge = judge_silence},
	{.name = "agent",
	 .about = "an agent's message is not answered",
	 .needs = SIM_AGENT,
	 .status = 200,
	 .step = {agent},
	 .judge = judge_silence},
	{.name = "pressed",
	 .about = "a button that is pressed is answered",
	 .needs = SIM_PRESSES,
	 .status = 200,
	 .step = {press},
	 .judge = judge_some},
	{.name = "called",
	 .about = "the desk's own call is acknowledged",
	 .needs = SIM_CALLS,
	 .status = 200,
	 .step = {call},
	 .judge = judge_call},
	{.name = "taken",
	 .about = "nothing is said once a person has the conversation",
	 .needs = SIM_TAKES,
	 .status = 200,
	 .step = {say, be_taken, say_into_silence},
	 .judge = judge_late},
	{.name = "overtaken",
	 .about = "an answer that waits for the API is not said once a person "
		  "has the conversation",
	 .api = true,
	 .needs = SIM_TAKES,
	 .status = 200,
	 .step = {be_taken_meanwhile, linger},
	 .judge = judge_late},
	{.name = "returned",
	 .about = "a conversation that is given back is answered again",
	 .needs = SIM_RETURNS,
	 .status = 200,
	 .step = {be_taken, be_returned, say},
	 .judge = judge_returned},
	{.name = "handover",
	 .about = "who gets no answer gets a person, with a note, and the bot "
		  "is silent then",
	 .api = true,
	 .handover = true,
	 .status = 200,
	 .step = {say_nonsense, say_nonsense, say_nonsense_at_last,
		  say_into_silence},
	 .judge = judge_handover},
	{.name = "slow",
	 .about = "the API takes a second: the answer comes once",
	 .api = true,
	 .trouble = SIM_SLOW,
	 .status = 200,
	 .step = {say_in_trouble},
	 .judge = judge_once},
	{.name = "error-500",
	 .about = "the API fails: the answer comes later, once",
	 .api = true,
	 .trouble = SIM_500,
	 .status = 200,
	 .step = {say_in_trouble},
	 .judge = judge_once},
	{.name = "error-503",
	 .about = "the API is down: the answer comes later, once",
	 .api = true,
	 .trouble = SIM_503,
	 .status = 200,
	 .step = {say_in_trouble},
	 .judge = judge_once},
	{.name = "error-429",
	 .about = "the API is too busy: the answer comes when it says",
	 .api = true,
	 .trouble = SIM_429,
	 .status = 200,
	 .step = {say_in_trouble},
	 .judge = judge_once},
	{.name = "cut",
	 .about = "the API hangs up: the answer comes later, once",
	 .api = true,
	 .trouble = SIM_CUT,
	 .status = 200,
	 .step = {say_in_trouble},
	 .judge = judge_once},
	{.name = "lost",
	 .about = "the API's response is lost: the answer is there, at most "
		  "repeated",
	 .api = true,
	 .trouble = SIM_LOST,
	 .status = 200,
	 .step = {say_in_trouble},
	 .judge = judge_once},
	{.name = "hanging",
	 .about = "the API says nothing: the answer comes later, once",
	 .api = true,
	 .trouble = SIM_HANG,
	 .status = 200,
	 .step = {say_in_trouble},
	 .judge = judge_once},
	{.name = "refused",
	 .about = "the API refuses the answer: a person gets the conversation",
	 .api = true,
	 .handover = true,
	 .trouble = SIM_NEVER,
	 .status = 200,
	 .step = {say_when_refused},
	 .judge = judge_refused},
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* ------------------------------------------------------------------ */
/* Running them.                                                      */

static bool has_time(const struct desk_config *config)
{
	return !config->secret_in_url &&
	       (config->kind == DESK_CHATWOOT || config->kind == DESK_SLACK ||
		config->kind == DESK_WEBHOOK);
}

static bool can_hand_over(const struct desk_config *config)
{
	return desk_traits(config->kind)->handover &&
	       (config->kind != DESK_WEBHOOK || config->map.handover.path);
}

static bool fits(const struct kind *kind, const struct sim *sim)
{
	const struct desk_config *config = sim->config;

	return sim->speak->can(config, kind->needs) &&
	       (!kind->api || !sim->synchronous) &&
	       (!kind->handover || can_hand_over(config)) &&
	       (!kind->batch || sim->speak->batch) &&
	       (!kind->timed || has_time(config));
}

void sim_settle(struct sim *sim, int64_t quiet_ms, int64_t most_ms)
{
	int64_t began_ms = sim_clock_ms(), moved_ms = began_ms;
	size_t seen = sim->counts.requests;

	do {
		int64_t now_ms;

		sim_turn(sim, 20);
		now_ms = sim_clock_ms();
		if (sim_post_under_way(sim->post) ||
		    sim->counts.requests != seen)
			moved_ms = now_ms;
		seen = sim->counts.requests;
		if (now_ms - moved_ms >= quiet_ms &&
		    !sim_post_under_way(sim->post))
			return;
	} while (sim_post_under_way(sim->post) ||
		 sim_clock_ms() - began_ms < most_ms);
}

static bool is_waiting(const struct trial *trial)
{
	const struct sim_talk *talk = talk_of(trial);

	return talk->replies < trial->want ||
	       talk->handovers < trial->want_handovers;
}

/* A step of all of them, until each has what it waits for. */
static void run_wave(struct sim *sim, struct trial *trials, size_t count,
		     size_t step)
{
	int64_t until_ms = sim_clock_ms() + WAVE_MS_MAX;
	bool any = false, waiting = true;

	for (size_t i = 0; i < count; i++) {
		if (!trials[i].kind || !trials[i].kind->step[step])
			continue;
		trials[i].kind->step[step](&trials[i]);
		any = true;
	}
	while (any && waiting && sim_clock_ms() < until_ms && !sim->failed) {
		sim_settle(sim, QUIET_MS, QUIET_MS);
		waiting = false;
		for (size_t i = 0; i < count; i++)
			waiting |= trials[i].kind && is_waiting(&trials[i]);
	}
}

static const char *judge_status(struct trial *trial)
{
	unsigned wanted = trial->kind->status;

	for (size_t i = 0; i < trial->status_count; i++) {
		unsigned status = trial->status[i];

		if (wanted ? status == wanted : status >= 400 && status < 500)
			continue;
		snprintf(trial->fault, sizeof(trial->fault),
			 "a webhook was answered with %u instead of %s: %.60s",
			 status,
			 wanted == 200 ? "200"
			 : wanted      ? "401"
				       : "4xx",
			 trial->text);
		return trial->fault;
	}
	return NULL;
}

static void judge(struct trial *trial, struct sim_report *report)
{
	const char *fault = judge_status(trial);

	if (!fault)
		fault = trial->kind->judge(trial);
	sim_report_add(report, trial->kind->name, trial->kind->about,
		       fault ? SIM_FAILED : SIM_PASSED, fault);
}

static bool begin(struct trial *trial, const struct kind *kind, struct sim *sim,
		  const struct sim_topics *topics,
		  const struct sim_expected *reference)
{
	size_t talk = sim_talk_add(sim);

	*trial = (struct trial){.kind = kind,
				.sim = sim,
				.topics = topics,
				.reference = reference,
				.talk = talk};
	return talk != SIZE_MAX;
}

/* What the first message of a conversation is answered with: the first check,
 * and what others go by. */
static bool learn(struct sim_expected *reference, struct trial *trial)
{
	reference->count = 1; /* at least one */
	run_wave(trial->sim, trial, 1, 0);
	reference->count = 0;
	return sim_expect_replies(reference, talk_of(trial), 0) &&
	       reference->count > 0;
}

bool sim_checks_run(struct sim_report *report, struct sim *sim,
		    const struct sim_topics *topics, const char *only)
{
	struct trial trials[KINDS] = {{0}};
	struct sim_expected reference = {.count = 0};
	bool found = !only, good;

	if (!begin(&trials[0], &kinds[0], sim, topics, &reference))
		return false;
	good = learn(&reference, &trials[0]);
	for (size_t i = 1; good && i < KINDS; i++)
		if ((!only || strcmp(kinds[i].name, only) == 0) &&
		    fits(&kinds[i], sim) &&
		    !begin(&trials[i], &kinds[i], sim, topics, &reference))
			return false;
	for (size_t step = 0; good && step < STEPS; step++)
		run_wave(sim, trials + 1, KINDS - 1, step);
	for (size_t i = 0; i < KINDS; i++) {
		bool named = !only || strcmp(kinds[i].name, only) == 0;

		found |= named;
		if (trials[i].kind && (named || (i == 0 && !good)))
			judge(&trials[i], report);
		else if (named && good)
			sim_report_add(report, kinds[i].name, kinds[i].about,
				       SIM_SKIPPED, NULL);
	}
	return found;
}

/* ------------------------------------------------------------------ */

static void add_count(struct sim_report *report, const char *name,
		      const char *about, size_t faults, const char *what)
{
	char detail[SIM_DETAIL_BYTES];

	snprintf(detail, sizeof(detail), "%zu %s", faults, what);
	sim_report_add(report, name, about, faults ? SIM_FAILED : SIM_PASSED,
		       faults ? detail : NULL);
}

void sim_checks_conduct(struct sim_report *report, const struct sim *sim)
{
	const struct sim_counts *counts = &sim->counts;
	unsigned within_s = desk_traits(sim->config->kind)->acknowledge_s;
	char odd[200];

	if (within_s)
		add_count(report, "in-time",
			  "webhooks are acknowledged as fast as the desk wants",
			  counts->slowest_ms > (int64_t)within_s * 1000 ? 1 : 0,
			  "or more took longer");
	if (sim->synchronous)
		return;
	snprintf(odd, sizeof(odd), "requests were not, such as %.150s",
		 counts->odd);
	add_count(report, "understood",
		  "each request is one that this desk's API has",
		  counts->unknown, odd);
	add_count(report, "authorised", "each request says who it is from",
		  counts->unauthorized, "requests did not");
	add_count(report, "patient", "no request comes before Retry-After",
		  counts->early, "requests did");
}
