/* SPDX-License-Identifier: MIT */
#include "cli/sim_crowd.h"

#include "cli/sim_checks.h"
#include "cli/sim_judge.h"

#include <stdlib.h>
#include <string.h>

#define SCRIPTS 6u
#define LINES_MAX 8u
#define UNDER_WAY_MAX 24u
#define ACTIVE_MAX 400u
#define TAKEN_PERCENT 20u
#define REORDERED_PERCENT 20u
#define LEARN_MS 250
#define LEARN_MS_MAX 20000
#define AGAIN_MS 150
#define PATIENCE_MS 90000 /* without a sign of life: it is over */

struct script {
	size_t topic[LINES_MAX], lines;
	/* The replies to the first so many lines are the first so many. */
	size_t replies[LINES_MAX + 1];
	struct sim_expected expected;
};

/* A visitor of the crowd. */
struct visitor {
	struct crowd *crowd;
	const struct script *script;
	size_t talk, line;
	size_t taken_at; /* before this line a person takes over; or SIZE_MAX */
	struct sim_event event, last;
	bool begun, posting, done, taken, repeats;
	bool lost[LINES_MAX]; /* with the connection, as its answer may be */
	int64_t wake_ms;
};

struct crowd {
	struct sim *sim;
	const struct sim_topics *topics;
	const struct sim_crowd *set;
	struct script script[SCRIPTS];
	struct visitor *visitor;
	size_t count, finished, first; /* all before `first` are finished */
	size_t events, duplicates;
	size_t refused; /* webhooks that were answered with 4xx */
	int64_t moved_ms;
};

/* ------------------------------------------------------------------ */
/* Learning.                                                          */

/* Topics in another order for each script; none twice in a row. */
static void draw(struct crowd *crowd, size_t index)
{
	struct script *script = &crowd->script[index];
	size_t topics = crowd->topics->count, order[SIM_TOPICS_MAX];

	for (size_t i = 0; i < topics; i++)
		order[i] = i;
	for (size_t i = topics - 1; i > 0; i--) {
		size_t with = sim_random(crowd->sim, 7000 + index, i) % (i + 1);
		size_t kept = order[i];

		order[i] = order[with];
		order[with] = kept;
	}
	script->lines = topics < LINES_MAX ? topics : LINES_MAX;
	for (size_t i = 0; i < script->lines; i++)
		script->topic[i] = order[i];
}

static struct sim_event say(struct crowd *crowd, size_t talk, size_t topic)
{
	const struct sim_topics *topics = crowd->topics;
	bool press = *topics->topic[topic].id && topic % 3 == 2 &&
		     crowd->sim->speak->can(crowd->sim->config, SIM_PRESSES);
	struct sim_event event =
		sim_event_make(crowd->sim, talk, press ? SIM_PRESSES : SIM_SAYS,
			       topics->topic[topic].text);

	event.choice = topics->topic[topic].id;
	return event;
}

static bool is_silent(const struct sim_talk *talk, size_t before)
{
	return talk->replies == before || talk->handovers > 0;
}

/* A line of all scripts. A script ends before what is not answered, or what
 * hands over. */
static void learn_line(struct crowd *crowd, const size_t talk[SCRIPTS],
		       size_t line)
{
	struct sim *sim = crowd->sim;
	int64_t until_ms = sim_clock_ms() + LEARN_MS_MAX;
	bool waiting = true;

	for (size_t i = 0; i < SCRIPTS; i++) {
		struct script *script = &crowd->script[i];
		struct sim_event event;

		if (script->lines <= line)
			continue;
		event = say(crowd, talk[i], script->topic[line]);
		sim_send(sim, &event, 1, NULL, NULL, NULL);
	}
	while (waiting && sim_clock_ms() < until_ms) {
		sim_settle(sim, sim->synchronous ? 0 : LEARN_MS, LEARN_MS);
		waiting = false;
		for (size_t i = 0; i < SCRIPTS; i++)
			waiting |= crowd->script[i].lines > line &&
				   is_silent(&sim->talk[talk[i]],
					     crowd->script[i].replies[line]) &&
				   !sim->talk[talk[i]].handovers;
	}
	for (size_t i = 0; i < SCRIPTS; i++) {
		struct script *script = &crowd->script[i];

		if (script->lines <= line)
			continue;
		if (is_silent(&sim->talk[talk[i]], script->replies[line]))
			script->lines = line;
		else
			script->replies[line + 1] = sim->talk[talk[i]].replies;
	}
}

