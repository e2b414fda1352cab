/* SPDX-License-Identifier: MIT */
#include "cli/prompt.h"

#include <histedit.h>

#include <stdlib.h>
#include <string.h>

#define PROMPT_HISTORY 200
#define PROMPT_BYTES 4096u

struct prompt {
	EditLine *edit;
	History *history;
	char sign[24];
	char line[PROMPT_BYTES];
};

static char *prompt_sign(EditLine *edit)
{
	struct prompt *prompt = NULL;
	el_get(edit, EL_CLIENTDATA, &prompt);
	return prompt->sign;
}

struct prompt *prompt_new(const struct term *out)
{
	HistEvent event;
	struct prompt *prompt = calloc(1, sizeof(*prompt));

	if (!prompt)
		return NULL;
	/* \1 parts what the terminal obeys from what takes up columns. */
	snprintf(prompt->sign, sizeof(prompt->sign), "%s",
		 out->color ? "\1\033[1;36m\1>\1\033[0m\1 " : "> ");
	prompt->history = history_init();
	prompt->edit = el_init("faqctl", stdin, stdout, stderr);
	if (!prompt->history || !prompt->edit) {
		prompt_free(prompt);
		return NULL;
	}
	history(prompt->history, &event, H_SETSIZE, PROMPT_HISTORY);
	history(prompt->history, &event, H_SETUNIQUE, 1);
	el_set(prompt->edit, EL_CLIENTDATA, prompt);
	el_set(prompt->edit, EL_PROMPT_ESC, prompt_sign, '\1');
	el_set(prompt->edit, EL_EDITOR, "emacs");
	el_set(prompt->edit, EL_HIST, history, prompt->history);
	el_set(prompt->edit, EL_SIGNAL, 1);
	el_set(prompt->edit, EL_BIND, "^R", "em-inc-search-prev", NULL);
	el_source(prompt->edit, NULL);
	return prompt;
}

const char *prompt_read(struct prompt *prompt)
{
	HistEvent event;
	int size = 0;
	const char *line = el_gets(prompt->edit, &size);

	if (!line || size <= 0)
		return NULL;
	size_t start = strspn(line, " \t\r\n");
	size_t end = strlen(line);
	while (end > start && strchr(" \t\r\n", line[end - 1]))
		end--;
	size_t length = end - start;
	if (length >= sizeof(prompt->line))
		length = sizeof(prompt->line) - 1;
	memcpy(prompt->line, line + start, length);
	prompt->line[length] = '\0';
	if (length)
		history(prompt->history, &event, H_ENTER, prompt->line);
	return prompt->line;
}

void prompt_free(struct prompt *prompt)
{
	if (!prompt)
		return;
	if (prompt->edit)
		el_end(prompt->edit);
	if (prompt->history)
		history_end(prompt->history);
	free(prompt);
}
