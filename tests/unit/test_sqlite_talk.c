/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"

static struct store_record
talk_of(unsigned visitor, enum store_talk_state state, int64_t since_ms)
{
	struct store_record record = {.kind = STORE_TALK};
	struct store_talk *talk = &record.as.talk;

	talk->visitor = id_of(visitor);
	talk->state = state;
	talk->reason = STORE_TALK_MISSES;
	strcpy(talk->agent, "Ada");
	talk->since_ms = since_ms;
	talk->updated_ms = since_ms + 1;
	talk->last_seq = 7;
	talk->read_seq = 5;
	talk->step = 2;
	strcpy(talk->agent_key, "abcdefgh23456777");
	talk->heard_seq = 6;
	return record;
}

static struct store_record message_of(unsigned visitor, uint64_t seq,
				      enum store_from from, const char *text)
{
	struct store_record record = {.kind = STORE_MESSAGE};
	struct store_message *message = &record.as.message;

	message->visitor = id_of(visitor);
	message->seq = seq;
	message->time_ms = (int64_t)seq * 10;
	message->from = from;
	message->text = text;
	message->text_bytes = strlen(text);
	return record;
}

static struct store_record correction_of(unsigned visitor, int64_t time_ms,
					 const char *question)
{
	struct store_record record = {.kind = STORE_CORRECTION};
	struct store_correction *correction = &record.as.correction;

	correction->time_ms = time_ms;
	correction->visitor = id_of(visitor);
	correction->seq = 2;
	correction->question = question;
	correction->question_bytes = strlen(question);
	strcpy(correction->answered, "faq.what_next");
	strcpy(correction->expected, "redirect.signup");
	strcpy(correction->agent, "Ada");
	return record;
}

struct heard {
	size_t count, stop_after;
	uint64_t seq[8];
	char text[8][64];
	struct store_message last;
};

static bool hear(void *context, const struct store_message *message)
{
	struct heard *heard = context;
	size_t i = heard->count++;

	assert_true(i < 8);
	heard->seq[i] = message->seq;
	snprintf(heard->text[i], 64, "%.*s", (int)message->text_bytes,
		 message->text);
	heard->last = *message;
	return heard->count != heard->stop_after;
}

static struct heard read_all(struct store *store, unsigned visitor,
			     uint64_t after, size_t limit)
{
	struct heard heard = {0};
	struct store_id id = id_of(visitor);

	assert_int_equal(store_messages(store, &id, after, limit, hear, &heard),
			 STORE_OK);
	return heard;
}

static void a_conversation_is_found_again_and_replaced(void **state)
{
	struct bench *bench = *state;
	struct store_record record = talk_of(1, STORE_TALK_WAITING, 5);
	struct store_id id = id_of(1);
	struct store_talk talk;

	assert_int_equal(store_talk(bench->store, &id, &talk), STORE_ABSENT);
	write_one(bench->store, record);
	assert_int_equal(store_talk(bench->store, &id, &talk), STORE_OK);
	assert_memory_equal(&talk, &record.as.talk, sizeof(talk));
	record = talk_of(1, STORE_TALK_CLOSED, 9);
	write_one(bench->store, record);
	assert_int_equal(store_talk(bench->store, &id, &talk), STORE_OK);
	assert_memory_equal(&talk, &record.as.talk, sizeof(talk));
}

struct walk {
	size_t count;
	struct store_id visitor[4];
};

static bool walk(void *context, const struct store_talk *talk)
{
	struct walk *walked = context;

	assert_true(walked->count < 4);
	walked->visitor[walked->count++] = talk->visitor;
	return true;
}

