/* SPDX-License-Identifier: MIT */
#include "server/web/http.h"

#include "server/edge/gate.h"
#include "rating_fixture.h"
#include "request_fixture.h"

static struct request question(size_t bytes)
{
	return post("/v1/ask", bytes);
}

static struct request handshake(void)
{
	struct request request = request_of(METHOD_GET, "/v1/chat");

	set(&request.upgrade, "WebSocket");
	set(&request.connection, "Upgrade");
	set(&request.ws_version, "13");
	set(&request.ws_key, "dGhlIHNhbXBsZSBub25jZQ==");
	set(&request.ws_protocol, "faqd.chat.v1");
	return request;
}

/* OpenAI's clients know its own errors only. */
static void
who_lists_models_without_a_key_is_refused_as_openai_does(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_GET, "/v1/models");

	f->shared.keyed = GATE_OPENAI;
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "HTTP/1.1 401 ");
	set(&request.path, "/v1/models/faqd");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "{\"error\":{\"message\":\"an API key is needed\","
			    "\"type\":\"invalid_request_error\",\"param\":null,"
			    "\"code\":\"invalid_api_key\"}}");
}

static void a_question_waits_for_its_body_and_is_answered(void **state)
{
	static const char body[] = "{\"text\":\"what is tea\"}";
	struct fixture *f = *state;
	struct request request = question(sizeof(body) - 1);

	assert_int_equal(http_on_request(&f->session, &request), SESSION_WAIT);
	assert_int_equal(http_on_body(&f->session, body, 5), SESSION_WAIT);
	assert_int_equal(http_on_body(&f->session, body + 5, sizeof(body) - 6),
			 SESSION_WAIT);
	assert_int_equal(http_on_body_end(&f->session), SESSION_WRITE);
	assert_false(f->session.close);
	fixture_sent_has(f, "\"id\":\"faq.tea\"");
	assert_null(f->session.inbox.bytes);
}

static void refuse_post(struct fixture *f, const struct request *request,
			const char *status)
{
	assert_int_equal(http_on_request(&f->session, request), SESSION_WRITE);
	assert_true(f->session.close);
	fixture_sent_has(f, status);
}

static void each_path_takes_bodies_of_its_own_length(void **state)
{
	struct fixture *f = *state;
	struct request request = question(8192);

	assert_int_equal(http_on_request(&f->session, &request), SESSION_WAIT);
	request = question(8193);
	refuse_post(f, &request, "HTTP/1.1 413 ");
	request = post("/v1/chat/completions", 65536);
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WAIT);
	request = post("/webhooks/rest/webhook", 16385);
	refuse_post(f, &request, "HTTP/1.1 413 ");
}

static void rasas_bodies_need_no_media_type(void **state)
{
	static const char body[] = "{\"message\":\"what is tea\"}";
	struct fixture *f = *state;
	struct request request =
		post("/webhooks/rest/webhook", sizeof(body) - 1);

	request.type.state = HEADER_ABSENT;
	request.type.value[0] = '\0';
	set(&request.query, "stream=true");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WAIT);
	assert_int_equal(http_on_body(&f->session, body, sizeof(body) - 1),
			 SESSION_WAIT);
	assert_int_equal(http_on_body_end(&f->session), SESSION_WRITE);
	fixture_sent_has(f, "content-type: text/event-stream\r\n");
}

static void openais_clients_are_refused_in_their_own_shape(void **state)
{
	struct fixture *f = *state;
	struct request request = post("/v1/chat/completions", 65537);

	refuse_post(f, &request, "{\"error\":{\"message\":\"the body is");
	request = post("/v1/chat/completions", 2);
	set(&request.origin, "https://evil.example");
	refuse_post(f, &request, "{\"error\":{\"message\":\"pages of this");
	request = request_of(METHOD_GET, "/v1/chat/completions");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "allow: POST, OPTIONS\r\n");
	request = request_of(METHOD_GET, "/v1/nothing");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "application/problem+json");
}

