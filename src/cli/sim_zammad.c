/* SPDX-License-Identifier: MIT */
/* Zammad: a trigger posts the ticket, and the article that is new. */
#include "cli/sim_speak.h"

#include <string.h>

#define AGENT_USER 9
#define CUSTOMER 5

static bool can(const struct desk_config *config, enum sim_act act)
{
	(void)config;
	return act != SIM_PRESSES && act != SIM_CALLS;
}

static void put_ticket(struct json_writer *json, const struct sim_event *event)
{
	bool taken = event->act == SIM_TAKES ||
		     (event->taken && event->act != SIM_RETURNS);

	json_put_name(json, "ticket");
	json_put_open(json, '{');
	json_add_count(json, "id", event->conversation);
	json_add_string(json, "title", "Simulated");
	json_add_count(json, "owner_id", taken ? AGENT_USER : 1);
	json_add_count(json, "customer_id", CUSTOMER);
	json_add_string(json, "state", taken ? "open" : "new");
	sim_add_moment(json, "updated_at", event->time_ms);
	json_put_close(json, '}');
}

static void put_article(struct json_writer *json,
			const struct desk_config *config,
			const struct sim_event *event)
{
	bool visitor = event->act == SIM_SAYS;

	json_put_open(json, '{');
	json_add_count(json, "id", event->number);
	json_add_count(json, "ticket_id", event->conversation);
	json_add_string(json, "sender", visitor ? "Customer" : "Agent");
	json_add_string(json, "type", "web");
	json_add_bool(json, "internal", false);
	json_add_string(json, "content_type", "text/plain");
	json_add_string(json, "body", event->text);
	if (event->act == SIM_ECHO)
		json_add_string(json, "created_by_id", config->self);
	else
		json_add_count(json, "created_by_id",
			       visitor ? CUSTOMER : AGENT_USER);
	sim_add_moment(json, "created_at", event->time_ms);
	json_put_name(json, "attachments");
	json_put_open(json, '[');
	json_put_close(json, ']');
	json_put_close(json, '}');
}

static void write(const struct desk_config *config,
		  const struct sim_event *event, size_t count,
		  struct json_writer *json)
{
	(void)count;
	json_put_open(json, '{');
	put_ticket(json, event);
	json_put_name(json, "article");
	if (event->act == SIM_TAKES || event->act == SIM_RETURNS) {
		json_put_open(json, '{');
		json_put_close(json, '}');
	} else {
		put_article(json, config, event);
	}
	json_put_close(json, '}');
}

static bool read(const struct desk_config *config,
		 const struct sim_request *request, struct sim_said *said)
{
	bool internal = false;

	(void)config;
	if (strcmp(request->method, "PUT") == 0) {
		said->told = SIM_HANDOVER;
		return sim_path_is(request->path, "/api/v1/tickets/#", "",
				   &said->conversation) &&
		       strcmp(sim_text(request->root, "state"), "open") == 0;
	}
	if (strcmp(request->method, "POST") != 0 ||
	    strcmp(request->path, "/api/v1/ticket_articles") != 0 ||
	    !sim_number(sim_text(request->root, "ticket_id"), "",
			&said->conversation))
		return false;
	json_bool(json_get(request->root, "internal"), &internal);
	said->told = internal ? SIM_NOTE : SIM_REPLY;
	sim_take_text(said, request->root, "body");
	return said->bytes > 0;
}

const struct sim_speak sim_zammad = {.delivery = "X-Zammad-Delivery",
				     .success = "{\"id\":1}",
				     .can = can,
				     .write = write,
				     .read = read};
