# SPDX-License-Identifier: MIT
# make run: build and start faqd      make test: build and run every test
# Everything that is built goes to build/. VARIANT=asan|clang ... builds beside
# it, in build/asan and so on. V=1 shows the commands.

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
CLI_LIBS := -ledit -lcurl -lmicrohttpd
IMPORT_LIBS := -lgumbo -lcmark -lyaml -lcsv
DESK_LIBS := -lgumbo -lcrypto
STORE_LIBS := -lsqlite3 -lpq -lcrypto
SERVER_LIBS := -lwebsockets -lev -lsystemd -lssl -lz -lbrotlienc -lpthread \
	$(STORE_LIBS)

obj = $(patsubst src/%.c,$(B)/%.o,$(wildcard src/$(1)/*.c))
CORE := $(call obj,core) $(B)/gen/lexicon.o
PROTO := $(call obj,proto)
STORE := $(call obj,store)
DESK := $(call obj,desk)
IMPORT := $(call obj,import) $(B)/gen/starter.o
CLI := $(call obj,cli)
SERVER := $(call obj,server) $(call obj,server/*) $(B)/widget/compress.o $(B)/gen/assets.o
# What browsers get, PATH=FILE: the path here, or in faqd, and what is there.
ASSETS := $(foreach f,index.html page.css page.js icon.svg,\
	/$f=src/widget/page/$f) \
	$(foreach f,demo.html demo.css demo.js,/$f=src/widget/demo/$f) \
	$(foreach f,openapi.json asyncapi.json,/$f=src/server/api/$f) \
	/desk=src/widget/console/console.html \
	/desk.css=src/widget/console/console.css \
	/desk.js=$(B)/gen/desk.js /widget.js=$(B)/gen/widget.js \
	$(foreach f,$(notdir $(wildcard src/widget/words/*.json)),\
	/widget/words/$f=src/widget/words/$f)

.PHONY: all help deps run test unit test-server test-abuse oom readme lint \
	format fuzz fuzz-targets ci install clean man
all: $(B)/faqctl $(B)/faqd

help:
	@echo 'make run      install what is missing, build, start faqd'
	@echo 'make test     install what is missing, build, run every test'
	@echo 'make          build build/faqctl and build/faqd'
	@echo 'make unit     only the unit tests'
	@echo 'make lint     the house rules'
	@echo 'make format   lay out the C files as clang-format says'
	@echo 'make fuzz     every fuzz target, FUZZ_SECONDS=60 each'
	@echo 'make test-abuse  faqd attacked by thousands'
	@echo 'make test-desks  10,000 events of each support desk'
	@echo 'make test-cluster  many nodes, ROUNDS=50 faults, as root'
	@echo 'make bench    how fast the engine is, beside others'
	@echo 'make bench-server  how fast faqd is, beside other servers'
	@echo 'make compare-widgets  the widget beside those of others'
	@echo 'make ci       what .ci/run does'
	@echo 'make man      the man pages and completion'
	@echo 'make install  to PREFIX=/usr/local, DESTDIR='; uninstall removes it
	@echo 'make deb      a Debian package, build/deb/faqd_*.deb'
	@echo 'make test-deb  a Debian boots, gets it, upgrades and purges it (root)'
	@echo 'make test-image  the container, built and run (root)'
	@echo 'make test-deploy  what deploy/ has, with the servers it is for'
	@echo 'make clean    remove build/'

# Says nothing when nothing is missing.
deps:
	@tests/deps.sh build

# The build is a make of its own, so that it starts when deps has ended.
run: deps
	@$(MAKE) --no-print-directory $(B)/faqd $(B)/faqctl
	@exec $(B)/faqd --content intents --port $(PORT) --trusted 127.0.0.1 \
		--database $(B)/faqd.db

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

# The custom element as one script, its style and its English with it.
ESBUILD := esbuild --bundle --minify --charset=utf8 --log-level=warning \
	--target=chrome100,firefox115,safari16.4
$(B)/gen/element.css: $(wildcard src/widget/element/*.css)
	@mkdir -p $(@D)
	$(ESBUILD) src/widget/element/element.css --outfile=$@
$(B)/gen/widget.js: $(B)/gen/element.css $(wildcard src/widget/element/*.js) \
	src/widget/words/en.json
	NODE_PATH=$(B)/gen $(ESBUILD) src/widget/element/main.js --format=iife \
		--loader:.css=text --outfile=$@

# The agent console, which takes some modules of the element's.
$(B)/gen/desk.js: $(wildcard src/widget/console/*.js src/widget/element/*.js)
	@mkdir -p $(@D)
	$(ESBUILD) src/widget/console/main.js --format=iife --outfile=$@

# What browsers get as C, written by a program of the build machine.
$(B)/gen/embed: src/widget/embed.c src/widget/compress.c src/widget/compress.h \
	src/widget/asset.h
	@mkdir -p $(@D)
	gcc -std=c11 -O1 -Isrc -o $@ $(filter %.c,$^) -lz -lbrotlienc -lcrypto
$(B)/gen/assets.c: $(B)/gen/embed $(foreach a,$(ASSETS),$(lastword $(subst =, ,$a)))
	$< $(ASSETS) > $@.tmp && mv $@.tmp $@

# The dialogue.md that import and new begin with, as bytes.
$(B)/gen/starter.c: src/import/starter.md
	@mkdir -p $(@D)
	{ echo '#include "import/starter.h"'; \
	echo 'const char starter_dialogue[] = {'; od -An -v -td1 $< | \
	sed 's/-*[0-9][0-9]*/&,/g'; echo '0};'; } > $@.tmp && mv $@.tmp $@

$(B)/gen/%.o: $(B)/gen/%.c
	@echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(B)/libfaq.a: $(CORE)
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(B)/libproto.a: $(PROTO)
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(B)/libstore.a: $(STORE)
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(B)/libdesk.a: $(DESK)
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(B)/libimport.a: $(IMPORT)
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $^
# For the unit tests of src/server and src/cli.
$(B)/libserver.a: $(SERVER)
$(B)/libcli.a: $(CLI)
$(B)/libserver.a $(B)/libcli.a:
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/faqctl: $(CLI) $(B)/libimport.a $(B)/libdesk.a $(B)/libstore.a \
		$(B)/libproto.a $(B)/libfaq.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(CLI_LIBS) $(IMPORT_LIBS) $(DESK_LIBS) \
		$(STORE_LIBS) $(PROTO_LIBS) $(CORE_LIBS)
$(B)/faqd: $(SERVER) $(B)/libdesk.a $(B)/libstore.a $(B)/libproto.a $(B)/libfaq.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(SERVER_LIBS) $(DESK_LIBS) $(PROTO_LIBS) $(CORE_LIBS)

# Test programs; TEST_LIBS come behind the libraries under test.
TEST_LIBS := -lcmocka $(PROTO_LIBS) $(CORE_LIBS)
define compile-test
	@mkdir -p $(@D)
	@echo "  TEST  $<"
	$(Q)$(CC) $(CPPFLAGS) -Isrc/core -Itests $(CFLAGS) $(LDFLAGS) -o $@ \
		$(or $(TEST_SOURCES),$<) -Wl,--start-group $(filter %.a,$^) \
		-Wl,--end-group
endef

# tests/unit/test_X.c is a program; that of a src/server file gets its library
# (test_server_X.c, test_import_X.c where another folder has an X.c too).
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
SERVER_UNIT := $(filter $(UNIT),$(foreach t,test_ test_server_,$(patsubst \
	%.c,$(B)/unit/$t%,$(notdir $(wildcard src/server/*/*.c)))) \
	$(B)/unit/test_compress)
CLI_UNIT := $(filter $(UNIT),$(patsubst src/cli/%.c,$(B)/unit/test_%,\
	$(wildcard src/cli/*.c)))
$(SERVER_UNIT): $(B)/libserver.a $(B)/libdesk.a $(B)/libstore.a
$(SERVER_UNIT): TEST_LIBS += $(SERVER_LIBS) $(DESK_LIBS) -lbrotlidec
# With a desk's API to ask.
DESK_ASKING := $(B)/unit/test_post $(B)/unit/test_flight $(B)/unit/test_sender
$(DESK_ASKING): tests/server/fake_desk.c tests/server/fake_desk.h
$(DESK_ASKING): TEST_SOURCES = $(patsubst $(B)/%,tests/%.c,$@) \
	tests/server/fake_desk.c
IMPORT_UNIT := $(filter $(UNIT),$(foreach t,test_ test_import_,\
	$(patsubst src/import/%.c,$(B)/unit/$t%,$(wildcard src/import/*.c))))
$(CLI_UNIT): $(B)/libcli.a $(B)/libimport.a $(B)/libdesk.a $(B)/libstore.a
$(CLI_UNIT): TEST_LIBS += $(CLI_LIBS) $(IMPORT_LIBS) $(DESK_LIBS) $(STORE_LIBS)
$(IMPORT_UNIT): $(B)/libimport.a
$(IMPORT_UNIT): TEST_LIBS += $(IMPORT_LIBS)
STORE_UNIT := $(filter $(UNIT),$(foreach t,test_ test_store_,\
	$(patsubst src/store/%.c,$(B)/unit/$t%,$(wildcard src/store/*.c))))
$(STORE_UNIT): $(B)/libstore.a
$(STORE_UNIT): TEST_LIBS += $(STORE_LIBS)
# What needs a PostgreSQL, and what holds for both databases.
POSTGRES_UNIT := $(filter $(B)/unit/test_postgres%,$(UNIT))
BOTH_UNIT := $(addprefix $(B)/unit/test_,store sqlite_desk sqlite_talk \
	sqlite_report sqlite_forget hub_nodes hub_catch hub_bus)
PLAIN_UNIT := $(filter-out $(POSTGRES_UNIT),$(UNIT))
POSTGRES_RUN = tests/store/postgres.sh tests/run.sh \
	$(foreach t,$(POSTGRES_UNIT) $(BOTH_UNIT),unit/$(notdir $t)=$t)
# The operator's commands and faqd, too.
POSTGRES_ALL = $(POSTGRES_RUN) commands="tests/store/commands.sh $(B)" \
	nodes="tests/store/nodes.sh $(B)"
DESK_UNIT := $(filter $(UNIT),$(patsubst src/desk/%.c,$(B)/unit/test_desk_%,\
	$(wildcard src/desk/*.c)))
$(DESK_UNIT): $(B)/libdesk.a
$(DESK_UNIT): TEST_LIBS += $(DESK_LIBS)
# The load generator's eyes: what the benchmark and others go by.
LOAD_EYES := $(patsubst %,tests/load/%.c,frame histogram reply response)
$(B)/unit/test_load: $(LOAD_EYES)
$(B)/unit/test_load: TEST_SOURCES = tests/unit/test_load.c $(LOAD_EYES)
LOAD := $(filter-out %/main.c,$(wildcard tests/load/*.c))
$(B)/unit/test_load_crowd: $(LOAD)
$(B)/unit/test_load_crowd: TEST_SOURCES = tests/unit/test_load_crowd.c $(LOAD)
$(B)/unit/%: tests/unit/%.c $(B)/libproto.a $(B)/libfaq.a
	$(compile-test) $(TEST_LIBS)
unit: $(UNIT)
	@tests/run.sh $(foreach t,$(PLAIN_UNIT),unit/$(notdir $t)=$t) \
		postgres='$(POSTGRES_RUN)'

# faqd from outside, over real sockets: tests/server/*.c is one program.
SERVER_TESTS := $(wildcard tests/server/*.c)
$(B)/test_server: TEST_SOURCES = $(SERVER_TESTS)
$(B)/test_server: $(SERVER_TESTS) $(wildcard tests/server/*.h) \
	$(B)/libstore.a $(B)/libfaq.a
	$(compile-test) $(STORE_LIBS) $(CORE_LIBS) -lssl -lz -lbrotlidec \
		-lpthread
test-server: $(B)/test_server $(B)/faqd
	$(B)/test_server $(B)/faqd tests/server/content

# Puts rows into a database for tests/cli/store.sh.
$(B)/fill: tests/cli/fill.c $(B)/libstore.a $(B)/libfaq.a
	$(compile-test) $(STORE_LIBS) $(CORE_LIBS)

# What is to be proved of faqd as a whole: tests/proofs.
PROOFS := $(wildcard tests/proofs/*.c) tests/server/client.c \
	tests/server/process.c
$(B)/proofs: TEST_SOURCES = $(PROOFS)
$(B)/proofs: $(PROOFS) $(wildcard tests/proofs/*.h tests/server/*.h) \
	$(B)/libstore.a $(B)/libfaq.a
	$(compile-test) $(STORE_LIBS) $(CORE_LIBS)

# In full length; `make test` has some rounds of each.
.PHONY: test-proofs
test-proofs: $(B)/proofs $(B)/faqd $(B)/faqctl
	@tests/run.sh \
	canary='FAQCTL=$(B)/faqctl $(B)/proofs $(B)/faqd intents canary 4' \
	killed='$(B)/proofs $(B)/faqd tests/server/content killed 200' \
	full='$(B)/proofs $(B)/faqd tests/server/content full 3' \
	reload='$(B)/proofs $(B)/faqd tests/server/content reload 100' \
	verdicts='tests/proofs/verdicts.sh $(B)'

# What src/desk signs and believes, for tests/desk/run.sh.
$(B)/deskproof: tests/desk/proof.c $(B)/libdesk.a $(B)/libproto.a $(B)/libfaq.a
	$(compile-test) $(DESK_LIBS) $(PROTO_LIBS) $(CORE_LIBS)

# Each support desk played against faqd, also while it is killed every second;
# `make test` has a small run of each.
.PHONY: test-desks
DESKS := chatwoot zendesk intercom zammad slack mattermost rocketchat webhook
DESK_RUN := --events 10000 --duplicates 20 --failing 30 --reorder
test-desks: $(B)/faqd $(B)/faqctl
	@tests/run.sh \
	$(foreach d,$(DESKS),$d='tests/desk/simulate.sh $(B) intents $d $(DESK_RUN)') \
	$(foreach d,$(DESKS),$d-killed='tests/desk/simulate.sh $(B) -k intents $d --only crowd $(DESK_RUN)')

# Three nodes over one PostgreSQL, behind nginx, which fail in turn; as root.
.PHONY: test-cluster
ROUNDS ?= 50
test-cluster:
	@tests/deps.sh build test
	@$(MAKE) --no-print-directory all
	tests/cluster/run.sh $(B) $(ROUNDS)

# kill -9 while the store is written to.
$(B)/store/kill: tests/store/kill.c $(B)/libstore.a $(B)/libfaq.a
	$(compile-test) $(STORE_LIBS) $(CORE_LIBS)

# Every allocation failed in turn.
OOM := $(patsubst tests/oom/%.c,$(B)/oom/%,$(wildcard tests/oom/oom_*.c))
SERVER_OOM := $(addprefix $(B)/oom/oom_,config hub letter page recorder)
$(SERVER_OOM): $(B)/libserver.a $(B)/libdesk.a $(B)/libstore.a
$(SERVER_OOM): TEST_LIBS += $(SERVER_LIBS) $(DESK_LIBS)
$(B)/oom/oom_store: $(B)/libstore.a
$(B)/oom/oom_store: TEST_LIBS += $(STORE_LIBS)
$(B)/oom/oom_desk: $(B)/libdesk.a
$(B)/oom/oom_desk: TEST_LIBS += $(DESK_LIBS)
$(addprefix $(B)/oom/oom_,proto config page store desk letter recorder hub): TEST_LIBS += -Wl,--wrap=malloc \
	-Wl,--wrap=calloc,--wrap=realloc,--wrap=strdup,--wrap=free
$(B)/oom/%: tests/oom/%.c $(B)/libproto.a $(B)/libfaq.a
	$(compile-test) $(TEST_LIBS)
oom: $(OOM)
	@tests/run.sh $(foreach t,$(OOM),oom/$(notdir $t)='$t intents')

readme: $(B)/faqctl $(B)/faqd
	tests/readme.sh $(B)

# Unit tests first: what they find explains what the others find. The canary is
# looked for in all of a program's memory, and a sanitizer maps 20 TB.
RUNNERS = $(foreach t,$(PLAIN_UNIT),unit/$(notdir $t)=$t) \
	postgres='$(POSTGRES_ALL)' \
	$(foreach t,$(OOM),oom/$(notdir $t)='$t intents') \
	check='$(B)/faqctl check' questions='$(B)/faqctl test' \
	variants='$(B)/faqctl test --mutate' \
	cli='tests/cli/run.sh $(B)/faqctl' \
	clitest='tests/cli/test.sh $(B)' store='tests/cli/store.sh $(B)' \
	desks='tests/cli/desks.sh $(B)' \
	manual='tests/cli/manual.sh $(B)' \
	server='$(B)/test_server $(B)/faqd tests/server/content' \
	clients='tests/clients/run.sh $(B)' \
	contract='tests/contract/run.sh $(B)' \
	widget/unit=tests/widget/unit/run.sh \
	widget='tests/widget/run.sh $(B)' \
	simulate='tests/desk/simulate.sh $(B) intents all --events 80 --reorder' \
	desk='tests/desk/run.sh $(B)' \
	kill='$(B)/store/kill 50' \
	killed='$(B)/proofs $(B)/faqd tests/server/content killed' \
	full='$(B)/proofs $(B)/faqd tests/server/content full' \
	reload='$(B)/proofs $(B)/faqd tests/server/content reload' \
	verdicts='tests/proofs/verdicts.sh $(B)' \
	$(if $(findstring -fsanitize,$(OPT)),,canary='FAQCTL=$(B)/faqctl $(B)/proofs $(B)/faqd intents canary') \
	$(if $(wildcard tests/lint/selftest.sh),lint=tests/lint/selftest.sh) \
	harness='tests/harness/run.sh $(B)/faqctl' \
	content='tests/cli/content.sh $(B)/faqctl' walk='tests/walk/run.sh $(B)' \
	$(if $(wildcard tests/readme.sh),readme='tests/readme.sh $(B)')
TESTS := $(UNIT) $(OOM) $(B)/proofs $(B)/store/kill $(B)/test_server $(B)/fill $(B)/deskproof $(B)/faqctl \
	$(B)/faqd man
.PHONY: test-build test-run
include tests/abuse/abuse.mk
test-build: $(TESTS)
test-run:
	@tests/run.sh $(RUNNERS)
test:
	@tests/deps.sh build test
	@$(MAKE) --no-print-directory test-build
	@$(MAKE) --no-print-directory test-run

# The house rules; needs the library for the checks of its symbols.
lint:
	@tests/deps.sh build lint
	@$(MAKE) --no-print-directory $(B)/libfaq.a
	@tests/lint/run.sh $(B)/libfaq.a
SOURCES = $(shell find src tests -name '*.[ch]')
format:
	@tests/deps.sh lint
	clang-format -i $(SOURCES)

# tests/fuzz/fuzz_X.c, by clang's libFuzzer, over tests/fuzz/corpus/X.
FUZZ_SECONDS ?= 60
FUZZ := $(patsubst tests/fuzz/%.c,$(B)/%,$(wildcard tests/fuzz/fuzz_*.c))
$(B)/fuzz_import: $(B)/libimport.a
$(B)/fuzz_import: FUZZ_LIBS := $(IMPORT_LIBS)
$(B)/fuzz_desk $(B)/fuzz_desks: $(B)/libdesk.a
$(B)/fuzz_desk $(B)/fuzz_desks: FUZZ_LIBS := $(DESK_LIBS) -lcmocka
$(B)/fuzz_apikey $(B)/fuzz_visitor: $(B)/libstore.a
$(B)/fuzz_visitor: $(B)/libcli.a
$(B)/fuzz_apikey $(B)/fuzz_visitor: FUZZ_LIBS := $(STORE_LIBS)
SERVER_FUZZ := $(addprefix $(B)/fuzz_,guard config forwarded traceparent negotiate \
	origin letter hub_word exchange)
$(SERVER_FUZZ): $(B)/libserver.a $(B)/libdesk.a $(B)/libstore.a
$(SERVER_FUZZ): FUZZ_LIBS := $(SERVER_LIBS) $(DESK_LIBS)
$(B)/fuzz_%: tests/fuzz/fuzz_%.c $(B)/libproto.a $(B)/libfaq.a
	$(compile-test) -fsanitize=fuzzer $(FUZZ_LIBS) $(PROTO_LIBS) $(CORE_LIBS)
fuzz-targets: $(FUZZ)
fuzz:
	@tests/deps.sh build clang
	@$(MAKE) --no-print-directory VARIANT=fuzz fuzz-targets
	@tests/fuzz/run.sh build/fuzz $(FUZZ_SECONDS)

ci:
	.ci/run

# Man pages and completion, written by the programs out of their tables of
# options; the content's page is made of its README.
MAN := $(addprefix $(B)/man/,faqctl.1 faqd.8 faqd.content.5)
COMPLETION := $(foreach s,bash zsh,$(addprefix $(B)/completion/$s/,faqctl faqd))
man: $(MAN) $(COMPLETION)
$(B)/man/faqctl.1: $(B)/faqctl
	@mkdir -p $(@D)
	$< help --man > $@.tmp && mv $@.tmp $@
$(B)/man/faqd.8: $(B)/faqd
	@mkdir -p $(@D)
	$< --manual man > $@.tmp && mv $@.tmp $@
$(B)/man/faqd.content.5: intents/README.md src/proto/content.awk
	@mkdir -p $(@D)
	awk -f src/proto/content.awk $< > $@.tmp && mv $@.tmp $@
$(B)/completion/%/faqctl: $(B)/faqctl
	@mkdir -p $(@D)
	$< help --$* > $@.tmp && mv $@.tmp $@
$(B)/completion/%/faqd: $(B)/faqd
	@mkdir -p $(@D)
	$< --manual $* > $@.tmp && mv $@.tmp $@

# install, uninstall, deb, and their tests.
include deploy/deploy.mk

# The engine beside others: a make of its own, tests/bench/bench.mk.
bench:
	@tests/deps.sh build
	@$(MAKE) --no-print-directory BENCH=1 $(B)/tests/bench/bench
	$(B)/tests/bench/bench $(CATALOGUES)
ifdef BENCH
include tests/bench/bench.mk
endif

# faqd beside other servers; SECTIONS='chat post' only these.
.PHONY: bench-server
bench-server:
	@tests/deps.sh build bench
	@$(MAKE) --no-print-directory BENCH_SERVER=1 bench-server-run
ifdef BENCH_SERVER
include tests/bench_server/bench_server.mk
endif

# The widget beside those of others, in Chromium: a table for its README.
.PHONY: compare-widgets
compare-widgets:
	@tests/deps.sh build test
	@$(MAKE) --no-print-directory $(B)/faqd
	@tests/widget/compare/run.sh $(B)

clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
