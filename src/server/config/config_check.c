/* SPDX-License-Identifier: MIT */
/* Settings that are right alone and wrong together. */
#include "server/config/config_key.h"

#include "store/store.h"

/* Where the fault is: what the setting says, or does not, was said there. */
static struct config_place place_of(const struct config_reader *reader,
				    const struct config_key *key)
{
	return reader->config->places[config_key_index(key)];
}

/* `name` is set and its other half is not. */
static void check_half(struct config_reader *reader, const char *name, bool set,
		       const char *other, bool other_set)
{
	const struct config_key *key = config_key_find(name);

	if (set && !other_set)
		config_fault(reader, key, place_of(reader, key),
			     "'%s' is set and '%s' is not, HTTPS needs both",
			     name, other);
}

/* `never`: what no client would ever see. */
static void check_bucket(struct config_reader *reader, const char *burst_name,
			 unsigned burst, const char *rate_name, unsigned rate,
			 const char *never)
{
	const struct config_key *key = config_key_find(burst_name);

	if (rate > 0 && burst == 0)
		config_fault(reader, key, place_of(reader, key),
			     "'%s' is 0, so no %s; write at least 1, or 0 for "
			     "'%s' to have no limit",
			     burst_name, never, rate_name);
}

/* Not quoted: command lines, --print-config and logs show it. */
static void check_database(struct config_reader *reader, const char *address)
{
	const struct config_key *key = config_key_find("database");

	if (store_has_password(address))
		config_fault(reader, key, place_of(reader, key),
			     "'database' must not hold a password; write it to "
			     "a file for 'database-password-file'");
}

void config_check(struct config_reader *reader)
{
	static const char no_answer[] = "question would ever be answered";
	const struct config *config = reader->config;
	bool certificate = config->tls.certificate[0] != '\0';
	bool key = config->tls.key[0] != '\0';
	const struct config_limits *limits = &config->limits;

	check_database(reader, config->store.database);
	check_half(reader, "certificate", certificate, "key", key);
	check_half(reader, "key", key, "certificate", certificate);
	check_bucket(reader, "connection-burst", limits->connection_burst,
		     "connections-per-minute", limits->connections_per_minute,
		     "connection would ever be taken");
	check_bucket(reader, "question-burst", limits->question_burst,
		     "questions-per-minute", limits->questions_per_minute,
		     no_answer);
	check_bucket(reader, "session-burst", limits->session_burst,
		     "session-questions-per-minute",
		     limits->session_questions_per_minute, no_answer);
	if (config->secrets.state_key.size &&
	    config->secrets.state_key_file[0]) {
		const struct config_key *file =
			config_key_find("state-key-file");

		config_fault(reader, file, place_of(reader, file),
			     "'state-key-file' and FAQD_STATE_KEY are both "
			     "set, unset one");
	}
}
