/* SPDX-License-Identifier: MIT */
#include "unit/log_fixture.h"
#include "unit/server_fixture.h"
#include "unit/store_fixture.h"

#include "server/desk/office.h"

struct house {
	void *engine_state, *store_state, *log_state;
	struct fixture *engine;
	struct bench *bench;
	struct piped *piped;
	struct config config;
	struct parts parts;
	struct office office;
	struct metrics *metrics;
	char desks[96];
};

static int set_up(void **state)
{
	struct house *h = calloc(1, sizeof(*h));

	assert_non_null(h);
	fixture_set_up(&h->engine_state);
	bench_set_up(&h->store_state);
	piped_set_up(&h->log_state);
	h->engine = h->engine_state;
	h->bench = h->store_state;
	h->piped = h->log_state;
	h->piped->settings.form = LOG_FORM_JSON;
	assert_true(log_open(&h->piped->log, &h->piped->settings));
	snprintf(h->desks, sizeof(h->desks), "%s/desks.json", h->bench->folder);
	h->config.desks = h->desks;
	h->config.store.database = h->bench->path;
	h->config.store.transcripts = true;
	h->parts.config = &h->config;
	h->parts.log = h->piped->log;
	h->parts.shared = h->engine->shared;
	/* The workers' counters, and behind them those of the recorder and of
	 * the dispatcher. */
	h->config.listen.workers = 1;
	assert_int_equal(metrics_new(&h->metrics, &counted_labels, 3), FAQ_OK);
	h->parts.shared.metrics = h->metrics;
	log_quiet_lws(&h->piped->log);
	assert_int_equal(setenv("DESK_SECRET", "open sesame", 1), 0);
	*state = h;
	return 0;
}

static int tear_down(void **state)
{
	struct house *h = *state;

	office_close(&h->office);
	metrics_free(h->metrics);
	unlink(h->desks);
	piped_tear_down(&h->log_state);
	bench_tear_down(&h->store_state);
	fixture_tear_down(&h->engine_state);
	free(h);
	return 0;
}

static void write_desks(const struct house *h, const char *text)
{
	FILE *file = fopen(h->desks, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static bool open_office(struct house *h)
{
	return office_open(&h->office, &h->parts, &h->bench->options,
			   h->engine->served);
}

#define GOOD                                                                   \
	"{\"desks\":[{\"name\":\"room\",\"kind\":\"mattermost\","              \
	"\"secret-env\":\"DESK_SECRET\"}]}"

static void without_the_setting_there_is_none(void **state)
{
	struct house *h = *state;

	h->config.desks = "";
	h->config.store.database = "";
	assert_true(open_office(h));
	assert_null(h->office.dispatcher);
	assert_null(h->parts.shared.dispatcher);
}

static void the_desks_of_the_file_are_served(void **state)
{
	struct house *h = *state;

	write_desks(h, GOOD);
	assert_true(open_office(h));
	assert_ptr_equal(h->parts.shared.dispatcher, h->office.dispatcher);
	assert_non_null(dispatcher_desk(h->office.dispatcher, "room", 4));
}

static void a_fault_is_told_with_its_place(void **state)
{
	struct house *h = *state;
	const char *said;

	write_desks(h, "{\"desks\":[\n {\"kind\":\"slak\"}]}");
	assert_false(open_office(h));
	said = piped_text(h->piped);
	assert_non_null(strstr(said, "did you mean 'slack'?"));
	assert_non_null(strstr(said, "says no desks that can be used"));
	assert_null(h->parts.shared.dispatcher);
}

static void what_is_promised_needs_a_database(void **state)
{
	struct house *h = *state;

	write_desks(h, GOOD);
	h->config.store.database = "";
	assert_false(open_office(h));
	assert_non_null(strstr(piped_text(h->piped), "desks need a database"));
}

static void a_database_that_can_not_be_opened_is_told(void **state)
{
	struct house *h = *state;

	write_desks(h, GOOD);
	h->config.store.database = "/nowhere/x.db";
	assert_false(open_office(h));
	assert_non_null(strstr(piped_text(h->piped), "/nowhere/x.db"));
}

int main(void)
{
#define IN_HOUSE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		IN_HOUSE(without_the_setting_there_is_none),
		IN_HOUSE(the_desks_of_the_file_are_served),
		IN_HOUSE(a_fault_is_told_with_its_place),
		IN_HOUSE(what_is_promised_needs_a_database),
		IN_HOUSE(a_database_that_can_not_be_opened_is_told),
	};

	return cmocka_run_group_tests_name("office", tests, NULL, NULL);
}
