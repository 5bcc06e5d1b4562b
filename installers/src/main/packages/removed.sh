#!/bin/sh
# After the removal. What the program kept stays: it may be the only copy.
set -e

if [ -d /run/systemd/system ]; then
    systemctl daemon-reload || true
fi
case ${1:-} in
    purge | 0)
        if [ -d @STATE@ ]; then
            echo "@PACKAGE@: @STATE@ and the user @USER@ stay; delete them by hand if nobody needs them"
        fi
        ;;
esac
