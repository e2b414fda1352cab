/* SPDX-License-Identifier: MIT */
/*
 * Section 6 of the Autobahn test suite: what is UTF-8 and what is not (the
 * samples are Markus Kuhn's), each whole, octet by octet, and with each octet
 * a fragment. What is text but no JSON gets an error; what is no text ends the
 * chat with 1007.
 */
#include "abuse/honest.h"
#include "abuse/script.h"

#include <stdio.h>
#include <string.h>

struct sample {
	const char *name, *bytes;
	size_t size;
	bool valid;
};

#define GOOD(name_, bytes_)                                                    \
	{                                                                      \
		name_, bytes_, sizeof(bytes_) - 1, true                        \
	}
#define BAD(name_, bytes_)                                                     \
	{                                                                      \
		name_, bytes_, sizeof(bytes_) - 1, false                       \
	}

#define KOSME "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"

static const struct sample samples[] = {
	GOOD("6.1", ""),
	GOOD("6.2.1", "Hello-\xc2\xb5@\xc3\x9f\xc3\xb6\xc3\xa4\xc3\xbc\xc3\xa0"
		      "\xc3\xa1-UTF-8!!"),
	GOOD("6.2.4", KOSME),
	BAD("6.3.1", KOSME "\xed\xa0\x80"
			   "edited"),
	BAD("6.4.1", KOSME "\xf4\x90\x80\x80"
			   "edited"),
	GOOD("6.7.1", "\0"),
	GOOD("6.7.2", "\xc2\x80"),
	GOOD("6.7.3", "\xe0\xa0\x80"),
	GOOD("6.7.4", "\xf0\x90\x80\x80"),
	BAD("6.8.1", "\xf8\x88\x80\x80\x80"),
	BAD("6.8.2", "\xfc\x84\x80\x80\x80\x80"),
	GOOD("6.9.1", "\x7f"),
	GOOD("6.9.2", "\xdf\xbf"),
	GOOD("6.9.3", "\xef\xbf\xbf"),
	GOOD("6.9.4", "\xf4\x8f\xbf\xbf"),
	BAD("6.10.1", "\xf7\xbf\xbf\xbf"),
	BAD("6.10.2", "\xfb\xbf\xbf\xbf\xbf"),
	BAD("6.10.3", "\xfd\xbf\xbf\xbf\xbf\xbf"),
	GOOD("6.11.1", "\xed\x9f\xbf"),
	GOOD("6.11.2", "\xee\x80\x80"),
	GOOD("6.11.3", "\xef\xbf\xbd"),
	GOOD("6.11.4", "\xf4\x8f\xbf\xbf"),
	BAD("6.11.5", "\xf4\x90\x80\x80"),
	BAD("6.12.1", "\x80"),
	BAD("6.12.2", "\xbf"),
	BAD("6.12.3", "\x80\xbf"),
	BAD("6.12.4", "\x80\xbf\x80"),
	BAD("6.12.5", "\x80\xbf\x80\xbf"),
	BAD("6.12.6", "\x80\xbf\x80\xbf\x80"),
	BAD("6.12.7", "\x80\xbf\x80\xbf\x80\xbf"),
	BAD("6.12.8", "\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c"
		      "\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99"
		      "\x9a\x9b\x9c\x9d\x9e\x9f\xa0\xb0\xbf"),
	BAD("6.13.1", "\xc0 \xc1 \xc2 \xc3 \xd0 \xdf "),
	BAD("6.13.2", "\xe0 \xe1 \xe7 \xef "),
	BAD("6.13.3", "\xf0 \xf1 \xf4 \xf7 "),
	BAD("6.13.4", "\xf8 \xf9 \xfa \xfb "),
	BAD("6.13.5", "\xfc \xfd "),
	BAD("6.14.1", "\xc0"),
	BAD("6.14.2", "\xe0\x80"),
	BAD("6.14.3", "\xf0\x80\x80"),
	BAD("6.14.4", "\xf8\x80\x80\x80"),
	BAD("6.14.5", "\xfc\x80\x80\x80\x80"),
	BAD("6.14.6", "\xdf"),
	BAD("6.14.7", "\xef\xbf"),
	BAD("6.14.8", "\xf7\xbf\xbf"),
	BAD("6.14.9", "\xfb\xbf\xbf\xbf"),
	BAD("6.14.10", "\xfd\xbf\xbf\xbf\xbf"),
	BAD("6.15.1", "\xc0\xe0\x80\xf0\x80\x80\xf8\x80\x80\x80\xfc\x80\x80\x80"
		      "\x80\xdf\xef\xbf\xf7\xbf\xbf\xfb\xbf\xbf\xbf\xfd\xbf\xbf"
		      "\xbf\xbf"),
	BAD("6.16.1", "\xfe"),
	BAD("6.16.2", "\xff"),
	BAD("6.16.3", "\xfe\xfe\xff\xff"),
	BAD("6.17.1", "\xc0\xaf"),
	BAD("6.17.2", "\xe0\x80\xaf"),
	BAD("6.17.3", "\xf0\x80\x80\xaf"),
	BAD("6.17.4", "\xf8\x80\x80\x80\xaf"),
	BAD("6.17.5", "\xfc\x80\x80\x80\x80\xaf"),
	BAD("6.18.1", "\xc1\xbf"),
	BAD("6.18.2", "\xe0\x9f\xbf"),
	BAD("6.18.3", "\xf0\x8f\xbf\xbf"),
	BAD("6.18.4", "\xf8\x87\xbf\xbf\xbf"),
	BAD("6.18.5", "\xfc\x83\xbf\xbf\xbf\xbf"),
	BAD("6.19.1", "\xc0\x80"),
	BAD("6.19.2", "\xe0\x80\x80"),
	BAD("6.19.3", "\xf0\x80\x80\x80"),
	BAD("6.19.4", "\xf8\x80\x80\x80\x80"),
	BAD("6.19.5", "\xfc\x80\x80\x80\x80\x80"),
	BAD("6.20.1", "\xed\xa0\x80"),
	BAD("6.20.2", "\xed\xad\xbf"),
	BAD("6.20.3", "\xed\xae\x80"),
	BAD("6.20.4", "\xed\xaf\xbf"),
	BAD("6.20.5", "\xed\xb0\x80"),
	BAD("6.20.6", "\xed\xbe\x80"),
	BAD("6.20.7", "\xed\xbf\xbf"),
	BAD("6.21.1", "\xed\xa0\x80\xed\xb0\x80"),
	BAD("6.21.2", "\xed\xa0\x80\xed\xbf\xbf"),
	BAD("6.21.3", "\xed\xad\xbf\xed\xb0\x80"),
	BAD("6.21.4", "\xed\xad\xbf\xed\xbf\xbf"),
	BAD("6.21.5", "\xed\xae\x80\xed\xb0\x80"),
	BAD("6.21.6", "\xed\xae\x80\xed\xbf\xbf"),
	BAD("6.21.7", "\xed\xaf\xbf\xed\xb0\x80"),
	BAD("6.21.8", "\xed\xaf\xbf\xed\xbf\xbf"),
	GOOD("6.22.1", "\xef\xbf\xbe"),
	GOOD("6.23.1", "\xef\xbf\xb9"),
	GOOD("6.23.2", "\xef\xbf\xba"),
	GOOD("6.23.3", "\xef\xbf\xbb"),
	GOOD("6.23.4", "\xef\xbf\xbc"),
	GOOD("6.23.5", "\xef\xbf\xbd"),
};

