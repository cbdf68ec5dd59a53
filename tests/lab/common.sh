# SPDX-FileCopyrightText: 2026 Laneway contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by build and run, on the machine that holds the lab.

# shellcheck disable=SC2034 # for those who source this
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export LANEWAY_LAB=${LANEWAY_LAB:-${XDG_CACHE_HOME:-$HOME/.cache}/laneway-lab}

say() { printf '%(%T)T lab: %s\n' -1 "$*" >&2; }
give_up() { # STATUS WORDS…
    local status=$1
    shift
    printf 'lab: %s\n' "$*" >&2
    exit "$status"
}

# chroot, mount namespaces and device nodes need root. The artefacts stay those of the caller's
# cache directory: sudo would look below root's home.
become_root() {
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null || give_up 126 "needs root (chroot, mounts), and there is no sudo"
    sudo -n true 2>/dev/null || give_up 126 "needs root (chroot, mounts): run 'sudo -v' first"
    exec sudo -n --preserve-env=LANEWAY_LAB,LANEWAY_LAB_WITH,LANEWAY_SHARED "$0" "$@"
}

# One at a time: build replaces what run boots, and two emulated machines would only make each
# other miss their time limits. QEMU inherits the descriptor, so a machine that was left behind
# keeps the lock for as long as it lives.
take_turn() {
    mkdir -p "$LANEWAY_LAB"
    exec 8>"$LANEWAY_LAB/lock"
    flock -n 8 && return
    say "waiting for another run of the lab to end"
    flock 8
}
