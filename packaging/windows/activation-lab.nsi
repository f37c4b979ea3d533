; Installs Activation Lab on Windows: for one person without administrator rights, or with /ALLUSERS for everybody.
;
;   activation-lab-<version>-setup.exe [/S] [/ALLUSERS] [/D=C:\folder]
;   /S         silent; the exit code tells: 0 installed, 1 cancelled, 2 refused (too old a system, no rights, no room,
;              running), 3 the new version does not work here: the old one is still there
;   /ALLUSERS  needs a prompt "as administrator"
;
; packaging/build_windows.py calls makensis with VERSION, FILES (what to pack, as a pattern), OUTPUT and ICON. makensis takes
; paths as the system that it runs on writes them.

Unicode true
ManifestDPIAware true
RequestExecutionLevel user
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include x64.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\ActivationLab"
!define SESSION "ActivationLab.Session"
!define LESSON "ActivationLab.Lesson"

Name "Activation Lab"
OutFile "${OUTPUT}"
BrandingText "Activation Lab ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "Activation Lab"
VIAddVersionKey /LANG=0 "FileDescription" "Activation Lab setup"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\program\activation-lab.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
; Windows' own language where it is one of these, else the first.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Korean"

LangString NAME ${LANG_ENGLISH} "Activation Lab"
LangString NAME ${LANG_KOREAN} "활성화 함수 실험실"
LangString SESSION_NAME ${LANG_ENGLISH} "Activation Lab session"
LangString SESSION_NAME ${LANG_KOREAN} "활성화 함수 실험실 세션"
LangString LESSON_NAME ${LANG_ENGLISH} "Activation Lab lesson"
LangString LESSON_NAME ${LANG_KOREAN} "활성화 함수 실험실 수업"
LangString TOO_OLD ${LANG_ENGLISH} "Windows 10 or later with 64 bits is needed."
LangString TOO_OLD ${LANG_KOREAN} "64비트 Windows 10 이후가 필요합니다."
LangString NO_RIGHTS ${LANG_ENGLISH} "/ALLUSERS needs administrator rights. Start the installer as administrator, or leave /ALLUSERS out to install for yourself."
LangString NO_RIGHTS ${LANG_KOREAN} "/ALLUSERS에는 관리자 권한이 필요합니다. 관리자 권한으로 실행하거나, /ALLUSERS를 빼고 나만 쓰도록 설치하십시오."
LangString NO_ROOM ${LANG_ENGLISH} "There is not enough room on the disk: $1 MB are needed, $0 MB are free. Make room or choose another folder."
LangString NO_ROOM ${LANG_KOREAN} "디스크에 자리가 모자랍니다. $1MB가 필요하고 $0MB가 남아 있습니다. 자리를 비우거나 다른 폴더를 고르십시오."
LangString RUNNING ${LANG_ENGLISH} "Activation Lab is running, or one of its files is in use. Save your work, close it, then try again."
LangString RUNNING ${LANG_KOREAN} "활성화 함수 실험실이 실행 중이거나 그 파일이 쓰이고 있습니다. 작업을 저장하고 닫은 뒤 다시 하십시오."
LangString NOT_EMPTY ${LANG_ENGLISH} "There is something else in this folder. Choose an empty one: $INSTDIR"
LangString NOT_EMPTY ${LANG_KOREAN} "다른 것이 들어 있는 폴더입니다. 빈 폴더를 고르십시오: $INSTDIR"
LangString FOR_ALL ${LANG_ENGLISH} "It was installed for everybody. To remove it, start this file as administrator: $INSTDIR\uninstall.exe"
LangString FOR_ALL ${LANG_KOREAN} "모두가 쓰도록 설치한 것입니다. 지우려면 다음 파일을 관리자 권한으로 실행하십시오: $INSTDIR\uninstall.exe"
LangString TRYING ${LANG_ENGLISH} "Trying the new version…"
LangString TRYING ${LANG_KOREAN} "새 버전을 시험하는 중입니다…"
LangString NOT_WORKING ${LANG_ENGLISH} "The new version does not work on this computer (code $0) and was not installed. What was installed before is unchanged. Install the Microsoft Visual C++ Redistributable (x64) and try again; a processor without SSE4.2 cannot run the program."
LangString NOT_WORKING ${LANG_KOREAN} "새 버전이 이 컴퓨터에서 동작하지 않아(코드 $0) 설치하지 않았습니다. 이전에 설치한 것은 그대로 있습니다. Microsoft Visual C++ 재배포 가능 패키지(x64)를 설치하고 다시 하십시오. SSE4.2가 없는 프로세서에서는 실행할 수 없습니다."
LangString NOT_WRITTEN ${LANG_ENGLISH} "The files could not be written. The disk may be full, or the folder may not be written to. What was installed before is unchanged."
LangString NOT_WRITTEN ${LANG_KOREAN} "파일을 쓰지 못했습니다. 디스크가 가득 찼거나 쓸 수 없는 폴더입니다. 이전에 설치한 것은 그대로 있습니다."
LangString KEEPS ${LANG_ENGLISH} "Settings, saved screens, own lessons and what learners did are kept in $LOCALAPPDATA\activation-lab."
LangString KEEPS ${LANG_KOREAN} "설정, 저장한 화면, 내 수업, 학습 기록은 $LOCALAPPDATA\activation-lab에 남아 있습니다."

