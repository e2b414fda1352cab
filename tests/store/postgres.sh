#!/bin/sh
# SPDX-License-Identifier: MIT
# postgres.sh COMMAND...: runs it beside a PostgreSQL of its own: a fresh
# cluster in a temporary folder, on a Unix socket there and no port, stopped and
# removed at the end. TEST_POSTGRES is the address of its first database,
# whose user may make others. Every user but "knocker" comes in unasked; that
# one has the password "open sesame".
#
# PostgreSQL refuses to run as root, so root runs it as the user that Debian's
# package made; anybody else runs it as themselves. Neither needs sudo.
#
# postgres.sh --control crash|start|freeze|thaw: the server of TEST_POSTGRES,
# for the COMMAND.
set -eu

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V |
	tail -n 1)
[ -x "${bin:-}/initdb" ] || {
	echo "postgres.sh: no PostgreSQL; apt-get install postgresql-15" >&2
	exit 3
}
# shellcheck disable=SC2317 # called by the trap
end() {
	if [ -s "$folder/data/postmaster.pid" ]; then
		as "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop \
			>/dev/null 2>&1 || true
	fi
	rm -rf "$folder"
}

as() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"
	else
		"$@"
	fi
}

# What is on the disk dies with the folder.
control() {
	case $1 in
	start)
		as "$bin/pg_ctl" -D "$folder/data" -l "$folder/server" -w -t 60 \
			-o "-k $folder -c listen_addresses= -c fsync=off \
			-c max_connections=60 -c shared_buffers=32MB \
			-c log_min_messages=warning" start
		;;
	crash) as "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop ;;
	freeze | thaw)
		signal=STOP
		[ "$1" = freeze ] || signal=CONT
		first=$(head -n 1 "$folder/data/postmaster.pid")
		# shellcheck disable=SC2046 # numbers
		kill -s $signal "$first" $(pgrep -P "$first")
		;;
	esac
}
if [ "${1:-}" = --control ]; then
	folder=${TEST_POSTGRES##*host=}
	cd "$folder"
	control "$2" >/dev/null
	exit
fi
folder=$(mktemp -d /tmp/faqd-pg-XXXXXX)
trap end EXIT
trap 'exit 130' INT TERM

[ "$(id -u)" != 0 ] || chown postgres "$folder"
chmod 711 "$folder"
home=$PWD
cd "$folder"
as "$bin/initdb" -D "$folder/data" -U faqd -A trust -E UTF8 --no-locale \
	--no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 3; }
{
	echo 'local all knocker scram-sha-256'
	cat "$folder/data/pg_hba.conf"
} >"$folder/hba"
cat "$folder/hba" >"$folder/data/pg_hba.conf"
control start >"$folder/log" 2>&1 || {
	cat "$folder/log" "$folder/server" >&2
	exit 3
}
cd "$home"
TEST_POSTGRES="postgresql://faqd@/postgres?host=$folder"
export TEST_POSTGRES
code=0
"$@" || code=$?
exit "$code"
