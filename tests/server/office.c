/* SPDX-License-Identifier: MIT */
#include "server/office.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define KEY "0123456789012345678901234" /* of OFFICE_SECRET */

static const char desks_file[] =
	"{\"desks\":[{\"name\":\"room\",\"kind\":\"mattermost\","
	"\"secret-file\":\"secret\"},\n"
	"{\"name\":\"desk\",\"kind\":\"webhook\",\"secret-file\":\"secret\","
	"\"url\":\"%s://localhost:%d/api\",%s\"person\":[\"redirect.shop\"],"
	"\"map\":{\"text\":\"/text\",\"conversation\":\"/conversation\","
	"\"message\":\"/id\",\"type\":\"/type\",\"is-message\":\"message\","
	"\"is-taken\":\"taken\",\"is-returned\":\"returned\","
	"\"reply\":{\"path\":\"/reply\",\"body\":\"{\\\"to\\\":"
	"\\\"{{conversation}}\\\",\\\"text\\\":\\\"{{text}}\\\"}\"},"
	"\"note\":{\"path\":\"/note\",\"body\":\"\\\"{{text}}\\\"\"},"
	"\"handover\":{\"path\":\"/handover\",\"body\":\"\\\"{{reason}}\\\"\"}"
	"}}]}\n";

bool office_put(const struct office *office, const char *name, const char *text)
{
	char path[64];
	FILE *file;
	bool ok;

	snprintf(path, sizeof(path), "%s/%s", office->folder, name);
	file = fopen(path, "w");
	if (!file)
		return false;
	ok = fputs(text, file) >= 0;
	return fclose(file) == 0 && chmod(path, 0600) == 0 && ok;
}

bool office_restart(struct office *office)
{
	return server_start(&office->server, office->options);
}

bool office_make(struct office *office)
{
	memset(office, 0, sizeof(*office));
	memcpy(office->folder, "/tmp/faqd-test-XXXXXX", 22);
	return mkdtemp(office->folder) && fake_desk_open(&office->desk);
}

bool office_open(struct office *office, const char *scheme, const char *more)
{
	char text[2048];

	snprintf(text, sizeof(text), desks_file, scheme, office->desk.port,
		 more);
	snprintf(office->options, sizeof(office->options),
		 "--database %s/faqd.db --desks %s/desks.json", office->folder,
		 office->folder);
	return office_put(office, "secret", OFFICE_SECRET "\n") &&
	       office_put(office, "desks.json", text) && office_restart(office);
}

bool office_start(struct office *office)
{
	return office_make(office) &&
	       office_open(office, "http",
			   "\"http\":true,\"allow-private\":true,");
}

bool office_close(struct office *office)
{
	char command[64];
	bool ended = server_stop(&office->server, SIGTERM) == 0;

	fake_desk_close(&office->desk);
	snprintf(command, sizeof(command), "rm -r %s", office->folder);
	return system(command) == 0 && ended;
}

static bool sign(const char *id, const char *body, long at, char *headers,
		 size_t size)
{
	unsigned char mac[32], base64[64];
	unsigned mac_bytes = sizeof(mac);
	char text[4096];
	int n = snprintf(text, sizeof(text), "%s.%ld.%s", id, at, body);

	if (!HMAC(EVP_sha256(), KEY, sizeof(KEY) - 1,
		  (const unsigned char *)text, (size_t)n, mac, &mac_bytes))
		return false;
	EVP_EncodeBlock(base64, mac, (int)mac_bytes);
	n = snprintf(headers, size,
		     "webhook-id: %s\r\nwebhook-timestamp: %ld\r\n"
		     "webhook-signature: v1,%s\r\n",
		     id, at, (const char *)base64);
	return n > 0 && (size_t)n < size;
}

int office_call(struct office *office, struct suite *suite, const char *id,
		const char *type, const char *text, long age)
{
	char body[1024], headers[512];

	snprintf(body, sizeof(body),
		 "{\"type\":\"%s\",\"conversation\":\"c 1\",\"id\":\"%s\","
		 "\"text\":\"%s\"}",
		 type, id, text);
	if (!sign(id, body, (long)time(NULL) - age, headers, sizeof(headers)))
		return -1;
	client_post_to(&office->server, "/desk/desk", headers, body, &suite->r);
	return suite->r.status;
}
