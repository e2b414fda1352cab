/* SPDX-License-Identifier: MIT */
/*
 * faqctl ask: one question, a conversation at a prompt, or a file of rows.
 */
#include "cli/batch.h"
#include "cli/bot.h"
#include "cli/lines.h"
#include "cli/prompt.h"
#include "cli/sessions.h"
#include "cli/view.h"

#include <stdlib.h>
#include <string.h>

/* A conversation and what was said last in it. */
struct talk {
	const struct bot *bot;
	const struct options *options;
	struct term out;
	struct faq_dialog dialog;
	struct faq_reply reply;
	struct faq_trace trace;
	char question[2048];
	bool asked;
};

static struct talk *talk_new(const struct bot *bot,
			     const struct options *options,
			     const struct term *out)
{
	struct talk *talk = calloc(1, sizeof(*talk));
	if (!talk)
		return NULL;
	talk->bot = bot;
	talk->options = options;
	talk->out = *out;
	faq_dialog_init(&talk->dialog);
	return talk;
}

static void talk_json(const struct talk *talk)
{
	struct json_writer writer;

	json_writer_init(&writer, MESSAGE_REPLY_BYTES_MAX);
	json_put_open(&writer, '{');
	message_put_reply(&writer, &talk->reply, NULL);
	if (talk->options->explain) {
		json_put_name(&writer, "trace");
		message_put_trace(&writer, &talk->trace);
	}
	json_put_close(&writer, '}');
	if (!json_failed(&writer))
		fprintf(talk->out.file, "%s\n", writer.bytes);
	json_writer_release(&writer);
}

static void talk_why(const struct talk *talk)
{
	fputc('\n', talk->out.file);
	term_styled(&talk->out, TERM_BOLD, "Why");
	fputc('\n', talk->out.file);
	view_why(&talk->out, talk->question, &talk->reply, &talk->trace);
}

static void talk_ask(struct talk *talk, const char *question)
{
	snprintf(talk->question, sizeof(talk->question), "%s", question);
	bot_ask(talk->bot, &talk->dialog, question, &talk->reply, &talk->trace);
	talk->asked = true;
	if (talk->options->json) {
		talk_json(talk);
		return;
	}
	view_reply(&talk->out, &talk->reply);
	if (talk->options->explain)
		talk_why(talk);
}

/* Lines that come through a pipe: one conversation, no prompt. */
static void talk_pipe(struct talk *talk)
{
	struct lines lines;
	bool first = true;

	if (!lines_open(&lines, "-"))
		return;
	while (lines_next(&lines)) {
		if (!lines.size)
			continue;
		if (!first && !talk->options->json)
			fputc('\n', talk->out.file);
		first = false;
		talk_ask(talk, lines.text);
	}
	lines_close(&lines);
}

static void welcome(const struct talk *talk)
{
	const struct term *out = &talk->out;
	term_styled(out, TERM_BOLD, faq_catalog_name(talk->bot->catalog));
	fputc('\n', out->file);
	term_style(out, TERM_DIM);
	term_wrap(
		out,
		"Ask away. :why explains the last answer, :reset starts over, "
		":quit leaves.\n\n",
		0, 0);
	term_style(out, TERM_PLAIN);
	fputc('\n', out->file);
}

/* ":why" and its like. False for :quit. */
static bool talk_order(struct talk *talk, const char *order)
{
	const struct term *out = &talk->out;

	if (strcmp(order, ":quit") == 0 || strcmp(order, ":q") == 0)
		return false;
	if (strcmp(order, ":reset") == 0) {
		faq_dialog_init(&talk->dialog);
		talk->asked = false;
		fputs("  A fresh conversation.\n", out->file);
	} else if (strcmp(order, ":why") == 0 && talk->asked) {
		talk_why(talk);
	} else if (strcmp(order, ":why") == 0) {
		fputs("  Nothing has been asked yet.\n", out->file);
	} else {
		fputs("  :why explains the last answer, :reset starts over, "
		      ":quit leaves.\n",
		      out->file);
	}
	return true;
}

static enum exit_code talk_prompt(struct talk *talk)
{
	struct prompt *prompt = prompt_new(&talk->out);
	const char *line;
	bool on = true;

	if (!prompt)
		return EXIT_CANNOT;
	welcome(talk);
	while (on && (line = prompt_read(prompt)) != NULL) {
		term_refresh(&talk->out);
		if (!line[0])
			continue;
		if (line[0] == ':')
			on = talk_order(talk, line);
		else
			talk_ask(talk, line);
		if (on)
			fputc('\n', talk->out.file);
	}
	if (on)
		fputc('\n', talk->out.file);
	prompt_free(prompt);
	return EXIT_GOOD;
}

/* What answering rows needs. */
struct rows {
	const struct bot *bot;
	struct sessions sessions;
	struct faq_reply reply;
};

/*
 * An act leads the dialogue and is no answer: intents of kind act don't count.
 * Who starts the checklist has asked for the whole of it, though the reply
 * shows its first step.
 */
