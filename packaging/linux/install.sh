#!/bin/sh
# The head of activation-lab-<version>.run: installs Activation Lab for one person, without administrator rights.
# packaging/build_run.py fills in the values between @ and puts the packed program behind the last line.
#
# Not makeself: its head unpacks into the temporary folder first, which twice the program has to fit into, and speaks
# English only. The words stand here, both languages at once, as in launcher.sh.
#
#   FOLDER/program            -> program-<version>, changed in one step when the new version has proved that it works
#   FOLDER/program-<version>  the program, launcher.sh, what goes into the menus
#   FOLDER/installed-files    what was written outside FOLDER
#   FOLDER/uninstall.sh
set -u
umask 022

VERSION='@VERSION@'
PACKED_BYTES='@PACKED_BYTES@'
PACKED_SHA256='@PACKED_SHA256@'
UNPACKED_KB='@UNPACKED_KB@'

TITLE='활성화 함수 실험실 · Activation Lab'

main() {
    archive=$0
    folder=''
    asks=yes
    menu=yes
    windowed=no
    while [ $# -gt 0 ]; do
        case $1 in
            --folder) [ $# -gt 1 ] || wrong_use "$1"; folder=$2; shift ;;
            --folder=*) folder=${1#--folder=} ;;
            -y | --yes) asks=no ;;
            --no-menu) menu=no ;;
            --check) check_archive; echo "OK"; exit 0 ;;
            --version) echo "$VERSION"; exit 0 ;;
            -h | --help) help; exit 0 ;;
            *) wrong_use "$1" ;;
        esac
        shift
    done
    # A double click has no terminal to ask on, nor to tell on.
    if ! [ -t 0 ] && ! [ -t 1 ] && [ $asks = yes ]; then windowed=yes; fi
    [ -t 0 ] || asks=no
    find_places
    ask
    check_running
    check_archive
    make_folder
    check_space
    trap 'undo; exit 1' HUP INT TERM
    unpack
    try_new
    write_outside
    switch
    trap - HUP INT TERM
    remove_old
    tell_menus
    finished
}

