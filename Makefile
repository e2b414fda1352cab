# SPDX-License-Identifier: MIT
# make run: build and start faqd      make test: build and run every test
# Everything that is built goes to build/. VARIANT=asan|ubsan|clang ... builds
# beside it: build/asan and so on.

V ?=
Q := $(if $(V),,@)
VARIANT ?=
B := build$(if $(VARIANT),/$(VARIANT))
CC := gcc
OPT := -O2 -g
WERROR :=
PREFIX ?= /usr/local
DESTDIR ?=
PORT ?= 8080

ifeq ($(VARIANT),clang)
CC := clang
endif
ifeq ($(VARIANT),asan)
CC := clang
OPT := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all
endif
ifeq ($(VARIANT),fuzz)
CC := clang
OPT := -O1 -g -fno-omit-frame-pointer \
	-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
endif

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wpointer-arith -Wcast-qual -Wcast-align -Wwrite-strings -Wvla -Wundef \
	-Wformat=2 -Wdouble-promotion -Wimplicit-fallthrough \
	-Wnull-dereference -fno-common $(WERROR)
HARDEN := -fstack-protector-strong $(if $(findstring -fsanitize,$(OPT)),,-D_FORTIFY_SOURCE=2) -fPIE
CPPFLAGS := -D_POSIX_C_SOURCE=200809L -Isrc -I$(B)/gen
CFLAGS := -std=c11 $(OPT) $(WARN) $(HARDEN) -MMD -MP
LDFLAGS := -pie -Wl,-z,relro,-z,now $(OPT)

CORE_LIBS := -lpcre2-8 -lcmark -lutf8proc -lm
PROTO_LIBS := -lcjson
CLI_LIBS := -ledit
SERVER_LIBS := -lwebsockets -lssl -lcrypto -lpthread

obj = $(patsubst src/%.c,$(B)/%.o,$(wildcard src/$(1)/*.c))
CORE := $(call obj,core) $(B)/gen/lexicon.o
PROTO := $(call obj,proto)
CLI := $(call obj,cli)
SERVER := $(call obj,server) $(B)/gen/assets.o
ASSETS := $(addprefix src/widget/,index.html app.css app.js icon.svg)

.PHONY: all run test test-server unit lint format bench fuzz install clean deps
all: $(B)/faqctl $(B)/faqd

$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# English as tables, made of the word lists by a program of the build machine:
# plain gcc whatever the variant.
$(B)/gen/mklexicon: src/core/data/mklexicon.c src/core/lexicon.h
	@mkdir -p $(@D)
	gcc -std=c11 -O2 -Isrc -o $@ $<
$(B)/gen/lexicon.c: $(B)/gen/mklexicon $(wildcard src/core/data/*.txt)
	$< src/core/data > $@.tmp && mv $@.tmp $@

# The page's files as C, written by a program of the build machine.
$(B)/gen/embed: src/widget/embed.c
	@mkdir -p $(@D)
	gcc -std=c11 -O1 -o $@ $<
$(B)/gen/assets.c: $(B)/gen/embed $(ASSETS)
	$< $(ASSETS) > $@.tmp && mv $@.tmp $@

$(B)/gen/%.o: $(B)/gen/%.c
	@echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(B)/libfaq.a: $(CORE)
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(B)/libproto.a: $(PROTO)
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $^
# For the unit tests of src/server.
$(B)/libserver.a: $(SERVER)
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/faqctl: $(CLI) $(B)/libproto.a $(B)/libfaq.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(CLI_LIBS) $(PROTO_LIBS) $(CORE_LIBS)
$(B)/faqd: $(SERVER) $(B)/libproto.a $(B)/libfaq.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(SERVER_LIBS) $(PROTO_LIBS) $(CORE_LIBS)

# Unit tests: tests/unit/test_X.c links against the library under test.
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
$(B)/unit/%: tests/unit/%.c $(B)/libproto.a $(B)/libfaq.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Isrc/core $(CFLAGS) $(LDFLAGS) -o $@ $< \
		$(B)/libproto.a $(B)/libfaq.a -lcmocka $(PROTO_LIBS) $(CORE_LIBS)
SERVER_UNIT := $(patsubst src/server/%.c,$(B)/unit/test_%,\
	$(wildcard src/server/*.c))
$(filter $(SERVER_UNIT),$(UNIT)): $(B)/unit/%: tests/unit/%.c $(B)/libserver.a \
		$(B)/libproto.a $(B)/libfaq.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(B)/libserver.a \
		$(B)/libproto.a $(B)/libfaq.a -lcmocka $(SERVER_LIBS) \
		$(PROTO_LIBS) $(CORE_LIBS)
unit: $(UNIT)
	@set -e; for t in $(UNIT); do $$t; done

# faqd from outside, over real sockets: tests/server/*.c is one program.
$(B)/test_server: $(wildcard tests/server/*.c tests/server/*.h)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests $(CFLAGS) $(LDFLAGS) -o $@ \
		$(filter %.c,$^) -lcrypto
test-server: $(B)/test_server $(B)/faqd
	$(B)/test_server $(B)/faqd intents

clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
