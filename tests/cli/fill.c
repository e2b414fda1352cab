/* SPDX-License-Identifier: MIT */
/*
 * fill DATABASE: writes turns into faqd's database, a line of stdin each:
 *
 *	DAY|VISITOR|VERDICT|INTENT|FEEDBACK|QUESTION
 *
 * DAY since 1970; VISITOR a number; VERDICT answer, clarify, none or person (an
 * answer that hands over), or wrong: then an agent said that INTENT should have
 * been what stands for FEEDBACK; or waiting: a person is awaited. INTENT what
 *was answered or nearest, or nothing; FEEDBACK +, - or nothing. Each line is a
 *transaction of its own. The visitor 1 is called
 *00000001000000000000000000000000.
 */
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 6

static bool split(char *line, char *field[FIELDS])
{
	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < FIELDS; i++) {
		char *end = i + 1 < FIELDS ? strchr(line, '|') : NULL;

		if (i + 1 < FIELDS && !end)
			return false;
		field[i] = line;
		if (end) {
			*end = '\0';
			line = end + 1;
		}
	}
	return true;
}

static void id_of(struct store_id *id, unsigned long number, unsigned char kind)
{
	memset(id, 0, sizeof(*id));
	for (size_t i = 0; i < 4; i++)
		id->bytes[i] = (uint8_t)(number >> (24 - 8 * i));
	id->bytes[15] = kind;
}

static enum faq_verdict verdict_of(const char *word)
{
	if (strcmp(word, "none") == 0)
		return FAQ_VERDICT_NONE;
	return strcmp(word, "clarify") == 0 ? FAQ_VERDICT_CLARIFY
					    : FAQ_VERDICT_ANSWER;
}

static void fill_turn(struct store_turn *turn, char *field[FIELDS],
		      unsigned long number)
{
	turn->time_ms = strtoll(field[0], NULL, 10) * 86400000LL +
			(int64_t)(number % 86400000);
	id_of(&turn->visitor, strtoul(field[1], NULL, 10), 0);
	id_of(&turn->message, number, 1);
	strcpy(turn->mouth, "chat");
	turn->verdict = verdict_of(field[2]);
	turn->handover = strcmp(field[2], "person") == 0;
	turn->confidence = 0.5;
	snprintf(turn->intent, sizeof(turn->intent), "%s", field[3]);
	if (turn->verdict == FAQ_VERDICT_ANSWER) {
		turn->answer_count = 1;
		snprintf(turn->answer[0], sizeof(turn->answer[0]), "%s",
			 field[3]);
	} else if (field[3][0]) {
		turn->near_count = 1;
		turn->near[0].score = 0.25;
		snprintf(turn->near[0].intent, sizeof(turn->near[0].intent),
			 "%s", field[3]);
	}
	store_text(field[5], strlen(field[5]), turn->question,
		   sizeof(turn->question));
}

static bool write_wrong(struct store *store, char *field[FIELDS])
{
	struct store_record record = {.kind = STORE_CORRECTION};
	struct store_correction *wrong = &record.as.correction;

	wrong->time_ms = strtoll(field[0], NULL, 10) * 86400000LL;
	id_of(&wrong->visitor, strtoul(field[1], NULL, 10), 0);
	wrong->seq = 2;
	wrong->question = field[5];
	wrong->question_bytes = strlen(field[5]);
	snprintf(wrong->answered, sizeof(wrong->answered), "%s", field[3]);
	snprintf(wrong->expected, sizeof(wrong->expected), "%s", field[4]);
	strcpy(wrong->agent, "Ada");
	return store_write(store, &record, 1, STORE_COMMITTED) == STORE_OK;
}

static bool write_waiting(struct store *store, char *field[FIELDS])
{
	struct store_record record[2] = {{.kind = STORE_TALK},
					 {.kind = STORE_MESSAGE}};
	struct store_talk *talk = &record[0].as.talk;
	struct store_message *message = &record[1].as.message;

	talk->since_ms = talk->updated_ms = message->time_ms =
		strtoll(field[0], NULL, 10) * 86400000LL;
	id_of(&talk->visitor, strtoul(field[1], NULL, 10), 0);
	message->visitor = talk->visitor;
	message->seq = talk->last_seq = 1;
	message->text = field[5];
	message->text_bytes = strlen(field[5]);
	return store_write(store, record, 2, STORE_COMMITTED) == STORE_OK;
}

static bool write_line(struct store *store, char *line, unsigned long number)
{
	struct store_record record[2] = {{.kind = STORE_TURN},
					 {.kind = STORE_FEEDBACK}};
	struct store_turn *turn = &record[0].as.turn;
	struct store_feedback *feedback = &record[1].as.feedback;
	char *field[FIELDS];

	if (!split(line, field))
		return false;
	if (strcmp(field[2], "wrong") == 0)
		return write_wrong(store, field);
	if (strcmp(field[2], "waiting") == 0)
		return write_waiting(store, field);
	fill_turn(turn, field, number);
	feedback->time_ms = turn->time_ms;
	feedback->visitor = turn->visitor;
	feedback->message = turn->message;
	feedback->helpful = field[4][0] == '+';
	return store_write(store, record, field[4][0] ? 2 : 1,
			   STORE_COMMITTED) == STORE_OK;
}

int main(int argc, char **argv)
{
	struct store_options options = {.salt = {7}};
	struct store_error error;
	struct store *store;
	char line[2048];
	unsigned long number = 0;

	if (argc != 2 ||
	    store_open(&store, argv[1], &options, &error) != STORE_OK) {
		fprintf(stderr, "fill: %s\n",
			argc == 2 ? error.message : "name the database");
		return 3;
	}
	while (fgets(line, sizeof(line), stdin))
		if (!write_line(store, line, ++number)) {
			fprintf(stderr, "fill: line %lu: %s\n", number,
				store_message(store));
			store_close(store);
			return 1;
		}
	store_close(store);
	return 0;
}
