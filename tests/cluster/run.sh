#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD [ROUNDS]: three nodes of BUILD/faqd over one PostgreSQL, behind
# nginx, each in a network of its own; ROUNDS faults, 50 unless said. Needs
# root. All of it, networks too, lives in namespaces that end with this program,
# however it ends, and in a temporary folder. Prints a report; fails on a fault.
set -eu
build=$(cd "${1:?the folder with faqd}" && pwd)
rounds=${2:-50}

[ "$(id -u)" = 0 ] || {
	echo "test-cluster: needs root, for networks of its own; nothing is run" >&2
	exit 3
}
unshare --net --mount --pid --fork true 2>/dev/null || {
	echo "test-cluster: this machine allows no namespaces; nothing is run" >&2
	exit 3
}
# shellcheck source=tests/npm.sh
. "$(dirname "$0")/../npm.sh"

npm_begin cluster
bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
# shellcheck disable=SC2154 # npm.sh makes the folder, and removes it
export BUILD="$build" TOP="$top" STATE="$said" POSTGRES="$bin"
# What is in /run is this test's own: names of networks, for one. All ends with
# the first program in there, that with unshare, and that with this shell.
# shellcheck disable=SC2016 # the inner shell's
setpriv --pdeathsig KILL unshare --net --mount --pid --fork --kill-child \
	--mount-proc sh -c 'mount -t tmpfs none /run && exec node main.mjs "$1"' \
	sh "$rounds" &
server=$!
# What dies may still write for a moment.
# shellcheck disable=SC2154
trap 'kill -KILL "$server" 2>/dev/null || :
	until rm -rf "$said" 2>/dev/null; do :; done' EXIT
trap 'exit 130' INT TERM
code=0
wait "$server" || code=$?
exit "$code"