static const char *expected(bool valid)
{
	return valid ? "error 1000" : "1007|end";
}

static void whole(struct abuse *abuse, const struct server *server,
		  const struct sample *sample, size_t chop)
{
	struct script script = {
		.name = sample->name,
		.frame = {{FINAL | WS_TEXT, sample->bytes, sample->size}},
		.expect = expected(sample->valid),
		.chop = chop,
	};

	script_run(abuse, server, &script);
}

/* Each octet a fragment. */
static void in_fragments(struct abuse *abuse, const struct server *server,
			 const struct sample *sample)
{
	int fd = script_open(server), head = WS_TEXT;

	for (size_t i = 0; i < sample->size; i++, head = WS_CONTINUE) {
		struct script_frame frame = {head, sample->bytes + i, 1};

		if (i + 1 == sample->size)
			frame.head |= FINAL;
		script_send(fd, &frame, 0);
	}
	script_judge(abuse, fd, sample->name, NULL, expected(sample->valid));
}

static void judge(struct abuse *abuse, const struct server *server,
		  const struct sample *sample)
{
	whole(abuse, server, sample, 0);
	whole(abuse, server, sample, 1);
	if (sample->size > 0)
		in_fragments(abuse, server, sample);
}

/* 6.6: text that ends within a character is none. */
static void prefixes(struct abuse *abuse, const struct server *server)
{
	static const bool valid[] = {false, true,  false, false, true, false,
				     true,  false, true,  false, true};

	for (size_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++) {
		char name[32];
		struct sample sample = {name, KOSME, i + 1, valid[i]};

		snprintf(name, sizeof(name), "6.6.%zu", i + 1);
		judge(abuse, server, &sample);
	}
}

