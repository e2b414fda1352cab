/* SPDX-License-Identifier: MIT */
#include "proto/schemaorg.h"

void schemaorg_put_question(struct json_writer *writer,
			    const struct faq_intent *intent)
{
	json_put_open(writer, '{');
	json_add_string(writer, "@type", "Question");
	json_add_string(writer, "name", intent->title);
	json_put_name(writer, "acceptedAnswer");
	json_put_open(writer, '{');
	json_add_string(writer, "@type", "Answer");
	json_add_string(writer, "text", intent->html);
	json_put_close(writer, '}');
	json_put_close(writer, '}');
}
