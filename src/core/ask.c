/* SPDX-License-Identifier: MIT */
/* A message in, a reply out: reads and matches, then lets the dialogue decide.
 */
#include "turn.h"

#include <string.h>

#define PARTS_MAX 4u
/* A question of its own must explain that much more than the whole did. */
#define SECOND_GAIN 0.5
/* A part of a message speaks for less than the whole. */
#define PART_DISCOUNT 0.92

enum faq_status faq_scratch_new(struct faq_scratch **out,
				const struct faq_options *options)
{
	static const struct faq_options defaults = {0};
	struct arena standard; /* knows what allocator stands for NULL */
	if (!out)
		return FAQ_ERROR_MISUSE;
	*out = NULL;
	if (!options)
		options = &defaults;
	arena_init(&standard, options->allocator);
	struct faq_scratch *scratch = standard.allocator.allocate(
		standard.allocator.context, sizeof(*scratch));
	if (!scratch)
		return FAQ_ERROR_NOMEM;
	memset(scratch, 0, sizeof(*scratch));
	scratch->allocator = standard.allocator;
	scratch->options = *options;
	scratch->matcher = pattern_matcher_new(options);
	if (!scratch->matcher) {
		faq_scratch_free(scratch);
		return FAQ_ERROR_NOMEM;
	}
	*out = scratch;
	return FAQ_OK;
}

void faq_scratch_free(struct faq_scratch *scratch)
{
	if (!scratch)
		return;
	pattern_matcher_free(scratch->matcher);
	scratch->allocator.release(scratch->allocator.context, scratch);
}

void faq_scratch_set_person(struct faq_scratch *scratch, bool there)
{
	scratch->person = there;
}

void faq_scratch_limits(const struct faq_scratch *scratch,
			struct faq_limits *out)
{
	*out = scratch->limits;
}

static void trace_repair(void *context, const char *from, size_t bytes,
			 const char *to)
{
	struct faq_trace *trace = context;
	if (!trace || trace->repair_count == FAQ_TRACE_REPAIRS)
		return;
	struct faq_trace_repair *repair = &trace->repair[trace->repair_count++];
	struct buf out;
	buf_init(&out, repair->from, sizeof(repair->from));
	buf_add(&out, from, bytes);
	buf_init(&out, repair->to, sizeof(repair->to));
	buf_text(&out, to);
}

/* Personal data is blanked before anything looks at the words. */
static size_t hide_personal(struct turn *turn, const char *text, size_t bytes,
			    char *out)
{
	struct faq_span spans[FAQ_SPANS_MAX];
	size_t count = faq_redact_find(text, bytes, spans);
	bool seed = false;
	if (bytes) /* else there may be no pointer */
		memcpy(out, text, bytes);
	for (size_t i = 0; i < count; i++) {
		memset(out + spans[i].start, ' ',
		       spans[i].end - spans[i].start);
		seed |= strstr(spans[i].type, "SEED") ||
			strstr(spans[i].type, "PRIVATE_KEY");
	}
	if (count) {
		turn->reply->personal_data = true;
		answer_say(turn, &turn->lead,
			   seed ? "seed_warning" : "personal_data", 0, 0);
	}
	return bytes;
}

/* What the content says of single words: {elsewhere} and {courtesy}. */
static void mark_words(const struct faq_catalog *catalog, struct words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		struct word *word = &words->word[i];
		if (word->id == VOCAB_NONE)
			continue;
		if (catalog->elsewhere && catalog->elsewhere[word->id])
			word->word_class = WORD_ELSEWHERE;
		else if (catalog->courtesy && catalog->courtesy[word->id])
			word->word_class = WORD_COURTESY;
	}
}

static enum text_input read_message(struct turn *turn, const char *text,
				    size_t bytes)
{
	struct faq_scratch *scratch = turn->scratch;
	char clean[FAQ_QUESTION_BYTES];
	if (bytes > FAQ_QUESTION_BYTES)
		return TEXT_TOO_LONG;
	bytes = hide_personal(turn, text, bytes, clean);
	enum text_input input = text_read(&scratch->text, clean, bytes);
	if (input != TEXT_OK)
		return input;
	known_read(turn->catalog->known, &scratch->words, &scratch->text,
		   trace_repair, turn->trace);
	same_apply(turn->catalog->same, &scratch->words);
	mark_words(turn->catalog, &scratch->words);
	return scratch->words.count ? TEXT_OK : TEXT_EMPTY;
}

