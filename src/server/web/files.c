/* SPDX-License-Identifier: MIT */
#include "server/web/files.h"

#include "server/page/page_html.h"
#include "server/page/page_json.h"
#include "widget/compress.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Below this a packet is a packet. */
#define PACK_BYTES_MIN 256u

enum made {
	MADE_PAGE,
	MADE_HELLO,
	MADE_INTENTS,
	MADE_OUTLINE
};

struct row {
	const char *path, *type;
};

static const struct row rows[FILES_MADE] = {
	[MADE_PAGE] = {"/", "text/html; charset=utf-8"},
	[MADE_HELLO] = {"/v1/hello", "application/json"},
	[MADE_INTENTS] = {"/v1/intents", "application/json"},
	[MADE_OUTLINE] = {"/v1/page", "application/json"},
};

static void name_forms(struct files_document *document)
{
	static const char *const marks[CODINGS] = {"", "-gz", "-br"};
	const struct asset_form *plain = &document->asset.form[CODING_PLAIN];
	unsigned char digest[SHA256_DIGEST_LENGTH];
	char hash[ASSET_ETAG_DIGITS + 1];
	size_t i;

	SHA256((const unsigned char *)plain->bytes, plain->size, digest);
	for (i = 0; i < ASSET_ETAG_DIGITS / 2; i++)
		snprintf(hash + 2 * i, 3, "%02x", digest[i]);
	for (i = 0; i < CODINGS; i++) {
		snprintf(document->etags[i], ASSET_ETAG_BYTES, "\"%s%s\"", hash,
			 marks[i]);
		document->asset.form[i].etag = document->etags[i];
	}
}

static void set_form(struct files_document *document, enum coding coding,
		     char *bytes, size_t size)
{
	document->bytes[coding] = bytes;
	document->asset.form[coding].bytes = bytes;
	document->asset.form[coding].size = size;
}

static bool pack(struct files_document *document)
{
	const struct asset_form *plain = &document->asset.form[CODING_PLAIN];
	struct packed packed;

	if (plain->size < PACK_BYTES_MIN)
		return true;
	if (!compress_gzip(&packed, plain->bytes, plain->size, COMPRESS_QUICK))
		return false;
	set_form(document, CODING_GZIP, packed.bytes, packed.size);
	if (!compress_brotli(&packed, plain->bytes, plain->size,
			     COMPRESS_QUICK))
		return false;
	set_form(document, CODING_BROTLI, packed.bytes, packed.size);
	return true;
}

/* Takes over `bytes`; NULL, when they could not be made, is passed on. */
static bool take(struct files *files, enum made which, char *bytes, size_t size)
{
	struct files_document *document = &files->made[which];

	document->asset.path = rows[which].path;
	document->asset.type = rows[which].type;
	set_form(document, CODING_PLAIN, bytes, size);
	if (!bytes || !pack(document))
		return false;
	name_forms(document);
	return true;
}

static bool make_page(struct files *files, const struct plan *plan)
{
	struct json_writer data;
	struct html html;
	char *bytes;
	size_t size;
	bool has;

	json_writer_init(&data, FILES_BYTES_MAX);
	html_init(&html, FILES_BYTES_MAX);
	has = page_json_data(plan->catalog, &data);
	page_html(plan, asset_find("/index.html")->form[CODING_PLAIN].bytes,
		  has ? data.bytes : NULL, &html);
	html.failed = html.failed || json_failed(&data);
	json_writer_release(&data);
	bytes = html_take(&html, &size);
	return take(files, MADE_PAGE, bytes, size);
}

static bool make_json(struct files *files, const struct plan *plan,
		      enum made which)
{
	struct json_writer writer;
	char *bytes;
	size_t size;

	json_writer_init(&writer, FILES_BYTES_MAX);
	if (which == MADE_HELLO)
		page_json_hello(plan->catalog, &writer);
	else if (which == MADE_INTENTS)
		page_json_intents(plan->catalog, &writer);
	else
		page_json_page(plan, &writer);
	bytes = json_writer_take(&writer, &size);
	return take(files, which, bytes, size);
}

bool files_build(struct files *files, const struct faq_catalog *catalog)
{
	struct plan plan;
	bool made;

	memset(files, 0, sizeof(*files));
	if (!plan_make(&plan, catalog))
		return false;
	made = make_page(files, &plan) && make_json(files, &plan, MADE_HELLO) &&
	       make_json(files, &plan, MADE_INTENTS) &&
	       make_json(files, &plan, MADE_OUTLINE);
	plan_release(&plan);
	if (!made)
		files_release(files);
	return made;
}

void files_release(struct files *files)
{
	size_t i, k;

	for (i = 0; i < FILES_MADE; i++)
		for (k = 0; k < CODINGS; k++)
			free(files->made[i].bytes[k]);
	memset(files, 0, sizeof(*files));
}

const struct asset *files_find(const struct files *files, const char *path)
{
	size_t i;

	for (i = 0; i < FILES_MADE; i++)
		if (strcmp(rows[i].path, path) == 0)
			return &files->made[i].asset;
	return asset_find(path);
}

unsigned files_codings(const struct asset *document)
{
	unsigned has = 1u << CODING_PLAIN, i;

	for (i = CODING_PLAIN + 1; i < CODINGS; i++)
		if (document->form[i].size > 0)
			has |= 1u << i;
	return has;
}
