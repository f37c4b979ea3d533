#!/bin/sh
# preinst and prerm of the Debian package: a running program reads parts of itself from its files whenever it comes to need
# them, so these are not replaced or removed under somebody's hands.
set -e

if [ "$1" = '@OCCASION@' ]; then
    for link in /proc/[0-9]*/exe; do
        # The same file, whatever it is called where that program runs; the sh of Debian and Ubuntu can ask that.
        # shellcheck disable=SC3013
        if [ "$link" -ef /usr/lib/activation-lab/activation-lab ]; then
            cat >&2 <<'SAID'
활성화 함수 실험실이 실행 중입니다. 작업을 저장하고 닫은 뒤 다시 하십시오.
Activation Lab is running. Save the work, close it, then try again.
SAID
            exit 1
        fi
    done
fi
