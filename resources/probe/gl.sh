# shellcheck shell=dash
# gl.sh - questions about how OpenGL, EGL and Vulkan find a driver.
# Parameters: none. Prints: answers. Parts: ask.sh, gpu.sh, lib/software.sh. Changes: nothing.

# shellcheck disable=SC2016
ask_gl() {
	ask egl-vendors 'set --
for file in /etc/glvnd/egl_vendor.d/*.json /usr/share/glvnd/egl_vendor.d/*.json; do
	if [ -r "$file" ]; then set -- "$@" "$file"; fi
done
[ $# -eq 0 ] || grep -Ho "\"library_path\"[^,}]*" "$@"
:'
	ask vulkan-drivers 'set --
for file in /etc/vulkan/icd.d/*.json /usr/local/share/vulkan/icd.d/*.json /usr/share/vulkan/icd.d/*.json; do
	if [ -r "$file" ]; then set -- "$@" "$file"; fi
done
[ $# -eq 0 ] || grep -Ho "\"library_path\"[^,}]*" "$@"
:'
	ask_program ldconfig gl-libraries 'ldconfig -p | grep -E "lib((EGL|GLX|GLESv2)_[A-Za-z0-9]+|EGL|GL|GLX|vulkan|nvidia-(ml|glcore|eglcore)|vglfaker|vglfaker-nodl|dlfaker)\.so"
:'
}

# What starts GL here must neither meet the desktop of this user nor write into their caches, and prints through a variable as in gpu.sh.
# shellcheck disable=SC2016,SC2154
slow_gl() {
	if gpu_hangs; then
		gl_why='The NVIDIA driver does not answer, so this was not asked.'
		gv_answer egl-devices 4 '/opt/VirtualGL/bin/eglinfo -e' "$gl_why"
		gv_answer mesa-egl 4 'eglinfo -B' "$gl_why"
		gv_answer vulkan 4 'vulkaninfo --summary' "$gl_why"
		return
	fi
	if [ -x "$virtualgl/eglinfo" ]; then
		tell egl-devices '/opt/VirtualGL/bin/eglinfo -e; /opt/VirtualGL/bin/eglinfo -B egl0' devices
		gv_answer mesa-egl 3 'eglinfo -B' 'The eglinfo of VirtualGL is asked instead.'
	else
		gv_answer egl-devices 3 '/opt/VirtualGL/bin/eglinfo -e' 'VirtualGL is not installed at /opt/VirtualGL.'
		ask_program eglinfo mesa-egl 'text=$(DISPLAY= WAYLAND_DISPLAY= XDG_RUNTIME_DIR=/nonexistent MESA_SHADER_CACHE_DISABLE=true eglinfo -B 2>&1)
printf "%s\n" "$text" | grep -E "^[^ ].* platform:|EGL driver name:"
:' 4
	fi
	ask_program vulkaninfo vulkan 'text=$(DISPLAY= WAYLAND_DISPLAY= XDG_RUNTIME_DIR=/nonexistent MESA_SHADER_CACHE_DISABLE=true vulkaninfo --summary 2>&1)
status=$?
printf "%s\n" "$text"
case $status in 3 | 4) exit 1 ;; *) exit "$status" ;; esac' 6
}
