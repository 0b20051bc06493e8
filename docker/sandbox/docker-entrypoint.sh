#!/bin/sh
# The stage listens on the loopback interface, as it does without a container, so that every URL it tells holds inside and
# outside. What comes from outside is handed on to there.
set -eu
address=$(hostname -i | cut -d ' ' -f 1)
for port in 4566 4570 4580 4581 4583; do
  socat "TCP4-LISTEN:$port,bind=$address,reuseaddr,fork,backlog=128" "TCP4:127.0.0.1:$port" &
done
exec rehearse "$@"
