# shellcheck shell=dash
# system.sh - questions about the system: what it is, its room and limits, what protects it, its packages.
# Parameters: none. Prints: answers. Parts: ask.sh. Changes: nothing.

# shellcheck disable=SC2016
ask_system() {
	ask os 'cat /etc/os-release 2>/dev/null || cat /usr/lib/os-release'
	ask kernel 'uname -rm'
	ask hostname 'uname -n'
	# Only the first processor: a big host's list is long, and making it takes the kernel time.
	ask cpu 'sed "/^$/q" /proc/cpuinfo; echo "online $(cat /sys/devices/system/cpu/online)"'
	ask memory 'cat /proc/meminfo'
	ask load 'cat /proc/loadavg'
	ask boot 'cat /proc/sys/kernel/random/boot_id; sed -n "/^btime/{p;q;}" /proc/stat'
	ask clock 'date +%s'
	ask disks 'for d in "$HOME" /tmp /opt /var /dev/shm; do [ -d "$d" ] && set -- "$@" "$d"; done
printf "place %s\n" "$@"; df -Pk "$@"' 3
	ask inodes 'for d in "$HOME" /tmp /opt /var /dev/shm; do [ -d "$d" ] && set -- "$@" "$d"; done
printf "place %s\n" "$@"; df -Pi "$@"' 3
	ask limits 'cat /proc/self/limits'
	ask init 'cat /proc/1/comm'
	ask virtualisation 'command -v systemd-detect-virt >/dev/null && { systemd-detect-virt; exit 0; }
[ -e /.dockerenv ] && { echo docker; exit 0; }
[ -e /run/.containerenv ] && { echo podman; exit 0; }
grep -qm 1 "^flags.* hypervisor" /proc/cpuinfo && echo vm-other || echo none'
	ask security-modules 'grep -Hs . /sys/fs/selinux/enforce /sys/module/apparmor/parameters/enabled; :'
	# A shim that was told not to validate (MokSBStateRT) makes the kernel take unsigned modules in spite of Secure Boot.
	ask secure-boot '[ -d /sys/firmware/efi ] || { echo "This host did not start through UEFI, or hides it."; exit 3; }
cd /sys/firmware/efi/efivars || exit; od -An -tu1 SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c
[ -e MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23 ] && od -An -tu1 MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23; :'
	ask logind '[ -d /run/systemd/system ] || { echo "systemd does not run here."; exit 3; }
u=$(id -un); echo "user $u"; [ -e "/var/lib/systemd/linger/$u" ] && echo "linger yes" || echo "linger no"
grep -HsE "^[[:space:]]*#?[[:space:]]*Kill(UserProcesses|OnlyUsers|ExcludeUsers)[[:space:]]*=" /usr/lib/systemd/logind.conf \
/usr/lib/systemd/logind.conf.d/*.conf /run/systemd/logind.conf.d/*.conf /etc/systemd/logind.conf /etc/systemd/logind.conf.d/*.conf; :'
	ask reboot '[ -e /run/reboot-required ] || [ -e /run/reboot-needed ] || { echo no; exit 0; }
echo yes; sort -u /run/reboot-required.pkgs 2>/dev/null; :'
	ask package-sources 'command -v apt-get >/dev/null || { echo "This host does not use apt."; exit 3; }
for f in $(grep -lsi nvidia /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources); do
grep -Hv "^ " "$f"; done | sed "s#//[^/ ]*@#//***@#g"'
	# What stands before the last @ may hold a password.
	ask proxy 'env | sed -n "/^[A-Za-z]*_[Pp][Rr][Oo][Xx][Yy]=/{s#^\([^=]*=[A-Za-z]*:*/*\).*@#\1***@#;p;}"'
}

# shellcheck disable=SC2016
slow_system() {
	ask quota 'command -v quota >/dev/null || { echo "quota is not installed."; exit 3; }; quota -q 2>/dev/null; :' 3
	# rpm finds exact names by its index; patterns would make it read every package.
	ask packages 'for m in apt-get zypper dnf yum pacman; do command -v $m >/dev/null && { echo "manager ${m%-get}"; break; }; done
case $m in
apt-get) dpkg-query -W -f "\${db:Status-Abbrev}\t\${Package}\t\${Version}\n" "nvidia*" "libnvidia*" "virtualgl*" "turbovnc*" "tigervnc*" \
x11vnc xserver-xorg-core "docker*" "containerd*" podman mesa-utils libgl1-mesa-dri dbus-x11 "xfce4*" "gdm*" lightdm sddm \
openssh-server "google-chrome*" chromium "microsoft-edge*" "brave-browser*" 2>/dev/null ;;
pacman) pacman -Q | grep -E "^(lib)?(nvidia|virtualgl|turbovnc|tigervnc|x11vnc|xorg-server|docker|containerd|podman|mesa|xfce4|gdm|lightdm|sddm|openssh|chromium)" ;;
*) rpm -q --qf "ii\t%{NAME}\t%{VERSION}-%{RELEASE}\n" nvidia-driver nvidia-driver-libs nvidia-driver-cuda nvidia-open nvidia-settings \
nvidia-persistenced nvidia-fabric-manager kmod-nvidia kmod-nvidia-latest-dkms kmod-nvidia-open-dkms akmod-nvidia xorg-x11-drv-nvidia \
xorg-x11-drv-nvidia-libs nvidia-container-toolkit libnvidia-container1 nvidia-docker2 VirtualGL turbovnc tigervnc tigervnc-server \
tigervnc-server-minimal x11vnc xorg-x11-server-Xorg xorg-x11-server docker-ce moby-engine docker containerd.io containerd podman \
podman-docker glx-utils Mesa-demo-x mesa-dri-drivers Mesa-dri dbus-x11 xfce4-session gdm lightdm sddm openssh-server google-chrome-stable \
chromium microsoft-edge-stable brave-browser ;;
esac 2>/dev/null; :'
	# An audit is refused to others than root where dpkg was cut off and left its journal.
	ask package-state 'command -v dpkg >/dev/null || { echo "Only dpkg keeps half installed packages."; exit 3; }
grep -qsxE "dpkg|apt|apt-get|aptitude" /proc/[0-9]*/comm && { echo "The package manager is at work."; exit 3; }
dpkg --audit 2>/dev/null && exit 0; echo "The following packages are only half installed:"
dpkg-query -W -f "\${db:Status-Abbrev} \${Package}\n" | sed -n "s/^.[HUF]. */ /p"'
}
