/* SPDX-License-Identifier: MIT */
/*
 * office.h: a faqd with a desks file, and the API of its desks: "desk" is a
 * webhook of our own, "room" a Mattermost.
 */
#ifndef TEST_OFFICE_H
#define TEST_OFFICE_H

#include "server/fake_desk.h"
#include "server/suite.h"

#define OFFICE_SECRET "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNA=="

struct office {
	char folder[32], options[160];
	struct fake_desk desk;
	struct server server;
};

/* A folder, and the API listens. */
bool office_make(struct office *office);
/* A file in the folder, mode 0600. */
bool office_put(const struct office *office, const char *name,
		const char *text);
/* The desks file: "desk" has its API at SCHEME://localhost, and `more`
 * members: "\"http\":true,". Starts faqd. */
bool office_open(struct office *office, const char *scheme, const char *more);
/* The same for an API that is allowed to be here. */
bool office_start(struct office *office);
/* faqd, on the same files. */
bool office_restart(struct office *office);
bool office_close(struct office *office);

/* A webhook of "desk", `age` seconds old, of its conversation "c 1"; the status
 * of its response. */
int office_call(struct office *office, struct suite *suite, const char *id,
		const char *type, const char *text, long age);

#endif
