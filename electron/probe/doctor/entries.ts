/** All entries of the doctor, D01 to D80. */
import { ACCESS_ENTRIES } from './access';
import { CONTAINER_ENTRIES } from './container';
import { DRAWN_BY_ENTRIES } from './drawnBy';
import { DRIVER_ENTRIES } from './driver';
import { ENGINE_ENTRIES } from './engine';
import type { Entry } from './entry';
import { GL_PATH_ENTRIES } from './glPath';
import { GL_PROGRAM_ENTRIES } from './glPrograms';
import { GPU_NODE_ENTRIES } from './gpuNodes';
import { GPU_STATE_ENTRIES } from './gpuState';
import { GPU_TROUBLE_ENTRIES } from './gpuTrouble';
import { LEFTOVER_ENTRIES } from './leftovers';
import { MISSING_DRIVER_ENTRIES } from './missingDriver';
import { OPENNESS_ENTRIES } from './openness';
import { ROOM_ENTRIES } from './room';
import { SESSION_ENTRIES } from './session';
import { SOFTWARE_ENTRIES } from './software';
import { SURROUNDING_ENTRIES } from './surroundings';
import { SYSTEM_ENTRIES } from './system';
import { THREE_D_SERVER_ENTRIES } from './threeDServer';
import { XORG_ENTRIES } from './xorg';

/** Of the driver first, and what a desktop needs last: findings that are equally grave are shown in this order. */
export const ENTRIES: readonly Entry[] = [
  ...DRIVER_ENTRIES,
  ...MISSING_DRIVER_ENTRIES,
  ...GPU_TROUBLE_ENTRIES,
  ...GPU_STATE_ENTRIES,
  ...GPU_NODE_ENTRIES,
  ...GL_PATH_ENTRIES,
  ...DRAWN_BY_ENTRIES,
  ...GL_PROGRAM_ENTRIES,
  ...THREE_D_SERVER_ENTRIES,
  ...XORG_ENTRIES,
  ...ENGINE_ENTRIES,
  ...CONTAINER_ENTRIES,
  ...SOFTWARE_ENTRIES,
  ...ROOM_ENTRIES,
  ...SESSION_ENTRIES,
  ...SURROUNDING_ENTRIES,
  ...LEFTOVER_ENTRIES,
  ...OPENNESS_ENTRIES,
  ...ACCESS_ENTRIES,
  ...SYSTEM_ENTRIES,
];
