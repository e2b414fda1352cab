/* SPDX-License-Identifier: MIT */
/*
 * results_json.h: a run as one JSON object.
 *
 *	{"passed":9,"failed":1,"known":0,
 *	 "precision":0.98,"recall":0.96,"false":0.01,
 *	 "patterns":40,"exercised":31,
 *	 "intents":[{"id":"...","wanted":9,"right":8,"wrong":0,
 *	             "precision":1,"recall":0.89}],
 *	 "tests":[{"file":"...","line":7,"text":"...","result":"failed",
 *	           "expected":"...","got":"...","intent":"...",
 *	           "answered":"...","confidence":0.9,"us":6, and of what
 *	           failed "wrong","read_as","best","runner_up","because"}]}
 */
#ifndef FAQ_RESULTS_JSON_H
#define FAQ_RESULTS_JSON_H

#include "cli/coverage.h"
#include "cli/metrics.h"

/* A line. False when out of memory. */
bool results_json_write(FILE *file, const struct results *results,
			const struct metrics *metrics,
			const struct coverage *coverage);

#endif
