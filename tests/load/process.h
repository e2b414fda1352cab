/* SPDX-License-Identifier: MIT */
/*
 * process.h: a server under test: started on a core of its own, ready when it
 * prints its address, measured from outside, ended by its own pid. It dies with
 * us, so none is left behind.
 */
#ifndef LOAD_PROCESS_H
#define LOAD_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct process {
	pid_t pid;
	unsigned port;
	uint64_t ready_ns; /* from fork() to the line with the address */
};

/* Of the cores that this process may use: server on one, client on the other.
 * False when there is only one. */
__attribute__((warn_unused_result)) bool process_cores(size_t *server,
						       size_t *client);
/* This thread, from now on. */
__attribute__((warn_unused_result)) bool process_pin(size_t core);
/* As many open files as the system lets us have; returns how many. */
size_t process_raise_files(void);

/*
 * Starts argv[0] (looked up in PATH) and waits for a line on its stdout that
 * holds "http://127.0.0.1:PORT". With `port`, the program prints none: it is
 * ready when it accepts there. False, with `why`, after ten seconds; then
 * nothing runs.
 */
__attribute__((warn_unused_result)) bool
process_start(struct process *process, char *const argv[], size_t core,
	      unsigned port, const char **why);
/* SIGTERM, and SIGKILL for one that does not listen to that. */
void process_stop(struct process *process);

/* User and system time of all its threads. */
uint64_t process_cpu_ns(const struct process *process);
/* Resident memory of its own: no file, no shared page. */
size_t process_bytes(const struct process *process);
/* What the kernel's allocator holds, for everybody on this machine. */
size_t process_kernel_bytes(void);

/* A port that was free a moment ago; 0 when there is none. */
unsigned process_free_port(void);
/* Monotonic. */
uint64_t process_now_ns(void);

#endif
