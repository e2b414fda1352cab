/* SPDX-License-Identifier: MIT */
#include "server/place.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char good[] = "### What is tea?\n\n%s\n\n"
			   "```ask faq.tea\nwhat is tea\n```\n";

bool place_put(const struct place *place, const char *name, const char *text)
{
	char path[96], part[112];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", place->folder, name);
	snprintf(part, sizeof(part), "%s.part", path);
	file = fopen(part, "w");
	if (!file)
		return false;
	fputs(text, file);
	return fclose(file) == 0 && rename(part, path) == 0;
}

bool place_put_answer(const struct place *place, const char *answer)
{
	char text[512];

	snprintf(text, sizeof(text), good, answer);
	return place_put(place, "en/tea.md", text);
}

bool place_open(struct place *place, const struct launch *launch)
{
	struct launch own = launch ? *launch : (struct launch){.socket = 0};
	char all[1024];

	memcpy(place->folder, "/tmp/faqd-test-XXXXXX", 22);
	if (!mkdtemp(place->folder))
		return false;
	snprintf(all, sizeof(all), "mkdir %s/en", place->folder);
	if (system(all) != 0 ||
	    !place_put(place, "site.json", "{\"name\":\"Tea\"}") ||
	    !place_put_answer(place, "Green."))
		return false;
	snprintf(all, sizeof(all), "--content %s %s", place->folder,
		 own.options ? own.options : "");
	own.options = all;
	return server_launch(&place->server, &own);
}

bool place_close(struct place *place)
{
	char command[64];
	bool ended = server_stop(&place->server, SIGTERM) == 0;

	snprintf(command, sizeof(command), "rm -r %s", place->folder);
	return system(command) == 0 && ended;
}
