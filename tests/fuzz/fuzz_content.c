/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as content: first as one file, then, parted at \f, as several
 * (the first of them page.md). It builds, or faults say why with a place
 * within the file; a catalogue that is built answers.
 */
#include "core/faq.h"
#include "fuzz/fuzz.h"

#define FILES_MAX 8u

static const struct faq_link links[] = {{"desk", "the desk", "https://d.de"}};
static const struct faq_note notes[] = {{"rules", "The rules decide."}};
static const struct faq_site site = {.name = "Fuzz",
				     .links = links,
				     .link_count = 1,
				     .notes = notes,
				     .note_count = 1};

struct seen {
	const struct faq_source *sources;
	size_t source_count, errors;
};

static unsigned lines_of(const struct faq_source *source)
{
	unsigned lines = 1;
	for (size_t i = 0; i < source->size; i++)
		lines += source->bytes[i] == '\n' || source->bytes[i] == '\r';
	return lines;
}

static void check_fault(void *context, const struct faq_diag *diag)
{
	struct seen *seen = context;
	size_t i = 0;
	require(diag->code[0] && diag->message[0]);
	require(memchr(diag->message, '\0', sizeof(diag->message)) != NULL);
	while (i < seen->source_count &&
	       strcmp(seen->sources[i].name, diag->source) != 0)
		i++;
	require(i < seen->source_count);
	require(diag->line <= lines_of(&seen->sources[i]));
	seen->errors += diag->severity == FAQ_SEVERITY_ERROR;
}

static void ask_all(const struct faq_catalog *catalog)
{
	struct faq_scratch *scratch;
	struct faq_dialog dialog;
	static struct faq_reply reply;
	if (faq_scratch_new(&scratch, NULL) != FAQ_OK)
		return;
	faq_dialog_init(&dialog);
	for (size_t i = 0; i < faq_catalog_intents(catalog) && i < 4; i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(catalog, i);
		require(faq_catalog_find(catalog, intent->id) != NULL);
		size_t bytes = strlen(intent->title);
		require(faq_ask(catalog, scratch, &dialog, intent->title, bytes,
				&reply, NULL) == FAQ_OK);
		require(reply.text[0] != '\0');
	}
	faq_scratch_free(scratch);
}

static void build(const struct faq_source *sources, size_t count)
{
	struct seen seen = {sources, count, 0};
	struct faq_catalog *catalog;
	enum faq_status status = faq_catalog_build(
		&catalog, sources, count, &site, NULL, check_fault, &seen);
	if (status == FAQ_OK) {
		require(catalog && !seen.errors);
		ask_all(catalog);
	} else {
		/* out of memory would be a bound that names no fault */
		require(status == FAQ_ERROR_CONTENT);
		require(!catalog && seen.errors);
	}
	faq_catalog_free(catalog);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[FILES_MAX] = {"page.md", "b.md", "c.md",
						     "d.md",    "e.md", "f.md",
						     "g.md",    "h.md"};
	struct faq_source sources[FILES_MAX] = {
		{"a.md", (const char *)data, size}};
	size_t count = 0;
	if (!size)
		return 0;
	build(sources, 1);
	const char *at = (const char *)data, *end = at + size;
	while (at && count < FILES_MAX) {
		const char *stop = memchr(at, '\f', (size_t)(end - at));
		size_t bytes = (size_t)((stop ? stop : end) - at);
		sources[count] = (struct faq_source){names[count], at, bytes};
		count++;
		at = stop ? stop + 1 : NULL;
	}
	if (count > 1)
		build(sources, count);
	return 0;
}
