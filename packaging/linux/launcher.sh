#!/bin/sh
# Starts Activation Lab, and says why when it cannot start or has ended by itself: on the terminal, or in a window where
# there is none. /usr/bin/activation-lab in the .deb, launcher.sh beside the program in the .run.
#
# The words stand here, both languages at once: nothing of the program can be relied on where they are needed.
set -u

# What is asked of the machine. Tests put their own files in these two lines.
CPUINFO=/proc/cpuinfo
LOADERS='/lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1'

# Shared object -> Debian package; packaging/check_system.py holds the same table for a start from source.
PACKAGES='
libEGL.so.1 libegl1
libGL.so.1 libgl1
libX11.so.6 libx11-6
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
libgthread-2.0.so.0 libglib2.0-0
libstdc++.so.6 libstdc++6
libxkbcommon.so.0 libxkbcommon0
libz.so.1 zlib1g
libzstd.so.1 libzstd1
libX11-xcb.so.1 libx11-xcb1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-glx.so.0 libxcb-glx0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-render.so.0 libxcb-render0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libxcb.so.1 libxcb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
libgcc_s.so.1 libgcc-s1
libuuid.so.1 libuuid1
libffi.so.8 libffi8
libbz2.so.1.0 libbz2-1.0
liblzma.so.5 liblzma5
'

TITLE='활성화 함수 실험실 · Activation Lab'
LOGS=${XDG_STATE_HOME:-${HOME:-/nonexistent}/.local/state}/activation-lab/log

main() {
    self=$(readlink -f -- "$0") || self=$0
    here=$(dirname -- "$self")
    find_purpose "$@"
    find_bundle
    check_processor
    check_libraries
    run "$@"
}

# The bundle lies beside this script, or where the .deb and every other prefix has it.
find_bundle() {
    for bundle in "$here" "$here/../lib/activation-lab"; do
        program=$bundle/activation-lab
        if [ -f "$program" ] && [ "$program" != "$self" ]; then return; fi
    done
    give_up 127 "프로그램 파일이 없습니다. 활성화 함수 실험실을 다시 설치하십시오.
    찾은 곳: $here" \
        "The program's files are not there. Install Activation Lab again.
    Looked in: $here"
}

# "window" shows one, "picture" draws without a display, "words" only prints.
find_purpose() {
    purpose=window
    for argument in "$@"; do
        case $argument in
            list | eval | -h | --help | --version) purpose=words ;;
            --screenshot | --screenshot=* | --self-test) purpose=picture ;;
            *) continue ;;
        esac
        break
    done
    platform=${QT_QPA_PLATFORM:-}
    if [ $purpose = window ] && [ -z "$platform${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then purpose=picture; fi
    bundle=''
    silent=no
    if [ $purpose = window ] && ! [ -t 1 ] && ! [ -t 2 ]; then silent=yes; fi
}

# PyTorch is built for processors with SSE4.2 and POPCNT; any other dies of an illegal instruction.
check_processor() {
    [ -r "$CPUINFO" ] || return 0
    while read -r key _ flags; do
        [ "$key" = flags ] || continue
        case " $flags " in *' sse4_2 '*) case " $flags " in *' popcnt '*) return 0 ;; esac ;; esac
        give_up 1 "이 컴퓨터의 프로세서에서는 실행할 수 없습니다. SSE4.2와 POPCNT 명령이 있는 프로세서(Intel은 2008년, AMD는 2011년 이후)가 필요합니다.
다른 컴퓨터에서 실행하십시오." \
            "The processor of this computer is too old. One with the instructions SSE4.2 and POPCNT (Intel since 2008, AMD since 2011) is needed.
Use another computer."
    done <"$CPUINFO"
}

# The loader itself is asked, as the program will ask it: every distribution's folders are covered.
check_libraries() {
    loader=
    for candidate in $LOADERS; do
        if [ -x "$candidate" ]; then loader=$candidate; break; fi
    done
    [ -n "$loader" ] || return 0
    inner=$bundle/_internal
    case $purpose$platform in
        words*) drawn_by='' ;;
        window | windowxcb* | windowwayland*) drawn_by=${platform:-either} ;;
        *) drawn_by=offscreen ;;
    esac
    ask_loader
    # The .run brings what few systems have; what the system has is better suited to it.
    if [ -n "$missing" ] && [ -d "$bundle/xcb" ]; then
        export LD_LIBRARY_PATH="$bundle/xcb${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
        ask_loader
    fi
    if [ -n "$too_old" ]; then
        give_up 1 "이 시스템은 너무 오래되었습니다. Debian 12, Ubuntu 22.04 또는 그 이후의 시스템이 필요합니다.
    $too_old" \
            "This system is too old. Debian 12, Ubuntu 22.04 or a later system is needed.
    $too_old"
    fi
    [ -z "$missing" ] || give_up 1 "필요한 시스템 라이브러리가 없어서 시작할 수 없습니다. 터미널에서 다음 한 줄을 실행한 뒤 다시 시작하십시오:
    $(command_for)" \
        "System libraries that the program needs are missing. Run this one line in a terminal, then start again:
    $(command_for)"
}

