/* SPDX-License-Identifier: MIT */
/*
 * proofs FAQD CONTENT PROOF [ROUNDS]: one of the proofs below. The last line is
 * "N passed, N failed".
 */
#include "proofs/proof.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name, *says;
	proof_fn *run;
	unsigned rounds;
} proofs[] = {
	{"canary", "no personal data stays", no_personal_data_stays, 1},
	{"killed", "no acknowledged record is lost",
	 no_acknowledged_record_is_lost, 20},
	{"full", "a full disk costs no answer", a_full_disk_costs_no_answer, 1},
	{"reload", "a reload is seen by nobody", a_reload_is_seen_by_nobody,
	 12},
};

bool folder_make(struct folder *folder)
{
	memcpy(folder->path, "/tmp/faqd-proof-XXXXXX", 23);
	return mkdtemp(folder->path) != NULL;
}

bool folder_remove(const struct folder *folder)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", folder->path);
	return system(command) == 0;
}

bool folder_put(const struct folder *folder, const char *name, const char *text)
{
	char path[96], part[112];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder->path, name);
	snprintf(part, sizeof(part), "%s.part", path);
	file = fopen(part, "w");
	if (!file)
		return false;
	fputs(text, file);
	return fclose(file) == 0 && rename(part, path) == 0;
}

bool comes_true(bool (*condition)(void *context), void *context)
{
	int waited;

	for (waited = 0; waited < WAIT_MS; waited += 20) {
		if (condition(context))
			return true;
		poll(NULL, 0, 20);
	}
	return false;
}

int main(int argc, char **argv)
{
	static struct suite suite;
	unsigned rounds;
	size_t i;

	if (argc < 4) {
		fputs("usage: proofs FAQD CONTENT PROOF [ROUNDS]\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	server_program(argv[1], argv[2], "--trusted 127.0.0.0/8");
	for (i = 0; i < sizeof(proofs) / sizeof(proofs[0]); i++) {
		if (strcmp(argv[3], proofs[i].name) != 0)
			continue;
		rounds = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10)
				  : proofs[i].rounds;
		suite.fault = false;
		proofs[i].run(&suite, rounds);
		printf("%s %s\n", suite.fault ? "FAIL" : "ok  ",
		       proofs[i].says);
		printf("%d passed, %d failed\n", !suite.fault, suite.fault);
		return suite.fault;
	}
	fprintf(stderr, "no such proof: '%s'\n", argv[3]);
	return 2;
}
