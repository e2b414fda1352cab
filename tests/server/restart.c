/* SPDX-License-Identifier: MIT */
/* What survives a restart: conversations under a key that is kept. */
#include "server/suite.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOKEN_ROOM 2048
#define KEY "0123456789abcdef0123456789abcdef"

struct kept {
	char folder[32];
	char options[160];
};

static bool open_kept(struct kept *kept, const char *setting, const char *file)
{
	memcpy(kept->folder, "/tmp/faqd-test-XXXXXX", 22);
	if (!mkdtemp(kept->folder))
		return false;
	snprintf(kept->options, sizeof(kept->options), "%s %s/%s", setting,
		 kept->folder, file);
	return true;
}

static bool write_key(const struct kept *kept, const char *text, mode_t mode)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/key", kept->folder);
	file = fopen(path, "w");
	if (!file)
		return false;
	fputs(text, file);
	return fclose(file) == 0 && chmod(path, mode) == 0;
}

static void remove_kept(const struct kept *kept)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", kept->folder);
	if (system(command) != 0)
		puts("    a folder is left in /tmp");
}

static bool take_session(const char *json, char session[TOKEN_ROOM])
{
	static const char name[] = "\"session\":\"";
	const char *at = strstr(json, name);
	size_t size;

	if (!at)
		return false;
	at += sizeof(name) - 1;
	size = strcspn(at, "\"");
	if (size >= TOKEN_ROOM)
		return false;
	memcpy(session, at, size);
	session[size] = '\0';
	return true;
}

/* Begins the checklist with one faqd; where that stands is `session`. */
static bool begin(struct suite *s, const char *options,
		  char session[TOKEN_ROOM])
{
	struct server server;

	if (!server_start(&server, options))
		return false;
	client_post(&server, "", "{\"text\":\"make tea\"}", &s->r);
	return take_session(s->r.body, session) &&
	       server_stop(&server, SIGTERM) == 0;
}

static void ask_next(struct suite *s, const struct server *server,
		     const char *session)
{
	static char body[TOKEN_ROOM + 64];

	snprintf(body, sizeof(body), "{\"text\":\"next\",\"session\":\"%s\"}",
		 session);
	client_post(server, "", body, &s->r);
}

static int resume(struct suite *s, const struct server *server,
		  const char *session)
{
	static char message[TOKEN_ROOM + 64];
	int fd = ws_open(server);

	snprintf(message, sizeof(message),
		 "{\"type\":\"resume\",\"session\":\"%s\"}", session);
	ws_say(fd, message);
	ws_read(fd, &s->frame);
	return fd;
}

static bool goes_on(struct suite *s, const struct server *server,
		    const char *session)
{
	int fd = resume(s, server, session);
	bool on = strstr(s->frame.bytes, "\"type\":\"resumed\"") &&
		  !strstr(s->frame.bytes, "session_");

	ws_say(fd, "{\"type\":\"ask\",\"text\":\"next\"}");
	ws_read(fd, &s->frame);
	on = on && strstr(s->frame.bytes, "\"step\":2");
	close(fd);
	ask_next(s, server, session);
	return on && strstr(s->r.body, "\"step\":2");
}

static bool is_foreign(struct suite *s, const struct server *server,
		       const char *session)
{
	bool refused;

	close(resume(s, server, session));
	refused = strstr(s->frame.bytes, "session_foreign") != NULL;
	ask_next(s, server, session);
	return refused && strstr(s->r.body, "session_foreign") &&
	       !strstr(s->r.body, "\"step\":2");
}

static void a_key_of_a_file_carries_conversations_over(struct suite *s)
{
	static char session[TOKEN_ROOM];
	struct server server;
	struct kept kept;

	CHECK(s, open_kept(&kept, "--state-key-file", "key"));
	CHECK(s, write_key(&kept, KEY "\n", 0600));
	CHECK(s, begin(s, kept.options, session));
	CHECK(s, server_start(&server, kept.options));
	CHECK(s, goes_on(s, &server, session));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	remove_kept(&kept);
}

static void a_key_before_it_is_still_good(struct suite *s)
{
	static char session[TOKEN_ROOM];
	struct server server;
	struct kept kept;

	CHECK(s, open_kept(&kept, "--state-key-file", "key"));
	CHECK(s, write_key(&kept, KEY "\n", 0600));
	CHECK(s, begin(s, kept.options, session));
	CHECK(s, write_key(&kept, "a new one, which is long enough\n" KEY "\n",
			   0600));
	CHECK(s, server_run(&server, kept.options) == 3); /* 31 characters */
	CHECK(s, write_key(&kept, "a new one, which is long enough!\n" KEY "\n",
			   0600));
	CHECK(s, server_start(&server, kept.options));
	CHECK(s, goes_on(s, &server, session));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, write_key(&kept, "another one, which is long enough\n", 0600));
	CHECK(s, server_start(&server, kept.options));
	CHECK(s, is_foreign(s, &server, session));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	remove_kept(&kept);
}

static void with_a_database_the_key_is_kept_beside_it(struct suite *s)
{
	static char session[TOKEN_ROOM];
	char path[64];
	struct stat info;
	struct server server;
	struct kept kept;

	CHECK(s, open_kept(&kept, "--database", "faqd.db"));
	CHECK(s, begin(s, kept.options, session));
	snprintf(path, sizeof(path), "%s/faqd.db.key", kept.folder);
	CHECK(s, stat(path, &info) == 0 && (info.st_mode & 077) == 0);
	CHECK(s, server_start(&server, kept.options));
	CHECK(s, goes_on(s, &server, session));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	remove_kept(&kept);
}