/* 6.22.2 and on: the last two code points of each plane are text. */
static void noncharacters(struct abuse *abuse, const struct server *server)
{
	for (unsigned plane = 1; plane <= 16; plane++) {
		unsigned code = plane << 16 | 0xfffe;
		char bytes[4] = {(char)(0xf0 | code >> 18),
				 (char)(0x80 | (code >> 12 & 63)),
				 (char)(0x80 | (code >> 6 & 63)),
				 (char)(0x80 | (code & 63))};
		char name[32];
		struct sample sample = {name, bytes, sizeof(bytes), true};

		snprintf(name, sizeof(name), "6.22, plane %u", plane);
		judge(abuse, server, &sample);
		bytes[3]++;
		judge(abuse, server, &sample);
	}
}

/* 6.4: what can't become text any more is refused before the message ends. */
static void fails_fast(struct abuse *abuse, const struct server *server)
{
	static const struct script_frame first = BYTES(WS_TEXT, KOSME);
	static const struct script_frame second =
		BYTES(WS_CONTINUE, "\xf4\x90");
	static struct frame frame;
	int fd = script_open(server);

	script_send(fd, &first, 0);
	script_send(fd, &second, 0);
	ws_read(fd, &frame);
	abuse_case(abuse, frame.opcode == -1 || frame.close_code == 1007,
		   "6.4: what is no text is read on");
	script_judge(abuse, fd, "6.4", NULL, "end");
}

/* Where the last frame is empty lws does not look at the end of the text; the
 * parser of JSON does. */
static void cut_behind_an_empty_frame(struct abuse *abuse,
				      const struct server *server)
{
	static const struct script script = {
		.name = "a character cut by an empty last frame",
		.frame = {BYTES(WS_TEXT, "{\"type\":\"ask\",\"text\":\"\xce"),
			  BYTES(FINAL | WS_CONTINUE, "")},
		.expect = "error 1000|1007",
	};

	script_run(abuse, server, &script);
}

void attack_text(struct abuse *abuse)
{
	struct server server;
	struct honest honest;

	if (!abuse_start(abuse, &server,
			 ABUSE_UNLIMITED "--timeout 2 --ping 2") ||
	    !honest_start(&honest, &server, HONEST_ALL))
		return;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		judge(abuse, &server, &samples[i]);
	prefixes(abuse, &server);
	noncharacters(abuse, &server);
	fails_fast(abuse, &server);
	cut_behind_an_empty_frame(abuse, &server);
	honest_judge(abuse, &honest, 10, "odd text");
	abuse_stop(abuse, &server);
}