static bool learn(struct crowd *crowd)
{
	size_t talk[SCRIPTS];

	for (size_t i = 0; i < SCRIPTS; i++) {
		draw(crowd, i);
		talk[i] = sim_talk_add(crowd->sim);
		if (talk[i] == SIZE_MAX)
			return false;
	}
	for (size_t line = 0; line < LINES_MAX; line++)
		learn_line(crowd, talk, line);
	for (size_t i = 0; i < SCRIPTS; i++)
		if (crowd->script[i].lines == 0 ||
		    !sim_expect_replies(&crowd->script[i].expected,
					&crowd->sim->talk[talk[i]], 0))
			return false;
	return true;
}

/* ------------------------------------------------------------------ */
/* A visitor's turn.                                                  */

static void on_answer(void *context, const struct sim_answer *answer);

static void post(struct visitor *visitor)
{
	visitor->posting = true;
	sim_send(visitor->crowd->sim, &visitor->event, 1, NULL, on_answer,
		 visitor);
}

/* A desk that hears no 200 says it again, later. */
static void again(struct visitor *visitor, const struct sim_answer *answer)
{
	uint64_t random = sim_random(visitor->crowd->sim, visitor->talk,
				     visitor->event.number);

	visitor->wake_ms = sim_clock_ms() + AGAIN_MS + (int64_t)(random % 200) +
			   1000 * (int64_t)answer->retry_after_s;
	if (visitor->crowd->sim->synchronous && answer->status == 0 &&
	    !visitor->repeats && visitor->line < LINES_MAX)
		visitor->lost[visitor->line] = true;
}

static void advance(struct visitor *visitor)
{
	struct sim_talk *talk = &visitor->crowd->sim->talk[visitor->talk];

	if (visitor->event.act == SIM_TAKES) {
		talk->taken = talk->silent = visitor->taken = true;
	} else if (visitor->repeats) {
		visitor->repeats = false;
	} else {
		visitor->last = visitor->event;
		visitor->line++;
		visitor->repeats = sim_chance(
			visitor->crowd->sim, visitor->crowd->set->duplicates,
			visitor->talk, 100 + visitor->line);
	}
	visitor->begun = false;
}

static void on_answer(void *context, const struct sim_answer *answer)
{
	struct visitor *visitor = context;

	visitor->posting = false;
	if (answer->status == 200) {
		visitor->crowd->moved_ms = sim_clock_ms();
		advance(visitor);
	} else if (answer->status >= 400 && answer->status < 500) {
		visitor->crowd->refused++;
		visitor->crowd->moved_ms = sim_clock_ms();
		advance(visitor);
	} else {
		again(visitor, answer);
	}
}

/* A person reads what was said so far before taking over. */
static bool is_heard(const struct visitor *visitor)
{
	const struct sim_talk *talk = &visitor->crowd->sim->talk[visitor->talk];

	return visitor->crowd->sim->synchronous ||
	       talk->replies >= visitor->script->replies[visitor->line];
}

/* Some are older than the one before them. */
static int64_t age_ms(const struct visitor *visitor)
{
	return visitor->crowd->set->reorder &&
			       sim_chance(visitor->crowd->sim,
					  REORDERED_PERCENT, visitor->talk,
					  200 + visitor->line)
		       ? 60000
		       : 0;
}

