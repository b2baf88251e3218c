#!/usr/bin/env bash
# Builds stand-ins for the container images that Aspire 13.6 asks for, from Debian packages, and tags them as those images:
# postgres:18.3 (runs PostgreSQL 15 of Debian) and redis:8.6 (runs Debian's Redis). For machines that cannot pull images.
# Needs root, debootstrap and a running Docker engine. Does nothing if the images are there.
set -euo pipefail

postgres=postgres:18.3 redis=redis:8.6

if docker image inspect "$postgres" "$redis" >/dev/null 2>&1; then
  echo "The images $postgres and $redis are there."
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The mirror and the release that this machine itself uses.
. /etc/os-release
mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -v security | head -n 1)
packages=postgresql,redis-server,openssl,ca-certificates
debootstrap --variant=minbase --include="$packages" "$VERSION_CODENAME" "$work/root" "$mirror" >"$work/log" 2>&1 ||
  { tail -n 20 "$work/log" >&2; exit 1; }
rm -rf "$work"/root/var/cache/apt/* "$work"/root/var/lib/apt/lists/* "$work"/root/var/lib/postgresql/*/main
install -m 755 "$(dirname "$0")/postgres-entrypoint.sh" "$work/root/usr/local/bin/docker-entrypoint.sh"

tar -C "$work/root" -c . | docker import - testorchestrator-base >/dev/null
docker build --quiet --tag "$postgres" - >/dev/null <<'DOCKERFILE'
FROM testorchestrator-base
ENV PGDATA=/var/lib/postgresql/data
EXPOSE 5432
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
DOCKERFILE
docker build --quiet --tag "$redis" - >/dev/null <<'DOCKERFILE'
FROM testorchestrator-base
WORKDIR /data
EXPOSE 6379
CMD ["redis-server", "--protected-mode", "no"]
DOCKERFILE
echo "Built $postgres and $redis."
