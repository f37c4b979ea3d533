#!/bin/sh
# Makes dist/activation-lab-<version>-<processor>.dmg from "build/bundle/Activation Lab.app", which build_bundle.py made.
# Runs on macOS only: hdiutil, codesign and plutil belong to it.
set -eu

cd "$(dirname "$0")/../.."
app='build/bundle/Activation Lab.app'
version=$(plutil -extract CFBundleShortVersionString raw "$app/Contents/Info.plist")
image="dist/activation-lab-$version-$(uname -m).dmg"
disk=build/dmg

# The Finder's name of the program in a Korean system.
mkdir -p "$app/Contents/Resources/ko.lproj"
cat >"$app/Contents/Resources/ko.lproj/InfoPlist.strings" <<'STRINGS'
CFBundleDisplayName = "활성화 함수 실험실";
CFBundleName = "활성화 함수 실험실";
STRINGS

# Signed for nobody: the first start needs a right click and "Open". A developer's identity goes into CODESIGN_IDENTITY.
codesign --force --deep --sign "${CODESIGN_IDENTITY:--}" "$app"
codesign --verify --deep --strict "$app"

rm -rf "$disk"
mkdir -p "$disk" dist
cp -R "$app" "$disk/"
ln -s /Applications "$disk/Applications"
hdiutil create -volname 'Activation Lab' -srcfolder "$disk" -format ULFO -ov "$image"
hdiutil verify "$image"
rm -rf "$disk"
echo "$image"
