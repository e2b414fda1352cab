/* SPDX-License-Identifier: MIT */
/*
 * config_key.h: the table of settings, and what the readers and printers share.
 * Only the config_*.c files and their tests include it.
 *
 *	argv, environment, file --> config_set_text() --> struct config
 *	                            one parser a type, one rule of precedence
 */
#ifndef FAQD_CONFIG_KEY_H
#define FAQD_CONFIG_KEY_H

#include "proto/fault.h"
#include "server/config/config.h"

#define CONFIG_VARIABLE_PREFIX "FAQD_"
#define CONFIG_NAME_BYTES 48u  /* of a key, a variable or a flag, with NUL */
#define CONFIG_HELP_BYTES 256u /* of a key's help, with NUL */
#define CONFIG_NORMAL_BYTES 256u
#define CONFIG_FILE_BYTES_MAX (64u * 1024u)

enum config_type {
	CONFIG_TEXT,
	CONFIG_PATH,
	CONFIG_NUMBER, /* whole, from `min` to `max`; stored as unsigned */
	CONFIG_BOOL,
	CONFIG_CHOICE, /* one of `words`; stored as its place, an enum */
	CONFIG_LIST,   /* at most `max` texts */
	CONFIG_SECRET  /* hex; the environment is its only source */
};

struct config_key {
	const char *section, *name; /* "listen", "port"; names are unique */
	char letter;                /* of its flag; 0: none */
	enum config_type type;
	size_t offset;        /* of its member in struct config */
	const char *initial;  /* the default, as a variable would hold it */
	unsigned min, max;    /* of a number; of a secret, in bytes */
	const char *unit;     /* of a number, as "seconds"; NULL: none */
	const char *argument; /* what help calls the value */
	const char *words;    /* of a choice, parted by blanks; of a path: what
			       * is no path; NULL: none */
	/* Of a path: is it the name of something that is no file? NULL: none
	 * is. */
	bool (*elsewhere)(const char *text);
	/* Of a list's items, or of a text that is not empty, NULL: any; `form`
	 * says what they must look like. */
	bool (*valid)(const char *text);
	const char *form;
	/* A valid one, at most CONFIG_NORMAL_BYTES with its NUL, as it is kept;
	 * NULL: as it is written. */
	void (*normal)(const char *text, char out[CONFIG_NORMAL_BYTES]);
	const char *help; /* one line, without default and range */
};

struct config_section {
	const char *name, *help;
};

/* What only the command line has: no setting, or a short form of one. */
enum config_switch_id {
	CONFIG_SWITCH_FILE,
	CONFIG_SWITCH_VERBOSE,
	CONFIG_SWITCH_PRINT,
	CONFIG_SWITCH_SAMPLE,
	CONFIG_SWITCH_MANUAL, /* the build's, so not in the help */
	CONFIG_SWITCH_HELP,
	CONFIG_SWITCH_VERSION
};

struct config_switch {
	enum config_switch_id id;
	char letter;
	const char *name;
	const char *argument; /* NULL: takes none */
	const char *help;     /* NULL: not shown */
};

const struct config_key *config_keys(size_t *count);
const struct config_section *config_sections(size_t *count);
const struct config_switch *config_switches(size_t *count);

/* By its name; NULL when there is none. */
const struct config_key *config_key_find(const char *name);
/* Its place in the table. */
size_t config_key_index(const struct config_key *key);
/* The name as that of a variable: "FAQD_STATE_KEY_FILE". */
void config_variable(const char *name, char out[CONFIG_NAME_BYTES]);

/* What a value must be: "a number from 1 to 600, in seconds". */
void config_key_form(const struct config_key *key, char *out, size_t size);
/* Its help with range and default: "for a request to come in whole (1-600
 * seconds) [10]". */
void config_key_help(const struct config_key *key, char *out, size_t size);

/* The settings in the making. */
struct config_reader {
	struct config *config;
	struct fault_sink sink;
	const char *file; /* that --config or FAQD_CONFIG names; NULL: none */
	bool no_memory;   /* once, for good */
};

/* A reader of `config`, which gets the defaults. */
void config_reader_init(struct config_reader *reader, struct config *config,
			faq_report_fn *report, void *context);

/* A copy that the config owns; NULL, and no_memory, when there is no more. */
const char *config_keep(struct config_reader *reader, const char *text,
			size_t size);
/* One of both: `size` bytes of the first, all of the second. */
const char *config_join(struct config_reader *reader, const char *first,
			size_t size, const char *second);

/* Reads the text as that key's value and stores it, unless a stronger source
 * has spoken. Reports what is wrong with it. Not for lists. */
void config_set_text(struct config_reader *reader, const struct config_key *key,
		     const char *text, struct config_place place);

/* A list is begun, gets its items, and is stored. It begins empty, or, for a
 * flag that is repeated, with what came before. */
struct config_list config_list_begin(struct config_reader *reader,
				     const struct config_key *key,
				     enum config_from from);
void config_list_add(struct config_reader *reader, const struct config_key *key,
		     struct config_list *list, const char *text, size_t size,
		     struct config_place place);
void config_list_store(struct config_reader *reader,
		       const struct config_key *key,
		       const struct config_list *list,
		       struct config_place place);

/* Reports a fault: of a key, before it the name of the file, the variable or
 * the flag that `place` says; or of whatever `source` names. */
__attribute__((format(printf, 4, 5))) void
config_fault(struct config_reader *reader, const struct config_key *key,
	     struct config_place place, const char *format, ...);
__attribute__((format(printf, 4, 5))) void
config_fault_at(struct config_reader *reader, const char *source,
		struct config_place place, const char *format, ...);

/* The sources. config_argv_read() comes first: it may set reader->file. */
void config_argv_read(struct config_reader *reader, int argc, char **argv);
void config_env_read(struct config_reader *reader, char *const *environment);
void config_file_read(struct config_reader *reader);
/* The bytes of reader->file. */
void config_file_parse(struct config_reader *reader, const char *bytes,
		       size_t size);

/* What is wrong only together, once all sources are read. */
void config_check(struct config_reader *reader);

/* The tasks; false for an unknown form, and when memory runs out. */
void config_manual_help(FILE *file);
bool config_manual_write(FILE *file, const char *form);
void config_print_sample(FILE *file);
bool config_print_effective(const struct config *config, FILE *file);

#endif
