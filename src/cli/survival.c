/* SPDX-License-Identifier: MIT */
#include "cli/survival.h"

#include "cli/expect.h"
#include "cli/explain.h"

#include <stdlib.h>
#include <string.h>

/* The next element of an array that grows; NULL when out of memory. */
static void *next_of(void **list, size_t *count, size_t *room, size_t size)
{
	if (*count == *room) {
		size_t more = *room ? 2 * *room : 256;
		char *grown = realloc(*list, more * size);
		if (!grown)
			return NULL;
		*list = grown;
		*room = more;
	}
	char *at = (char *)*list + *count * size;
	++*count;
	return memset(at, 0, size);
}

static struct survival_line *next_line(struct survival *survival)
{
	void *list = survival->lines;
	struct survival_line *line =
		next_of(&list, &survival->line_count, &survival->line_room,
			sizeof(*survival->lines));
	survival->lines = list;
	return line;
}

static struct survival_loss *next_loss(struct survival *survival)
{
	void *list = survival->losses;
	struct survival_loss *loss =
		next_of(&list, &survival->loss_count, &survival->loss_room,
			sizeof(*survival->losses));
	survival->losses = list;
	return loss;
}

static bool ask(struct suite *suite, const char *text)
{
	asker_fresh(&suite->asker);
	suite->no_answer |=
		!asker_ask(&suite->asker, text, &suite->reply, &suite->trace);
	return !suite->no_answer;
}

static bool breaks_off(const struct suite *suite)
{
	return suite->no_memory || suite->no_answer;
}

/* A + line that passes as it is. */
static void add_line(struct survival *survival, struct suite *suite,
		     const char *path, const struct question *question)
{
	if (question->want != QUESTION_WINS || question->known_failure ||
	    !suite_wants_intent(suite, question->intent) ||
	    !ask(suite, question->text) ||
	    !suite_passes(question, &suite->reply))
		return;
	struct survival_line *line = next_line(survival);
	if (!line) {
		suite->no_memory = true;
		return;
	}
	line->path = strdup(path);
	line->intent = strdup(question->intent);
	line->text = strdup(question->text);
	line->number = question->line;
	suite->no_memory |= !line->path || !line->intent || !line->text;
}

static void add_file(struct survival *survival, struct suite *suite,
		     const char *path)
{
	struct questions questions;

	if (!questions_read(&questions, path, &suite->fault) && !suite->faults)
		suite->no_memory = true;
	for (size_t i = 0; i < questions.count && !breaks_off(suite); i++)
		add_line(survival, suite, path, &questions.list[i]);
	questions_release(&questions);
}

static void find_lines(struct survival *survival, struct suite *suite)
{
	struct testfiles files;

	suite->no_memory |=
		!testfiles_find(&files, suite->options->tests, "questions",
				suite->asker.bot->language, ".test");
	for (size_t i = 0; i < files.count && !breaks_off(suite); i++)
		if (suite_wants_file(suite, files.path[i]))
			add_file(survival, suite, files.path[i]);
	testfiles_release(&files);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct survival_row *)a)->intent,
		      ((const struct survival_row *)b)->intent);
}

static bool make_rows(struct survival *survival)
{
	size_t kept = 0;
	struct survival_row *rows =
		calloc(survival->line_count + 1, sizeof(*rows));

	survival->rows = rows;
	if (!rows)
		return false;
	for (size_t i = 0; i < survival->line_count; i++)
		rows[i].intent = survival->lines[i].intent;
	qsort(rows, survival->line_count, sizeof(*rows), compare_names);
	for (size_t i = 0; i < survival->line_count; i++)
		if (!kept || compare_names(&rows[kept - 1], &rows[i]) != 0)
			rows[kept++] = rows[i];
	survival->row_count = kept;
	return true;
}

static void count(struct survival_count *at, bool kept)
{
	at->asked++;
	at->kept += kept;
}

static void count_all(struct survival *survival, enum mutation kind,
		      const char *intent, bool kept)
{
	const struct survival_row key = {.intent = intent};
	struct survival_row *row =
		bsearch(&key, survival->rows, survival->row_count, sizeof(key),
			compare_names);

	count(&survival->of_kind[kind], kept);
	count(&survival->of_rule[mutation_rule(kind)], kept);
	if (mutation_rule(kind) != MUTATION_MAY)
		count(&row->all, kept);
	if (mutation_rule(kind) == MUTATION_MUST)
		count(&row->must, kept);
}

static void keep_loss(struct survival *survival, struct suite *suite,
		      enum mutation kind, size_t line, const char *text)
{
	const struct faq_reply *reply = &suite->reply;
	char got[EXPLAIN_BYTES];
	struct survival_loss *loss = next_loss(survival);

	if (!loss) {
		suite->no_memory = true;
		return;
	}
	explain_got(reply, "", got);
	loss->kind = kind;
	loss->line = line;
	loss->stolen = reply->verdict == FAQ_VERDICT_ANSWER;
	loss->confidence = reply->confidence;
	loss->text = strdup(text);
	loss->got = strdup(got);
	suite->no_memory |= !loss->text || !loss->got;
}

