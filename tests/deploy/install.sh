#!/bin/sh
# SPDX-License-Identifier: MIT
# install.sh BUILD: what `make install` puts into an empty folder is all that
# faqd needs; `make uninstall` takes away all but the settings.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 3
build=${1:?the folder with faqd, as make names it}
. "$top/tests/shell.sh"
# shellcheck source=tests/deploy/faqd.sh
. "$top/tests/deploy/faqd.sh"
unset MAKEFLAGS MAKELEVEL

make_it() {
	run 0 "make $*" make --no-print-directory -C "$top" B="$build" "$@"
}

make_it install "PREFIX=$work/there"
begin_faqd there there/bin/faqd --config there/etc/faqd/faqd.json --port 0
ask_http "$address" 'what are the common mistakes'
says 'an installed faqd answers' '"verdict":"answer"'
run 0 'the installed faqctl checks the content' \
	there/bin/faqctl check -C there/share/faqd/intents

echo '{}' >there/etc/faqd/faqd.json
make_it install "PREFIX=$work/there"
run 0 'settings survive an installation' grep -qx '{}' there/etc/faqd/faqd.json

run 0 'a page of the manual' mandoc -Tlint -Wfatal there/share/man/man8/faqd.8
run 0 'completion of bash' \
	bash -n there/share/bash-completion/completions/faqctl

make_it uninstall "PREFIX=$work/there"
find there -type f >out
run 0 'only the settings are left' \
	test "$(find there -type f)" = there/etc/faqd/faqd.json

make_it install "DESTDIR=$work/root" PREFIX=/usr
grep -rl "$work" root >out
[ ! -s out ]
judge $? 'no file names the folder that it was staged in'
says 'settings name the content where it will be' \
	'"content": "/usr/share/faqd/intents"' root/etc/faqd/faqd.json
says 'the unit names the program where it will be' \
	'^ExecStart=/usr/bin/faqd --config /etc/faqd/faqd.json' \
	root/usr/lib/systemd/system/faqd.service

summary
