/* SPDX-License-Identifier: MIT */
/*
 * headers.h: the head of the request that lws holds, as a struct request.
 */
#ifndef FAQD_HEADERS_H
#define FAQD_HEADERS_H

#include "server/edge/request.h"

struct lws;

/* Call within a callback that has headers; never reads that callback's `in`,
 * which may dangle in lws 4.1 (CVE-2025-11677). */
void headers_read(struct lws *wsi, struct request *request);

#endif
