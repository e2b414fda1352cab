#!/bin/sh
# SPDX-License-Identifier: MIT
# deps.sh GROUP...: installs the Debian packages that are missing for what is
# about to be done. Groups: build, test, lint, clang, valgrind, bench, deb,
# image.
# Says nothing when nothing is missing.
set -eu

# what must be there (a program, or pc:NAME for pkg-config) and its package
needs() {
	case $1 in
	build) cat <<-'END' ;;
		gcc gcc
		make make
		pkg-config pkg-config
		esbuild esbuild
		pc:libwebsockets libwebsockets-dev
		lib:libwebsockets-evlib_ev.so libwebsockets-evlib-ev
		/usr/include/ev.h libev-dev
		pc:libsystemd libsystemd-dev
		pc:openssl libssl-dev
		pc:zlib zlib1g-dev
		pc:libbrotlienc libbrotli-dev
		pc:libpcre2-8 libpcre2-dev
		pc:sqlite3 libsqlite3-dev
		/usr/include/postgresql/libpq-fe.h libpq-dev
		pc:libcjson libcjson-dev
		pc:libcmark libcmark-dev
		pc:libutf8proc libutf8proc-dev
		pc:libedit libedit-dev
		pc:gumbo libgumbo-dev
		pc:yaml-0.1 libyaml-dev
		/usr/include/csv.h libcsv-dev
		pc:libcurl libcurl4-openssl-dev
		pc:libmicrohttpd libmicrohttpd-dev
	END
	test) cat <<-'END' ;;
		pc:cmocka libcmocka-dev
		chromium chromium
		curl curl
		/usr/sbin/haproxy haproxy
		/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf fonts-dejavu-core
		ip iproute2
		mandoc mandoc
		/usr/sbin/nginx nginx-light
		node nodejs
		npm npm
		openssl openssl
		/usr/lib/postgresql/initdb postgresql-15
		promtool prometheus
		systemd-analyze systemd
		sqlite3 sqlite3
	END
	lint) cat <<-'END' ;;
		clang-format clang-format
		cppcheck cppcheck
		nm binutils
		shellcheck shellcheck
	END
	clang) cat <<-'END' ;;
		clang clang
		/usr/lib/llvm-14/lib/clang libclang-rt-14-dev
		llvm-symbolizer llvm
	END
	valgrind) cat <<-'END' ;;
		valgrind valgrind
	END
	deb) cat <<-'END' ;;
		dh debhelper
		dpkg-buildpackage dpkg-dev
		lintian lintian
		debootstrap debootstrap
	END
	image) cat <<-'END' ;;
		buildah buildah
		podman podman
		runc runc
		debootstrap debootstrap
	END
	bench) cat <<-'END' ;;
		nginx nginx-light
		node nodejs
		npm npm
		libwebsockets-evlib_ev.so libwebsockets-evlib-ev
		libwebsockets-evlib_uv.so libwebsockets-evlib-uv
	END
	*)
		echo "deps.sh: unknown group '$1'" >&2
		exit 2
		;;
	esac
}

present() {
	case $1 in
	pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
	lib:*) ls /usr/lib/*/"${1#lib:}" >/dev/null 2>&1 ;;
	/usr/sbin/*) [ -x "$1" ] ;;
	*.h | *.ttf) [ -f "$1" ] ;;
	*/initdb) ls "${1%/*}"/*/bin/initdb >/dev/null 2>&1 ;;
	*.so) ls /usr/lib/*/"$1" >/dev/null 2>&1 ;;
	/*) ls -d "$1"/*/lib/linux/libclang_rt.fuzzer-*.a >/dev/null 2>&1 ;;
	*) command -v "$1" >/dev/null ;;
	esac
}

missing() {
	for group; do
		needs "$group"
	done | while read -r what package; do
		present "$what" || echo "$package"
	done | sort -u
}

root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

packages=$(missing "$@" | tr '\n' ' ')
[ -n "${packages% }" ] || exit 0

if ! command -v apt-get >/dev/null; then
	echo "missing: $packages(names of Debian 12; there is no apt-get here)" >&2
	exit 3
fi
if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
	echo "missing: $packages" >&2
	echo "run as root: apt-get install $packages" >&2
	exit 3
fi

echo "installing $packages"
# Tests start the servers that they need. Those that come with a package stay
# off: Debian asks this file before it starts one.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	trap 'root rm -f "$policy"' EXIT
	trap 'exit 130' INT TERM
	printf '#!/bin/sh\nexit 101\n' | root tee "$policy" >/dev/null
	root chmod 755 "$policy"
fi
set -- env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
	--no-install-recommends install
# shellcheck disable=SC2086 # package names hold no spaces
if ! apt-cache show $packages >/dev/null 2>&1 ||
	! root "$@" $packages; then
	root apt-get -qq update
	root "$@" $packages
fi
