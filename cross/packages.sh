# Installs what is missing with apt-get, as root or through sudo. Scripts read it (`.`), and define `missing`, which names the Debian
# packages whose programs are not here.

has() { command -v "$1" >/dev/null 2>&1; }

install_missing() {
    local packages
    packages=$(missing | tr '\n' ' ')
    [ -n "$packages" ] || { echo 'All programs are here.'; return 0; }
    echo "Missing: $packages"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q)
    has apt-get || { echo "There is no apt-get here. Install by hand what Debian calls: $packages" >&2; return 1; }
    if [ "$(id -u)" -ne 0 ]; then
        has sudo || { echo "Neither root nor sudo. Have an administrator run: apt-get install $packages" >&2; return 1; }
        apt=(sudo "${apt[@]}")
    fi
    "${apt[@]}" update
    # shellcheck disable=SC2086 # one argument for each package
    "${apt[@]}" install -y --no-install-recommends $packages
    packages=$(missing | tr '\n' ' ')
    [ -z "$packages" ] || { echo "Still missing after apt-get install: $packages" >&2; return 1; }
}
