/** Rough sizes and times: measured on a bare Debian 12, where each comes after the ones before it; others differ by a half. */
import type { Role } from './distribution';

export interface Rough {
  readonly seconds: number;
  /** Bytes to fetch. */
  readonly download: number;
  /** Bytes on the disk afterwards. */
  readonly disk: number;
}

const MB = 1_000_000;
const rough = (seconds: number, download: number, disk: number): Rough => ({ seconds, download: download * MB, disk: disk * MB });

export const ROUGH: Readonly<Record<Role | 'virtualgl' | 'turbovnc' | 'source' | 'lists', Rough>> = {
  // Mesa and LLVM come with it.
  base: rough(40, 56, 230),
  virtualgl: rough(8, 5, 15),
  turbovnc: rough(10, 12, 45),
  tigervnc: rough(10, 10, 30),
  openbox: rough(15, 20, 60),
  xfce: rough(45, 50, 200),
  mate: rough(150, 180, 770),
  glxgears: rough(4, 1, 1),
  benchmarks: rough(8, 9, 18),
  xorg: rough(12, 15, 50),
  x11vnc: rough(6, 5, 15),
  docker: rough(45, 66, 265),
  podman: rough(25, 31, 115),
  fetching: rough(6, 4, 7),
  source: rough(6, 1, 1),
  lists: rough(15, 40, 40),
};
