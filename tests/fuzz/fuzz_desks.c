/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a desks file: the desks that it says can all be used, or each
 * fault has a place within it.
 */
#include "fuzz/fuzz.h"

#include "desk/desks.h"

struct seen {
	unsigned lines;
	size_t faults;
};

static void check_fault(void *context, const struct faq_diag *diag)
{
	struct seen *seen = context;

	require(diag->message[0] && strcmp(diag->source, "d/desks.json") == 0);
	require(diag->line <= seen->lines);
	seen->faults++;
}

static void check_desk(const struct desks *desks, const struct desk_setup *desk)
{
	const char *name = desk->config.name;
	char fault[128];

	require(desks_find(desks, name, strlen(name)) == desk);
	require(strlen(name) <= DESKS_NAME_MAX);
	require(desk_config_check(&desk->config, fault, sizeof(fault)) ==
		DESK_OK);
	for (size_t i = 0; i < desk->person_count; i++)
		require(desk->person[i] != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen seen = {.lines = 1};
	struct desks desks;
	enum desk_status status;

	for (size_t i = 0; i < size; i++)
		seen.lines += data[i] == '\n';
	status = desks_parse(&desks, "d/desks.json", (const char *)data, size,
			     check_fault, &seen);
	require((status == DESK_OK) == (seen.faults == 0));
	require((status == DESK_OK) == (desks.count > 0));
	require(status == DESK_OK || status == DESK_ERROR_CONFIG);
	for (size_t i = 0; i < desks.count; i++)
		check_desk(&desks, &desks.desk[i]);
	desks_release(&desks);
	return 0;
}
