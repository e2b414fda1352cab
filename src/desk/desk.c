/* SPDX-License-Identifier: MIT */
#include "desk/desk.h"

#include "desk/body.h"
#include "desk/compose.h"
#include "desk/connector.h"
#include "desk/header.h"
#include "desk/split.h"

#include <stdio.h>
#include <string.h>

static const struct connector *const connectors[DESK_KINDS] = {
	[DESK_CHATWOOT] = &desk_chatwoot,
	[DESK_ZENDESK] = &desk_zendesk,
	[DESK_INTERCOM] = &desk_intercom,
	[DESK_ZAMMAD] = &desk_zammad,
	[DESK_SLACK] = &desk_slack,
	[DESK_MATTERMOST] = &desk_mattermost,
	[DESK_ROCKETCHAT] = &desk_rocketchat,
	[DESK_WEBHOOK] = &desk_webhook,
};

const struct connector *connector_of(enum desk_kind kind)
{
	return connectors[kind];
}

const struct desk_traits *desk_traits(enum desk_kind kind)
{
	return &connectors[kind]->traits;
}

bool desk_kind_find(const char *name, enum desk_kind *kind)
{
	for (unsigned i = 0; i < DESK_KINDS; i++) {
		if (strcmp(connectors[i]->traits.name, name) == 0) {
			*kind = (enum desk_kind)i;
			return true;
		}
	}
	return false;
}

static enum sign_scheme scheme_of(const struct desk_config *config)
{
	return config->secret_in_url ? SIGN_URL
				     : connectors[config->kind]->scheme;
}

/* ------------------------------------------------------------------ */
/* The configuration.                                                 */

bool connector_has(const char *setting)
{
	return setting && *setting;
}

static const char *check_url(const struct desk_config *config)
{
	const char *host = config->url;

	if (!connector_has(config->url))
		return "its url is missing";
	if (strncmp(config->url, "https://", 8) == 0)
		host += 8;
	else if (strncmp(config->url, "http://", 7) != 0)
		return "its url must begin with https://";
	else if (!config->http)
		return "its url is http://, which must be allowed for it";
	else
		host += 7;
	if (!*host || *host == '/' || strpbrk(host, " \t\r\n?#@"))
		return "its url must be a scheme, a host and maybe a path";
	return host[strlen(host) - 1] == '/' ? "its url must not end in '/'"
					     : NULL;
}

static const char *check_secrets(const struct desk_config *config)
{
	if (config->secret_count == 0)
		return "it has no secret";
	if (config->secret_count > DESK_SECRETS_MAX)
		return "it has more than two secrets";
	for (size_t i = 0; i < config->secret_count; i++)
		if (!connector_has(config->secret[i]) ||
		    !sign_secret_fits(scheme_of(config), config->secret[i]))
			return scheme_of(config) == SIGN_STANDARD
				       ? "a secret must be 'whsec_' and base64"
				       : "a secret is empty or too long";
	return NULL;
}

static const char *check(const struct desk_config *config)
{
	const struct connector *connector = connectors[config->kind];
	const char *fault = check_secrets(config);

	if (!fault && config->agent_count > DESK_AGENTS_MAX)
		fault = "it has too many agents";
	if (!fault && config->secret_in_url && config->kind != DESK_CHATWOOT)
		fault = "only Chatwoot may have its secret in the URL";
	if (!fault && !connector->traits.synchronous)
		fault = check_url(config);
	if (!fault && connector->check)
		fault = connector->check(config);
	return fault;
}

enum desk_status desk_config_check(const struct desk_config *config,
				   char *fault, size_t size)
{
	const char *found = (unsigned)config->kind < DESK_KINDS
				    ? check(config)
				    : "its kind is unknown";

	snprintf(fault, size, "%s", found ? found : "");
	return found ? DESK_ERROR_CONFIG : DESK_OK;
}

/* ------------------------------------------------------------------ */
/* In.                                                                */

enum desk_status desk_verify(const struct desk_config *config,
			     const struct desk_hook *hook, int64_t now_s,
			     struct json_error *error)
{
	enum sign_scheme scheme = scheme_of(config);
	const char *said = hook->url_secret;
	enum desk_status status;
	struct json_doc *doc;

	if (scheme != SIGN_TOKEN)
		return sign_verify(scheme, config, hook, said, now_s);
	status = body_read(hook, &doc, error);
	if (status != DESK_OK)
		return status;
	said = json_string(json_get(json_root(doc), "token"));
	status = sign_verify(scheme, config, hook, said, now_s);
	json_free(doc);
	return status;
}

enum desk_status desk_read(const struct desk_config *config,
			   const struct desk_hook *hook,
			   struct desk_events *events, struct json_error *error)
{
	struct reading reading = {config, hook, events, NULL, NULL, error, 0};
	enum desk_status status;

	*events = (struct desk_events){0};
	status = body_read(hook, &events->doc, error);
	if (status != DESK_OK)
		return status;
	reading.doc = events->doc;
	reading.root = json_root(events->doc);
	if (json_type(reading.root) != JSON_OBJECT)
		reading_fail(&reading, reading.root,
			     "the body must be an object");
	else
		connectors[config->kind]->read(&reading);
	if (reading.status != DESK_OK)
		desk_events_release(events);
	return reading.status;
}

/* ------------------------------------------------------------------ */
/* Out.                                                               */

