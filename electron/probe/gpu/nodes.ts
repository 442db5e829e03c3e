/** Device nodes of GPUs, and what this login may do with them. */
import type { GpuNode } from '../../contract/probe/gpu';
import { word } from './field';

/** Lines `MODE OWNER GROUP PATH` of stat(1), and `access r|w|rw|- PATH`. No node at all is an answer too. */
export function parseNodes(text: string): GpuNode[] {
  const lines = text.split('\n').slice(0, 1024);
  const access = new Map(
    lines.flatMap((line) => [/^access (\S{1,2}) (\/dev\/.*)$/.exec(line) ?? []].map(([, may = '', path = '']) => [path, may])),
  );
  return lines
    .flatMap((line): GpuNode[] => {
      const [, mode, owner, group, path] = /^([0-7]{1,4}) (\S+) (\S.*?) (\/dev\/.*)$/.exec(line) ?? [];
      if (mode === undefined || owner === undefined || group === undefined || path === undefined) return [];
      const may = access.get(path) ?? '';
      return [{ path: word(path), mode, owner: word(owner), group: word(group), readable: may.includes('r'), writable: may.includes('w') }];
    })
    .slice(0, 64);
}
