/* SPDX-License-Identifier: MIT */
#include "server/config/config_key.h"

#include "server/version.h"

#include <openssl/crypto.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define STATE_VARIABLE "STATE_DIRECTORY=" /* systemd.exec(5) */
#define DATABASE_NAME "/faqd.db"

struct config_text {
	struct config_text *next;
	char bytes[];
};

const char *config_join(struct config_reader *reader, const char *first,
			size_t size, const char *second)
{
	size_t more = strlen(second);
	struct config_text *kept = malloc(sizeof(*kept) + size + more + 1);

	if (!kept) {
		reader->no_memory = true;
		return NULL;
	}
	memcpy(kept->bytes, first, size);
	memcpy(kept->bytes + size, second, more + 1);
	kept->next = reader->config->texts;
	reader->config->texts = kept;
	return kept->bytes;
}

const char *config_keep(struct config_reader *reader, const char *text,
			size_t size)
{
	return config_join(reader, text, size, "");
}

void config_release(struct config *config)
{
	while (config->texts) {
		struct config_text *next = config->texts->next;

		free(config->texts);
		config->texts = next;
	}
	OPENSSL_cleanse(config, sizeof(*config));
}

__attribute__((format(printf, 4, 0))) static void
report(struct config_reader *reader, const char *source,
       struct config_place place, const char *format, va_list args)
{
	struct fault_place at = {source, place.line, place.column};
	struct faq_diag diag;

	vsnprintf(diag.message, sizeof(diag.message), format, args);
	fault_report(&reader->sink, FAQ_SEVERITY_ERROR, "setting", at, "%s",
		     diag.message);
}

void config_fault_at(struct config_reader *reader, const char *source,
		     struct config_place place, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report(reader, source, place, format, args);
	va_end(args);
}

void config_fault(struct config_reader *reader, const struct config_key *key,
		  struct config_place place, const char *format, ...)
{
	char name[CONFIG_NAME_BYTES];
	const char *source = name;
	va_list args;

	if (place.from == CONFIG_FROM_ENV)
		config_variable(key->name, name);
	else if (place.from == CONFIG_FROM_FLAG)
		snprintf(name, sizeof(name), "--%s", key->name);
	else
		source = reader->file ? reader->file : key->name;
	va_start(args, format);
	report(reader, source, place, format, args);
	va_end(args);
}

void config_reader_init(struct config_reader *reader, struct config *config,
			faq_report_fn *report_fn, void *context)
{
	const struct config_place place = {.from = CONFIG_FROM_DEFAULT};
	size_t count;
	const struct config_key *keys = config_keys(&count);

	*config = (struct config){.manual_form = "", .file = ""};
	*reader = (struct config_reader){
		.config = config,
		.sink = {.report = report_fn, .context = context},
	};
	for (size_t i = 0; i < count; i++)
		if (keys[i].type != CONFIG_LIST)
			config_set_text(reader, &keys[i], keys[i].initial,
					place);
}

/* The first of the folders that systemd gives; its size is 0 for none. */
static const char *state_folder(char *const *environment, size_t *size)
{
	const size_t prefix = strlen(STATE_VARIABLE);

	for (; *environment; environment++) {
		const char *folder = *environment + prefix;

		if (strncmp(*environment, STATE_VARIABLE, prefix) != 0)
			continue;
		*size = strcspn(folder, ":");
		return folder;
	}
	*size = 0;
	return "";
}

/* The database's automatic choice, and CONFIG_NONE, become what they mean. */
static void settle_database(struct config_reader *reader,
			    char *const *environment)
{
	const char **database = &reader->config->store.database;
	size_t size;
	const char *folder = state_folder(environment, &size);

	if (strcmp(*database, CONFIG_NONE) == 0)
		*database = "";
	else if (!**database && size > 0)
		*database = config_join(reader, folder, size, DATABASE_NAME);
}

enum config_status config_load(struct config *config, int argc, char **argv,
			       char *const *environment,
			       faq_report_fn *report_fn, void *context)
{
	struct config_reader reader;
	enum config_status status = CONFIG_OK;

	config_reader_init(&reader, config, report_fn, context);
	config_argv_read(&reader, argc, argv);
	if (config->task == CONFIG_SERVE || config->task == CONFIG_PRINT) {
		config_env_read(&reader, environment);
		config_file_read(&reader);
		if (!reader.no_memory) {
			config_check(&reader);
			settle_database(&reader, environment);
		}
	}
	if (reader.no_memory)
		status = CONFIG_ERROR_NOMEM;
	else if (reader.sink.errors)
		status = CONFIG_ERROR_FAULTS;
	if (status != CONFIG_OK)
		config_release(config);
	return status;
}

bool config_print(const struct config *config, FILE *file)
{
	bool good = true;

	switch (config->task) {
	case CONFIG_SERVE:
		break;
	case CONFIG_HELP:
		config_manual_help(file);
		break;
	case CONFIG_VERSION:
		fputs("faqd " FAQD_VERSION "\n", file);
		break;
	case CONFIG_MANUAL:
		good = config_manual_write(file, config->manual_form);
		break;
	case CONFIG_SAMPLE:
		config_print_sample(file);
		break;
	case CONFIG_PRINT:
		good = config_print_effective(config, file);
		break;
	}
	return good && fflush(file) == 0 && !ferror(file);
}
