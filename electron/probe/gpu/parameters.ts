/** Parameters of the loaded NVIDIA modules. */
import type { GpuFacts } from '../../contract/probe/gpu';
import { whole, word } from './field';

export type Parameters = Pick<GpuFacts['nvidia'], 'nodeMode' | 'nodeGroup' | 'modeset'>;

/** Lines `DeviceFileMode: 438` (decimal), `DeviceFileGID: 44`, that group as getent(1) prints it, and `modeset: Y`. */
export function parseParameters(text: string): Parameters | undefined {
  const value = (name: string): string | undefined => new RegExp(`^${name}: (.{1,64})$`, 'm').exec(text)?.[1]?.trim();
  const mode = whole(value('DeviceFileMode'));
  const group = value('DeviceFileGID');
  const groupName = /^([^:\s]{1,64}):[^:\n]*:(\d{1,10}):/m.exec(text);
  const modeset = value('modeset');
  const parameters = {
    nodeMode: mode === undefined || mode > 0o7777 ? undefined : mode.toString(8),
    nodeGroup: group === undefined ? undefined : word(groupName?.[2] === group ? (groupName?.[1] ?? group) : group),
    modeset: modeset === 'Y' || modeset === '1' ? true : modeset === 'N' || modeset === '0' ? false : undefined,
  };
  return Object.values(parameters).every((each) => each === undefined) ? undefined : parameters;
}
