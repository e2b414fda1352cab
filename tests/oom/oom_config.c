/* SPDX-License-Identifier: MIT */
/*
 * oom_config: faqd's settings while each allocation in turn fails, alone or
 * with all that follow.
 */
#include "oom/wrap.h"
#include "server/config/config_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/faqd-oom-XXXXXX";

static void ignore(void *context, const struct faq_diag *diag)
{
	(void)context;
	assert_true(diag->message[0] != '\0');
}

/* Settings of every source and type; `port` may make them wrong. */
static enum config_status load(struct config *config, const char *port)
{
	char words[][40] = {"faqd", "--config", "", "-o", "https://a", ""};
	char *argv[] = {words[0], words[1], path, words[3],
			words[4], words[5], NULL};
	char list[] = "FAQD_PROXY=::1,10.0.0.0/8",
	     state[] = "STATE_DIRECTORY=/var/lib/faqd";
	char *const environment[] = {list, state, NULL};

	snprintf(words[5], sizeof(words[5]), "--port=%s", port);
	return config_load(config, 6, argv, environment, ignore, NULL);
}

static bool load_settings(void)
{
	struct config config;
	enum config_status status = load(&config, "1");

	if (status) {
		assert_int_equal(status, CONFIG_ERROR_NOMEM);
		return false;
	}
	assert_int_equal(config.access.proxies.count, 2);
	assert_string_equal(config.store.database, "/var/lib/faqd/faqd.db");
	config_release(&config);
	return true;
}

static void settings_are_whole_or_not_there(void **state)
{
	(void)state;
	assert_true(fail_each(load_settings, false) > 20);
}

/* Out of memory or not, it is no success. */
static bool load_faults(void)
{
	struct config config;
	enum config_status status = load(&config, "none");

	assert_int_not_equal(status, CONFIG_OK);
	return status == CONFIG_ERROR_FAULTS;
}

static void faults_are_told_or_memory_is_out(void **state)
{
	(void)state;
	assert_true(fail_each(load_faults, false) > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_are_whole_or_not_there),
		cmocka_unit_test(faults_are_told_or_memory_is_out),
	};
	int fd = mkstemp(path), failed;
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

	if (!file)
		return 1;
	fputs("{\"listen\": {\"address\": \"::1\"}, \"tls\": {\"key\": \"k\","
	      " \"certificate\": \"c\"}, \"access\": {\"trusted\": [\"::1\"]}}",
	      file);
	fclose(file);
	wrap_cjson();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return failed;
}
