/** A VirtualGL that stands for the real one on hosts whose GPU is a stand-in, too: it draws on the CPU, and lists devices as the real one would. */

/** A line of shell that writes a shell program. */
export const shellProgram = (path: string, lines: readonly string[]): string =>
  `mkdir -p ${path.slice(0, path.lastIndexOf('/'))}; cat >${path} <<'END'\n#!/bin/sh\n${lines.join('\n')}\nEND\nchmod 755 ${path}`;

/** Of VirtualGL 3.1.4 as recorded. */
const LLVMPIPE = 'llvmpipe (LLVM 15.0.6, 256 bits)';

/** What NVIDIA's EGL needs before it answers: a driver that works, its nodes, its library, and the file that names it to glvnd. */
const ANSWERS = [
  'answers() {',
  '	[ -r /proc/driver/nvidia/version ] && [ -w /dev/nvidia0 ] && [ -w /dev/nvidiactl ] || return 1',
  '	ldconfig -p | grep -q libEGL_nvidia && grep -qs libEGL_nvidia /usr/share/glvnd/egl_vendor.d/*.json || return 1',
  '	case $(nvidia-smi -L 2>&1) in *MIG* | *failed* | *Failed* | *Unable*) return 1 ;; esac',
  '}',
];

/** Shell for root. `renderers` are those of egl0, egl1 ...; NVIDIA's are there while its EGL answers, llvmpipe alone otherwise. */
export function pretendedVirtualgl(renderers: readonly string[], inLoaderPath: boolean): string {
  const list = (names: readonly string[]): readonly string[] =>
    names.map((name, at) => {
      const node = /llvmpipe/.test(name) ? '' : `, DRI device path: /dev/dri/card${at}`;
      return `	echo 'EGL device ID: egl${at}${at === 0 ? ' or egl' : ''}${node}'`;
    });
  const told = (names: readonly string[]): readonly string[] =>
    names.map((name, at) => `	case $2 in egl${at}) echo 'OpenGL renderer string: ${name}' ;; esac`);
  return [
    shellProgram('/opt/VirtualGL/bin/eglinfo', [
      ...ANSWERS,
      'if [ "$1" = -e ] && answers; then',
      ...list(renderers),
      'elif [ "$1" = -e ]; then',
      ...list([LLVMPIPE]),
      'elif answers; then',
      ...told(renderers),
      'else',
      ...told([LLVMPIPE]),
      'fi',
    ]),
    shellProgram('/opt/VirtualGL/bin/vglrun', [
      'while :; do case $1 in',
      "--version) echo 'VirtualGL v3.1.4 64-bit (Build 20250929)'; exit ;;",
      '-d) shift 2 ;;',
      '[-+]*) shift ;;',
      '*) break ;;',
      'esac; done',
      'LD_PRELOAD=libvglfaker.so exec "$@"',
    ]),
    // Any library will do to be preloaded; this one has nothing in it.
    inLoaderPath ? 'cp "$(readlink -f /lib/*-linux-gnu/libdl.so.2)" /usr/lib/libvglfaker.so' : '',
  ].join('\n');
}
