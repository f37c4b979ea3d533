# Installs, uses, upgrades and removes the real installer on Windows; run by the release workflow.
$ErrorActionPreference = 'Stop'

$setup = (Get-Item dist\activation-lab-*-setup.exe).FullName
$folder = Join-Path $env:RUNNER_TEMP '활성화 lab'
$program = Join-Path $folder 'program\activation-lab-console.exe'

function Invoke-Setup([string]$file, [string]$arguments) {
    $process = Start-Process $file -ArgumentList $arguments -Wait -PassThru
    if ($process.ExitCode) { throw "$file $arguments ended with $($process.ExitCode)" }
}

function Assert-That([bool]$holds, [string]$text) {
    if (-not $holds) { throw "not so: $text" }
    Write-Output $text
}

# /D comes last and takes everything behind it, without quotes.
Invoke-Setup $setup "/S /D=$folder"
Assert-That (Test-Path $program) 'installed'
& $program eval relu
Assert-That ($LASTEXITCODE -eq 0) 'it computes'
$command = (Get-Item 'HKCU:\Software\Classes\ActivationLab.Session\shell\open\command').GetValue('')
Assert-That ($command -eq "`"$folder\program\activation-lab.exe`" `"%1`"") 'session files open with it'
Invoke-Setup $setup "/S /D=$folder"
Assert-That (-not (Test-Path "$folder\program.old")) 'installed over itself'
# The uninstaller copies itself elsewhere and goes on there: wait for what it removes last.
Invoke-Setup "$folder\uninstall.exe" '/S'
foreach ($try in 1..60) { if (Test-Path $folder) { Start-Sleep 1 } }
Assert-That (-not (Test-Path $folder)) 'uninstalled'
Assert-That (-not (Test-Path 'HKCU:\Software\Classes\ActivationLab.Session')) 'file types removed'
Assert-That (-not (Test-Path 'HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\ActivationLab')) 'entry removed'
