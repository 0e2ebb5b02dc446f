@echo off
rem Start 暖港 on Windows, the twin of ./run. NOT TESTED by us: the project has no Windows machine.
chcp 65001 >nul
cd /d "%~dp0"
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>nul
if errorlevel 1 (
    echo Nuangang needs Python 3.11 or newer from python.org, with the "py" launcher. 1>&2
    exit /b 1
)
py -3 tools\start.py %*
