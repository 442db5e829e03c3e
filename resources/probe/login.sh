# shellcheck shell=dash
# login.sh - questions about this login: its account, home, start-up files, and what sshd lets it do.
# Parameters: none. Prints: answers. Parts: ask.sh. Changes: nothing.

# shellcheck disable=SC2016
ask_login() {
	ask home 'echo "home $HOME"
r=${XDG_RUNTIME_DIR:-}; [ -n "$r" ] && { [ -d "$r" ] && [ -O "$r" ] && [ -w "$r" ] && echo "runtime ok $r" || echo "runtime bad $r"; }
for f in "" /.vnc /.vnc/passwd /.vnc/xstartup /.config /.config/tigervnc /.cache /.local /.dbus /.gearview /.ssh /.Xauthority \
/.Xauthority-c /.Xauthority-l /.ICEauthority; do f=$HOME$f; [ -e "$f" ] || [ -L "$f" ] || continue; set -- "$@" "$f"
o=-; w=-; [ -O "$f" ] && o=o; [ -w "$f" ] && w=w; echo "may $o$w $f"; done
[ $# -eq 0 ] || stat -c "%a|%u|%F|%U|%n" "$@"'
	# What may hold a secret stays on the host: only lines that matter are printed. The second part stops where ~/.bashrc ends for
	# shells that nobody types into, and leaves out functions, and what is written elsewhere.
	ask start-up-files 'cd; grep -nHsE "^[^#]*(TVNC_VGLRUN|LD_PRELOAD|VGL_DISPLAY)[[:space:]]*=|>>> conda initialize|^[^#]*(conda|mamba)\.sh\
|^[^#]*PATH=.*(conda|miniforge|mambaforge)" .profile .bash_profile .bash_login .bashrc .zshrc .zshenv .xsessionrc .vnc/xstartup \
/etc/profile.d/*.sh /etc/environment /etc/bash.bashrc
echo prints; sed -nE "/^[^#]*([$]-|([[]|case|test).*PS1|-t [012])/q; /^(function )?[A-Za-z_-]+ *[(][)].*[}] *$/d
/^(function [A-Za-z_-]+|[A-Za-z_-]+ *[(][)])/,/^[}]/d; /[>|]/d
/^(echo|printf|cat|fortune|figlet|cowsay|neofetch|fastfetch|screenfetch|uptime|date|w|who|last|clear)([ ;]|$)/{=;p;}" .bashrc 2>/dev/null; :'
	# The server of this login may have been started with a file of its own (-f).
	ask sshd 'c=/etc/ssh/sshd_config; p=$PPID; while [ "${p:-0}" -gt 1 ]; do
n=; q=0; while read -r k v _; do case $k in Name:) n=$v ;; PPid:) q=$v; break ;; esac; done <"/proc/$p/status"
case $n in sshd*) a=$(tr "\000" " " <"/proc/$p/cmdline"); case $a in *" -f /"*) c=${a#* -f }; c=${c%% *}; break ;; esac ;; esac; p=$q; done
[ -e "$c" ] || { echo "There is no $c."; exit 3; }; [ -r "$c" ] || { echo "$c: permission denied"; exit 1; }; echo "config $c"
cd /etc/ssh 2>/dev/null; set -- $(sed -nE "s/^[[:space:]]*[Ii][Nn][Cc][Ll][Uu][Dd][Ee][[:space:]=]+//p" "$c" | tr -d "\"")
for f in "$@"; do d=${f%/*}; if [ -r "$f" ]; then echo "part $f"; elif [ -e "$f" ] || { [ -d "$d" ] && ! { [ -r "$d" ] && [ -x "$d" ]; }; }
then echo "closed $f"; fi; done
grep -HsiE "^[[:space:]]*(Include|Match|AllowTcpForwarding|AllowStreamLocalForwarding|DisableForwarding|PermitOpen|MaxSessions|MaxStartups\
|ClientAliveInterval|ForceCommand)[[:space:]=]" "$c" "$@"; :'
	ask sudo 'command -v sudo || command -v doas || echo none'
}

# shellcheck disable=SC2016
slow_login() {
	# Names of groups may come from a directory server.
	ask user 'id; id "$(id -un)"; u=$(id -u); getent passwd "$u" || grep "^[^:]*:[^:]*:$u:" /etc/passwd'
	# Start-up files that start an agent do so when there is none: SSH_AUTH_SOCK keeps them from leaving one behind.
	ask login-path 'case ${SHELL:-} in */bash) ;; *) echo "The login shell is ${SHELL:-unknown}, not bash."; exit 3 ;; esac
SSH_AUTH_SOCK=${SSH_AUTH_SOCK:-none} bash -lc "type -aP dbus-launch dbus-daemon"' 3
}