# Sets $missing and $too_old.
ask_loader() {
    missing=''
    too_old=''
    look_at torch/lib/libtorch_python.so
    # PyTorch's own import needs ctypes, and that the system's libffi.
    for object in "$inner"/python3*/lib-dynload/_ctypes.*.so; do look_at "${object#"$inner/"}"; done
    case $drawn_by in
        '') ;;
        either) look_at_either ;;
        *) look_at "PySide6/Qt/plugins/platforms/libq${drawn_by%%[-;:]*}.so" ;;
    esac
    missing=${missing# }
}

# Qt takes Wayland where it can and X11 otherwise: one of them is enough.
look_at_either() {
    before=$missing
    if [ -n "${WAYLAND_DISPLAY:-}" ]; then
        look_at PySide6/Qt/plugins/platforms/libqwayland.so
        if [ "$missing" = "$before" ] || [ -z "${DISPLAY:-}" ]; then return; fi
        missing=$before
    fi
    look_at PySide6/Qt/plugins/platforms/libqxcb.so
}

# Adds what the loader does not find for one shared object of the bundle.
look_at() {
    [ -f "$inner/$1" ] || return 0
    # What ldd does; the loader's own --list stops at the first that is missing.
    listed=$(LD_TRACE_LOADED_OBJECTS=1 LD_LIBRARY_PATH="$inner${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" \
        "$loader" "$inner/$1" 2>&1)
    while read -r name rest; do
        case "$name $rest" in
            *"version \`"*"' not found"*) too_old="$name $rest" ;;
            *'=> not found'*) case " $missing " in *" $name "*) ;; *) missing="$missing $name" ;; esac ;;
        esac
    done <<LISTED
$listed
LISTED
}

command_for() {
    if command -v apt-get >/dev/null; then
        packages=
        for name in $missing; do
            package=$(printf '%s' "$PACKAGES" | while read -r library owner; do
                if [ "$library" = "$name" ]; then echo "$owner"; fi
            done)
            case " $packages " in *" ${package:-$name} "*) ;; *) packages="$packages ${package:-$name}" ;; esac
        done
        echo "sudo apt-get install -y$packages"
    elif command -v dnf >/dev/null; then
        printf 'sudo dnf install -y'
        for name in $missing; do printf " '%s()(64bit)'" "$name"; done
    else
        echo "(배포판의 패키지 관리자로 설치 · install with your system's package manager) $missing"
    fi
}

run() {
    errors=
    # Nobody sees what a program started from a menu writes: it is kept for the window that tells of it.
    if [ $silent = yes ] && mkdir -p "$LOGS" 2>/dev/null && (: >"$LOGS/start.log") 2>/dev/null; then
        errors=$LOGS/start.log
    fi
    if [ -t 0 ]; then
        "$program" "$@"
        code=$?
    else
        run_behind "$@"
    fi
    last=
    if [ -n "$errors" ]; then
        cat "$errors" >&2
        last=$(tail -n 6 "$errors")
    fi
    explain "$code"
    exit "$code"
}

# Without a terminal nothing passes on a signal that asks for the end, so this script does.
run_behind() {
    exec 3<&0
    if [ -n "$errors" ]; then "$program" "$@" <&3 2>"$errors" & else "$program" "$@" <&3 & fi
    child=$!
    exec 3<&-
    trap 'kill -s TERM "$child" 2>/dev/null' HUP INT TERM
    wait "$child"
    code=$?
    while kill -s 0 "$child" 2>/dev/null; do
        wait "$child"
        code=$?
    done
    trap - HUP INT TERM
}

