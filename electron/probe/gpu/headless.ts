/** NVIDIA packages that bring no OpenGL. */
import { word } from './field';

const COMPUTE_ONLY =
  /^(nvidia-headless-|libnvidia-compute-|nvidia-compute-utils-|nvidia-driver-cuda($|-)|nvidia-driver-compute|xorg-x11-drv-nvidia-cuda)/;
const WITH_GL =
  /^(libnvidia-gl-|nvidia-driver-libs($|[-:])|nvidia-libopengl|libgl1-nvidia|libglx-nvidia|libegl-nvidia|xorg-x11-drv-nvidia-libs)/;

/** Lines `NAME VERSION` of all packages: those for computing only, where none brings OpenGL beside them. Undefined without any of NVIDIA's. */
export function parseHeadless(text: string): string[] | undefined {
  const names = text.split('\n').map((line) => line.split(/[ \t]/, 1)[0] ?? '');
  const compute = names.filter((name) => COMPUTE_ONLY.test(name));
  const withGl = names.some((name) => WITH_GL.test(name));
  if (compute.length === 0 && !withGl) return undefined;
  return withGl ? [] : [...new Set(compute.map(word))].slice(0, 16);
}
