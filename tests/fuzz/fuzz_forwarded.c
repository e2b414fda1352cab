/* SPDX-License-Identifier: MIT */
/*
 * Any header: the client is the peer or a hop that is written in it; only a
 * listed proxy's header is believed; and what a client puts before the hop
 * that a proxy has added changes nothing.
 *
 * The first byte picks the kind of header, the rest is its value.
 */
#include "server/edge/forwarded.h"

#include "fuzz.h"

static struct address parse(const char *text)
{
	struct address address;

	require(address_parse(&address, text, strlen(text)));
	return address;
}

/* A text that was taken for an address must be read back as the same. */
static void reads_back(const struct address *address)
{
	char text[ADDRESS_TEXT_BYTES];
	struct address again = {0};

	address_text(address, text);
	require(address_parse(&again, text, strlen(text)));
	require(address_equal(address, &again));
}

static void proxy_hop_wins(const struct address *proxy,
			   const struct networks *proxies,
			   enum forwarded_kind kind, const char *value,
			   size_t bytes)
{
	static const char *const hop[] = {", 203.0.113.9", ", for=203.0.113.9"};
	const char *added = hop[kind == FORWARDED_RFC];
	struct address expected = parse("203.0.113.9"), client;
	char both[512];

	if (bytes > sizeof(both) - 32)
		return;
	memcpy(both, value, bytes);
	memcpy(both + bytes, added, strlen(added));
	client = forwarded_client(proxy, proxies, kind, both,
				  bytes + strlen(added));
	require(address_equal(&client, &expected));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct address proxy = parse("10.0.0.1"), other = parse("192.0.2.1");
	struct networks proxies = {.count = 0}, asked = {.count = 0};
	const char *value = (const char *)data + 1;
	enum forwarded_kind kind;
	struct address client;
	char text[64];

	if (size == 0)
		return 0;
	kind = data[0] & 1 ? FORWARDED_RFC : FORWARDED_FOR;
	require(networks_add(&proxies, "10.0.0.0/8") == NETWORK_OK);
	client = forwarded_client(&proxy, &proxies, kind, value, size - 1);
	reads_back(&client);
	client = forwarded_client(&other, &proxies, kind, value, size - 1);
	require(address_equal(&client, &other));
	proxy_hop_wins(&proxy, &proxies, kind, value, size - 1);
	if (size <= sizeof(text)) {
		memcpy(text, value, size - 1);
		text[size - 1] = '\0';
		if (networks_add(&asked, text) == NETWORK_OK)
			require(networks_hold(&asked, &asked.item[0].base));
	}
	return 0;
}
