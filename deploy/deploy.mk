# SPDX-License-Identifier: MIT
# What leaves the build folder.

# SYSCONFDIR has faqd/faqd.json, which is never overwritten.
SYSCONFDIR ?= $(if $(filter /usr,$(PREFIX)),/etc,$(PREFIX)/etc)
UNITDIR ?= $(PREFIX)/lib/systemd/system
TO = $(DESTDIR)$(PREFIX)
SHARE = $(TO)/share
SETTINGS = $(DESTDIR)$(SYSCONFDIR)/faqd/faqd.json
# @NAME@ in a file of deploy/, as it is where this is installed
PLACES = sed -e 's|@bindir@|$(PREFIX)/bin|g' -e 's|@sysconfdir@|$(SYSCONFDIR)|g'

.PHONY: uninstall
install: all man
	install -D -t $(TO)/bin $(B)/faqctl $(B)/faqd
	install -D -m 644 -t $(SHARE)/man/man1 $(B)/man/faqctl.1
	install -D -m 644 -t $(SHARE)/man/man5 $(B)/man/faqd.content.5
	install -D -m 644 -t $(SHARE)/man/man8 $(B)/man/faqd.8
	install -D -m 644 -t $(SHARE)/bash-completion/completions \
		$(B)/completion/bash/faqctl $(B)/completion/bash/faqd
	for program in faqctl faqd; do install -D -m 644 \
		$(B)/completion/zsh/$$program \
		$(SHARE)/zsh/site-functions/_$$program; done
	cd intents && find . -type f -exec install -D -m 644 {} \
		$(abspath $(SHARE)/faqd/intents)/{} \;
	install -d $(DESTDIR)$(UNITDIR)
	$(PLACES) deploy/systemd/faqd.service.in \
		>$(DESTDIR)$(UNITDIR)/faqd.service
	install -m 644 -t $(DESTDIR)$(UNITDIR) deploy/systemd/faqd.socket
	install -D -m 644 deploy/systemd/faqd.sysusers \
		$(TO)/lib/sysusers.d/faqd.conf
	[ -e $(SETTINGS) ] || { install -d $(dir $(SETTINGS)) && \
		sed 's|"content": "intents"|"content": "$(PREFIX)/share/faqd/intents"|' \
		deploy/faqd.json >$(SETTINGS); }

# Leaves the settings and what faqd has stored.
uninstall:
	rm -rf $(SHARE)/faqd
	rm -f $(addprefix $(TO)/,bin/faqctl bin/faqd lib/sysusers.d/faqd.conf) \
		$(addprefix $(SHARE)/,man/man1/faqctl.1 man/man5/faqd.content.5 \
		man/man8/faqd.8 $(foreach p,faqctl faqd,\
		bash-completion/completions/$p zsh/site-functions/_$p)) \
		$(addprefix $(DESTDIR)$(UNITDIR)/,faqd.service faqd.socket)

# The package, of a copy of the source, because debian/ has to stand on top.
DEB := build/deb/source
.PHONY: deb test-deb
deb:
	@tests/deps.sh build deb
	rm -rf build/deb
	mkdir -p $(DEB)
	tar -c --exclude=./build --exclude=./.git . | tar -x -C $(DEB)
	cp -R deploy/debian $(DEB)/debian
	cd $(DEB) && env -u MAKEFLAGS -u MAKELEVEL \
		dpkg-buildpackage -b -us -uc -j$(shell nproc)
	lintian --allow-root --fail-on error,warning --tag-display-limit 0 \
		build/deb/faqd_*.changes
	rm -rf $(DEB)
	@ls build/deb/*.deb

# Installs, uses, upgrades, removes and purges it on a Debian that is booted for
# that; as root.
test-deb: deb
	@tests/run.sh deb='tests/deploy/deb.sh build/deb build/deploy'

# Builds the container's image and runs it, as root.
.PHONY: test-image
test-image:
	@tests/deps.sh image
	@tests/run.sh image='tests/deploy/image.sh build/deploy'

# What is tried here and by `make test`; each is a script in tests/deploy.
DEPLOY_RUN := $(foreach t,install package units capacity,\
	deploy/$t='tests/deploy/$t.sh $(B)') \
	$(foreach t,front watch container,deploy/$t='tests/deploy/node.sh $(B) $t')
RUNNERS += $(DEPLOY_RUN)
.PHONY: test-deploy
test-deploy:
	@tests/deps.sh build test
	@$(MAKE) --no-print-directory all man
	@tests/run.sh $(DEPLOY_RUN)
