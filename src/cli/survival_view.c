/* SPDX-License-Identifier: MIT */
/* What survived, for a reader and as JSON. */
#include "cli/survival.h"

#include "proto/json.h"

#include <string.h>

#define ROWS_SHOWN 12u
#define LOSSES_SHOWN 20u
#define JSON_MAX ((size_t)64u * 1024u * 1024u)

static double share_of(const struct survival_count *count)
{
	return count->asked ? (double)count->kept / (double)count->asked : 1;
}

static void heading(const struct term *out, const char *text)
{
	fputc('\n', out->file);
	term_styled(out, TERM_BOLD, text);
	fputc('\n', out->file);
}

static void count_line(const struct term *out, const char *name,
		       const struct survival_count *count)
{
	term_spaces(out, 2);
	term_cell(out, name, 16);
	fprintf(out->file, "%6zu of %6zu  %5.1f %%\n", count->kept,
		count->asked, 100 * share_of(count));
}

static void print_kinds(const struct survival *survival, const struct term *out)
{
	static const char *const titles[] = {
		[MUTATION_MUST] = "Must keep the answer",
		[MUTATION_SHOULD] = "Should keep it, mostly",
		[MUTATION_MAY] = "May change it"};

	for (int rule = 0; rule <= MUTATION_MAY; rule++) {
		heading(out, titles[rule]);
		for (int kind = 0; kind < MUTATIONS; kind++)
			if ((int)mutation_rule((enum mutation)kind) == rule &&
			    survival->of_kind[kind].asked)
				count_line(out,
					   mutation_name((enum mutation)kind),
					   &survival->of_kind[kind]);
	}
}

static void print_rows(const struct survival *survival, const struct term *out)
{
	size_t shown = survival->row_count < ROWS_SHOWN ? survival->row_count
							: ROWS_SHOWN;

	heading(out, "Intents, the weakest first");
	fputs("  ", out->file);
	term_cell(out, "", 46);
	fputs("   must     all\n", out->file);
	for (size_t i = 0; i < shown; i++) {
		const struct survival_row *row = &survival->rows[i];
		term_spaces(out, 2);
		term_cell(out, row->intent, 46);
		fprintf(out->file, "%5.1f %% %5.1f %%\n",
			100 * share_of(&row->must), 100 * share_of(&row->all));
	}
	if (shown < survival->row_count)
		fprintf(out->file, "  and %zu more; --json has all\n",
			survival->row_count - shown);
}

/* As lines of a .test file. */
static void print_losses(const struct survival *survival,
			 const struct term *out)
{
	const char *section = "";
	size_t shown = survival->loss_count < LOSSES_SHOWN
			       ? survival->loss_count
			       : LOSSES_SHOWN;

	if (!shown)
		return;
	heading(out, "The worst variants, ready to paste as tests");
	for (size_t i = 0; i < shown; i++) {
		const struct survival_loss *loss = &survival->losses[i];
		const struct survival_line *line = &survival->lines[loss->line];
		if (strcmp(section, line->intent) != 0)
			fprintf(out->file, "\n[%s]\n", line->intent);
		section = line->intent;
		term_style(out, TERM_DIM);
		fprintf(out->file, "# %s of ", mutation_name(loss->kind));
		term_text(out, line->path);
		fprintf(out->file, ":%u; got ", line->number);
		term_text(out, loss->got);
		term_style(out, TERM_PLAIN);
		fputs("\n+ ", out->file);
		term_text(out, loss->text);
		fputc('\n', out->file);
	}
	if (shown < survival->loss_count)
		fprintf(out->file, "\n# and %zu more; --json has all\n",
			survival->loss_count - shown);
}

void survival_print(const struct survival *survival, const struct term *out)
{
	const struct survival_count *must = &survival->of_rule[MUTATION_MUST];

	term_styled(out, TERM_BOLD, "Variants of ");
	fprintf(out->file, "%zu + lines that pass\n", survival->line_count);
	print_kinds(survival, out);
	print_rows(survival, out);
	print_losses(survival, out);
	fprintf(out->file,
		"\n%.2f %% of the variants that must keep the answer do "
		"(%zu of %zu)\n",
		100 * survival_share(survival), must->kept, must->asked);
}

static void put_count(struct json_writer *writer, const char *name,
		      const struct survival_count *count)
{
	json_put_name(writer, name);
	json_put_open(writer, '{');
	json_add_count(writer, "asked", count->asked);
	json_add_count(writer, "kept", count->kept);
	json_put_close(writer, '}');
}

static void put_rows(struct json_writer *writer,
		     const struct survival *survival)
{
	json_put_name(writer, "intents");
	json_put_open(writer, '[');
	for (size_t i = 0; i < survival->row_count; i++) {
		json_put_open(writer, '{');
		json_add_string(writer, "id", survival->rows[i].intent);
		put_count(writer, "must", &survival->rows[i].must);
		put_count(writer, "all", &survival->rows[i].all);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
}

static void put_losses(struct json_writer *writer,
		       const struct survival *survival)
{
	json_put_name(writer, "lost");
	json_put_open(writer, '[');
	for (size_t i = 0; i < survival->loss_count; i++) {
		const struct survival_loss *loss = &survival->losses[i];
		const struct survival_line *line = &survival->lines[loss->line];
		json_put_open(writer, '{');
		json_add_string(writer, "kind", mutation_name(loss->kind));
		json_add_string(writer, "file", line->path);
		json_add_count(writer, "line", line->number);
		json_add_string(writer, "intent", line->intent);
		json_add_string(writer, "question", line->text);
		json_add_string(writer, "text", loss->text);
		json_add_string(writer, "got", loss->got);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
}

bool survival_write(const struct survival *survival, FILE *file)
{
	struct json_writer writer;

	json_writer_init(&writer, JSON_MAX);
	json_put_open(&writer, '{');
	json_add_count(&writer, "lines", survival->line_count);
	json_add_number(&writer, "survival", survival_share(survival));
	json_put_name(&writer, "kinds");
	json_put_open(&writer, '{');
	for (int kind = 0; kind < MUTATIONS; kind++)
		put_count(&writer, mutation_name((enum mutation)kind),
			  &survival->of_kind[kind]);
	json_put_close(&writer, '}');
	put_rows(&writer, survival);
	put_losses(&writer, survival);
	json_put_close(&writer, '}');
	bool good = !json_failed(&writer);
	if (good)
		fprintf(file, "%s\n", writer.bytes);
	json_writer_release(&writer);
	return good;
}