static void an_answer_of_a_mouth_keeps_its_status_and_type(void **state)
{
	struct fixture *f = *state;
	struct request request = post("/v1/chat/completions", 2);

	assert_int_equal(http_on_request(&f->session, &request), SESSION_WAIT);
	assert_int_equal(http_on_body(&f->session, "{}", 2), SESSION_WAIT);
	assert_int_equal(http_on_body_end(&f->session), SESSION_WRITE);
	fixture_sent_has(f, "HTTP/1.1 400 Bad Request\r\n"
			    "content-type: application/json\r\n");
	request = request_of(METHOD_HEAD, "/v1/models");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "HTTP/1.1 200 OK\r\n");
}

static void feedback_over_http_waits_for_the_disk(void **state)
{
	struct fixture *f = *state;
	struct rated rated = {.fate = RECORD_WAITS};
	const char *body;
	struct request request;

	fixture_rates(f, &rated);
	body = fixture_rating(f, &rated);
	request = post("/v1/feedback", strlen(body));
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WAIT);
	assert_int_equal(http_on_body(&f->session, body, strlen(body)),
			 SESSION_WAIT);
	assert_int_equal(http_on_body_end(&f->session), SESSION_WAIT);
	assert_true(session_in_flight(&f->session));
	assert_int_equal(http_settle(&f->session, 0), SESSION_WAIT);
	assert_int_equal(f->session.queue.count, 0);
	rated.fate = RECORD_KEPT;
	assert_int_equal(http_settle(&f->session, 0), SESSION_WRITE);
	fixture_sent_has(f, "\r\n\r\n{\"type\":\"feedback_received\",");
	assert_false(session_in_flight(&f->session));
	assert_int_equal(f->responder.pending, 0);
}

static void what_comes_while_feedback_waits_hangs_up(void **state)
{
	struct fixture *f = *state;
	struct rated rated = {.fate = RECORD_WAITS};
	const char *body;
	struct request request;

	fixture_rates(f, &rated);
	body = fixture_rating(f, &rated);
	request = post("/v1/feedback", strlen(body));
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WAIT);
	assert_int_equal(http_on_body(&f->session, body, strlen(body)),
			 SESSION_WAIT);
	assert_int_equal(http_on_body_end(&f->session), SESSION_WAIT);
	assert_int_equal(http_on_body(&f->session, "GET", 3), SESSION_CLOSE);
}

static void a_page_elsewhere_hears_what_it_may_send(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_OPTIONS, "/v1/ask");

	f->origins = (struct origins){{"https://shop.example"}, 1};
	set(&request.origin, "https://shop.example");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	assert_false(f->session.close);
	fixture_sent_has(f, "HTTP/1.1 204 No Content\r\n");
	set(&request.origin, "https://evil.example");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "HTTP/1.1 403 ");
	request = request_of(METHOD_OPTIONS, "/v1/ask");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "allow: POST, OPTIONS\r\n");
}

static void an_end_of_a_body_that_nobody_awaits_hangs_up(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_GET, "/healthz");

	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	assert_int_equal(http_on_body(&f->session, "x", 1), SESSION_CLOSE);
	assert_int_equal(http_on_body_end(&f->session), SESSION_CLOSE);
}

static void a_body_shorter_than_announced_hangs_up(void **state)
{
	struct fixture *f = *state;
	struct request request = question(20);

	assert_int_equal(http_on_request(&f->session, &request), SESSION_WAIT);
	assert_int_equal(http_on_body(&f->session, "{}", 2), SESSION_WAIT);
	assert_int_equal(http_on_body_end(&f->session), SESSION_CLOSE);
}

static void a_pipelined_body_is_refused_and_a_pipelined_get_is_not(void **state)
{
	struct fixture *f = *state;
	struct request request = question(10);

	request.pipelined = true;
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "HTTP/1.1 400 ");
	assert_true(f->session.close);
	request = request_of(METHOD_GET, "/healthz");
	request.pipelined = true;
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	assert_false(f->session.close);
}

static void an_unread_body_ends_the_connection(void **state)
{
	struct fixture *f = *state;
	struct request request = question(10);

	set(&request.type, "text/plain");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "HTTP/1.1 415 ");
	assert_true(f->session.close);
}

static void what_ended_badly_does_not_stick_to_the_next_request(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_GET, "/healthz");

	set(&request.connection, "close");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	assert_true(f->session.close);
	fixture_sent_has(f, "connection: close\r\n");
	request = request_of(METHOD_GET, "/healthz");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	assert_false(f->session.close);
}