static bool yields(const struct turn *turn, const struct match_hit *hit)
{
	enum faq_kind kind = turn->catalog->intents[hit->intent].kind;
	return kind == FAQ_KIND_META || kind == FAQ_KIND_ACT;
}

/* The best answer of a part of the message. */
static bool match_part(struct turn *turn, size_t from, size_t to,
		       struct match_hit *out)
{
	struct match part; /* its slots are left: only the whole has any */
	struct faq_scratch *scratch = turn->scratch;
	match_run(turn->catalog, scratch, scratch->words.word + from, to - from,
		  &part, NULL);
	turn->match.limited |= part.limited;
	if (!part.count)
		return false;
	*out = part.hit[0];
	return out->confidence >= turn->catalog->thresholds.answer;
}

static void put_first(struct match *match, const struct match_hit *hit)
{
	size_t at = 0;
	while (at < match->count && match->hit[at].intent != hit->intent)
		at++;
	if (at == MATCH_HITS_MAX)
		at--;
	if (at == match->count)
		match->count++;
	memmove(&match->hit[1], &match->hit[0], at * sizeof(*hit));
	match->hit[0] = *hit;
}

/* Each part is explained by its own best pattern, in place of the whole's: they
 * come first, in the order of the answers. */
static void trace_parts(const struct turn *turn, const struct match_hit *found,
			size_t count)
{
	struct faq_trace *trace = turn->trace;
	for (size_t i = 0; trace && i < trace->candidate_count; i++) {
		if (trace->candidate[i].fate == FAQ_FATE_WON)
			trace->candidate[i].fate = FAQ_FATE_MATCHED;
	}
	for (size_t i = 0; trace && i < count; i++) {
		const struct faq_pattern *pattern =
			&turn->catalog->patterns[found[i].pattern];
		size_t at = 0;
		while (at < trace->candidate_count &&
		       trace->candidate[at].pattern != pattern)
			at++;
		if (at == FAQ_TRACE_CANDIDATES)
			at--; /* the last one gives way */
		else if (at == trace->candidate_count)
			trace->candidate_count++;
		memmove(&trace->candidate[i + 1], &trace->candidate[i],
			(at - i) * sizeof(trace->candidate[0]));
		trace->candidate[i] = (struct faq_trace_candidate){
			.pattern = pattern,
			.fate = FAQ_FATE_WON,
			.confidence = found[i].confidence,
			.explained = found[i].explained,
			.known = found[i].known,
			.foreign = found[i].foreign};
	}
}

/*
 * Two questions in one message, or one behind a story: each part is matched by
 * itself. Together they must explain more than the whole did.
 */
static void match_parts(struct turn *turn)
{
	const struct words *words = &turn->scratch->words;
	size_t starts[PARTS_MAX + 1];
	struct match_hit found[PARTS_MAX];
	size_t parts = split_words(words, starts, PARTS_MAX), count = 0;
	if (parts < 2)
		return;
	starts[parts] = words->count;
	for (size_t i = 0; i < parts; i++) {
		struct match_hit *hit = &found[count];
		if (!match_part(turn, starts[i], starts[i + 1], hit) ||
		    yields(turn, hit) ||
		    (count && found[count - 1].intent == hit->intent))
			continue;
		count++;
	}
	if (!count)
		return;
	struct match *match = &turn->match;
	const struct match_hit *whole = match->count ? &match->hit[0] : NULL;
	bool sure = whole &&
		    whole->confidence >= turn->catalog->thresholds.answer &&
		    !yields(turn, whole);
	double gain = found[0].explained +
		      (count > 1 ? found[1].explained : 0.0) -
		      (sure ? whole->explained : 0.0);
	if (sure && (count < 2 || gain < SECOND_GAIN))
		return;
	for (size_t i = 0; i < count; i++)
		found[i].confidence *= PART_DISCOUNT;
	if (!sure && found[0].confidence < turn->catalog->thresholds.answer)
		found[0].confidence = turn->catalog->thresholds.answer;
	put_first(match, &found[0]);
	if (count > 1) {
		turn->second = found[1];
		turn->has_second = true;
	}
	trace_parts(turn, found, count > 1 ? 2 : 1);
}