help() {
    cat <<HELP
$TITLE $VERSION

sh ${archive##*/} [--folder FOLDER] [--yes] [--no-menu]
    --folder FOLDER   설치할 폴더 · where to install (~/.local/share/activation-lab)
    --yes             묻지 않음 · ask nothing
    --no-menu         메뉴와 파일 형식을 등록하지 않음 · no menu entry, no file types, no command in ~/.local/bin
    --check           내려받은 파일이 온전한지만 검사 · only check that this file is whole
    --version, --help

FOLDER/uninstall.sh 로 지웁니다 · uninstalls: sh FOLDER/uninstall.sh [--yes] [--remove-data]
HELP
}

wrong_use() {
    fail 2 "'$1' 옵션을 쓸 수 없습니다. --help 를 보십시오." "The option '$1' cannot be used. See --help."
}

find_places() {
    if [ -z "${HOME:-}" ] || ! [ -d "$HOME" ]; then
        fail 1 "홈 폴더(HOME)가 없습니다." "There is no home folder (HOME)."
    fi
    data=${XDG_DATA_HOME:-$HOME/.local/share}
    : "${folder:=$data/activation-lab}"
    case $folder in /*) ;; *) folder=$PWD/$folder ;; esac
    folder=${folder%/}
    link=$folder/program
    new=$folder/.new-$$
    if [ -e "$link" ] && ! [ -L "$link" ]; then
        fail 1 "다른 것이 들어 있는 폴더입니다. 빈 폴더를 고르십시오:
    $folder" "There is something else in this folder. Choose an empty one:
    $folder"
    fi
}

ask() {
    [ $asks = yes ] || return 0
    printf '%s\n    %s\n설치할까요? · Install? [Y/n] ' "$TITLE $VERSION" "$folder"
    read -r answer || answer=n
    case $answer in '' | [yY]* | ㅛ* | 예* | 네*) ;; *) exit 1 ;; esac
}

# What is running reads its files until its end.
check_running() {
    # shellcheck disable=SC2010  # one call instead of a readlink for every process of the machine
    if ls -l /proc/[0-9]*/exe 2>/dev/null | grep -qF -- "-> $folder/program-"; then
        fail 1 "활성화 함수 실험실이 실행 중입니다. 작업을 저장하고 닫은 뒤 다시 설치하십시오." \
            "Activation Lab is running. Save your work, close it, then install again."
    fi
}

packed() {
    tail -c "$PACKED_BYTES" "$archive"
}

check_archive() {
    for tool in xz tar sha256sum; do
        command -v $tool >/dev/null || fail 1 "$tool 프로그램이 없습니다. 다음을 실행한 뒤 다시 하십시오(Debian 계열):
    sudo apt-get install -y xz-utils tar coreutils" \
            "The program $tool is missing. Run this, then try again (Debian's family):
    sudo apt-get install -y xz-utils tar coreutils"
    done
    if [ "$(packed | sha256sum)" != "$PACKED_SHA256  -" ]; then
        fail 1 "설치 파일이 손상되었습니다. 다시 내려받으십시오:
    $archive" "This installer is damaged. Download it again:
    $archive"
    fi
}

# Folders that were not there are noted, so that uninstalling can take them away again.
make_folder() {
    made=''
    make_folders "$folder"
    if ! [ -w "$folder" ]; then
        undo
        fail 1 "폴더에 쓸 수 없습니다. --folder 로 다른 폴더를 고르십시오:
    $folder" "This folder cannot be written to. Choose another with --folder:
    $folder"
    fi
    # What an interrupted installation left behind.
    for left in "$folder"/.new-*; do
        [ -d "$left" ] && ! kill -s 0 "${left##*-}" 2>/dev/null && rm -rf "$left"
    done
}

make_folders() {
    [ -d "$1" ] && return
    make_folders "$(dirname -- "$1")"
    mkdir -- "$1" 2>/dev/null || return
    made="$1
$made"
}

check_space() {
    free=$(df -Pk -- "$folder" 2>/dev/null | awk 'NR == 2 { print $4 }')
    # A tenth more: blocks are larger than files, and the old version stays until the new one works.
    needed=$((UNPACKED_KB + UNPACKED_KB / 10 + 1024))
    if [ -n "$free" ] && [ "$free" -lt "$needed" ]; then
        undo
        fail 1 "디스크에 자리가 모자랍니다. $((needed / 1024))MB가 필요하고 $((free / 1024))MB가 남아 있습니다. 자리를 비우거나 --folder 로 다른 폴더를 고르십시오:
    $folder" \
            "There is not enough room on the disk: $((needed / 1024)) MB are needed, $((free / 1024)) MB are free. Make room, or choose another folder with --folder:
    $folder"
    fi
}

unpack() {
    progress "압축을 푸는 중입니다…" "Unpacking…"
    # The last file of the archive tells that all of it is there: a pipeline only reports tar's end.
    if ! mkdir "$new" || ! packed | xz -dc 2>/dev/null | tar -xf - -C "$new" 2>/dev/null || ! [ -f "$new/whole" ]; then
        undo
        fail 1 "파일을 풀지 못했습니다. 디스크가 가득 찼을 수 있습니다. 이전에 설치한 것은 그대로 있습니다:
    $folder" "The files could not be unpacked. The disk may be full. What was installed before is unchanged:
    $folder"
    fi
}

# The new version has to work here before the old one goes.
try_new() {
    progress "새 버전을 시험하는 중입니다…" "Trying the new version…"
    if said=$(sh "$new/launcher.sh" --self-test 2>&1); then return; fi
    undo
    fail 1 "새 버전이 이 컴퓨터에서 동작하지 않아 설치하지 않았습니다. 이전에 설치한 것은 그대로 있습니다.

$(printf '%s\n' "$said" | tail -n 12)" \
        "The new version does not work on this computer and was not installed. What was installed before is unchanged."
}

undo() {
    rm -rf "$new"
    remove_made
}

remove_made() {
    printf '%s' "$made" | while IFS= read -r folder_made; do rmdir "$folder_made" 2>/dev/null; done
}

# Menu entry, file types, icons, the command: written here, listed for uninstall.sh.
write_outside() {
    written=''
    [ $menu = no ] || { write_share && write_command; } || refuse_outside "$data"
    { cp "$new/uninstall.sh" "$folder/.uninstall.new" && mv -f "$folder/.uninstall.new" "$folder/uninstall.sh" &&
        list_written; } || refuse_outside "$folder"
}

refuse_outside() {
    # An older version goes on using the files that it has in common with this one.
    if ! [ -L "$link" ]; then
        printf '%s' "$written" | while IFS= read -r file; do rm -f "$file"; done
        rm -f "$folder/uninstall.sh" "$folder/installed-files"
    fi
    undo
    fail 1 "파일을 쓸 수 없어서 설치하지 않았습니다. 디스크가 가득 찼거나, 쓸 수 없거나, 링크를 만들 수 없는 폴더입니다:
    $1" "Files could not be written, so nothing was installed. The disk is full, or this folder cannot be written to or hold links:
    $1"
}

write_share() {
    list=$(cd "$new/share" && find . -type f | sed 's|^\./||' | sort) || return
    while IFS= read -r file; do
        [ -n "$file" ] || continue
        make_folders "$(dirname -- "$data/$file")"
        case $file in
            *.desktop) entry "$new/share/$file" >"$data/$file.new" ;;
            *) cp "$new/share/$file" "$data/$file.new" ;;
        esac || { rm -f "$data/$file.new"; return 1; }
        mv -f "$data/$file.new" "$data/$file" || return
        written="$data/$file
$written"
    done <<LIST
$list
LIST
}