; Says it where there is somebody to read, and ends with the code in either case.
!macro Refuse TEXT CODE
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

; A file that a program runs from, or that a scanner is looking at, cannot be opened for writing.
!macro RefuseWhileRunning
  ${For} $R1 1 2
    StrCpy $R2 "activation-lab.exe"
    ${If} $R1 = 2
      StrCpy $R2 "activation-lab-console.exe"
    ${EndIf}
    ${If} ${FileExists} "$INSTDIR\program\$R2"
      ClearErrors
      FileOpen $R0 "$INSTDIR\program\$R2" a
      ${If} ${Errors}
        !insertmacro Refuse "$(RUNNING)" 2
      ${EndIf}
      FileClose $R0
    ${EndIf}
  ${Next}
!macroend

; Sets the error flag when it does not work within 10 seconds: a scanner holds new files for a moment.
!macro RenameInTime FROM TO
  ${For} $R1 1 20
    ClearErrors
    Rename "${FROM}" "${TO}"
    ${IfNot} ${Errors}
      ${ExitFor}
    ${EndIf}
    SetErrors
    Sleep 500
  ${Next}
!macroend

!macro ForWhom UN
Function ${UN}forWhom
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/ALLUSERS" $R1
  ${If} ${Errors}
    ; An uninstaller beside a machine-wide installation removes that one.
    !if "${UN}" == "un."
      ReadRegStr $R1 HKLM "${KEY}" "InstallLocation"
      ${If} $R1 == $INSTDIR
        UserInfo::GetAccountType
        Pop $R1
        ${If} $R1 != "Admin"
          !insertmacro Refuse "$(FOR_ALL)" 2
        ${EndIf}
        SetShellVarContext all
        Return
      ${EndIf}
    !endif
    SetShellVarContext current
  ${Else}
    UserInfo::GetAccountType
    Pop $R1
    ${If} $R1 != "Admin"
      !insertmacro Refuse "$(NO_RIGHTS)" 2
    ${EndIf}
    SetShellVarContext all
  ${EndIf}
FunctionEnd
!macroend
!insertmacro ForWhom ""
!insertmacro ForWhom "un."

