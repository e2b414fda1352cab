/* SPDX-License-Identifier: MIT */
/*
 * faults.h: the faults of a content, collected to be shown in order of file,
 * line and column.
 */
#ifndef FAQ_FAULTS_H
#define FAQ_FAULTS_H

#include "cli/term.h"
#include "core/faq.h"
#include "proto/json.h"

#define FAULTS_MAX 10000u /* more are counted, not kept */

struct faults {
	struct faq_diag *list;
	size_t count, room;
	size_t of_severity[FAQ_SEVERITY_ERROR + 1];
};

/* A faq_report_fn; the context is a zero-initialised struct faults. */
void faults_report(void *faults, const struct faq_diag *diag);
void faults_sort(struct faults *faults);
/* Those at least so severe, a line each, wrapped. */
void faults_print(const struct faults *faults, const struct term *out,
		  enum faq_severity least);
/* One JSON array. */
void faults_put(const struct faults *faults, struct json_writer *writer);
void faults_release(struct faults *faults);

#endif
