/* SPDX-License-Identifier: MIT */
#include "cli/groups_work.h"

#include "proto/utf8.h"

#include <stdlib.h>
#include <string.h>

static bool is_part(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 || c == '\'';
}

/* "[EMAIL_ADDRESS]": its length; 0 when it is none. */
static size_t mark_bytes(const char *text)
{
	size_t size = 1 + strspn(text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");

	return size > 1 && text[size] == ']' ? size + 1 : 0;
}

/* The next word, in lower case and cut to what a stem holds; 0: the end. */
static size_t next_word(const char **at, char word[FAQ_STEM_BYTES])
{
	size_t size = 0;

	while (**at && !is_part(**at))
		*at += **at == '[' && mark_bytes(*at) ? mark_bytes(*at) : 1;
	for (; is_part(**at); ++*at) {
		char c = **at;
		if (size + 1 < FAQ_STEM_BYTES)
			word[size++] =
				c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	while (size && !utf8_valid(word, size, NULL))
		size--;
	word[size] = '\0';
	return size;
}

/* The list with room for item `count`; NULL, and the list as it was, without
 * memory. */
static void *grown(void *list, size_t *room, size_t count, size_t size)
{
	if (count < *room)
		return list;
	size_t wanted = *room ? 2 * *room : 64;
	list = realloc(list, wanted * size);
	if (list)
		*room = wanted;
	return list;
}

static const struct groups_word *word_of(struct groups_work *work,
					 const char *word, size_t size)
{
	char stem[FAQ_STEM_BYTES];
	uint32_t known = work->words.count;

	struct groups_word *list =
		grown(work->word, &work->word_room, known, sizeof(*work->word));
	if (!list)
		return NULL;
	work->word = list;
	uint32_t number = intern_add(&work->words, word, size);
	if (number == INTERN_NONE)
		return NULL;
	struct groups_word *out = &work->word[number];
	if (number < known)
		return out;
	faq_word_stem(word, size, stem);
	out->kind = faq_word_kind(word, size);
	out->stem = intern_add(&work->stems, stem, strlen(stem));
	return out->stem == INTERN_NONE ? NULL : out;
}

struct reading {
	char text[GROUPS_TEXT_BYTES]; /* the words, parted by spaces */
	size_t bytes;
	uint32_t stem[GROUPS_STEMS_MAX]; /* ascending, each once */
	size_t stem_count;
	bool telling; /* only words that tell are among them */
};

static void add_text(struct reading *reading, const char *word, size_t size)
{
	if (reading->bytes + size + 2 > sizeof(reading->text))
		return;
	if (reading->bytes)
		reading->text[reading->bytes++] = ' ';
	memcpy(reading->text + reading->bytes, word, size);
	reading->bytes += size;
}

static void add_stem(struct reading *reading, uint32_t stem)
{
	size_t at = reading->stem_count;

	for (size_t i = 0; i < reading->stem_count; i++)
		if (reading->stem[i] == stem)
			return;
	if (at == GROUPS_STEMS_MAX)
		return;
	for (; at && reading->stem[at - 1] > stem; at--)
		reading->stem[at] = reading->stem[at - 1];
	reading->stem[at] = stem;
	reading->stem_count++;
}

static bool read_question(struct groups_work *work, const char *text,
			  struct reading *reading)
{
	char word[FAQ_STEM_BYTES];
	size_t size;

	*reading = (struct reading){0};
	while ((size = next_word(&text, word)) != 0) {
		const struct groups_word *known = word_of(work, word, size);
		if (!known)
			return false;
		add_text(reading, word, size);
		bool tells = known->kind == FAQ_WORD_CONTENT;
		if (tells && !reading->telling) {
			reading->telling = true;
			reading->stem_count = 0;
		}
		if (tells == reading->telling)
			add_stem(reading, known->stem);
	}
	return true;
}

void groups_add_near(struct groups_near near[GROUPS_NEAR_MAX], size_t *count,
		     uint32_t intent, double score)
{
	size_t i = 0;

	while (i < *count && near[i].intent != intent)
		i++;
	if (i == GROUPS_NEAR_MAX)
		return;
	if (i == *count)
		near[(*count)++] = (struct groups_near){.intent = intent};
	near[i].sum += score;
}

static bool tally(struct groups_work *work, struct groups_set *set,
		  const char *id, double score)
{
	if (!id[0])
		return true;
	uint32_t intent = intern_add(&work->intents, id, strlen(id));
	if (intent == INTERN_NONE)
		return false;
	groups_add_near(set->near, &set->near_count, intent, score);
	return true;
}

/* The near misses; without any, what the engine thought of at all. */
static bool add_near(struct groups_work *work, struct groups_set *set,
		     const struct store_turn *turn)
{
	if (!turn->near_count)
		return tally(work, set, turn->intent, turn->confidence);
	for (size_t i = 0; i < turn->near_count; i++)
		if (!tally(work, set, turn->near[i].intent,
			   turn->near[i].score))
			return false;
	return true;
}

static struct groups_set *set_of(struct groups_work *work,
				 const struct reading *reading,
				 uint32_t *number)
{
	uint32_t known = work->sets.count;

	struct groups_set *list =
		grown(work->set, &work->set_room, known, sizeof(*work->set));
	if (!list)
		return NULL;
	work->set = list;
	*number = intern_add(&work->sets, reading->stem,
			     reading->stem_count * sizeof(reading->stem[0]));
	if (*number == INTERN_NONE)
		return NULL;
	if (*number == known)
		work->set[known] = (struct groups_set){.first_ms = INT64_MAX};
	return &work->set[*number];
}

/* As it was asked, cut behind a whole character. */
static uint32_t keep_shown(struct groups_work *work, const char *question)
{
	size_t size = strlen(question);

	if (size >= GROUPS_TEXT_BYTES)
		size = GROUPS_TEXT_BYTES - 1;
	while (size && !utf8_valid(question, size, NULL))
		size--;
	return intern_add(&work->shown, question, size);
}

static struct groups_wording *wording_of(struct groups_work *work,
					 const struct reading *reading,
					 uint32_t set, const char *question)
{
	uint32_t known = work->texts.count;

	struct groups_wording *list = grown(work->wording, &work->wording_room,
					    known, sizeof(*work->wording));
	if (!list)
		return NULL;
	work->wording = list;
	uint32_t number =
		intern_add(&work->texts, reading->text, reading->bytes);
	if (number == INTERN_NONE)
		return NULL;
	struct groups_wording *out = &work->wording[number];
	if (number < known)
		return out;
	*out = (struct groups_wording){.set = set,
				       .shown = keep_shown(work, question)};
	work->set[set].wordings++;
	return out->shown == INTERN_NONE ? NULL : out;
}

static bool take(struct groups *groups, const struct store_turn *turn)
{
	struct groups_work *work = groups->work;
	struct reading reading;
	uint32_t number;

	if (work->texts.count == GROUPS_WORDINGS_MAX) {
		groups->left_out++;
		return true;
	}
	if (!read_question(work, turn->question, &reading))
		return false;
	struct groups_set *set = set_of(work, &reading, &number);
	if (!set)
		return false;
	struct groups_wording *wording =
		wording_of(work, &reading, number, turn->question);
	if (!wording || !add_near(work, set, turn))
		return false;
	wording->questions++;
	if (wording->questions > work->wording[set->top].questions ||
	    !set->questions)
		set->top = (uint32_t)(wording - work->wording);
	set->questions++;
	if (turn->time_ms < set->first_ms)
		set->first_ms = turn->time_ms;
	if (turn->time_ms > set->last_ms)
		set->last_ms = turn->time_ms;
	groups->questions++;
	return true;
}

bool groups_add(struct groups *groups, const struct store_turn *turn)
{
	if (!groups->work)
		groups->work = calloc(1, sizeof(*groups->work));
	if (!groups->no_memory)
		groups->no_memory = !groups->work || !take(groups, turn);
	return !groups->no_memory;
}

void groups_release(struct groups *groups)
{
	struct groups_work *work = groups->work;

	free(groups->list);
	if (work) {
		intern_release(&work->words);
		intern_release(&work->stems);
		intern_release(&work->intents);
		intern_release(&work->shown);
		intern_release(&work->texts);
		intern_release(&work->sets);
		free(work->word);
		free(work->wording);
		free(work->set);
	}
	free(work);
	*groups = (struct groups){0};
}