/* The words of the best pattern's slots, for the reply. */
static void take_slots(struct turn *turn)
{
	const struct words *words = &turn->scratch->words;
	struct faq_reply *reply = turn->reply;
	for (size_t i = 0; i < turn->match.slot_count; i++) {
		const struct match_slot *slot = &turn->match.slot[i];
		struct faq_slot *out = &reply->slot[reply->slot_count++];
		struct buf text;
		buf_init(&text, out->name, sizeof(out->name));
		buf_text(&text, slot->name);
		buf_init(&text, out->value, sizeof(out->value));
		for (size_t w = slot->first;
		     w < slot->first + slot->count && w < words->count; w++) {
			if (text.used)
				buf_char(&text, ' ');
			buf_add(&text, words->word[w].surface,
				words->word[w].surface_bytes);
		}
	}
}

static void understand(struct turn *turn)
{
	struct faq_scratch *scratch = turn->scratch;
	const struct words *words = &scratch->words;
	pattern_matcher_start(scratch->matcher, MATCH_BUDGET_NS);
	match_run(turn->catalog, scratch, words->word, words->count,
		  &turn->match, turn->trace);
	take_slots(turn);
	turn->question = catalog_hash(scratch->subject);
	if (turn->trace) {
		struct buf out;
		buf_init(&out, turn->trace->normalised,
			 sizeof(turn->trace->normalised));
		buf_add(&out, scratch->subject, scratch->subject_bytes);
	}
	match_parts(turn);
	turn->reply->limited = turn->match.limited || words->cut;
	scratch->limits.question_budget += turn->match.limited;
}

/* What can't be read gets a polite word and changes nothing. */
static void refuse(struct turn *turn, enum text_input input)
{
	static const char *const keys[] = {"", "empty", "too_long", "invalid"};
	turn->reply->verdict = FAQ_VERDICT_NONE;
	turn->reply->step = turn->dialog->step;
	turn->reply->paused = turn->dialog->paused;
	/* Nothing but personal data: the warning says it all. */
	if (!turn->reply->personal_data)
		answer_say(turn, &turn->lead, keys[input], 0, 0);
}

static void start(struct turn *turn)
{
	memset(turn->reply, 0, offsetof(struct faq_reply, buffer));
	if (turn->trace)
		memset(turn->trace, 0, sizeof(*turn->trace));
	struct faq_scratch *scratch = turn->scratch;
	buf_init(&turn->lead, scratch->lead, sizeof(scratch->lead));
	buf_init(&turn->tail, scratch->tail, sizeof(scratch->tail));
	turn->scratch->limits.questions++;
	turn->reply->steps = faq_catalog_steps(turn->catalog);
}

enum faq_status faq_ask(const struct faq_catalog *catalog,
			struct faq_scratch *scratch, struct faq_dialog *dialog,
			const char *text, size_t bytes, struct faq_reply *reply,
			struct faq_trace *trace)
{
	struct turn turn = {.catalog = catalog,
			    .scratch = scratch,
			    .dialog = dialog,
			    .reply = reply,
			    .trace = trace};
	if (!catalog || !scratch || !dialog || (!text && bytes) || !reply)
		return FAQ_ERROR_MISUSE;
	start(&turn);
	enum text_input input = read_message(&turn, text, bytes);
	if (input == TEXT_OK) {
		understand(&turn);
		dialog_turn(&turn);
	} else {
		refuse(&turn, input);
	}
	answer_compose(&turn);
	return FAQ_OK;
}

/* These say a number, which a choice of the act alone does not. */
static bool needs_words(const struct faq_intent *intent)
{
	return !strcmp(intent->id, faq_act_text(FAQ_ACT_JUMP)) ||
	       !strcmp(intent->id, faq_act_text(FAQ_ACT_PICK));
}

enum faq_status faq_choose(const struct faq_catalog *catalog,
			   struct faq_scratch *scratch,
			   struct faq_dialog *dialog, const char *id,
			   struct faq_reply *reply)
{
	struct turn turn = {.catalog = catalog,
			    .scratch = scratch,
			    .dialog = dialog,
			    .reply = reply};
	if (!catalog || !scratch || !dialog || !id || !reply)
		return FAQ_ERROR_MISUSE;
	const struct faq_intent *intent = faq_catalog_find(catalog, id);
	if (!intent || needs_words(intent))
		return FAQ_ERROR_UNKNOWN;
	start(&turn);
	scratch->words.count = 0; /* nothing was said */
	turn.question = catalog_hash(id);
	dialog_chosen(&turn, intent);
	answer_compose(&turn);
	return FAQ_OK;
}
