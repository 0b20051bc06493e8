#!/bin/sh
# Starts LocalStack. The name is the one that Testcontainers' start script calls.
set -eu
export LOCALSTACK_BUILD_VERSION="${LOCALSTACK_BUILD_VERSION:-2026.3.0}" DEFAULT_VOLUME_DIR=/var/lib/localstack
exec /opt/localstack/bin/localstack-supervisor
