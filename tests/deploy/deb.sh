#!/bin/sh
# SPDX-License-Identifier: MIT
# deb.sh FOLDER CACHE: the package in FOLDER is installed on a Debian that has
# booted, used, upgraded, removed and purged; what the operator has written
# stays. Needs root, and a network for the base and what the package needs.
# shellcheck disable=SC2016 # the machine's shell is to expand these
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 3
package=$(realpath "${1:?the folder with faqd_*.deb}"/faqd_[0-9]*.deb) || exit 3
cache=$(realpath -m "${2:?a folder for the base system}")
if [ "$(id -u)" != 0 ]; then
	echo 'deb.sh: only root can boot a Debian'
	exit 3
fi
. "$top/tests/shell.sh"
# shellcheck source=tests/deploy/machine.sh
. "$top/tests/deploy/machine.sh"

# a later version, with another faqd.json than this one has
later_version() {
	dpkg-deb -R "$package" later
	sed -i 's/^Version: .*/&+later/' later/DEBIAN/control
	sed -i '1i // of the later version' later/etc/faqd/faqd.json
	dpkg-deb --root-owner-group -b later "$machine/root/later.deb" >/dev/null
}

# As an upgrade without anybody there: what the operator has changed stays.
install='apt-get install -y -o Dpkg::Options::=--force-confold'

# on NAME COMMAND: it succeeds in the machine; the output goes to out
on() {
	run 0 "$1" in_machine "$2"
}

answers() {
	on "$1" "curl -sS --fail --max-time 10 --retry 5 --retry-connrefused ${2-} \
		-d '{\"text\": \"what are the common mistakes\"}' \
		-H 'Content-Type: application/json' \
		${3-http://127.0.0.1:8080}/v1/ask"
	says "$1" '"verdict":"answer"'
}

restarted() {
	on "faqd starts again $1" 'systemctl restart faqd'
}

installed() {
	on 'it is installed' 'apt-get install -y /root/faqd.deb'
	on 'it is on at once and from now on' \
		'systemctl is-active faqd && systemctl is-enabled faqd'
	answers 'it answers'
	on 'nobody else is let in' 'cat /proc/net/tcp /proc/net/tcp6'
	grep ':1F90 .* 0A ' out | grep -qv ' 0100007F:'
	[ $? = 1 ]
	judge $? 'it listens on 127.0.0.1 only'
	on 'status' 'cat /proc/$(systemctl show -P MainPID faqd)/status'
	says 'it has no rights' '^CapBnd:	0*$'
	says 'and gets none' '^NoNewPrivs:	1'
	says 'its calls are filtered' '^Seccomp:	2'
	on 'its user' 'id -u faqd && stat -c %U /proc/$(systemctl show -P MainPID faqd)'
	says 'it is not root' '^faqd$'
	on 'metrics' 'curl -s http://127.0.0.1:8080/metrics'
	says 'it does without compiled patterns' 'engine="interpreter"'
	on 'the log' 'journalctl -u faqd -p warning -q --no-pager'
	[ ! -s out ]
	judge $? 'it has nothing to complain of'
}

# In the words of deploy/README.md.
content_of_ones_own() {
	on 'the content is copied' 'cp -r /usr/share/faqd/intents /etc/faqd/intents
		sed -i "s|/usr/share/faqd/intents|/etc/faqd/intents|" /etc/faqd/faqd.json'
	restarted 'with it'
	on 'it is edited' "printf '### Tea\n\nAt four.\n\n%s ask faq.tea\n%s\n%s\n' \
		'\`\`\`' 'when is tea' '\`\`\`' >/etc/faqd/intents/en/tea.md"
	on 'reloaded' 'systemctl reload faqd'
	tea 'the edit counts'
	on 'it is broken' 'echo "[x" >>/etc/faqd/intents/site.json'
	run 1 'a broken content is refused' in_machine 'systemctl reload faqd'
	on 'the reason' 'journalctl -u faqd -n 20 -q --no-pager'
	says 'the reason is told with its place' 'site.json:[0-9]*:'
	tea 'the old content serves on'
	on 'it is mended' 'sed -i "\$d" /etc/faqd/intents/site.json &&
		systemctl reload faqd'
}

tea() {
	on "$1" "curl -sS --fail -d '{\"text\": \"when is tea\"}' \
		-H 'Content-Type: application/json' http://127.0.0.1:8080/v1/ask"
	says "$1" 'At four'
}

operated() {
	on 'a report of root' 'faqctl report --database /var/lib/faqd/faqd.db'
	says 'what was asked is stored' 'questions *[1-9]'
	on 'a key of root' 'faqctl key add test --scope ask \
		--database /var/lib/faqd/faqd.db'
	answers 'faqd still writes'
	on 'the log' 'journalctl -u faqd -p err -q --no-pager -g recorded || :'
	silent 'nothing is lost' 'nothing is recorded'
}

