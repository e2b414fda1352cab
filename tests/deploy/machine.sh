# SPDX-License-Identifier: MIT
# machine.sh: a Debian of a test's own that has booted: systemd as its first
# process, in namespaces of its own, without the network. For scripts that have
# sourced shell.sh and run as root.
#
#	machine_tar CACHE    debootstrap to CACHE/bookworm.tar once; a minute
#	machine_base CACHE   a fresh copy of that
#	machine_fill COMMAND  runs in the fresh copy before it boots, with the
#	                      network and without services
#	machine_boot         boots it
#	in_machine COMMAND   runs there, as root
#
# It lives in memory (half a gigabyte) and ends with the shell.
#
# shellcheck shell=sh
# shellcheck disable=SC2154 # top is its caller's, work is shell.sh's

# What a machine of this kind has no use for, and what could reach ours.
unwanted='getty.target systemd-udevd.service systemd-sysctl.service
	systemd-modules-load.service systemd-timesyncd.service
	systemd-logind.service systemd-udev-trigger.service
	apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer
	e2scrub_all.timer fstrim.timer'

group=
# The base system as CACHE/bookworm.tar, once.
machine_tar() {
	[ ! -f "$1/bookworm.tar" ] || return 0
	mkdir -p "$1"
	debootstrap --variant=minbase --include=systemd,ca-certificates,curl \
		bookworm "$work/new" >"$1/bookworm.log" 2>&1 || {
		tail "$1/bookworm.log"
		exit 3
	}
	tar -C "$work/new" -cf "$1/bookworm.new" .
	mv "$1/bookworm.new" "$1/bookworm.tar"
	rm -rf "$work/new"
}

machine_base() {
	machine_tar "$1"
	machine=$work/machine
	mkdir "$machine"
	mount -t tmpfs -o mode=755 machine "$machine" || exit 3
	trap machine_end EXIT
	trap "exit 3" HUP INT TERM
	tar -C "$machine" -xf "$1/bookworm.tar" || exit 3
	for unit in $unwanted; do
		ln -sf /dev/null "$machine/etc/systemd/system/$unit"
	done
}

# Its processes end a moment after the first one has been killed.
machine_end() {
	# shellcheck disable=SC2086 # no process, no word
	kill -9 $pids 2>/dev/null
	wait
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		[ -d "$group" ] || break
		find "$group" -depth -type d -exec rmdir {} + 2>/dev/null ||
			sleep 0.2
	done
	umount -l "$machine"
	rm -rf "$work"
}

machine_fill() {
	printf '#!/bin/sh\nexit 101\n' >"$machine/usr/sbin/policy-rc.d"
	chmod +x "$machine/usr/sbin/policy-rc.d"
	cp /etc/resolv.conf "$machine/etc/resolv.conf"
	unshare --mount --pid --fork --kill-child chroot "$machine" /bin/sh -c \
		"mount -t proc proc /proc && $1"
	filled=$?
	rm "$machine/usr/sbin/policy-rc.d"
	return $filled
}

# Where the control groups of version 2 are, and our own among them.
own_group() {
	echo "$(findmnt -t cgroup2 -n -o TARGET | head -n 1)$(
		sed -n 's/^0:://p' /proc/self/cgroup)"
}

machine_boot() {
	group=$(own_group)/faqd-test-$$
	mkdir "$group" || exit 3
	mkfifo booted
	(
		sh -c "echo \$PPID >'$group/cgroup.procs'"
		exec unshare --mount --net --pid --fork --uts --ipc --cgroup \
			--kill-child sh "$top/tests/deploy/boot.sh" "$machine" booted
	) >boot.log 2>&1 </dev/null &
	pids="$pids $!"
	read -r init <booted
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		in_machine 'systemctl is-system-running --wait' >out 2>&1
		grep -qx 'running\|degraded' out && return
		sleep 1 # systemd does not take calls yet
	done
	cat out boot.log
	echo 'no machine boots here'
	exit 3
}

in_machine() {
	nsenter --target "$init" --all --root --wd env -i \
		PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
		/bin/sh -c "$1" </dev/null
}
