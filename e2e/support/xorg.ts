/** Real Xorg servers in boxes: on the dummy driver, which needs no GPU, or asked for NVIDIA's, which is not there. */

const configuration = (driver: string): string => `Section "Device"
	Identifier "gpu"
	Driver "${driver}"
EndSection
Section "ServerFlags"
	Option "AutoAddDevices" "false"
EndSection`;

/** Shell for root: what `runXorg` and `failXorg` need. */
export const XORG_READY = [
  'mkdir -p -m 1777 /tmp/.X11-unix',
  ...['dummy', 'nvidia'].map((driver) => `cat >/etc/X11/${driver}.conf <<'END'\n${configuration(driver)}\nEND`),
].join('\n');

/** Shell that starts one, as whoever runs it, and waits until it answers. It keeps `nodes` open, as the GPU's driver for X would. */
export const runXorg = (
  display: number,
  { options = '', nodes = [] }: { readonly options?: string; readonly nodes?: readonly string[] } = {},
): string => `
setsid /usr/lib/xorg/Xorg :${display} -config dummy.conf -noreset ${options} >/dev/null 2>&1 </dev/null ${nodes.map((path, at) => `${at + 5}<>${path}`).join(' ')} &
until xdpyinfo -display :${display} >/dev/null 2>&1; do kill -0 $! || exit 1; sleep 0.05; done`;

/** Shell: one that ends because it finds no screen. */
export const failXorg = (display: number): string => `! /usr/lib/xorg/Xorg :${display} -config nvidia.conf >/dev/null 2>&1 </dev/null`;
