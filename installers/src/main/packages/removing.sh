#!/bin/sh
# Before the removal; an upgrade (Debian: upgrade, Red Hat: 1) leaves everything running.
set -e

case ${1:-} in
    upgrade | 1 | failed-upgrade) exit 0 ;;
esac
if [ -d /run/systemd/system ]; then
    systemctl disable --now @PACKAGE@.service || true
fi
# nginx outlives the agent, but not its package.
if [ @PACKAGE@ = vdeli-edge-agent ] && [ -r @STATE@/nginx/nginx.pid ]; then
    kill -QUIT "$(cat @STATE@/nginx/nginx.pid)" 2>/dev/null || true
fi