/* False when there is nothing to be said now. */
static bool choose(struct visitor *visitor)
{
	struct crowd *crowd = visitor->crowd;

	if (visitor->taken_at == visitor->line && !visitor->taken &&
	    !visitor->repeats) {
		if (!is_heard(visitor))
			return false;
		visitor->event = sim_event_make(crowd->sim, visitor->talk,
						SIM_TAKES, "I take over.");
		return true;
	}
	if (visitor->repeats) {
		visitor->event = visitor->last;
		crowd->duplicates++;
	} else {
		visitor->event = say(crowd, visitor->talk,
				     visitor->script->topic[visitor->line]);
		visitor->event.time_ms -= age_ms(visitor);
	}
	crowd->events++;
	return true;
}

static void turn(struct visitor *visitor, int64_t now_ms)
{
	if (visitor->posting || visitor->done || now_ms < visitor->wake_ms)
		return;
	if (visitor->line == visitor->script->lines && !visitor->repeats) {
		visitor->done = true;
		visitor->crowd->finished++;
		return;
	}
	if (!visitor->begun) {
		visitor->begun = choose(visitor);
		if (!visitor->begun)
			return;
	}
	post(visitor);
}

/* ------------------------------------------------------------------ */
/* All of them.                                                       */

static bool is_complete(const struct crowd *crowd, size_t *heard)
{
	bool complete = true;

	*heard = 0;
	for (size_t i = 0; i < crowd->count; i++) {
		const struct visitor *visitor = &crowd->visitor[i];
		const struct sim_talk *talk = &crowd->sim->talk[visitor->talk];

		*heard += talk->heard_count;
		complete = complete && (crowd->sim->synchronous ||
					talk->silent || is_heard(visitor));
	}
	return complete;
}

static void play(struct crowd *crowd)
{
	struct term_progress progress = {0};
	size_t heard = 0, now_heard = 0;

	crowd->moved_ms = sim_clock_ms();
	while (sim_clock_ms() - crowd->moved_ms < PATIENCE_MS &&
	       !crowd->sim->failed) {
		int64_t now_ms = sim_clock_ms();

		while (crowd->first < crowd->count &&
		       crowd->visitor[crowd->first].done)
			crowd->first++;
		for (size_t i = crowd->first;
		     i < crowd->count && i < crowd->first + ACTIVE_MAX &&
		     sim_post_under_way(crowd->sim->post) < UNDER_WAY_MAX;
		     i++)
			turn(&crowd->visitor[i], now_ms);
		sim_turn(crowd->sim, 5);
		bool complete = is_complete(crowd, &now_heard);
		if (now_heard != heard)
			crowd->moved_ms = now_ms;
		heard = now_heard;
		if (crowd->set->watched)
			term_progress(&progress, "conversations",
				      crowd->finished, crowd->count);
		if (complete && crowd->finished == crowd->count)
			break;
	}
	term_progress_end(&progress);
	/* What is too much comes late. */
	sim_settle(crowd->sim, 2 * LEARN_MS, 4 * LEARN_MS);
}

static bool prepare(struct crowd *crowd)
{
	struct sim *sim = crowd->sim;
	bool takes = sim->speak->can(sim->config, SIM_TAKES);
	size_t lines = 0;

	crowd->visitor = calloc(crowd->set->events, sizeof(*crowd->visitor));
	while (crowd->visitor && lines * (100 + crowd->set->duplicates) / 100 <
					 crowd->set->events) {
		struct visitor *visitor = &crowd->visitor[crowd->count];
		size_t script = sim_random(sim, 1, crowd->count) % SCRIPTS;

		*visitor = (struct visitor){.crowd = crowd,
					    .script = &crowd->script[script],
					    .talk = sim_talk_add(sim),
					    .taken_at = SIZE_MAX};
		if (visitor->talk == SIZE_MAX)
			return false;
		if (takes && sim_chance(sim, TAKEN_PERCENT, 2, crowd->count))
			visitor->taken_at = sim_random(sim, 3, crowd->count) %
					    visitor->script->lines;
		lines += visitor->script->lines;
		crowd->count++;
	}
	return crowd->visitor != NULL;
}

/* ------------------------------------------------------------------ */
/* What came of it.                                                   */

struct sums {
	struct sim_verdict all;
	size_t late, handed_over, unfinished;
	char extra_excerpt[SIM_EXCERPT_BYTES];
};

