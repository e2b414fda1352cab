/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a file to import: the first byte says as which format. Faults,
 * or items whose content folder the engine builds without an error.
 */
#include "core/faq.h"
#include "fuzz/fuzz.h"
#include "import/files.h"
#include "proto/site.h"

static void note(void *context, const struct faq_diag *diag)
{
	(void)context;
	require(diag->message[0] != '\0');
}

/* Limits of size aside, what import writes has no fault. */
static void must_be_sound(void *context, const struct faq_diag *diag)
{
	(void)context;
	if (diag->severity != FAQ_SEVERITY_ERROR)
		return;
	require(strcmp(diag->code, "answer-too-long") == 0 ||
		strcmp(diag->code, "pattern-too-large") == 0 ||
		strcmp(diag->code, "template-too-long") == 0 ||
		strcmp(diag->code, "too-many-phrases") == 0);
}

static void build(const struct files *files)
{
	struct faq_source sources[FILES_MAX];
	const struct faq_site site = {.name = "Fuzz"};
	struct faq_catalog *catalog;
	size_t count = 0;

	for (size_t i = 0; i < files->count; i++) {
		const struct file *file = &files->file[i];
		/* the dialogue is always the same */
		if (file->test || strcmp(file->path, "site.json") == 0 ||
		    strcmp(file->path, "en/dialogue.md") == 0)
			continue;
		sources[count++] = (struct faq_source){
			file->path, draft_bytes(&file->text), file->text.size};
	}
	if (faq_catalog_build(&catalog, sources, count, &site, NULL,
			      must_be_sound, NULL) == FAQ_OK)
		faq_catalog_free(catalog);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum import_format formats[] = {
		IMPORT_HTML, IMPORT_MARKDOWN, IMPORT_JSON,
		IMPORT_CSV,  IMPORT_TSV,      IMPORT_RASA};
	static struct files files;
	struct fault_sink sink = {.report = note};
	struct import import;

	if (!size)
		return 0;
	enum import_format format =
		formats[data[0] % (sizeof(formats) / sizeof(formats[0]))];
	/* A copy that ends where it ends, so that reading on is seen. */
	char *bytes = malloc(size);
	require(bytes != NULL);
	memcpy(bytes, data + 1, size - 1);
	import_init(&import, &sink);
	if (import_read(&import, "fuzz", format, bytes, size - 1) == FAQ_OK &&
	    import_finish(&import) == FAQ_OK &&
	    files_make(&files, &import, "en"))
		build(&files);
	files_release(&files);
	import_release(&import);
	free(bytes);
	return 0;
}
