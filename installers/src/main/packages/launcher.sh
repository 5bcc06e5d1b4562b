#!/bin/sh
# Starts the program with the configuration of its package, unless another one is named.
set -eu

# Names of videos have letters beyond ASCII: Java reads them in the encoding of the locale.
if [ -z "${LC_ALL:-}" ] && [ -z "${LC_CTYPE:-}" ]; then
    export LC_CTYPE=C.UTF-8
fi

config=@CONFIG@
named=''
for argument in "$@"; do
    case $argument in --config | --config=*) named=yes ;; esac
done
case ${1:-} in
    '' | -*) ;;
    *)
        if [ -z "$named" ] && [ -e "$config" ]; then
            command=$1
            shift
            set -- "$command" --config="$config" "$@"
        fi
        ;;
esac

# Programs take every variable of the prefix VDELI_ for a key of theirs.
options=${VDELI_JAVA_OPTS:-}
unset VDELI_JAVA_OPTS
# shellcheck disable=SC2086  # options are meant to be split
exec @HOME@/runtime/bin/java --enable-native-access=ALL-UNNAMED @OPTIONS@ $options \
    -cp '@HOME@/lib/*' @MAIN@ "$@"