/* Up to where a person came; the rest has to be silence. */
static void judge(const struct visitor *visitor, struct sums *sums)
{
	size_t silent_from =
		visitor->taken ? visitor->taken_at : visitor->script->lines;
	const struct sim_talk *talk = &visitor->crowd->sim->talk[visitor->talk];
	struct sim_expected expected = visitor->script->expected;
	struct sim_verdict verdict;

	expected.count = visitor->script->replies[silent_from];
	for (size_t i = 0; i < silent_from; i++)
		for (size_t j = visitor->script->replies[i];
		     j < visitor->script->replies[i + 1]; j++)
			expected.optional[j] = visitor->lost[i];
	verdict = sim_judge(talk, &expected);
	sums->all.missing += verdict.missing;
	sums->all.extra += verdict.extra;
	sums->all.misplaced += verdict.misplaced;
	sums->all.repeated += verdict.repeated;
	sums->late += talk->late;
	sums->handed_over += talk->handovers > 0;
	sums->unfinished += !visitor->done;
	if (verdict.extra && !*sums->extra_excerpt)
		memcpy(sums->extra_excerpt, verdict.extra_excerpt,
		       sizeof(sums->extra_excerpt));
}

static void add(struct sim_report *report, const char *name, const char *about,
		size_t faults, const char *detail)
{
	sim_report_add(report, name, about, faults ? SIM_FAILED : SIM_PASSED,
		       faults ? detail : NULL);
}

static void tell(const struct crowd *crowd, const struct sums *sums,
		 struct sim_report *report)
{
	char detail[SIM_DETAIL_BYTES];

	snprintf(detail, sizeof(detail),
		 "%zu webhooks were refused, %zu conversations did not come to "
		 "their end",
		 crowd->refused, sums->unfinished);
	add(report, "crowd-taken", "in the crowd: every webhook is accepted",
	    crowd->refused + sums->unfinished, detail);
	snprintf(detail, sizeof(detail), "%zu replies are missing",
		 sums->all.missing);
	add(report, "crowd-all", "in the crowd: every message is answered",
	    sums->all.missing, detail);
	snprintf(detail, sizeof(detail), "%zu too many, such as '%s'",
		 sums->all.extra, sums->extra_excerpt);
	add(report, "crowd-once", "in the crowd: no message is answered twice",
	    sums->all.extra, detail);
	snprintf(detail, sizeof(detail), "%zu are not", sums->all.misplaced);
	add(report, "crowd-order", "in the crowd: answers are in order",
	    sums->all.misplaced, detail);
	snprintf(detail, sizeof(detail), "%zu replies", sums->late);
	add(report, "crowd-silence",
	    "in the crowd: nothing is said once a person has taken over",
	    sums->late, detail);
	snprintf(detail, sizeof(detail), "%zu conversations were",
		 sums->handed_over);
	add(report, "crowd-kept",
	    "in the crowd: nothing that has an answer is handed over",
	    sums->handed_over, detail);
}

bool sim_crowd_run(struct sim_report *report, struct sim *sim,
		   const struct sim_topics *topics, const struct sim_crowd *set,
		   char *cause, size_t size)
{
	struct crowd crowd = {.sim = sim, .topics = topics, .set = set};
	struct sums sums = {.late = 0};
	bool good;

	sim->failing = 0;
	good = learn(&crowd);
	if (!good)
		snprintf(cause, size, "what is asked alone gets no answer");
	if (good && !prepare(&crowd)) {
		snprintf(cause, size, "out of memory");
		good = false;
	}
	if (good) {
		sim->failing = set->failing;
		play(&crowd);
		for (size_t i = 0; i < crowd.count; i++)
			judge(&crowd.visitor[i], &sums);
		tell(&crowd, &sums, report);
		report->events = crowd.events;
		report->duplicates = crowd.duplicates;
		report->talks = crowd.count;
		report->doubled = sums.all.repeated;
	}
	free(crowd.visitor);
	return good && !sim->failed;
}
