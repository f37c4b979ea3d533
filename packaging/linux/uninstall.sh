#!/bin/sh
# Takes away what activation-lab-<version>.run installed: FOLDER/uninstall.sh. What a person made stays, unless asked for.
set -u

TITLE='활성화 함수 실험실 · Activation Lab'

main() {
    asks=yes
    remove_data=ask
    while [ $# -gt 0 ]; do
        case $1 in
            -y | --yes) asks=no ;;
            --remove-data) remove_data=yes ;;
            --keep-data) remove_data=no ;;
            -h | --help) help; exit 0 ;;
            *) say "'$1' 옵션을 쓸 수 없습니다. --help 를 보십시오." "The option '$1' cannot be used. See --help." >&2; exit 2 ;;
        esac
        shift
    done
    self=$(readlink -f -- "$0") || self=$0
    folder=$(dirname -- "$self")
    list=$folder/installed-files
    if ! [ -f "$list" ] || ! [ -L "$folder/program" ]; then
        say "설치한 폴더가 아닙니다: $folder" "Nothing is installed in this folder: $folder" >&2
        exit 1
    fi
    [ -t 0 ] || asks=no
    ask
    check_running
    rm -rf "${folder:?}/program" "$folder"/program-* "$folder"/.new-*
    [ $remove_data = no ] || remove_data
    remove_outside
    rm -f "$self"
    say "지웠습니다." "Uninstalled."
    [ $remove_data = yes ] || say "설정과 저장한 화면, 학습 기록은 남아 있습니다:
    $places" "Settings, saved screens and what learners did are still there:
    $places"
}

help() {
    cat <<HELP
$TITLE

sh uninstall.sh [--yes] [--remove-data | --keep-data]
    --yes           묻지 않음, 자료는 남김 · ask nothing, keep the data
    --remove-data   설정, 마지막 화면, 내 수업, 학습 기록까지 지움 · also settings, last screen, own lessons, records
    --keep-data     자료를 남김 · keep them
HELP
}

ask() {
    config=${XDG_CONFIG_HOME:-$HOME/.config}/activation-lab
    data=${XDG_DATA_HOME:-$HOME/.local/share}/activation-lab
    state=${XDG_STATE_HOME:-$HOME/.local/state}/activation-lab
    places="$config
    $data"
    if [ $asks = yes ]; then
        printf '%s\n    %s\n지울까요? · Uninstall? [y/N] ' "$TITLE" "$folder"
        read -r answer || answer=n
        is_yes || exit 1
        if [ $remove_data = ask ]; then
            printf '설정, 마지막 화면, 내 수업, 학습 기록도 지울까요? · Also settings, last screen, own lessons, records? [y/N] '
            read -r answer || answer=n
            if is_yes; then remove_data=yes; fi
        fi
    fi
    [ $remove_data = yes ] || remove_data=no
}

is_yes() {
    case $answer in [yY]* | ㅛ* | 예* | 네*) return 0 ;; esac
    return 1
}

check_running() {
    # shellcheck disable=SC2010  # one call instead of a readlink for every process of the machine
    if ls -l /proc/[0-9]*/exe 2>/dev/null | grep -qF -- "-> $folder/program-"; then
        say "활성화 함수 실험실이 실행 중입니다. 닫은 뒤 다시 지우십시오." \
            "Activation Lab is running. Close it, then uninstall again." >&2
        exit 1
    fi
}

remove_data() {
    rm -rf "$config" "$state"
    # A program may be installed in this folder: this one, whose list is still needed, or another.
    for file in "$data"/* "$data"/.[!.]*; do
        case ${file##*/} in
            program | program-* | installed-files | uninstall.sh) ;;
            *) rm -rf "$file" ;;
        esac
    done
}

# Files first; then the folders that were made for them, the inner ones first, if nothing else has come into them.
remove_outside() {
    kept=$(cat "$list")
    rm -f "$list" "$self"
    printf '%s\n' "$kept" | sed -n 's/^file //p' | while IFS= read -r file; do rm -f "$file"; done
    share=$(printf '%s\n' "$kept" | sed -n '/^share /{s///p;q;}')
    refresh_caches
    printf '%s\n' "$kept" | sed -n 's/^folder //p' | awk '{ print length($0) "\t" $0 }' | sort -rn | cut -f 2- |
        while IFS= read -r made; do rmdir "$made" 2>/dev/null; done
    [ $remove_data = no ] || rmdir "$data" 2>/dev/null
    return 0
}

# What the desktop computes from the files is computed anew, or goes when it was computed from ours alone.
refresh_caches() {
    if made_here "$share/mime/packages" && is_empty "$share/mime/packages"; then
        for made in "$share"/mime/*; do [ "$made" = "$share/mime/packages" ] || rm -rf "$made"; done
    elif command -v update-mime-database >/dev/null && [ -d "$share/mime/packages" ]; then
        update-mime-database "$share/mime" >/dev/null 2>&1
    fi
    ! command -v update-desktop-database >/dev/null || update-desktop-database -q "$share/applications" 2>/dev/null
    if made_here "$share/applications" && [ "$(ls -A "$share/applications" 2>/dev/null)" = mimeinfo.cache ]; then
        rm -f "$share/applications/mimeinfo.cache"
    fi
    icons=$share/icons/hicolor
    if [ -f "$icons/icon-theme.cache" ] && command -v gtk-update-icon-cache >/dev/null; then
        gtk-update-icon-cache -qtf "$icons" 2>/dev/null
    fi
}

made_here() {
    printf '%s\n' "$kept" | grep -qxF -- "folder $1"
}

is_empty() {
    [ -z "$(ls -A "$1" 2>/dev/null)" ]
}

say() {
    printf '\n%s\n\n%s\n' "$1" "$2"
}

main "$@"
exit
