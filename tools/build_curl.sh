#!/usr/bin/env bash
# Builds the HTTP library of the release: libcurl from the distribution's own source package, with its security patches, and
# with nothing in it but HTTP, OpenSSL and c-ares, as a static archive. The distribution's archive cannot be linked
# statically: it wants libraries (Kerberos, LDAP) of which only shared ones exist.
#
#   tools/build_curl.sh PREFIX [CMake arguments...]    installs into PREFIX; does nothing when it is there as it would be built
set -euo pipefail
recipe=$(sha256sum "${BASH_SOURCE[0]}")
recipe=${recipe%% *}
prefix=${1:?usage: tools/build_curl.sh PREFIX [CMake arguments...]}
shift
mkdir -p "$prefix"
prefix=$(cd "$prefix" && pwd)

# The sources come from where the machine's packages come from, through lists of our own: the machine's stay as they are.
apt=$prefix/apt
mkdir -p "$apt/sources" "$apt/lists/partial"
rm -f "$apt/sources/"*
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  [ ! -f "$list" ] || sed -n 's/^deb /deb-src /p' "$list" >>"$apt/sources/from_lists.list"
done
for sources in /etc/apt/sources.list.d/*.sources; do
  [ ! -f "$sources" ] || sed 's/^Types:.*/Types: deb-src/' "$sources" >"$apt/sources/$(basename "$sources")"
done
options=(-o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$apt/sources" -o "Dir::State::Lists=$apt/lists"
         -o APT::Sandbox::User=root)
apt-get "${options[@]}" update >"$apt/log" 2>&1 || { cat "$apt/log" >&2; exit 1; }
version=$(apt-cache "${options[@]}" showsrc --only-source curl | sed -n 's/^Version: //p' | sort --version-sort | tail -n 1)
wanted="$version $* $recipe"
if [ -f "$prefix/built" ] && [ "$(cat "$prefix/built")" = "$wanted" ]; then exit 0; fi

echo "Building libcurl $version"
rm -rf "$prefix/source" "$prefix/build" "$prefix/lib" "$prefix/include" "$prefix/built"
mkdir -p "$prefix/source"
(cd "$prefix/source" && apt-get "${options[@]}" source "curl=$version") >"$apt/log" 2>&1 || { cat "$apt/log" >&2; exit 1; }
source=$(find "$prefix/source" -mindepth 1 -maxdepth 1 -type d)
{
  cmake -G Ninja -S "$source" -B "$prefix/build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" \
    -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
    -DCMAKE_C_FLAGS="-Os -fno-asynchronous-unwind-tables -fstack-protector-strong -D_FORTIFY_SOURCE=2 -ffunction-sections -fdata-sections \"-ffile-prefix-map=$prefix=.\"" \
    -DCMAKE_C_FLAGS_RELEASE= -DBUILD_SHARED_LIBS=OFF -DBUILD_CURL_EXE=OFF -DBUILD_TESTING=OFF -DHTTP_ONLY=ON \
    -DCURL_USE_OPENSSL=ON -DENABLE_ARES=ON -DCURL_CA_BUNDLE=none -DCURL_CA_PATH=none \
    -DCURL_USE_LIBPSL=OFF -DCURL_USE_LIBSSH2=OFF -DCURL_USE_LIBSSH=OFF -DCURL_USE_GSSAPI=OFF -DUSE_LIBIDN2=OFF -DUSE_NGHTTP2=OFF \
    -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF -DCURL_ZLIB=OFF -DENABLE_MANUAL=OFF -DENABLE_UNIX_SOCKETS=OFF \
    -DCURL_DISABLE_COOKIES=ON -DCURL_DISABLE_NETRC=ON -DCURL_DISABLE_HSTS=ON -DCURL_DISABLE_ALTSVC=ON -DCURL_DISABLE_DOH=ON \
    -DCURL_DISABLE_MIME=ON -DCURL_DISABLE_LIBCURL_OPTION=ON -DCURL_DISABLE_NTLM=ON "$@"
  cmake --build "$prefix/build" --target install
} >"$apt/log" 2>&1 || { cat "$apt/log" >&2; exit 1; }
rm -rf "$prefix/source" "$prefix/build"
printf '%s' "$wanted" >"$prefix/built"
