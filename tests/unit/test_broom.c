/* SPDX-License-Identifier: MIT */
#include "server/web/broom.h"

#include <libwebsockets.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static struct {
	size_t size, left; /* of lws's buffer, and what was not zero */
} swept;

static int callback(struct lws *wsi, enum lws_callback_reasons reason,
		    void *user, void *in, size_t len)
{
	(void)wsi;
	(void)user;
	if (reason != LWS_CALLBACK_RAW_RX)
		return 0;
	swept.size += len;
	for (size_t i = 0; i < len; i++)
		swept.left += ((const char *)in)[i] != 0;
	return 0;
}

static void a_sweep_fills_the_buffer_of_lws_with_zeros(void **state)
{
	static const struct lws_protocols protocols[] = {
		{BROOM_PROTOCOL, callback, 0, 1024, 0, NULL, 0},
		{NULL, NULL, 0, 0, 0, NULL, 0}};
	struct lws_context_creation_info info;
	struct lws_context *context;
	struct broom broom;

	(void)state;
	lws_set_log_level(0, NULL);
	memset(&info, 0, sizeof(info));
	info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
	info.protocols = protocols;
	context = lws_create_context(&info);
	assert_non_null(context);
	assert_true(broom_open(&broom, context));
	broom_sweep(&broom);
	for (int i = 0; i < 50 && swept.size < 4096; i++)
		lws_service(context, 0);
	assert_int_equal(swept.size, 4096);
	assert_int_equal(swept.left, 0);
	lws_context_destroy(context);
	broom_sweep(&broom); /* nobody reads it: no signal */
	broom_close(&broom);
	broom_close(&broom);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sweep_fills_the_buffer_of_lws_with_zeros),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
