/* SPDX-License-Identifier: MIT */
/*
 * bench.h: what all sections of the benchmark share, and the sections. A
 * section measures, adds to the report, and says false, with `why`, when
 * something could not be measured. It starts its servers and ends them.
 */
#ifndef BENCH_SERVER_BENCH_H
#define BENCH_SERVER_BENCH_H

#include "bench_server/report.h"
#include "load/crowd.h"
#include "load/process.h"

#include <stdbool.h>
#include <stddef.h>

#define BENCH_WHY_BYTES (CROWD_WHY_BYTES + 64u)
#define BENCH_REPLY_BYTES_MAX 65536u
#define BENCH_HELP_BYTES 16384u

struct bench {
	const char *faqd,
		*content;      /* the program, the folder it answers from */
	const char *echo, *ws; /* echo.c built, ws_echo.js */
	const char *folder;    /* for files of ours */
	size_t rounds, round_ms;
	size_t server_core;
	struct questions questions;
	char help[BENCH_HELP_BYTES];       /* what faqd --help says */
	char reply[BENCH_REPLY_BYTES_MAX]; /* what the others answer */
	size_t reply_bytes;
	struct report report;
	char why[BENCH_WHY_BYTES];
};

/* Chats at 1, 64 and 1,000 connections beside a bare echo and npm's ws. */
__attribute__((warn_unused_result)) bool section_chat(struct bench *bench);
/* POST /v1/ask beside nginx. */
__attribute__((warn_unused_result)) bool section_post(struct bench *bench);
/* What idle chats cost: memory, and latency of those who are not idle. */
__attribute__((warn_unused_result)) bool section_idle(struct bench *bench);
/* From fork() to the line with the address. */
__attribute__((warn_unused_result)) bool section_start(struct bench *bench);
/* The loops that libwebsockets can run on. */
__attribute__((warn_unused_result)) bool section_loops(struct bench *bench);

#endif
