/** The doctor before boxes that look as if they had a GPU: faults are planted and taken back, or cured by joining a group. */
import type { Columns } from './table';
import type { BoxLogin } from './boxLogin';
import { cureAndLookAgain, examine, idsOf, type Planted } from './clinic';
import { gpuHost, type GpuHost } from './gpuHost';

/** Makes the host so. What is not cured by a plan is taken back by making it healthy again. */
export async function plantOnGpuHost(host: BoxLogin, fault: GpuHost, what: Omit<Planted, 'on'>): Promise<Planted> {
  await host.box.asRoot(gpuHost(fault));
  const mend = async () => {
    await host.box.asRoot(gpuHost());
    return host.connection;
  };
  return { ...what, on: host.connection, ...(what.cured === true ? {} : { mend }) };
}

/** Joins the group by the cure of what is found: the old login is told that it has to come anew, and a new one has no such finding. */
export async function joinAndLookAgain(host: BoxLogin, id: string, group: string): Promise<{ readonly got: string } & Columns> {
  const before = await examine(host.connection);
  const finding = before.findings.find((each) => each.id === id);
  if (finding === undefined) return { got: `not found among: ${idsOf(before)}` };
  const cured = await cureAndLookAgain(host.connection, finding);
  const between = await examine(host.connection);
  if (!between.findings.some(({ key }) => key === `D63 ${group}`)) return { got: `old login: ${idsOf(between)}` };
  const after = await examine(await host.again());
  const left = after.findings.filter((each) => each.id === id || each.id === 'D63');
  return { got: left.length === 0 ? `${id}: ${cured}, over a new login` : idsOf({ findings: left }), seen: finding.title, cured };
}