# Prints a desktop entry that starts this installation. Two layers of quoting: of the command, and of the file.
entry() {
    path=$(printf '%s' "$link/launcher.sh" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')
    plain=$(printf '%s' "$link/launcher.sh" | sed 's/\\/\\\\/g')
    LC_ALL=C awk -v path="$(printf '%s' "$path" | sed 's/\\/\\\\/g')" -v plain="$(printf '%s' "$plain" | sed 's/\\/\\\\/g')" '
        /^Exec=/ { rest = $0; sub(/^Exec=[^ ]*/, "", rest); print "Exec=\"" path "\"" rest; next }
        /^TryExec=/ { print "TryExec=" plain; next }
        { print }' "$1"
}

write_command() {
    command=$HOME/.local/bin/activation-lab
    # Somebody else's command of this name is left alone.
    if [ -e "$command" ] && ! [ -L "$command" ]; then return 0; fi
    make_folders "$HOME/.local/bin"
    ln -sfn "$link/launcher.sh" "$command" || return
    written="$command
$written"
}

# "share", "file" or "folder" before the path; what an earlier installation wrote and made stays listed.
list_written() {
    {
        echo "share $data"
        printf '%s' "$written" | sed 's/^/file /'
        printf '%s' "$made" | sed 's/^/folder /'
        [ ! -f "$folder/installed-files" ] || cat "$folder/installed-files"
    } | awk '!seen[$0]++' >"$folder/.installed.new" && mv -f "$folder/.installed.new" "$folder/installed-files"
}

switch() {
    name=program-$VERSION
    number=1
    while [ -e "$folder/$name" ]; do
        number=$((number + 1))
        name=program-$VERSION-$number
    done
    if ! { mv "$new" "$folder/$name" && ln -sfn "$name" "$link.new" && mv -fT "$link.new" "$link"; }; then
        rm -rf "$link.new" "${folder:?}/$name"
        refuse_outside "$folder"
    fi
}

remove_old() {
    for old in "$folder"/program-*; do
        [ "$old" = "$folder/$name" ] || rm -rf "$old"
    done
}

tell_menus() {
    [ $menu = yes ] || return 0
    ! command -v update-mime-database >/dev/null || update-mime-database "$data/mime" >/dev/null 2>&1
    ! command -v update-desktop-database >/dev/null || update-desktop-database -q "$data/applications" 2>/dev/null
    # Only a cache that is there can be out of date.
    icons=$data/icons/hicolor
    if [ -f "$icons/icon-theme.cache" ] && command -v gtk-update-icon-cache >/dev/null; then
        gtk-update-icon-cache -qtf "$icons" 2>/dev/null
    fi
    return 0
}

finished() {
    say "설치했습니다. 메뉴에서 '활성화 함수 실험실'을 고르거나 다음을 실행하십시오:
    $link/launcher.sh
지우려면:
    sh $folder/uninstall.sh" \
        "Installed. Choose 'Activation Lab' in the menu, or run:
    $link/launcher.sh
To uninstall:
    sh $folder/uninstall.sh"
    [ "$windowed" = no ] || show --info --msgbox "$ko

$en"
}

progress() {
    printf '%s · %s\n' "$1" "$2"
}

fail() {
    code=$1
    say "$2" "$3" >&2
    [ "$windowed" = no ] || show --error --error "$ko

$en"
    exit "$code"
}

say() {
    ko=$1
    en=$2
    printf '\n%s\n\n%s\n' "$ko" "$en"
}

# A window where there is no terminal: zenity's kind, kdialog's kind, the text.
show() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || return 0
    if command -v zenity >/dev/null; then
        zenity "$1" --no-markup --width=560 --title="$TITLE" --text="$3" 2>/dev/null
    elif command -v kdialog >/dev/null; then
        kdialog --title "$TITLE" "$2" "$3" 2>/dev/null
    elif command -v notify-send >/dev/null; then
        notify-send "$TITLE" "$3" 2>/dev/null
    fi
    return 0
}

main "$@"
exit