static const char *row_intent(const struct faq_reply *reply, size_t i)
{
	if (reply->verdict != FAQ_VERDICT_ANSWER || i >= reply->part_count ||
	    reply->part[i].intent->kind == FAQ_KIND_ACT)
		return "none";
	if (i == 0 && reply->act == FAQ_ACT_START && reply->best)
		return reply->best->id;
	return reply->part[i].intent->id;
}

static void put_suggest(struct json_writer *writer,
			const struct faq_reply *reply)
{
	json_put_name(writer, "suggest");
	json_put_open(writer, '[');
	if (reply->verdict == FAQ_VERDICT_CLARIFY)
		for (size_t i = 0; i < reply->choice_count; i++)
			json_put_string(writer, reply->choice[i]->id);
	else
		for (size_t i = 0; i < reply->suggest_count; i++)
			json_put_string(writer, reply->suggest[i].intent->id);
	json_put_close(writer, ']');
}

static void put_row(struct json_writer *writer, const char *id,
		    const struct faq_reply *reply)
{
	char act[MESSAGE_ACT_BYTES];

	message_act(reply, act);
	json_put_open(writer, '{');
	json_add_string(writer, "id", id);
	json_add_string(writer, "intent", row_intent(reply, 0));
	if (reply->verdict == FAQ_VERDICT_ANSWER && reply->part_count > 1) {
		json_put_name(writer, "intents");
		json_put_open(writer, '[');
		json_put_string(writer, row_intent(reply, 0));
		json_put_string(writer, row_intent(reply, 1));
		json_put_close(writer, ']');
	}
	json_add_number(writer, "confidence", reply->confidence);
	json_add_string(writer, "raw_intent",
			reply->best ? reply->best->id : "none");
	put_suggest(writer, reply);
	if (act[0])
		json_add_string(writer, "act", act);
	json_add_count(writer, "step", reply->step);
	json_put_close(writer, '}');
}

static bool answer_row(void *context, const struct incoming *row,
		       struct json_writer *writer)
{
	struct rows *rows = context;
	struct faq_dialog fresh;
	struct faq_dialog *dialog = &fresh;

	faq_dialog_init(&fresh);
	if (row->session[0])
		dialog = sessions_get(&rows->sessions, row->session);
	if (!dialog)
		return false;
	bot_ask(rows->bot, dialog, row->text, &rows->reply, NULL);
	put_row(writer, row->id, &rows->reply);
	return true;
}

static enum exit_code ask_rows(const struct bot *bot,
			       const struct options *options,
			       const struct term *out, const struct term *err)
{
	struct rows *rows = calloc(1, sizeof(*rows));
	if (!rows)
		return EXIT_CANNOT;
	rows->bot = bot;
	enum exit_code code =
		batch_run(options->jsonl, out, err, answer_row, rows);
	sessions_release(&rows->sessions);
	free(rows);
	return code;
}

static enum exit_code ask_talk(const struct bot *bot,
			       const struct options *options,
			       const struct term *out)
{
	char question[4096];
	struct term input;
	enum exit_code code = EXIT_GOOD;
	struct talk *talk = talk_new(bot, options, out);

	if (!talk)
		return EXIT_CANNOT;
	term_init(&input, stdin, TERM_COLOR_NEVER);
	if (options->word_count) {
		options_words(options, question, sizeof(question));
		talk_ask(talk, question);
	} else if (input.tty && out->tty) {
		code = talk_prompt(talk);
	} else {
		talk_pipe(talk);
	}
	free(talk);
	return code;
}

static enum exit_code run_ask(const struct options *options,
			      const struct term *out, const struct term *err)
{
	struct bot bot;
	enum exit_code code = bot_open(&bot, options, err);

	if (code != EXIT_GOOD)
		return code;
	code = options->jsonl ? ask_rows(&bot, options, out, err)
			      : ask_talk(&bot, options, out);
	bot_release(&bot);
	return code;
}

const struct command cmd_ask = {
	.name = "ask",
	.operands = "[QUESTION]",
	.summary = "ask a question, or talk at a prompt",
	.about = "Without a question it opens a prompt with history and line "
		 "editing; lines from a pipe are one conversation.\n\n"
		 "With --jsonl each row {\"id\",\"text\",\"session\"} gives a "
		 "row "
		 "{\"id\",\"intent\",\"confidence\",\"raw_intent\",\"suggest\","
		 "\"act\",\"step\"}. Rows of the same session are one "
		 "conversation, in order; a row without one stands alone.",
	.examples = "faqctl ask \"my passport photo was rejected\"\n"
		    "faqctl ask --explain what next\n"
		    "faqctl ask --jsonl questions.jsonl > answers.jsonl",
	.options = {OPTION_CONTENT, OPTION_LANGUAGE, OPTION_EXPLAIN,
		    OPTION_JSON, OPTION_JSONL, OPTION_COLOR, OPTION_HELP},
	.run = run_ask};
