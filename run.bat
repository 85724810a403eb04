@echo off
rem Starts the dashboard on Windows, as "make run" does elsewhere.
rem   run.bat             installs what is locked from the package index, once
rem   run.bat wheels      installs it without a network, from the folder that "make wheels" prepared
rem Needs Python 3.11 or newer; everything else goes into .venv.
setlocal
cd /d "%~dp0"
set "PY=.venv\Scripts\python.exe"
set "FROM="
if not "%~1"=="" set "FROM=--no-index --find-links "%~1""
set "PYTHON=python"
where py >nul 2>nul && set "PYTHON=py -3"

rem An environment whose interpreter has gone is made anew.
"%PY%" -m pip --version >nul 2>nul && goto install
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul || goto too_old
echo Making .venv ...
%PYTHON% -m venv --clear .venv && "%PY%" -m pip --version >nul && goto install
rmdir /s /q .venv 2>nul
echo Could not make a virtual environment.
exit /b 1

:install
fc /b requirements.lock .venv\run.lock >nul 2>nul && goto start
echo Installing what the dashboard needs (half a minute, once) ...
"%PY%" -m pip --disable-pip-version-check install --quiet %FROM% --require-hashes -r requirements.lock || exit /b 1
copy /y requirements.lock .venv\run.lock >nul

:start
"%PY%" -m mutualmodel.figures --check || exit /b 1
"%PY%" -m streamlit run app.py
exit /b %errorlevel%

:too_old
echo This needs Python 3.11 or newer: https://www.python.org/downloads/windows/
exit /b 1
