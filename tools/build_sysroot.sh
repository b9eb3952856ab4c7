#!/usr/bin/env bash
# Unpacks the distribution's libraries for another architecture into a folder, for cross compiling, from where the machine gets its
# own packages. Nothing of the machine itself is changed.
#
#   tools/build_sysroot.sh ARCHITECTURE FOLDER    arm64; does nothing when the folder has them already
set -euo pipefail
architecture=${1:?usage: tools/build_sysroot.sh ARCHITECTURE FOLDER}
folder=${2:?usage: tools/build_sysroot.sh ARCHITECTURE FOLDER}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

packages=(
  libgrpc++-dev libgrpc-dev libprotobuf-dev libabsl-dev libssl-dev libre2-dev libc-ares-dev zlib1g-dev
  libexpected-dev nlohmann-json3-dev libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev libcpp-httplib-dev libbrotli-dev libcli11-dev
)

# Packages come from where the machine's come from, through lists of our own, as if for a machine that has nothing yet.
apt=$folder/apt
mkdir -p "$apt/sources" "$apt/lists/partial" "$apt/archives/partial"
touch "$apt/status"
rm -f "$apt/sources/"*
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  [ ! -f "$list" ] || sed -n 's/^deb \(\[[^]]*\] \)\?/deb /p' "$list" >>"$apt/sources/from_lists.list"
done
for sources in /etc/apt/sources.list.d/*.sources; do
  [ ! -f "$sources" ] || grep -v '^Architectures:' "$sources" >"$apt/sources/$(basename "$sources")"
done
options=(-o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$apt/sources" -o "Dir::State::Lists=$apt/lists"
         -o "Dir::State::status=$apt/status" -o "Dir::Cache=$apt" -o "APT::Architecture=$architecture"
         -o "APT::Architectures::=$architecture" -o APT::Sandbox::User=root)
apt-get "${options[@]}" update >"$apt/log" 2>&1 || { cat "$apt/log" >&2; exit 1; }

apt-get "${options[@]}" install --print-uris -y --no-install-recommends "${packages[@]}" 2>"$apt/log" |
  sed -n "s/^'[^']*' \([^ ]*\) .*/\1/p" | sort >"$apt/wanted" || { cat "$apt/log" >&2; exit 1; }
if [ -f "$folder/unpacked" ] && cmp -s "$apt/wanted" "$folder/unpacked"; then exit 0; fi

echo "Unpacking libraries for $architecture"
rm -rf "${folder:?}"/{usr,lib,etc,var,unpacked} "$apt/archives"
mkdir -p "$apt/archives/partial"
apt-get "${options[@]}" install --download-only -y --no-install-recommends "${packages[@]}" >"$apt/log" 2>&1 ||
  { cat "$apt/log" >&2; exit 1; }
for package in "$apt/archives/"*.deb; do dpkg-deb --extract "$package" "$folder"; done
rm -rf "$apt/archives"

# CMake looks for the code generators beside the libraries; those of this machine do the same work.
for program in /usr/bin/protoc /usr/bin/grpc_*_plugin; do ln -sf "$program" "$folder$program"; done
mv "$apt/wanted" "$folder/unpacked"
