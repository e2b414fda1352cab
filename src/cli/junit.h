/* SPDX-License-Identifier: MIT */
/*
 * junit.h: results as JUnit XML, as CI systems read it: a suite a test file, a
 * case a line; a known failure is skipped.
 */
#ifndef FAQ_JUNIT_H
#define FAQ_JUNIT_H

#include "cli/results.h"

/* The results of a file stand together, as the run leaves them. */
void junit_write(FILE *file, const struct results *results);

#endif
