#!/usr/bin/env bash
# Makes stand-ins for the container images that Aspire 13.6 asks for, from Debian packages, and tags them as those images:
# postgres:18.3 (runs Debian's PostgreSQL) and redis:8.6 (runs Debian's Redis). For machines that cannot pull images.
# Needs root, debootstrap and a running Docker engine. Does nothing if the images are there. What it has built is kept in the
# user's cache directory, from which later engines load it in seconds.
set -euo pipefail
cd "$(dirname "$0")"

postgres=postgres:18.3 redis=redis:8.6

if docker image inspect "$postgres" "$redis" >/dev/null 2>&1; then
  echo "The images $postgres and $redis are there."
  exit 0
fi

. /etc/os-release
caches=${XDG_CACHE_HOME:-$HOME/.cache}
[ "$(id -u)" != 0 ] || caches=/var/cache
cache=${TESTORCHESTRATOR_CACHE:-$caches/testorchestrator}
kept=$cache/containers/images-$(cat build-images.sh postgres-entrypoint.sh /etc/os-release | sha256sum | head -c 12).tar.gz

if [ -s "$kept" ] && docker load --quiet --input "$kept"; then
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The mirror and the release that this machine itself uses.
mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -v security | head -n 1)
packages=postgresql,redis-server,openssl,ca-certificates
debootstrap --variant=minbase --include="$packages" "$VERSION_CODENAME" "$work/root" "$mirror" >"$work/log" 2>&1 ||
  { tail -n 20 "$work/log" >&2; exit 1; }
rm -rf "$work"/root/var/cache/apt/* "$work"/root/var/lib/apt/lists/* "$work"/root/var/lib/postgresql/*/main
rm -rf "$work"/root/usr/share/{doc,locale,man}
install -m 755 postgres-entrypoint.sh "$work/root/usr/local/bin/docker-entrypoint.sh"

tar -C "$work/root" -c . | docker import - testorchestrator-base >/dev/null
docker build --quiet --tag "$postgres" - >/dev/null 2>"$work/log" <<'DOCKERFILE' || { cat "$work/log" >&2; exit 1; }
FROM testorchestrator-base
ENV PGDATA=/var/lib/postgresql/data
EXPOSE 5432
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
DOCKERFILE
docker build --quiet --tag "$redis" - >/dev/null 2>"$work/log" <<'DOCKERFILE' || { cat "$work/log" >&2; exit 1; }
FROM testorchestrator-base
WORKDIR /data
EXPOSE 6379
CMD ["redis-server", "--protected-mode", "no"]
DOCKERFILE
echo "Built $postgres and $redis."

rm -f "$cache"/containers/images-*
mkdir -p "$cache/containers"
docker save "$postgres" "$redis" | gzip -1 >"$kept.$$"
mv "$kept.$$" "$kept"