static void those_that_wait_or_are_joined_are_open(void **state)
{
	struct bench *bench = *state;
	struct store_id first = id_of(2), second = id_of(1);
	struct walk walked = {0};

	write_one(bench->store, talk_of(1, STORE_TALK_WAITING, 20));
	write_one(bench->store, talk_of(2, STORE_TALK_JOINED, 10));
	write_one(bench->store, talk_of(3, STORE_TALK_RETURNED, 5));
	write_one(bench->store, talk_of(4, STORE_TALK_CLOSED, 6));
	assert_int_equal(store_open_talks(bench->store, 9, walk, &walked),
			 STORE_OK);
	assert_int_equal(walked.count, 2);
	assert_memory_equal(&walked.visitor[0], &first, sizeof(first));
	assert_memory_equal(&walked.visitor[1], &second, sizeof(second));
	walked.count = 0;
	assert_int_equal(store_open_talks(bench->store, 1, walk, &walked),
			 STORE_OK);
	assert_int_equal(walked.count, 1);
}

static void messages_come_in_order_and_from_where_one_was(void **state)
{
	struct bench *bench = *state;
	struct heard heard;

	for (uint64_t seq = 1; seq <= 5; seq++)
		write_one(bench->store,
			  message_of(1, seq, STORE_FROM_AGENT, "hello"));
	write_one(bench->store, message_of(2, 1, STORE_FROM_VISITOR, "other"));
	heard = read_all(bench->store, 1, 0, 9);
	assert_int_equal(heard.count, 5);
	assert_int_equal(heard.seq[0], 1);
	assert_int_equal(heard.seq[4], 5);
	heard = read_all(bench->store, 1, 3, 9);
	assert_int_equal(heard.count, 2);
	assert_int_equal(heard.seq[0], 4);
	heard = read_all(bench->store, 1, 0, 2);
	assert_int_equal(heard.count, 2);
	assert_int_equal(heard.seq[0], 4);
}

static void all_of_a_message_comes_back(void **state)
{
	struct bench *bench = *state;
	struct store_record record =
		message_of(1, 3, STORE_FROM_BOT, "What next");
	struct store_message *message = &record.as.message;
	struct heard heard;

	strcpy(message->agent, "Ada");
	message->message = id_of(77);
	message->verdict = FAQ_VERDICT_CLARIFY;
	strcpy(message->intent, "faq.what_next");
	message->confidence = 0.5;
	message->near_count = 2;
	strcpy(message->near[0].intent, "a.b");
	message->near[0].score = 0.25;
	strcpy(message->near[1].intent, "c.d");
	write_one(bench->store, record);
	heard = read_all(bench->store, 1, 0, 9);
	assert_int_equal(heard.count, 1);
	assert_string_equal(heard.text[0], "What next");
	heard.last.text = message->text;
	assert_memory_equal(&heard.last, message, sizeof(*message));
}

static void who_writes_a_seq_that_is_taken_is_behind(void **state)
{
	struct bench *bench = *state;
	struct store_record mine[] = {
		talk_of(1, STORE_TALK_JOINED, 1),
		message_of(1, 1, STORE_FROM_SYSTEM, "Ada claimed")};
	struct store_record theirs[] = {
		talk_of(1, STORE_TALK_CLOSED, 1),
		message_of(1, 1, STORE_FROM_SYSTEM, "Bob closed")};
	struct store_id visitor = id_of(1);
	struct store_talk talk;

	mine[0].as.talk.last_seq = theirs[0].as.talk.last_seq = 1;
	assert_int_equal(store_write(bench->store, mine, 2, STORE_DURABLE),
			 STORE_OK);
	assert_int_equal(store_write(bench->store, theirs, 2, STORE_DURABLE),
			 STORE_BEHIND);
	assert_int_equal(store_talk(bench->store, &visitor, &talk), STORE_OK);
	assert_int_equal(talk.state, STORE_TALK_JOINED);
	assert_int_equal(read_all(bench->store, 1, 0, 9).count, 1);
}

