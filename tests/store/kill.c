/* SPDX-License-Identifier: MIT */
/*
 * kill [ROUNDS]: kill -9 while the store is written to. A child commits batch
 * after batch and says each on a pipe once store_write() has returned; it is
 * killed at a moment that no one chose. Then every batch that was said must be
 * there, whole, and the file must be sound. 50 rounds by default.
 */
#include "store/store.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 50u
#define BATCH 4u
#define SAID_MAX 40u /* batches a round, at most */

static struct store *open_store(const char *path, bool check)
{
	const struct store_options options = {.salt = {1}, .check_all = check};
	struct store_error error;
	struct store *store;

	if (store_open(&store, path, &options, &error) == STORE_OK)
		return store;
	fprintf(stderr, "%s\n", error.message);
	return NULL;
}

/* Every second batch is durable; its number is the time of its turns. */
static void write_for_ever(const char *path, unsigned first, int said)
{
	struct store *store = open_store(path, false);
	static struct store_record batch[BATCH];

	for (unsigned n = first; store; n++) {
		for (unsigned i = 0; i < BATCH; i++) {
			struct store_turn *turn = &batch[i].as.turn;

			batch[i].kind = STORE_TURN;
			turn->time_ms = n;
			turn->visitor.bytes[0] = 1;
			strcpy(turn->mouth, "chat");
			strcpy(turn->question, "what do i do first");
		}
		if (store_write(store, batch, BATCH,
				n % 2 ? STORE_DURABLE : STORE_COMMITTED) !=
			    STORE_OK ||
		    write(said, &n, sizeof(n)) != sizeof(n))
			break;
	}
	_exit(1);
}

/* The number of the last batch that was said, at least `first` - 1. */
static unsigned kill_one(const char *path, unsigned first, unsigned at)
{
	unsigned n = 0, last = first - 1, heard = 0;
	int end[2];
	pid_t child;

	if (pipe(end) != 0 || (child = fork()) < 0)
		return 0;
	if (child == 0)
		write_for_ever(path, first, end[1]);
	close(end[1]);
	while (read(end[0], &n, sizeof(n)) == sizeof(n)) {
		last = n;
		if (heard++ == at)
			kill(child, SIGKILL);
	}
	close(end[0]);
	waitpid(child, NULL, 0);
	return last;
}

struct seen {
	unsigned batch, rows;
	bool broken;
};

static bool see(void *context, const struct store_turn *turn)
{
	struct seen *seen = context;

	if ((unsigned)turn->time_ms != seen->batch) {
		seen->broken |= seen->rows != BATCH ||
				(unsigned)turn->time_ms != seen->batch + 1;
		seen->batch = (unsigned)turn->time_ms;
		seen->rows = 0;
	}
	seen->rows++;
	return true;
}

/* The last batch that is there; 0 when something is amiss. */
static unsigned look(const char *path)
{
	const struct store_range all = {0, INT64_MAX, NULL, false};
	struct seen seen = {0, BATCH, false};
	struct store *store = open_store(path, true);

	if (!store || store_turns(store, &all, see, &seen) != STORE_OK ||
	    seen.rows != BATCH)
		seen.broken = true;
	store_close(store);
	return seen.broken ? 0 : seen.batch;
}

static bool run(const char *path, unsigned rounds)
{
	unsigned there = 0;
	unsigned long long chance = 88172645463325252ULL;

	for (unsigned i = 0; i < rounds; i++) {
		unsigned said;

		chance = chance * 6364136223846793005ULL + 1442695040888963407;
		said = kill_one(path, there + 1,
				(unsigned)(chance >> 33) % SAID_MAX);
		there = look(path);
		if (there == 0 || there < said) {
			printf("round %u: batch %u was acknowledged, %u is "
			       "there\n",
			       i, said, there);
			return false;
		}
	}
	printf("%u kills, %u batches, none lost\n", rounds, there);
	return there > rounds;
}

int main(int count, char **argument)
{
	unsigned rounds =
		count > 1 ? (unsigned)strtoul(argument[1], NULL, 10) : ROUNDS;
	char folder[] = "/tmp/faqd-kill-XXXXXX", path[64], extra[72];
	bool fine;

	if (!mkdtemp(folder))
		return 2;
	snprintf(path, sizeof(path), "%s/x.db", folder);
	fine = run(path, rounds);
	unlink(path);
	snprintf(extra, sizeof(extra), "%s-wal", path);
	unlink(extra);
	snprintf(extra, sizeof(extra), "%s-shm", path);
	unlink(extra);
	rmdir(folder);
	printf("%d passed, %d failed\n", fine, !fine);
	return fine ? 0 : 1;
}