/* Says something as one visitor of Rasa's channel. */
static void say_as_rasa(struct suite *s, struct server *server,
			const char *text)
{
	char body[128];

	snprintf(body, sizeof(body),
		 "{\"sender\":\"ann@example.org\",\"message\":\"%s\"}", text);
	client_post_to(server, "/webhooks/rest/webhook", "", body, &s->r);
}

static void who_only_has_a_name_goes_on_where_he_was(struct suite *s)
{
	struct server server;
	struct kept kept;

	CHECK(s, open_kept(&kept, "--database", "faqd.db"));
	CHECK(s, server_start(&server, kept.options));
	say_as_rasa(s, &server, "make tea");
	CHECK(s, s->r.status == 200 && strstr(s->r.body, "Boil fresh water"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, server_start(&server, kept.options));
	say_as_rasa(s, &server, "next");
	CHECK(s, s->r.status == 200 && strstr(s->r.body, "over the leaves"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	remove_kept(&kept);
}

static void without_either_a_conversation_is_told_to_begin_anew(struct suite *s)
{
	static char session[TOKEN_ROOM];
	struct server server;

	CHECK(s, begin(s, "--database none", session));
	CHECK(s, server_start(&server, "--database none"));
	CHECK(s, is_foreign(s, &server, session));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void a_key_that_others_can_read_stops_the_start(struct suite *s)
{
	struct server server;
	struct kept kept;

	CHECK(s, open_kept(&kept, "--state-key-file", "key"));
	CHECK(s, server_run(&server, kept.options) == 3);
	CHECK(s, server_logged(&server, "/key' is not there"));
	CHECK(s, write_key(&kept, KEY "\n", 0644));
	CHECK(s, server_run(&server, kept.options) == 3);
	CHECK(s, server_logged(&server, "chmod 600"));
	CHECK(s, write_key(&kept, "short\n", 0600));
	CHECK(s, server_run(&server, kept.options) == 3);
	CHECK(s, server_logged(&server, "under 32 characters"));
	CHECK(s, !server_logged(&server, "short"));
	remove_kept(&kept);
}

static void a_database_that_is_none_stops_the_start(struct suite *s)
{
	char path[96], options[128];
	struct server server;
	struct kept kept;
	FILE *file;

	CHECK(s, open_kept(&kept, "--database", "folder"));
	snprintf(path, sizeof(path), "%s/folder", kept.folder);
	CHECK(s, mkdir(path, 0700) == 0);
	CHECK(s, server_run(&server, kept.options) == 3);
	CHECK(s, server_logged(&server, "/folder'"));
	snprintf(path, sizeof(path), "%s/text", kept.folder);
	file = fopen(path, "w");
	CHECK(s, file);
	fputs("This is a text of some length and no database at all, that a "
	      "careless hand has named to faqd.\n",
	      file);
	fclose(file);
	snprintf(options, sizeof(options), "--database %s", path);
	CHECK(s, server_run(&server, options) == 3);
	CHECK(s, server_logged(&server, "/text'"));
	snprintf(options, sizeof(options), "--database %s/no/faqd.db",
		 kept.folder);
	CHECK(s, server_run(&server, options) == 3);
	CHECK(s, server_logged(&server, "/no/faqd.db"));
	remove_kept(&kept);
}

/* root may write anywhere, unless it is told that it may not. */
static void a_folder_that_faqd_may_not_write_to_stops_the_start(struct suite *s)
{
	struct launch launch = {
		.variables = geteuid() ? ""
				       : "setpriv --bounding-set="
					 "-dac_override,-dac_read_search"};
	char path[96], file[112], options[128];
	struct server server;
	struct kept kept;

	CHECK(s, open_kept(&kept, "--database", "folder"));
	snprintf(path, sizeof(path), "%s/folder", kept.folder);
	CHECK(s, mkdir(path, 0500) == 0);
	snprintf(options, sizeof(options), "--database %s/faqd.db", path);
	launch.options = options;
	CHECK(s, !server_launch(&server, &launch));
	CHECK(s, server_soon_logged(&server, "/faqd.db': permission denied"));
	CHECK(s, server_logged(&server, "faqd's to write"));
	CHECK(s, server_stop(&server, SIGTERM) == 3);
	/* nor where the file is there, for beside it lie others */
	CHECK(s, chmod(path, 0700) == 0);
	CHECK(s, server_start(&server, options));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, chmod(path, 0500) == 0);
	CHECK(s, !server_launch(&server, &launch));
	CHECK(s, server_soon_logged(&server, "faqd's to write"));
	CHECK(s, server_stop(&server, SIGTERM) == 3);
	CHECK(s, chmod(path, 0700) == 0);
	snprintf(file, sizeof(file), "%s/faqd.db", path);
	unlink(file);
	snprintf(file, sizeof(file), "%s/faqd.db.key", path);
	unlink(file);
	remove_kept(&kept);
}

static void a_network_that_is_none_is_a_wrong_setting(struct suite *s)
{
	struct server server;

	CHECK(s, server_run(&server, "--proxy 10.0.0.1/8") == 2);
	CHECK(s, server_logged(&server, "'proxy' must be a network"));
	CHECK(s, server_run(&server, "--trusted 10.0.0.0/33") == 2);
}

const struct test tests_restart[] = {
	TEST(a_key_of_a_file_carries_conversations_over),
	TEST(a_key_before_it_is_still_good),
	TEST(with_a_database_the_key_is_kept_beside_it),
	TEST(who_only_has_a_name_goes_on_where_he_was),
	TEST(without_either_a_conversation_is_told_to_begin_anew),
	TEST(a_key_that_others_can_read_stops_the_start),
	TEST(a_database_that_is_none_stops_the_start),
	TEST(a_folder_that_faqd_may_not_write_to_stops_the_start),
	TEST(a_network_that_is_none_is_a_wrong_setting),
	{NULL, NULL},
};