Function .onInit
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro Refuse "$(TOO_OLD)" 2
  ${EndIf}
  Call forWhom
  ; Unless /D chose a folder: where it is installed already, else the usual one.
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR SHCTX "${KEY}" "InstallLocation"
    ${If} $INSTDIR == ""
      ${GetParameters} $R0
      ClearErrors
      ${GetOptions} $R0 "/ALLUSERS" $R1
      ${If} ${Errors}
        StrCpy $INSTDIR "$LOCALAPPDATA\Programs\Activation Lab"
      ${Else}
        StrCpy $INSTDIR "$PROGRAMFILES64\Activation Lab"
      ${EndIf}
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "Activation Lab"
  ; The program lies in a folder of its own: nothing else in $INSTDIR is ever touched.
  ${If} ${FileExists} "$INSTDIR\program\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\program\activation-lab.exe"
    !insertmacro Refuse "$(NOT_EMPTY)" 2
  ${EndIf}
  !insertmacro RefuseWhileRunning
  CreateDirectory "$INSTDIR"
  RMDir /r "$INSTDIR\program.new"
  SectionGetSize 0 $1
  IntOp $1 $1 / 1024
  ${DriveSpace} "$INSTDIR" "/D=F /S=M" $0
  ${If} $0 < $1
    !insertmacro Refuse "$(NO_ROOM)" 2
  ${EndIf}

  ClearErrors
  SetOutPath "$INSTDIR\program.new"
  File /r "${FILES}"
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
    RMDir /r "$INSTDIR\program.new"
    !insertmacro Refuse "$(NOT_WRITTEN)" 2
  ${EndIf}

  ; The new version has to work here before the old one goes.
  DetailPrint "$(TRYING)"
  nsExec::Exec '"$INSTDIR\program.new\activation-lab-console.exe" --self-test'
  Pop $0
  ${If} $0 != "0"
    RMDir /r "$INSTDIR\program.new"
    !insertmacro Refuse "$(NOT_WORKING)" 3
  ${EndIf}

  RMDir /r "$INSTDIR\program.old"
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\program\*.*"
    !insertmacro RenameInTime "$INSTDIR\program" "$INSTDIR\program.old"
  ${EndIf}
  ${If} ${Errors}
    RMDir /r "$INSTDIR\program.new"
    !insertmacro Refuse "$(RUNNING)" 2
  ${EndIf}
  !insertmacro RenameInTime "$INSTDIR\program.new" "$INSTDIR\program"
  ${If} ${Errors}
    Rename "$INSTDIR\program.old" "$INSTDIR\program"
    RMDir /r "$INSTDIR\program.new"
    !insertmacro Refuse "$(NOT_WRITTEN)" 2
  ${EndIf}
  RMDir /r "$INSTDIR\program.old"

  WriteUninstaller "$INSTDIR\uninstall.exe"
  Delete "$SMPROGRAMS\Activation Lab.lnk"
  Delete "$SMPROGRAMS\활성화 함수 실험실.lnk"
  CreateShortcut "$SMPROGRAMS\$(NAME).lnk" "$INSTDIR\program\activation-lab.exe"
  Call registerTypes
  Call registerUninstaller
SectionEnd

Function .onInstFailed
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\program.new"
FunctionEnd

!macro Type SUFFIX CLASS TEXT
  WriteRegStr SHCTX "Software\Classes\${CLASS}" "" "${TEXT}"
  WriteRegStr SHCTX "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\program\activation-lab.exe,0"
  WriteRegStr SHCTX "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\program\activation-lab.exe" "%1"'
  WriteRegStr SHCTX "Software\Classes\${SUFFIX}" "" "${CLASS}"
  WriteRegStr SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids" "${CLASS}" ""
!macroend

Function registerTypes
  !insertmacro Type ".actlab" "${SESSION}" "$(SESSION_NAME)"
  !insertmacro Type ".actlesson" "${LESSON}" "$(LESSON_NAME)"
  ; SHCNE_ASSOCCHANGED: Explorer shows the new icons.
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd

Function registerUninstaller
  WriteRegStr SHCTX "${KEY}" "DisplayName" "$(NAME)"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\program\activation-lab.exe"
  WriteRegStr SHCTX "${KEY}" "Publisher" "Activation Lab contributors"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
  SectionGetSize 0 $0
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" $0
FunctionEnd

Function un.onInit
  SetRegView 64
  Call un.forWhom
FunctionEnd

!macro RemoveType SUFFIX CLASS
  DeleteRegKey SHCTX "Software\Classes\${CLASS}"
  DeleteRegValue SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids" "${CLASS}"
  ReadRegStr $0 SHCTX "Software\Classes\${SUFFIX}" ""
  ${If} $0 == "${CLASS}"
    DeleteRegValue SHCTX "Software\Classes\${SUFFIX}" ""
  ${EndIf}
  DeleteRegKey /ifempty SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "Software\Classes\${SUFFIX}"
!macroend

Section "Uninstall"
  !insertmacro RefuseWhileRunning
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\program\*.*"
    ; A program that is running holds its folder.
    Rename "$INSTDIR\program" "$INSTDIR\program.old"
  ${EndIf}
  ${If} ${Errors}
    !insertmacro Refuse "$(RUNNING)" 2
  ${EndIf}
  RMDir /r "$INSTDIR\program.old"
  RMDir /r "$INSTDIR\program.new"
  Delete "$SMPROGRAMS\Activation Lab.lnk"
  Delete "$SMPROGRAMS\활성화 함수 실험실.lnk"
  !insertmacro RemoveType ".actlab" "${SESSION}"
  !insertmacro RemoveType ".actlesson" "${LESSON}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  DeleteRegKey SHCTX "${KEY}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DetailPrint "$(KEEPS)"
SectionEnd