static void begin(struct writing *writing, const struct desk_config *config,
		  const struct desk_to *to, struct desk_requests *requests)
{
	*requests = (struct desk_requests){
		.synchronous = connectors[config->kind]->traits.synchronous};
	*writing = (struct writing){
		.config = config, .to = to, .requests = requests};
	json_writer_init(&writing->json, WRITING_BODY_BYTES_MAX);
}

static enum desk_status end(struct writing *writing)
{
	json_writer_wipe(&writing->json);
	json_writer_release(&writing->json);
	if (writing->status != DESK_OK)
		desk_requests_release(writing->requests);
	return writing->status;
}

static size_t limit_of(const struct desk_config *config)
{
	return config->kind == DESK_WEBHOOK
		       ? config->map.limit
		       : connectors[config->kind]->traits.limit;
}

static enum desk_markup markup_of(const struct desk_config *config)
{
	return config->kind == DESK_WEBHOOK
		       ? config->map.markup_out
		       : connectors[config->kind]->traits.markup;
}

static size_t without_space(const char *text, size_t bytes)
{
	while (bytes && strchr(" \n", text[bytes - 1]))
		bytes--;
	return bytes;
}

/* As many messages as it takes; what is below an answer is below the last. */
static void write_messages(struct writing *writing,
			   const struct composed *composed, bool internal)
{
	const struct connector *connector = connectors[writing->config->kind];
	const char *text = prose_text(&composed->prose);
	size_t left = without_space(text, composed->prose.size);

	do {
		size_t bytes =
			split_first(text, left, limit_of(writing->config));
		struct message message = {
			.text = text,
			.bytes = without_space(text, bytes),
			.internal = internal,
		};
		text += bytes;
		left -= bytes;
		for (; left && strchr(" \n", *text); text++)
			left--;
		if (connector->traits.synchronous) {
			message.rest = text;
			message.rest_bytes = left;
			left = 0;
		}
		if (left == 0) {
			message.button = composed->button;
			message.button_count = composed->button_count;
			message.link = composed->link;
			message.link_count = composed->link_count;
		}
		connector->message(writing, &message);
	} while (left && writing->status == DESK_OK);
}

static enum desk_status write_composed(struct writing *writing,
				       struct composed *composed, bool internal)
{
	if (composed->prose.full)
		writing_fail(writing, DESK_ERROR_SIZE);
	else if (composed->prose.failed)
		writing_fail(writing, DESK_ERROR_NOMEM);
	else
		write_messages(writing, composed, internal);
	compose_release(composed);
	return end(writing);
}

enum desk_status desk_reply(const struct desk_config *config,
			    const struct desk_to *to,
			    const struct faq_reply *reply,
			    struct desk_requests *requests)
{
	struct composed composed;
	struct writing writing;

	begin(&writing, config, to, requests);
	compose_reply(&composed, &connectors[config->kind]->traits,
		      markup_of(config), reply);
	return write_composed(&writing, &composed, false);
}

enum desk_status desk_note(const struct desk_config *config,
			   const struct desk_to *to, enum desk_reason reason,
			   const char *question, const struct faq_reply *reply,
			   struct desk_requests *requests)
{
	struct composed composed;
	struct writing writing;

	begin(&writing, config, to, requests);
	if (!connectors[config->kind]->traits.note ||
	    (config->kind == DESK_WEBHOOK && !config->map.note.path)) {
		writing_fail(&writing, DESK_ERROR_UNABLE);
		return end(&writing);
	}
	compose_note(&composed, markup_of(config), reason, question, reply);
	return write_composed(&writing, &composed, true);
}

enum desk_status desk_handover(const struct desk_config *config,
			       const struct desk_to *to,
			       enum desk_reason reason,
			       struct desk_requests *requests)
{
	const struct connector *connector = connectors[config->kind];
	struct writing writing;

	begin(&writing, config, to, requests);
	if (connector->handover)
		connector->handover(&writing, reason);
	else
		writing_fail(&writing, DESK_ERROR_UNABLE);
	return end(&writing);
}

enum desk_status desk_typing(const struct desk_config *config,
			     const struct desk_to *to, bool on,
			     struct desk_requests *requests)
{
	const struct connector *connector = connectors[config->kind];
	struct writing writing;

	begin(&writing, config, to, requests);
	if (connector->typing)
		connector->typing(&writing, on);
	else
		writing_fail(&writing, DESK_ERROR_UNABLE);
	return end(&writing);
}

/* ------------------------------------------------------------------ */
/* Headers.                                                           */

bool connector_bearer(const struct desk_config *config,
		      struct desk_headers *headers)
{
	return header_put(headers, "Authorization", "Bearer ", config->token);
}

enum desk_status desk_headers(const struct desk_config *config,
			      const struct desk_request *request, int64_t now_s,
			      struct desk_headers *headers)
{
	const struct connector *connector = connectors[config->kind];

	headers->count = 0;
	if (!header_put(headers, "Content-Type", "",
			"application/json; charset=utf-8") ||
	    !header_put(headers, "Accept", "", "application/json"))
		return DESK_ERROR_CONFIG;
	if (connector->authorize && !connector->authorize(config, headers))
		return DESK_ERROR_CONFIG;
	if (config->kind != DESK_WEBHOOK)
		return DESK_OK;
	return sign_make(SIGN_STANDARD, config, request->key, now_s,
			 request->body, request->bytes, headers);
}

enum desk_status desk_sign(const struct desk_config *config, const char *id,
			   int64_t now_s, const char *body, size_t bytes,
			   struct desk_headers *headers)
{
	headers->count = 0;
	return sign_make(scheme_of(config), config, id, now_s, body, bytes,
			 headers);
}
