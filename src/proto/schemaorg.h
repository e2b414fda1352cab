/* SPDX-License-Identifier: MIT */
/*
 * schemaorg.h: entries of a content in the words of https://schema.org, for
 * search engines and for those who take a content elsewhere.
 */
#ifndef FAQ_SCHEMAORG_H
#define FAQ_SCHEMAORG_H

#include "core/faq.h"
#include "proto/json.h"

/* A Question with its acceptedAnswer, as one value. */
void schemaorg_put_question(struct json_writer *writer,
			    const struct faq_intent *intent);

#endif
