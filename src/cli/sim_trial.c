/* SPDX-License-Identifier: MIT */
#include "cli/sim_trial.h"

#include "cli/sim_checks.h"

#include <string.h>

#define LINGER_MS 4000 /* longer than two Retry-After and a back-off */
#define STALE_S 7200
#define NONSENSE "xqzv blorp wuggle"

static struct sim_talk *talk_of(const struct sim_trial *trial)
{
	return &trial->sim->talk[trial->talk];
}

/* ------------------------------------------------------------------ */
/* What trials do.                                                    */

static void on_answer(void *context, const struct sim_answer *answer)
{
	struct sim_trial *trial = context;

	if (trial->status_count < SIM_STATUSES_MAX)
		trial->status[trial->status_count++] = answer->status;
	snprintf(trial->text, sizeof(trial->text), "%.60s", answer->body);
}

static struct sim_event make(struct sim_trial *trial, enum sim_act act,
			     size_t topic)
{
	const struct sim_topics *topics = trial->topics;
	struct sim_event event =
		sim_event_make(trial->sim, trial->talk, act,
			       topics->topic[topic % topics->count].text);

	event.choice = topics->topic[topic % topics->count].id;
	return event;
}

static void send(struct sim_trial *trial, const struct sim_event *event,
		 size_t count)
{
	sim_send(trial->sim, event, count, &trial->kind->forge, on_answer,
		 trial);
}

static void act(struct sim_trial *trial, enum sim_act what)
{
	struct sim_event event = make(trial, what, 0);

	send(trial, &event, 1);
}

static void say(struct sim_trial *trial)
{
	act(trial, SIM_SAYS);
	trial->want += trial->kind->status == 200 ? trial->reference->count : 0;
}

static void say_in_trouble(struct sim_trial *trial)
{
	struct sim_talk *talk = talk_of(trial);

	talk->trouble[talk->trouble_count++] = trial->kind->trouble;
	say(trial);
}

static void say_twice(struct sim_trial *trial)
{
	struct sim_event event = make(trial, SIM_SAYS, 0);

	send(trial, &event, 1);
	send(trial, &event, 1);
	trial->want += trial->reference->count;
}

static void say_to_repeat(struct sim_trial *trial)
{
	struct sim_event event = make(trial, SIM_SAYS, 0);

	trial->number = event.number;
	send(trial, &event, 1);
	trial->want += trial->reference->count;
}

static void repeat(struct sim_trial *trial)
{
	struct sim_event event = make(trial, SIM_SAYS, 0);

	event.number = trial->number;
	send(trial, &event, 1);
}

/* The later one first. */
static void say_reordered(struct sim_trial *trial)
{
	struct sim_event first = make(trial, SIM_SAYS, 1);
	struct sim_event second = make(trial, SIM_SAYS, 0);

	first.time_ms -= 2000;
	send(trial, &second, 1);
	sim_settle(trial->sim, 0, 0);
	send(trial, &first, 1);
	trial->want += 2;
}

static void say_batch(struct sim_trial *trial)
{
	struct sim_event events[3] = {make(trial, SIM_SAYS, 0),
				      make(trial, SIM_ECHO, 1),
				      make(trial, SIM_SAYS, 1)};

	send(trial, events, 3);
	trial->want += 2;
}

static void press(struct sim_trial *trial)
{
	act(trial, SIM_PRESSES);
	trial->want++;
}

static void echo(struct sim_trial *trial)
{
	act(trial, SIM_ECHO);
}

static void agent(struct sim_trial *trial)
{
	act(trial, SIM_AGENT);
}

static void call(struct sim_trial *trial)
{
	act(trial, SIM_CALLS);
}

static void be_taken(struct sim_trial *trial)
{
	act(trial, SIM_TAKES);
	talk_of(trial)->taken = true;
}

static void be_returned(struct sim_trial *trial)
{
	act(trial, SIM_RETURNS);
	talk_of(trial)->taken = talk_of(trial)->silent = false;
}

static void say_into_silence(struct sim_trial *trial)
{
	talk_of(trial)->silent = true;
	act(trial, SIM_SAYS);
}

/* The answer waits, because the API is busy, when a person comes. */
static void be_taken_meanwhile(struct sim_trial *trial)
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

static void linger(struct sim_trial *trial)
{
	while (sim_clock_ms() - trial->began_ms < LINGER_MS)
		sim_turn(trial->sim, LINGER_MS);
}

static void say_nonsense(struct sim_trial *trial)
{
	struct sim_event event =
		sim_event_make(trial->sim, trial->talk, SIM_SAYS, NONSENSE);

	if (talk_of(trial)->handovers)
		return;
	send(trial, &event, 1);
	trial->want_handovers = 0;
}

static void say_nonsense_at_last(struct sim_trial *trial)
{
	say_nonsense(trial);
	trial->want_handovers = 1;
}

static void say_when_refused(struct sim_trial *trial)
{
	say_in_trouble(trial);
	trial->want = 0;
	trial->want_handovers = 1;
}

/* ------------------------------------------------------------------ */
/* What is to be seen of them.                                        */

static const char *judge_silence(struct sim_trial *trial)
{
	return talk_of(trial)->replies ? "faqd said something" : NULL;
}

/* The very answer that the first message of a conversation gets. */
static const char *judge_once(struct sim_trial *trial)
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

static const char *judge_some(struct sim_trial *trial)
{
	return talk_of(trial)->replies >= trial->want
		       ? NULL
		       : "not every message has its answer";
}

static const char *judge_call(struct sim_trial *trial)
{
	bool challenge = trial->sim->config->kind == DESK_SLACK;

	return challenge && strncmp(trial->text, "challenge", 9) != 0
		       ? "the challenge does not come back"
		       : judge_silence(trial);
}

static const char *judge_late(struct sim_trial *trial)
{
	return talk_of(trial)->late
		       ? "faqd answered though a person has the conversation"
		       : NULL;
}

static const char *judge_returned(struct sim_trial *trial)
{
	return talk_of(trial)->replies
		       ? NULL
		       : "the answer did not come after it was given back";
}

static const char *judge_refused(struct sim_trial *trial)
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

static const char *judge_handover(struct sim_trial *trial)
{
	const char *fault = judge_refused(trial);

	if (!fault && talk_of(trial)->notes == 0 &&
	    has_notes(trial->sim->config))
		fault = "there is no note for the agent";
	return fault;
}

/* ------------------------------------------------------------------ */
/* All of them.                                                       */

const struct sim_kind sim_kinds[SIM_KINDS] = {
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
