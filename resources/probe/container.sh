# shellcheck shell=dash
# container.sh - questions about containers and clusters on this host.
# Parameters: none. Prints: answers. Parts: ask.sh. Changes: nothing.

# shellcheck disable=SC2016
ask_container() {
	ask kubernetes 'n=$(grep -hsxE "kubelet|k3s.*|rke2.*|kubelite" /proc/[0-9]*/comm | sort -u)
[ -n "$n" ] || command -v kubectl >/dev/null || { echo "There is no kubectl, and no cluster node runs here."; exit 3; }
[ -z "$n" ] || printf "node %s\n" $n; command -v kubectl >/dev/null && kubectl version --client -o json; :'
}

# shellcheck disable=SC2016,SC2154
slow_container() {
	ask docker 'command -v docker >/dev/null || { echo "docker is not installed."; exit 3; }
v=$(docker --version 2>/dev/null); case $v in *[Pp]odman*) echo "docker is podman here."; exit 3 ;; esac
echo "$v"; docker info --format "{{json .}}" | sed "s#//[^/@\" ]*@#//***@#g"'
	# Of the environment only what NVIDIA reads: the rest may hold secrets.
	ask docker-containers 'command -v docker >/dev/null || { echo "docker is not installed."; exit 3; }
i=$(docker ps -aq --no-trunc) || exit 1; [ -n "$i" ] || exit 0; set -- $(printf "%s\n" "$i" | head -n 64)
docker inspect --type container --format "{{if and .State.Running (not .State.Paused) (or .HostConfig.DeviceRequests\
 (eq .HostConfig.Runtime \"nvidia\"))}}gpu{{else}}-{{end}} [{{json .ID}},{{json .Name}},{{json .Config.Image}},{{json .State.Running}},\
{{json .State.Paused}},{{json .HostConfig.DeviceRequests}},{{json .HostConfig.Devices}},{{json .HostConfig.Runtime}},\
{{json .HostConfig.Init}},{{json .HostConfig.ShmSize}},{{json .HostConfig.IpcMode}},{{json .HostConfig.Privileged}},\
{{json (index .Config.Labels \"gearview.session\")}},[{{range .Mounts}}{{json .Destination}},{{end}}{{range \$p, \$_ := .HostConfig.Tmpfs}}\
{{json \$p}},{{end}}null],[{{range .Config.Env}}{{\$n := index (split . \"=\") 0}}{{if or (eq \$n \"NVIDIA_VISIBLE_DEVICES\")\
 (eq \$n \"NVIDIA_DRIVER_CAPABILITIES\")}}{{json .}},{{end}}{{end}}null]]" "$@"'
	# The ids are docker’s own; ask has left its answer in gv_text.
	# shellcheck disable=SC2046
	tell docker-gpu 'docker exec CONTAINER sh -c "nvidia-smi -L; ldconfig -p | grep _nvidia; ls /usr/share/glvnd/egl_vendor.d; df -Pk /dev/shm"' \
		look_into_containers $(printf '%s\n' "$gv_text" | sed -n 's/^gpu \["\([0-9a-f]\{64\}\)".*/\1/p' | head -n 4)
	ask podman 'command -v podman >/dev/null || { echo "podman is not installed."; exit 3; }; podman --version'
	ask container-toolkit 'f=$(grep -lsm 1 "nvidia\.com/" /etc/cdi/* /var/run/cdi/*)
if command -v nvidia-ctk >/dev/null; then nvidia-ctk --version
elif command -v nvidia-container-cli >/dev/null; then nvidia-container-cli --version
elif [ -z "$f" ]; then echo "The NVIDIA container toolkit is not installed."; exit 3; fi
[ -z "$f" ] || printf "cdi %s\n" $f'
}

# look_into_containers ID... - `container ID` a line, and what was seen inside, each line of it after a blank
look_into_containers() {
	[ $# -gt 0 ] || {
		echo 'No running container was given a GPU.'
		return 3
	}
	for gv_container; do
		look_into_container "$gv_container" &
	done
	wait
}

# shellcheck disable=SC2016
look_into_container() {
	gv_seen=$(bounded 3 docker exec "$1" sh -c 't=; command -v timeout >/dev/null && t="timeout 2"
o=$($t nvidia-smi -L 2>&1); echo "smi $?"; printf "%s\n" "$o" | head -n 4
l=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null) && { echo "libraries"; printf "%s\n" "$l" | grep -E "lib(GLX|EGL)_nvidia\.so"; }
ls /usr/share/glvnd/egl_vendor.d/10_nvidia.json /etc/glvnd/egl_vendor.d/10_nvidia.json 2>/dev/null
df -Pk /dev/shm 2>/dev/null' 2>&1 | head -c 3000 | sed 's/^/ /')
	# At once, so that the answers of several do not mix.
	printf 'container %s\n%s\n' "$1" "$gv_seen"
}