/* FNV-1a: a variant depends on its own line only, not on the lines before. */
static uint64_t seed_of(uint64_t seed, const char *text, enum mutation kind)
{
	uint64_t hash = 0xcbf29ce484222325u ^ seed;
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
	return hash * 31 + (uint64_t)kind;
}

/* Another question of another intent, for two in one; NULL when there is
 * none near. */
static const char *other_of(const struct survival *survival, size_t line,
			    uint64_t *random)
{
	const struct survival_line *own = &survival->lines[line];

	if (strcmp(own->intent, "none") == 0)
		return NULL;
	for (unsigned tries = 0; tries < 8; tries++) {
		const struct survival_line *other =
			&survival->lines[mutate_pick(random,
						     survival->line_count)];
		if (strcmp(other->intent, own->intent) != 0 &&
		    strcmp(other->intent, "none") != 0)
			return other->text;
	}
	return NULL;
}

/* A greeting before small talk is small talk of another kind. */
static bool suits(const struct survival_line *line, enum mutation kind)
{
	return (kind != MUTATION_FILLER && kind != MUTATION_POLITE) ||
	       strncmp(line->intent, "meta.", 5) != 0;
}

static void ask_variant(struct survival *survival, struct suite *suite,
			size_t line, enum mutation kind, uint64_t seed)
{
	const struct survival_line *own = &survival->lines[line];
	uint64_t random = seed_of(seed, own->text, kind);
	char text[MUTATE_BYTES];
	const char *other =
		kind == MUTATION_TWO ? other_of(survival, line, &random) : NULL;

	if (!suits(own, kind) ||
	    !mutate(kind, own->text, other, &random, text) || !ask(suite, text))
		return;
	bool kept = expect_name(&suite->reply, own->intent);
	count_all(survival, kind, own->intent, kept);
	if (!kept && mutation_rule(kind) != MUTATION_MAY)
		keep_loss(survival, suite, kind, line, text);
}

/* What must not happen first, then what is answered wrongly, and surely. */
static int compare_losses(const void *a, const void *b)
{
	const struct survival_loss *x = a, *y = b;
	enum mutation_rule p = mutation_rule(x->kind),
			   q = mutation_rule(y->kind);

	if (p != q)
		return p < q ? -1 : 1;
	if (x->stolen != y->stolen)
		return x->stolen ? -1 : 1;
	if (x->confidence > y->confidence)
		return -1;
	if (x->confidence < y->confidence)
		return 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static double share_of(const struct survival_count *count)
{
	return count->asked ? (double)count->kept / (double)count->asked : 1;
}

static int compare_rows(const void *a, const void *b)
{
	const struct survival_row *x = a, *y = b;
	double p = share_of(&x->must), q = share_of(&y->must);

	if (p < q || p > q)
		return p < q ? -1 : 1;
	p = share_of(&x->all);
	q = share_of(&y->all);
	if (p < q || p > q)
		return p < q ? -1 : 1;
	return compare_names(a, b);
}

/* The variants whose words are English are for English only. */
static bool speaks(const struct suite *suite, enum mutation kind)
{
	return strncmp(suite->asker.bot->language, "en", 2) == 0 ||
	       kind == MUTATION_CASE || kind == MUTATION_PUNCTUATION ||
	       kind == MUTATION_TYPO || kind == MUTATION_DROPPED ||
	       kind == MUTATION_ORDER;
}

bool survival_run(struct survival *survival, struct suite *suite, uint64_t seed)
{
	*survival = (struct survival){0};
	find_lines(survival, suite);
	suite->no_memory |= !make_rows(survival);
	for (size_t i = 0; i < survival->line_count; i++)
		for (int kind = 0; kind < MUTATIONS; kind++)
			if (!breaks_off(suite) &&
			    speaks(suite, (enum mutation)kind))
				ask_variant(survival, suite, i,
					    (enum mutation)kind, seed);
	if (breaks_off(suite))
		return false;
	if (survival->loss_count)
		qsort(survival->losses, survival->loss_count,
		      sizeof(*survival->losses), compare_losses);
	qsort(survival->rows, survival->row_count, sizeof(*survival->rows),
	      compare_rows);
	return true;
}

void survival_release(struct survival *survival)
{
	for (size_t i = 0; i < survival->line_count; i++) {
		free(survival->lines[i].path);
		free(survival->lines[i].intent);
		free(survival->lines[i].text);
	}
	for (size_t i = 0; i < survival->loss_count; i++) {
		free(survival->losses[i].text);
		free(survival->losses[i].got);
	}
	free(survival->lines);
	free(survival->rows);
	free(survival->losses);
	*survival = (struct survival){0};
}

double survival_share(const struct survival *survival)
{
	return share_of(&survival->of_rule[MUTATION_MUST]);
}
