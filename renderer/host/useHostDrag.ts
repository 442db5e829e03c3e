/** Hosts dragged in the list: onto a row, before or behind it; onto a group's heading, into the group. */
import { useState, type DragEvent, type HTMLAttributes } from 'react';
import type { Host } from '../../electron/contract/host';
import { beside } from './arrange';
import { hostsOf, placeHosts, useHosts } from './store';

interface Over {
  /** A host, or `group NAME`. */
  readonly id: string;
  readonly edge: 'before' | 'after';
}

interface HostDrag {
  readonly over: Over | undefined;
  /** `dragged`: what moves when this row is taken: all that are selected with it. */
  rowOf(host: Host, dragged: readonly Host[]): HTMLAttributes<HTMLLIElement>;
  groupOf(name: string, hosts: readonly Host[]): HTMLAttributes<HTMLElement>;
}

export function useHostDrag(): HostDrag {
  const [dragged, setDragged] = useState<readonly Host[]>([]);
  const [over, setOver] = useState<Over>();
  const end = (): void => {
    setDragged([]);
    setOver(undefined);
  };
  // Only what this list gave away itself is taken.
  const hover = (event: DragEvent, next: Over): void => {
    if (dragged.length === 0 || dragged.some(({ id }) => id === next.id)) return;
    event.preventDefault();
    if (over?.id !== next.id || over.edge !== next.edge) setOver(next);
  };
  const edgeAt = (event: DragEvent<HTMLElement>): Over['edge'] => {
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return event.clientY < top + height / 2 ? 'before' : 'after';
  };
  return {
    over,
    rowOf: (host, moving) => ({
      draggable: true,
      onDragStart: (event) => {
        event.dataTransfer.effectAllowed = 'move';
        // Chromium drags nothing without data.
        event.dataTransfer.setData('text/plain', moving.map(({ name }) => name).join('\n'));
        setDragged(moving);
      },
      onDragEnd: end,
      onDragOver: (event) => hover(event, { id: host.id, edge: edgeAt(event) }),
      onDragLeave: () => setOver(undefined),
      onDrop: (event) => {
        event.preventDefault();
        const place = beside(hostsOf(useHosts.getState()), host.id, edgeAt(event));
        if (place !== undefined && dragged.length > 0) void placeHosts(dragged, place);
        end();
      },
    }),
    groupOf: (name, hosts) => ({
      onDragOver: (event) => hover(event, { id: `group ${name}`, edge: 'after' }),
      onDragLeave: () => setOver(undefined),
      onDrop: (event) => {
        event.preventDefault();
        const last = hosts.findLast((host) => host.group === name);
        const place = last === undefined ? undefined : beside(hosts, last.id, 'after');
        if (place !== undefined && dragged.length > 0) void placeHosts(dragged, place);
        end();
      },
    }),
  };
}
