#!/usr/bin/env bash
# Makes the page. `web/site/` is then one folder of files that any web server serves:
#
#   web/build.sh && python3 -m http.server -d web/site
#
# It installs nothing. Beside Rust it needs Rust's standard library for WebAssembly, which it takes from
#   - the toolchain, where `rustup target add wasm32-unknown-unknown` has put it (or a distribution's package, such as
#     Debian's libstd-rust-dev-wasm32 for its own rustc), or
#   - its source, of the compiler's own version: `rustup component add rust-src`, a distribution's package (Debian's
#     rust-src), or a folder that RUST_SRC names (the one that has `library/` in it). Then it is compiled, too.
# Which Rust it is does not matter to the shop: the histories are the same, and web/tests proves it.
set -euo pipefail
cd "$(dirname "$0")/.."

target=wasm32-unknown-unknown
if ! command -v rustc >/dev/null && [ -x "$HOME/.cargo/bin/rustc" ]; then
  PATH=$HOME/.cargo/bin:$PATH
fi
command -v cargo >/dev/null && command -v rustc >/dev/null || {
  echo "Rust is missing: install it from https://rustup.rs" >&2
  exit 1
}

wanted=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' web/Cargo.toml)
version=$(rustc --version | cut -d' ' -f2)
if [ "$(printf '%s\n' "$wanted" "${version%%-*}" | sort -V | head -n 1)" != "$wanted" ]; then
  echo "this is Rust $version, and the page needs $wanted or newer" >&2
  exit 1
fi

options=(--locked --package pizzeria-web --profile web --target "$target")
built=${CARGO_TARGET_DIR:-target}/$target/web/pizzeria_web.wasm
sysroot=$(rustc --print sysroot)

# The folder with `library/` in it, of the version of the compiler.
source_of_std() {
  local folder
  for folder in "${RUST_SRC:-}" "$sysroot/lib/rustlib/src/rust" "/usr/src/rustc-${version%%-*}"; do
    if [ -n "$folder" ] && [ -f "$folder/library/std/src/lib.rs" ]; then
      (cd "$folder" && pwd)
      return
    fi
  done
  return 1
}

if compgen -G "$(rustc --print target-libdir --target "$target")/libstd-*.rlib" >/dev/null; then
  echo "with Rust $version and its standard library for $target"
  cargo build "${options[@]}"
elif source=$(source_of_std); then
  echo "with Rust $version, and the standard library compiled from $source"
  # Cargo looks for the source in the toolchain, which is not ours to write to: a shadow of it has both.
  # It stays where it is, so that nothing is compiled twice.
  mkdir -p "${CARGO_TARGET_DIR:-target}"
  shadow=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)/web-toolchain
  rm -rf "$shadow"
  mkdir -p "$shadow/lib/rustlib/src"
  for part in "$sysroot"/lib/rustlib/*; do
    [ "${part##*/}" = src ] || ln -s "$part" "$shadow/lib/rustlib/"
  done
  ln -s "$source" "$shadow/lib/rustlib/src/rust"
  printf '#!/bin/sh\nexec "%s" --sysroot "%s" "$@"\n' "$(command -v rustc)" "$shadow" >"$shadow/rustc"
  chmod +x "$shadow/rustc"
  # `-Z build-std` is a promise of no stable Rust; what it does here is tested by its outcome.
  RUSTC=$shadow/rustc RUSTC_BOOTSTRAP=1 cargo build "${options[@]}" -Z build-std=std,panic_abort
else
  cat >&2 <<TEXT
Rust $version has no standard library for $target here. One of these brings it:
  rustup target add $target       the library itself
  rustup component add rust-src                   its source, to be compiled
  RUST_SRC=FOLDER web/build.sh                    the same from elsewhere: the source of Rust $version, with library/ in it
TEXT
  exit 1
fi

cp "$built" web/site/pizzeria.wasm
mkdir -p web/site/pictures
cp assets/pictures/*.svg web/site/pictures/
printf '%s bytes, %s compressed\n' "$(wc -c <web/site/pizzeria.wasm)" "$(gzip -9 -c web/site/pizzeria.wasm | wc -c)"