static void a_full_queue_hangs_up(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_GET, "/healthz");
	size_t i;

	for (i = 0; i < f->session.queue.max; i++)
		assert_int_equal(http_on_request(&f->session, &request),
				 SESSION_WRITE);
	assert_int_equal(http_on_request(&f->session, &request), SESSION_CLOSE);
}

static void a_handshake_is_let_through(void **state)
{
	struct fixture *f = *state;
	struct request request = handshake();

	assert_int_equal(http_on_upgrade(&f->session, &request), SESSION_WAIT);
	set(&request.origin, "https://h");
	assert_int_equal(http_on_upgrade(&f->session, &request), SESSION_WAIT);
}

static void refuse_handshake(struct fixture *f, const struct request *request,
			     const char *status)
{
	assert_int_equal(http_on_upgrade(&f->session, request), SESSION_WRITE);
	fixture_sent_has(f, status);
	assert_true(f->session.close);
}

static void a_crooked_handshake_is_refused(void **state)
{
	struct fixture *f = *state;
	struct request request = handshake();

	set(&request.upgrade, "h2c");
	refuse_handshake(f, &request, "HTTP/1.1 400 ");
	request = handshake();
	request.method = METHOD_POST;
	set(&request.length, "0");
	refuse_handshake(f, &request, "HTTP/1.1 400 ");
	request = handshake();
	set(&request.ws_version, "14");
	refuse_handshake(f, &request, "HTTP/1.1 426 ");
	request = handshake();
	set(&request.origin, "https://evil.example");
	refuse_handshake(f, &request, "HTTP/1.1 403 ");
	request = handshake();
	request.origin.state = HEADER_UNREADABLE;
	refuse_handshake(f, &request, "HTTP/1.1 431 ");
	request = handshake();
	set(&request.path, "/");
	refuse_handshake(f, &request, "HTTP/1.1 404 ");
}

static void a_refused_handshake_names_no_page_of_a_request_before(void **state)
{
	struct fixture *f = *state;
	struct request request = request_of(METHOD_OPTIONS, "/v1/ask");
	char *text;

	set(&request.origin, "https://h");
	assert_int_equal(http_on_request(&f->session, &request), SESSION_WRITE);
	fixture_sent_has(f, "access-control-allow-origin: https://h\r\n");
	request = handshake();
	set(&request.origin, "https://evil.example");
	assert_int_equal(http_on_upgrade(&f->session, &request), SESSION_WRITE);
	text = fixture_sent(f);
	assert_null(strstr(text, "access-control"));
	free(text);
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up,                 \
					fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(
			who_lists_models_without_a_key_is_refused_as_openai_does),
		WITH_FIXTURE(a_question_waits_for_its_body_and_is_answered),
		WITH_FIXTURE(each_path_takes_bodies_of_its_own_length),
		WITH_FIXTURE(rasas_bodies_need_no_media_type),
		WITH_FIXTURE(openais_clients_are_refused_in_their_own_shape),
		WITH_FIXTURE(an_answer_of_a_mouth_keeps_its_status_and_type),
		WITH_FIXTURE(feedback_over_http_waits_for_the_disk),
		WITH_FIXTURE(what_comes_while_feedback_waits_hangs_up),
		WITH_FIXTURE(a_page_elsewhere_hears_what_it_may_send),
		WITH_FIXTURE(an_end_of_a_body_that_nobody_awaits_hangs_up),
		WITH_FIXTURE(a_body_shorter_than_announced_hangs_up),
		WITH_FIXTURE(
			a_pipelined_body_is_refused_and_a_pipelined_get_is_not),
		WITH_FIXTURE(an_unread_body_ends_the_connection),
		WITH_FIXTURE(
			what_ended_badly_does_not_stick_to_the_next_request),
		WITH_FIXTURE(a_full_queue_hangs_up),
		WITH_FIXTURE(a_handshake_is_let_through),
		WITH_FIXTURE(a_crooked_handshake_is_refused),
		WITH_FIXTURE(
			a_refused_handshake_names_no_page_of_a_request_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