static void a_conversation_is_never_turned_back(void **state)
{
	struct bench *bench = *state;
	struct store_record later = talk_of(1, STORE_TALK_JOINED, 1),
			    sooner = talk_of(1, STORE_TALK_WAITING, 1);
	struct store_id visitor = id_of(1);
	struct store_talk talk;

	later.as.talk.last_seq = later.as.talk.read_seq = 3;
	later.as.talk.heard_seq = 0;
	sooner.as.talk.last_seq = 2;
	write_one(bench->store, later);
	assert_int_equal(store_write(bench->store, &sooner, 1, STORE_DURABLE),
			 STORE_BEHIND);
	later.as.talk.read_seq = 1;
	later.as.talk.heard_seq = 2;
	write_one(bench->store, later);
	assert_int_equal(store_talk(bench->store, &visitor, &talk), STORE_OK);
	assert_int_equal(talk.state, STORE_TALK_JOINED);
	assert_int_equal(talk.read_seq, 3);
	assert_int_equal(talk.heard_seq, 2);
}

static void a_message_of_a_clients_id_is_kept_once(void **state)
{
	struct bench *bench = *state;
	struct store_record twice[] = {
		message_of(1, 1, STORE_FROM_VISITOR, "once"),
		message_of(1, 2, STORE_FROM_VISITOR, "once")};
	struct store_id visitor = id_of(1), id = id_of(5), other = id_of(6);
	uint64_t seq = 9;

	twice[0].as.message.message = twice[1].as.message.message = id;
	write_one(bench->store, twice[0]);
	assert_int_equal(store_write(bench->store, &twice[1], 1, STORE_DURABLE),
			 STORE_SEEN);
	assert_int_equal(read_all(bench->store, 1, 0, 9).count, 1);
	assert_int_equal(store_message_seq(bench->store, &visitor, &id, &seq),
			 STORE_OK);
	assert_int_equal(seq, 1);
	assert_int_equal(
		store_message_seq(bench->store, &visitor, &other, &seq),
		STORE_ABSENT);
	assert_int_equal(seq, 0);
}

/* Two who both believe to be next would else overwrite each other. */
static void only_agents_words_are_kept_as_they_are(void **state)
{
	static const char text[] = "write to zoe@example.com\nplease";
	struct bench *bench = *state;
	struct heard heard;

	write_one(bench->store, message_of(1, 1, STORE_FROM_VISITOR, text));
	write_one(bench->store, message_of(1, 2, STORE_FROM_NOTE, text));
	write_one(bench->store, message_of(1, 3, STORE_FROM_AGENT, text));
	heard = read_all(bench->store, 1, 0, 9);
	assert_null(strstr(heard.text[0], "zoe@"));
	assert_null(strstr(heard.text[1], "zoe@"));
	assert_string_equal(heard.text[2], text);
}

static void what_is_no_message_is_refused(void **state)
{
	static const char long_text[STORE_MESSAGE_TEXT + 1] = {0};
	struct bench *bench = *state;
	struct store_record wrong[] = {
		message_of(1, 0, STORE_FROM_AGENT, "x"),
		message_of(1, 1, (enum store_from)9, "x"),
		message_of(1, 1, STORE_FROM_AGENT, "x"),
		message_of(1, 1, STORE_FROM_BOT, "x"),
		talk_of(1, (enum store_talk_state)9, 1),
		correction_of(1, 1, ""),
		correction_of(1, 1, "x"),
	};

	wrong[2].as.message.text = long_text;
	wrong[2].as.message.text_bytes = sizeof(long_text);
	strcpy(wrong[3].as.message.intent, "no id");
	strcpy(wrong[6].as.correction.expected, "no id");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(
			store_write(bench->store, &wrong[i], 1, STORE_DURABLE),
			STORE_ERROR_MISUSE);
	assert_int_equal(read_all(bench->store, 1, 0, 9).count, 0);
}

struct corrected {
	size_t count;
	char question[64], answered[64], expected[64], agent[STORE_AGENT_BYTES];
};

