/* SPDX-License-Identifier: MIT */
/*
 * reading.h: what a GET is answered with: documents, the demo, how faqd is.
 * Each queues a response.
 */
#ifndef FAQD_READING_H
#define FAQD_READING_H

#include "server/edge/request.h"
#include "server/talk/session.h"
#include "server/web/route.h"

/* Of ROUTE_DOCUMENT or ROUTE_WIDGET: the one that the path names. */
enum session_next reading_document(struct session *session,
				   const struct request *request,
				   enum route route);

enum session_next reading_demo(struct session *session,
			       const struct request *request);

/* Of ROUTE_HEALTH or ROUTE_READY. */
enum session_next reading_health(struct session *session, enum route route);

enum session_next reading_metrics(struct session *session);

#endif
