#!/bin/sh
# After the installation and after an upgrade; twice is harmless.
set -e

case ${1:-} in
    abort-*) exit 0 ;;
esac

if ! getent group @USER@ >/dev/null; then groupadd --system @USER@; fi
if ! getent passwd @USER@ >/dev/null; then
    useradd --system --gid @USER@ --home-dir @STATE@ --no-create-home --shell /usr/sbin/nologin @USER@
fi
install -d -o @USER@ -g @USER@ -m 750 @STATE@
if [ -e @CONFIG@ ]; then
    chown root:@USER@ @CONFIG@
    chmod 640 @CONFIG@
fi
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload || true
    # One that runs goes on with the new version; one that was never started stays so.
    systemctl try-restart @PACKAGE@.service || true
fi