static bool correct(void *context, const struct store_correction *correction)
{
	struct corrected *corrected = context;

	corrected->count++;
	snprintf(corrected->question, 64, "%.*s",
		 (int)correction->question_bytes, correction->question);
	snprintf(corrected->answered, 64, "%s", correction->answered);
	snprintf(corrected->expected, 64, "%s", correction->expected);
	strcpy(corrected->agent, correction->agent);
	return true;
}

static struct corrected corrections(struct store *store, int64_t from_ms,
				    int64_t to_ms)
{
	struct corrected corrected = {0};

	assert_int_equal(
		store_corrections(store, from_ms, to_ms, correct, &corrected),
		STORE_OK);
	return corrected;
}

static void a_persons_word_on_an_answer_is_kept(void **state)
{
	struct bench *bench = *state;
	struct corrected corrected;

	write_one(bench->store,
		  correction_of(1, 10, "I am zoe@example.com, what next"));
	write_one(bench->store, correction_of(1, 20, "later"));
	corrected = corrections(bench->store, 10, 20);
	assert_int_equal(corrected.count, 1);
	assert_null(strstr(corrected.question, "zoe@"));
	assert_string_equal(corrected.answered, "faq.what_next");
	assert_string_equal(corrected.expected, "redirect.signup");
	assert_string_equal(corrected.agent, "Ada");
	assert_int_equal(corrections(bench->store, 0, 99).count, 2);
}

static void what_is_old_goes_and_an_erased_visitor_too(void **state)
{
	struct bench *bench = *state;
	const struct store_retention keep = {.transcripts_before_ms = 15};
	struct store_id visitor = id_of(1);
	struct store_talk talk;
	size_t rows;

	write_one(bench->store, talk_of(1, STORE_TALK_WAITING, 20));
	write_one(bench->store, talk_of(2, STORE_TALK_CLOSED, 5));
	write_one(bench->store, message_of(1, 1, STORE_FROM_VISITOR, "old"));
	write_one(bench->store, message_of(1, 2, STORE_FROM_VISITOR, "new"));
	write_one(bench->store, correction_of(1, 10, "old"));
	write_one(bench->store, correction_of(1, 20, "new"));
	assert_int_equal(store_prune(bench->store, &keep, 99, &rows), STORE_OK);
	assert_int_equal(rows, 3);
	assert_string_equal(read_all(bench->store, 1, 0, 9).text[0], "new");
	assert_string_equal(corrections(bench->store, 0, 99).question, "new");
	assert_int_equal(store_erase_visitor(bench->store, &visitor, &rows),
			 STORE_OK);
	assert_int_equal(rows, 3);
	assert_int_equal(store_talk(bench->store, &visitor, &talk),
			 STORE_ABSENT);
	assert_int_equal(read_all(bench->store, 1, 0, 9).count, 0);
	assert_false(store_holds(bench, visitor.bytes, sizeof(visitor)));
}

int main(void)
{
#define IN_STORE(test)                                                         \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
	const struct CMUnitTest tests[] = {
		IN_STORE(a_conversation_is_found_again_and_replaced),
		IN_STORE(those_that_wait_or_are_joined_are_open),
		IN_STORE(messages_come_in_order_and_from_where_one_was),
		IN_STORE(all_of_a_message_comes_back),
		IN_STORE(who_writes_a_seq_that_is_taken_is_behind),
		IN_STORE(a_conversation_is_never_turned_back),
		IN_STORE(a_message_of_a_clients_id_is_kept_once),
		IN_STORE(only_agents_words_are_kept_as_they_are),
		IN_STORE(what_is_no_message_is_refused),
		IN_STORE(a_persons_word_on_an_answer_is_kept),
		IN_STORE(what_is_old_goes_and_an_erased_visitor_too),
	};

	return cmocka_run_group_tests_name("sqlite_talk", tests, NULL, NULL);
}
