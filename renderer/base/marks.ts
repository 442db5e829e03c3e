/** Marks on the browser's own timeline, for those who measure the main job. */
export type MarkName = 'connect-start' | 'connect-ready' | 'session-start' | 'session-ready' | 'screen-open' | 'first-picture' | 'verdict';

export function mark(name: MarkName, detail: string): void {
  performance.mark(`gearview:${name}`, { detail });
}