drop_in() {
	on "$1" "mkdir -p /etc/systemd/system/faqd.service.d &&
		printf '[Service]\n$2\n' >/etc/systemd/system/faqd.service.d/$1.conf &&
		systemctl daemon-reload && systemctl restart faqd"
}

secret_files() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout key.pem -out chain.pem -days 2 -subj /CN=faqd.test \
		2>/dev/null
	install -m 600 key.pem chain.pem "$machine/etc/faqd"
	openssl rand -hex 32 >"$machine/etc/faqd/state.key"
	chmod 600 "$machine/etc/faqd/state.key"
	drop_in tls 'LoadCredential=chain.pem:/etc/faqd/chain.pem
LoadCredential=key.pem:/etc/faqd/key.pem
LoadCredential=state.key:/etc/faqd/state.key
Environment=FAQD_CERTIFICATE=%%d/chain.pem FAQD_KEY=%%d/key.pem
Environment=FAQD_STATE_KEY_FILE=%%d/state.key'
	answers 'it serves with keys that it cannot read itself' -k \
		https://127.0.0.1:8080
	on 'plain HTTP again' 'rm /etc/systemd/system/faqd.service.d/tls.conf &&
		systemctl daemon-reload && systemctl restart faqd'
}

watched() {
	drop_in watchdog 'WatchdogSec=2'
	on 'a faqd that hangs' 'kill -STOP $(systemctl show -P MainPID faqd)'
	answers 'is started anew' '--retry-max-time 30 --retry-all-errors'
	on 'restarts' 'systemctl show -P NRestarts faqd'
	says 'by the watchdog' '^[1-9]'
	on 'as before' 'rm /etc/systemd/system/faqd.service.d/watchdog.conf
		systemctl daemon-reload'
}

socket_activated() {
	on 'systemd takes the port' 'systemctl stop faqd &&
		systemctl enable --now faqd.socket && systemctl start faqd'
	on 'nobody is refused while it restarts' '
		systemctl reset-failed faqd
		for i in 1 2 3 4; do systemctl restart faqd; done & restarts=$!
		while kill -0 $restarts 2>/dev/null; do
			curl -sS --fail --max-time 10 -o /dev/null \
				http://127.0.0.1:8080/healthz || exit 1
		done'
	on 'as before' 'systemctl disable --now faqd.socket
		systemctl restart faqd'
}

upgraded() {
	on "it is upgraded" "$install /root/later.deb"
	on 'to the later version' 'dpkg -s faqd'
	says 'which is there' '^Version: .*later'
	tea 'the content of ones own is served by it'
	on 'faqd.json' 'cat /etc/faqd/faqd.json'
	silent 'is as the operator had it' 'of the later version'
	on 'what was stored' 'faqctl report --database /var/lib/faqd/faqd.db &&
		faqctl key list --database /var/lib/faqd/faqd.db'
	says 'keys stay' 'test'
}

rolled_back() {
	on 'it is taken back' "$install --allow-downgrades /root/faqd.deb"
	on 'the version before' 'dpkg -s faqd'
	silent 'is there again' '^Version: .*later'
	tea 'the content of ones own is served on'
	on 'what was stored stays' \
		'faqctl key list --database /var/lib/faqd/faqd.db'
	says 'as it was' 'test'
}

removed() {
	on 'it is removed' 'apt-get remove -y faqd'
	run 3 'and has ended' in_machine 'systemctl is-active faqd'
	on 'settings and data stay' 'ls /etc/faqd/faqd.json /var/lib/faqd/faqd.db'
	on "it comes back" "$install /root/later.deb"
	tea 'as it was'
	on 'it is purged' 'apt-get purge -y faqd'
	run 1 'nothing of it runs' in_machine 'grep -l faqd /proc/[0-9]*/comm'
	on 'what is left' 'find / -xdev -path "*faqd*" -not -path "/root/*" \
		-not -path "/proc/*" -not -path "/sys/*" -not -path "/run/*" \
		-not -path "/var/log/*" | sort'
	grep -v '^/etc/faqd$\|^/etc/faqd/\(intents\|.*\.pem$\|state.key$\)\|^/etc/systemd/system/faqd.service.d$\|^/var/cache/apt\|/backups' out >rest
	[ ! -s rest ]
	judge $? 'only what the operator has written is left'
	on 'that' 'ls /etc/faqd/intents/en/tea.md'
}

machine_base "$cache"
cp "$package" "$machine/root/faqd.deb"
later_version
machine_fill 'apt-get -qq update && apt-get install -qq -y --download-only \
	--no-install-recommends /root/faqd.deb' >out 2>&1 || {
	cat out
	echo 'what faqd needs cannot be fetched'
	exit 3
}
machine_boot
installed
[ $failed = 0 ] || { summary; exit 1; }
content_of_ones_own
operated
secret_files
watched
socket_activated
upgraded
rolled_back
removed
summary