# Says what an exit code means; silent when the program has spoken for itself or was asked to end.
explain() {
    log="
    $LOGS/activation-lab.log"
    # 128 and the signal's number: HUP INT PIPE TERM are somebody's wish.
    case $1 in
        0 | 129 | 130 | 141 | 143) return ;;
        132) say "프로그램이 갑자기 끝났습니다(잘못된 명령, SIGILL). 프로세서가 너무 오래되었을 수 있습니다. 기록은 여기에 있습니다:$log" \
            "The program ended by itself (illegal instruction, SIGILL). The processor may be too old. The log is here:$log" ;;
        137) say "프로그램이 강제로 끝났습니다(SIGKILL). 메모리가 모자랐을 수 있습니다. 다른 프로그램을 닫고 다시 시작하십시오. 기록은 여기에 있습니다:$log" \
            "The program was stopped by force (SIGKILL). Memory may have run out: close other programs and start again. The log is here:$log" ;;
        134) say "프로그램이 갑자기 끝났습니다(SIGABRT). 창이 나타나지 않았다면 화면에 연결하지 못한 것입니다(DISPLAY=${DISPLAY:-}, WAYLAND_DISPLAY=${WAYLAND_DISPLAY:-}). 창이 있었다면 다시 시작하여 마지막 화면부터 이어 가십시오. 기록은 여기에 있습니다:$log" \
            "The program ended by itself (SIGABRT). If no window had appeared, the display could not be reached (DISPLAY=${DISPLAY:-}, WAYLAND_DISPLAY=${WAYLAND_DISPLAY:-}). If there was one, start again to go on from the last screen. The log is here:$log" ;;
        133 | 135 | 136 | 139 | 159) say "프로그램이 갑자기 끝났습니다($(name_of "$1")). 다시 시작하면 마지막 화면부터 이어집니다. 기록은 여기에 있습니다:$log" \
            "The program ended by itself ($(name_of "$1")). Start it again to go on from the last screen. The log is here:$log" ;;
        126 | 127 | 255) say "프로그램을 실행하지 못했습니다. 파일이 손상되었거나 실행이 허용되지 않은 폴더에 있습니다. 다시 설치하십시오:
    $bundle" \
            "The program could not be run: its files are damaged, or their folder does not allow programs. Install it again:
    $bundle" ;;
        *)
            if [ $silent = yes ] && [ -n "$last" ]; then show "$last"
            elif [ $purpose = window ] && [ "$1" != 2 ]; then
                say "프로그램이 오류로 끝났습니다(코드 $1). 기록은 여기에 있습니다:$log" \
                    "The program ended with a fault (code $1). The log is here:$log"
            fi ;;
    esac
}

name_of() {
    case $1 in
        133) echo SIGTRAP ;; 135) echo SIGBUS ;; 136) echo SIGFPE ;;
        139) echo SIGSEGV ;; 159) echo SIGSYS ;;
    esac
}

give_up() {
    last=
    say "$2" "$3"
    exit "$1"
}

# Both languages on the terminal, and in a window where nobody reads one.
say() {
    printf '\n%s\n\n%s\n' "$1" "$2" >&2
    [ "$silent" = no ] || show "$1

$2${last:+

$last}"
}

# The first of these that is there; each waits until it is read.
show() {
    lend_fonts
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        if command -v zenity >/dev/null; then
            zenity --error --no-markup --width=560 --title="$TITLE" --text="$1" 2>/dev/null
            return
        fi
        if command -v kdialog >/dev/null; then
            kdialog --title "$TITLE" --error "$1" 2>/dev/null
            return
        fi
        if command -v yad >/dev/null; then
            yad --image=dialog-error --no-markup --width=560 --title="$TITLE" --text="$1" --button=OK 2>/dev/null
            return
        fi
    fi
    if command -v xmessage >/dev/null && [ -n "${DISPLAY:-}" ]; then
        # It draws Hangul only when told so.
        LC_ALL=C.UTF-8 xmessage -xrm '*international: true' -title 'Activation Lab' -center "$1" 2>/dev/null
        return
    fi
    show_file "$1"
}

# A system without Korean fonts would draw boxes: the dialog may use those of the program.
lend_fonts() {
    fonts=$bundle/_internal/resources/fonts
    if [ -d "$fonts" ] && mkdir -p "$LOGS" 2>/dev/null && {
        echo '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        echo '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        printf '<dir>%s</dir></fontconfig>\n' "$(printf '%s' "$fonts" | sed 's/&/\&amp;/g; s/</\&lt;/g')"
    } 2>/dev/null >"$LOGS/fonts.conf"; then
        export FONTCONFIG_FILE="$LOGS/fonts.conf"
    fi
}

# No dialog there: a text file, opened by whatever opens texts here, else left where it will be seen.
show_file() {
    note=$LOGS/start-problem.txt
    if mkdir -p "$LOGS" 2>/dev/null && (printf '%s\n' "$1" >"$note") 2>/dev/null; then
        if command -v xdg-open >/dev/null && xdg-open "$note" 2>/dev/null; then return; fi
    fi
    if command -v notify-send >/dev/null; then notify-send --urgency=critical "$TITLE" "$1" 2>/dev/null && return; fi
    desktop=$(xdg-user-dir DESKTOP 2>/dev/null) || desktop=${HOME:-/nonexistent}/Desktop
    if [ -d "$desktop" ]; then (printf '%s\n' "$1" >"$desktop/activation-lab.txt") 2>/dev/null; fi
}

main "$@"
